"""Two events or two reports side by side: where they differ, and why the machine thinks that they are one, or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import combinations
from typing import Literal

import msgspec

from dateline.archive import Archive, KeptEvent, KeptMention, KeptReport
from dateline.archive.errors import NoSuchIdError
from dateline.export.legible import legible, on_one_line
from dateline.export.saying import title_of
from dateline.export.wording import place_words
from dateline.linking import why
from dateline.records import Report
from dateline.records.event import Link
from dateline.web.views.changes import values_of
from dateline.web.views.folding import Folding, is_graphic, is_private_person, private_names
from dateline.web.views.likeness import Candidate, candidates, kept_apart, strongest
from dateline.web.views.wording import counted, moment_words

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_TOKENS = 4_000
_SHORTEST_SHARED = 4
_ALIKE = 0.35
_MOST_LINKS = 12
_NOT_TOLD = ("Grade", "Told by")
"""What follows from how many tell it; that it differs says nothing about the incident."""
Marking = Literal["differences", "shared"]


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of one text: only here, in both, or folded."""

    text: str
    kind: Literal["both", "only", "shared", "folded"]


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """One report's text, cut into runs."""

    report: str
    title: str
    publisher: str
    published: str
    runs: tuple[Run, ...]


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A field of both."""

    name: str
    one: str
    other: str

    @property
    def differs(self) -> bool:
        """Whether both tell it, and otherwise."""
        both = bool(self.one) and bool(self.other)
        return both and self.one != self.other and self.name not in _NOT_TOLD


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One comparison of a link: its bits, the sum so far, and what the two tell; x and width of its bar, 0 to 100."""

    name: str
    one: str
    other: str
    bits: float
    total: float
    x: float
    width: float


class LinkShown(msgspec.Struct, frozen=True, kw_only=True):
    """Why two mentions are, or are not, taken for one event."""

    one: str
    other: str
    same: bool
    score: float
    steps: tuple[Step, ...]
    zero: float


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """One of the two."""

    kind: Literal["event", "report"]
    id: str
    version: int
    title: str
    about: str
    merged_into: str | None = None


class CompareShown(msgspec.Struct, frozen=True, kw_only=True):
    """The two, as the page shows them; ``other`` is None until it is chosen."""

    one: Side
    other: Side | None = None
    rows: tuple[Row, ...] = ()
    texts: tuple[Text, ...] = ()
    marking: Literal["differences", "shared"] = "differences"
    links: tuple[LinkShown, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    apart: bool = False
    inside: bool = False


def compare_shown(
    archive: Archive, one: str, other: str | None, folding: Folding, *, inside: bool = False
) -> CompareShown:
    """Two of the archive side by side; without the second, what it may be compared with.

    Args:
        inside: show why the mentions of one event are taken for one.

    Raises:
        NoSuchIdError: there is none of an id.
    """
    first = _found(archive, one)
    if inside and isinstance(first, KeptEvent):
        return _inside(archive, first, folding)
    if other is None:
        likely = candidates(archive, first, archive.decisions(one)) if isinstance(first, KeptEvent) else ()
        return CompareShown(one=_side(first), candidates=likely)
    second = _found(archive, other)
    if isinstance(first, KeptEvent) and isinstance(second, KeptEvent):
        return _events(archive, first, second, folding)
    reports = [_report_of(archive, kept) for kept in (first, second)]
    texts, marking = texts_of(reports[0], reports[1], folding, _private(archive, reports))
    return CompareShown(one=_side(first), other=_side(second), rows=_report_rows(reports), texts=texts, marking=marking)


def _found(archive: Archive, id: str) -> KeptEvent | KeptReport:
    try:
        return archive.event(id)
    except NoSuchIdError:
        return archive.report(id)


def _side(kept: KeptEvent | KeptReport) -> Side:
    if isinstance(kept, KeptEvent):
        event = kept.event
        return Side(
            kind="event",
            id=event.id,
            version=event.version,
            title=title_of(event),
            about=f"{event.grade}, {counted(len(event.reports), 'report')}, {kept.review}",
            merged_into=event.merged_into,
        )
    report = kept.report
    return Side(
        kind="report",
        id=report.id,
        version=kept.revision,
        title=on_one_line(report.title or report.id),
        about=f"{on_one_line(report.publisher or 'no publisher')}, {moment_words(report.published)}",
    )


def _report_of(archive: Archive, kept: KeptEvent | KeptReport) -> Report:
    return archive.report(kept.event.reports[0]).report if isinstance(kept, KeptEvent) else kept.report


def _private(archive: Archive, reports: Sequence[Report]) -> tuple[str, ...]:
    mentions = [one.mention for report in reports for one in archive.mentions_in(report.id)]
    return private_names(mentions)


def _report_rows(reports: Sequence[Report]) -> tuple[Row, ...]:
    one, other = (
        {
            "Publisher": on_one_line(report.publisher or ""),
            "Published": moment_words(report.published),
            "Title": on_one_line(report.title or ""),
            "Language": report.language or "",
            "Address": on_one_line(report.url or ""),
            "Words": f"{len(report.text.split()):,}",
        }
        for report in reports
    )
    return tuple(Row(name=name, one=one[name], other=other[name]) for name in one)


def _events(archive: Archive, one: KeptEvent, other: KeptEvent, folding: Folding) -> CompareShown:
    mentions = archive.mentions_of([one.event.id, other.event.id])
    told = (mentions[one.event.id], mentions[other.event.id])
    reports = archive.reports_of({*one.event.reports, *other.event.reports})
    link = strongest(*told, reports)
    first, second = _reports_of_link(link, told, reports) or tuple(
        reports[kept.event.reports[0]].report for kept in (one, other)
    )
    private = private_names([kept.mention for some in told for kept in some])
    texts: tuple[Text, ...] = ()
    marking: Marking = "differences"
    if first.id != second.id:
        texts, marking = texts_of(first, second, folding, private)
    values = [_values(kept, folding) for kept in (one, other)]
    return CompareShown(
        one=_side(one),
        other=_side(other),
        rows=tuple(Row(name=name, one=values[0][name], other=values[1][name]) for name in values[0]),
        texts=texts,
        marking=marking,
        links=(link_shown(link),) if link is not None else (),
        apart=other.event.id in kept_apart(one.event.id, archive.decisions(one.event.id)),
    )


def _values(kept: KeptEvent, folding: Folding) -> dict[str, str]:
    values = values_of(kept.event)
    values.pop("Merged into")
    target, place = kept.event.targets.value, kept.event.place.value
    if target is not None and folding.names and is_private_person(target):
        values["To whom"] = "one person"
    if place is not None:
        values["Where"] = place_words(place)
    return values


def _reports_of_link(
    link: Link | None, told: Sequence[Sequence[KeptMention]], reports: Mapping[str, KeptReport]
) -> tuple[Report, Report] | None:
    if link is None:
        return None
    documents = {one.mention.id: one.mention.document for some in told for one in some}
    ids = {one.mention.id for one in told[0]}
    a, b = (link.one, link.other) if link.one in ids else (link.other, link.one)
    found = [reports[documents[mention]].report for mention in (a, b) if documents[mention] in reports]
    return (found[0], found[1]) if len(found) == 2 else None


def _inside(archive: Archive, kept: KeptEvent, folding: Folding) -> CompareShown:
    """Why the mentions of one event are one: the links that linking kept, else the comparison made now."""
    told = archive.mentions(kept.event.id)
    reports = archive.reports_of(kept.event.reports)
    texts_by_id: dict[str, Report] = {id: one.report for id, one in reports.items()}
    links: list[Link] = []
    for a, b in combinations(told, 2):
        if a.mention.document != b.mention.document and len(links) < _MOST_LINKS:
            links.append(why(a.mention, b.mention, texts_by_id))
    links.sort(key=lambda link: -link.score)
    two = [reports[id].report for id in kept.event.reports[:2] if id in reports]
    texts: tuple[Text, ...] = ()
    marking: Marking = "differences"
    if len(two) == 2:
        texts, marking = texts_of(two[0], two[1], folding, private_names([one.mention for one in told]))
    marks = {one.mention.id: on_one_line(one.mention.document) for one in told}
    return CompareShown(
        one=_side(kept),
        links=tuple(link_shown(link, marks) for link in links),
        texts=texts,
        marking=marking,
        inside=True,
    )


def link_shown(link: Link, names: Mapping[str, str] | None = None) -> LinkShown:
    """A link as a waterfall: each comparison begins where the one before ended."""
    totals = [0.0, link.prior]
    for evidence in link.evidence:
        totals.append(totals[-1] + evidence.weight)
    low, high = min(totals), max(totals)
    span = (high - low) or 1.0
    steps = []
    for name, one, other, bits, before in _steps(link):
        after = before + bits
        x, width = (min(before, after) - low) / span * 100, abs(bits) / span * 100
        steps.append(
            Step(
                name=name, one=one, other=other, bits=bits, total=after, x=round(x, 2), width=round(max(0.6, width), 2)
            )
        )
    shown = names or {}
    return LinkShown(
        one=shown.get(link.one, link.one),
        other=shown.get(link.other, link.other),
        same=link.same,
        score=link.score,
        steps=tuple(steps),
        zero=round(-low / span * 100, 2),
    )


def _steps(link: Link) -> Iterator[tuple[str, str, str, float, float]]:
    yield "before any comparison", "", "", link.prior, 0.0
    total = link.prior
    for evidence in link.evidence:
        yield evidence.name, on_one_line(evidence.one), on_one_line(evidence.other), evidence.weight, total
        total += evidence.weight


def texts_of(one: Report, other: Report, folding: Folding, private: Sequence[str]) -> tuple[tuple[Text, Text], Marking]:
    """Both texts with the words marked that only one has; where they have little in common, those that both have."""
    a, b = _tokens(one.text), _tokens(other.text)
    matcher = SequenceMatcher(None, [_key(token) for token in a], [_key(token) for token in b], autojunk=False)
    blocks = matcher.get_matching_blocks()
    words = max(1, min(sum(not token.isspace() for token in a), sum(not token.isspace() for token in b)))
    common = sum(not token.isspace() for block in blocks for token in a[block.a : block.a + block.size])
    alike = common / words >= _ALIKE
    # A word or two in common between other words is chance; it would only break the marks up.
    least = 3 if alike else _SHORTEST_SHARED * 2
    kept = [block for block in blocks if block.size >= least]
    in_one = [(block.a, block.a + block.size) for block in kept]
    in_other = [(block.b, block.b + block.size) for block in kept]
    texts = tuple(
        Text(
            report=report.id,
            title=on_one_line(report.title or report.id),
            publisher=on_one_line(report.publisher or ""),
            published=moment_words(report.published),
            runs=tuple(_runs(tokens, common_runs, alike, folding, private)),
        )
        for report, tokens, common_runs in ((one, a, in_one), (other, b, in_other))
    )
    return (texts[0], texts[1]), "differences" if alike else "shared"


def _tokens(text: str) -> list[str]:
    return _WORDS.findall(legible(text))[:_MOST_TOKENS]


def _key(token: str) -> str:
    return " " if token.isspace() else token.casefold()


def _runs(
    tokens: Sequence[str], common: Sequence[tuple[int, int]], alike: bool, folding: Folding, private: Sequence[str]
) -> Iterator[Run]:
    at = 0
    for start, end in [*common, (len(tokens), len(tokens))]:
        if at < start:
            yield from _folded("".join(tokens[at:start]), "only" if alike else "both", folding, private)
        if start < end:
            yield from _folded("".join(tokens[start:end]), "both" if alike else "shared", folding, private)
        at = end


def _folded(
    text: str, kind: Literal["both", "only", "shared"], folding: Folding, private: Sequence[str]
) -> Iterator[Run]:
    if not text.strip():
        yield Run(text=text, kind="both")
        return
    if folding.graphic and is_graphic(text):
        # Sentence by sentence, so that what is not graphic stays to be read.
        for sentence in re.findall(r"[^.!?\n]+[.!?\n]*\s*|[.!?\n]+", text):
            yield Run(text=sentence, kind="folded" if is_graphic(sentence) else kind)
        return
    if folding.names and private:
        either = "|".join(re.escape(name) for name in private)
        at = 0
        for match in re.finditer(rf"\b(?:{either})\b", text):
            if at < match.start():
                yield Run(text=text[at : match.start()], kind=kind)
            yield Run(text=match.group(), kind="folded")
            at = match.end()
        if at < len(text):
            yield Run(text=text[at:], kind=kind)
        return
    yield Run(text=text, kind=kind)
