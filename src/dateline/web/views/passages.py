"""The passage of a report in which an event is told, with the words of its record marked by role."""

from __future__ import annotations

import re

import msgspec

from dateline.export.legible import legible, on_one_line
from dateline.records import Mention, Report
from dateline.web.views.folding import Folding, is_private_person, private_names
from dateline.web.views.report import Part, parts_between
from dateline.web.views.wording import moment_words

_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[^\Wa-z_])|\n")
_LONGEST = 900


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """Where a mention is told.

    Attributes:
        mention, document: which, and in which report.
        mark: the report's letter of origin and number.
        publisher, published, title: of the report.
        parts: the sentences around the trigger; None where the text is another revision's.
        score: of the mention.
        private: whether a private person is among its targets.
    """

    mention: str
    document: str
    mark: str
    publisher: str
    published: str
    title: str
    parts: tuple[Part, ...]
    score: float
    private: bool = False


def passage(report: Report | None, mention: Mention, mark: str, folding: Folding) -> Passage:
    """The sentences around a mention's trigger that hold most of its words."""
    parts: tuple[Part, ...] = ()
    if report is not None:
        field = mention.trigger.field
        body = legible(report.text if field == "text" else report.title or "")
        start, end = _reach(body, mention)
        if 0 <= start < end <= len(body):
            parts = parts_between(report, [mention], field, folding, private_names([mention]), start, end)
    return Passage(
        mention=mention.id,
        document=mention.document,
        mark=mark,
        publisher=on_one_line((report.publisher if report else None) or mention.document),
        published=moment_words(report.published if report else None),
        title=on_one_line((report.title if report else None) or mention.document),
        parts=parts,
        score=mention.score,
        private=any(is_private_person(one) for one in mention.targets),
    )


def _reach(body: str, mention: Mention) -> tuple[int, int]:
    """From the sentence of the trigger to those of its other words, as long as that stays a passage."""
    trigger = mention.trigger
    spots = [(trigger.start, trigger.end)]
    for actor in (*mention.perpetrators, *mention.targets):
        if actor.field == trigger.field:
            spots.append((actor.start, actor.end))
    if mention.place is not None and mention.place.field == trigger.field:
        spots.append((mention.place.start, mention.place.end))
    for figures in (mention.fatalities, mention.injuries) if trigger.field == "text" else ():
        spots += [(one.start, one.end) for one in (figures.told if figures else ())]
    start, end = _sentence(body, trigger.start, trigger.end)
    for first, last in sorted(spots, key=lambda spot: abs(spot[0] - trigger.start)):
        if not 0 <= first < last <= len(body):
            continue
        low, high = _sentence(body, first, last)
        if max(end, high) - min(start, low) <= _LONGEST:
            start, end = min(start, low), max(end, high)
    return start, end


def _sentence(body: str, start: int, end: int) -> tuple[int, int]:
    first = max((match.end() for match in _END.finditer(body, max(0, start - 2_000), start)), default=0)
    following = _END.search(body, max(start, end - 1))
    return first, len(body) if following is None else max(end, following.end())
