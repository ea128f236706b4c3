"""What an event is told by: each mention beside its report, the origin it goes back to, and when it was told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TypeVar

import msgspec

from dateline.linking.identity import speaks_for, words_in
from dateline.linking.phrases import pattern_of
from dateline.records import Mention, Report, Source, Status
from dateline.records.event import Origin, Told

Value = TypeVar("Value")

_NEVER = "9999"
_NOTICES = ("corrects", "withdraws")
_SENTENCE_END = re.compile(r"[.!?][\"”’)]*(?=\s|$)")
_OPENING = 400
"""Characters of a text in which a correction announces itself."""


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One mention as a telling of its event.

    Attributes:
        report: the report it stands in; None where it is not at hand.
        origin: id of the origin of the report.
        moment: ISO 8601 in UTC, which sorts; a report without a date comes after all others.
        sources: the mention's, without the report's own publisher, which is no voice beside itself.
        voices: names of those sources that do not deny.
        sides: names of sources that took part, by their stance or by their name.
        corrects: whether the report corrects an earlier one.
        status: as the mention has it; ``denied`` also where the report takes back what it tells ("we withdraw it").
    """

    mention: Mention
    report: Report | None
    origin: str
    moment: str
    status: Status
    sources: tuple[Source, ...] = ()
    voices: tuple[str, ...] = ()
    sides: frozenset[str] = frozenset()
    corrects: bool = False

    @property
    def publisher(self) -> str | None:
        """Who printed it, as the report has it."""
        return self.report.publisher if self.report is not None else None

    @property
    def is_one_sides(self) -> bool:
        """Whether it is told on the word of those who took part, and on nobody else's."""
        return bool(self.voices) and self.sides.issuperset(self.voices)

    def told(self, value: Value, source: tuple[str, ...] | None = None) -> Told[Value]:
        """``value`` as told here: by ``source``, or else by those whom the mention names and who do not deny it."""
        voices = self.voices if source is None else source
        return Told(
            value=value,
            mention=self.mention.id,
            document=self.mention.document,
            publisher=self.publisher,
            published=self.report.published if self.report is not None else None,
            origin=self.origin,
            source=voices,
            by_side=bool(voices) and self.sides.issuperset(voices),
        )


def _account(mention: Mention, report: Report | None, origin: str) -> Account:
    publisher = report.publisher if report is not None else None
    own = words_in(publisher) if publisher else frozenset()
    corrects = report is not None and _announces(report)
    sources = tuple(one for one in mention.sources if not own or words_in(one.name) != own)
    took_part = (*mention.perpetrators, *mention.targets)
    # A figure may be from somebody who is not among the sources.
    named = {one.name for one in sources} | {
        told.source
        for figures in (mention.fatalities, mention.injuries)
        if figures is not None
        for told in figures.told
        if told.source is not None
    }
    return Account(
        mention=mention,
        report=report,
        origin=origin,
        moment=moment_of(report.published if report is not None else None),
        sources=sources,
        voices=tuple(one.name for one in sources if one.stance != "denies"),
        sides=frozenset(one.name for one in sources if is_partial(one))
        | frozenset(name for name in named if any(speaks_for(name, actor) for actor in took_part)),
        status="denied" if corrects and report is not None and _takes_back(mention, report) else mention.status,
        corrects=corrects,
    )


def _takes_back(mention: Mention, report: Report) -> bool:
    """Whether the words around a telling, up to the end of the next sentence, withdraw it."""
    if mention.status != "actual" or mention.trigger.field != "text":
        return False
    text = report.text
    start = max(0, text.rfind("\n", 0, mention.trigger.start))
    ends = [match.end() for match in _SENTENCE_END.finditer(text, mention.trigger.end)][:2]
    paragraph = text.find("\n\n", mention.trigger.end)
    end = min([ends[-1] if len(ends) > 1 else len(text), *([paragraph] if paragraph > 0 else [])])
    return pattern_of("retractions", "withdraws").search(text, start, end) is not None


def is_partial(source: Source) -> bool:
    """Whether somebody speaks as a party by his stance: he claims his own act, or accuses the other side of one."""
    return source.stance in ("claims", "accuses")


def moment_of(published: str | None) -> str:
    """The time in UTC as sortable ISO 8601, a day alone as its beginning; "9999" where it is missing or unreadable."""
    if published is None:
        return _NEVER
    try:
        at = datetime.fromisoformat(published.replace("Z", "+00:00"))
    except ValueError:
        return _NEVER
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return at.isoformat()


def accounts_of(
    mentions: Iterable[Mention], reports: Mapping[str, Report], origins: Sequence[Origin]
) -> tuple[Account, ...]:
    """The accounts of an event's mentions, oldest report first, then in text order; the same for any order given."""
    origin_of = {document: origin.id for origin in origins for document in origin.reports}
    found = [_account(one, reports.get(one.document), origin_of.get(one.document, one.document)) for one in mentions]
    return tuple(sorted(found, key=lambda a: (a.moment, a.mention.document, a.mention.trigger, a.mention.id)))


def _announces(report: Report) -> bool:
    """Whether the title or the first lines say that the report corrects or withdraws an earlier one."""
    bodies = (report.title or "", report.text[:_OPENING])
    return any(pattern_of("retractions", key).search(body) for body in bodies if body for key in _NOTICES)


def origins_among(
    mentions: Iterable[Mention], reports: Mapping[str, Report], origins: Iterable[Origin]
) -> tuple[Origin, ...]:
    """The origins of an event's reports, cut down to these reports, sorted by id.

    A report that belongs to none is an origin of its own. Of one and the same event, these are one origin too: two
    that name one agency, two that one publisher printed under no agency's name, and a report whose mention names
    another's publisher as its source, with that other.
    """
    kept = sorted(mentions, key=lambda m: m.id)
    documents = sorted({mention.document for mention in kept})
    known = {document: origin for origin in origins for document in origin.reports}
    group = {d: known[d].id if d in known else d for d in documents}
    heads = _heads(documents, kept, reports, known)
    for one, other in heads:
        old, new = sorted((group[one], group[other]), reverse=True)
        if old != new:
            group = {d: new if g == old else g for d, g in group.items()}
    made = []
    for name in sorted(set(group.values())):
        inside = [d for d in documents if group[d] == name]
        inside.sort(key=lambda d: (moment_of(reports[d].published if d in reports else None), d))
        credits = sorted({c for d in inside if d in known and (c := known[d].credit) is not None})
        made.append(Origin(id=name, reports=tuple(inside), credit=credits[0] if credits else None))
    return tuple(made)


def _heads(
    documents: Sequence[str],
    mentions: Sequence[Mention],
    reports: Mapping[str, Report],
    known: Mapping[str, Origin],
) -> list[tuple[str, str]]:
    """Pairs of documents that are one origin where they tell one event."""
    pairs: list[tuple[str, str]] = []
    by_credit: dict[frozenset[str], str] = {}
    by_publisher: dict[frozenset[str], str] = {}
    for document in documents:
        publisher = reports[document].publisher if document in reports else None
        own = document not in known or known[document].credit is None
        if publisher and own and words_in(publisher):
            # What an outlet prints of one event on two days are two states of one account.
            pairs.append((by_publisher.setdefault(words_in(publisher), document), document))
    for document in documents:
        credit = known[document].credit if document in known else None
        if credit and (words := words_in(credit)):
            pairs.append((by_credit.setdefault(words, document), document))
            if words in by_publisher:
                pairs.append((by_publisher[words], document))
    for mention in mentions:
        for source in mention.sources:
            found = by_publisher.get(words_in(source.name)) if source.stance != "denies" else None
            if found is not None and found != mention.document:
                pairs.append((found, mention.document))
    return pairs
