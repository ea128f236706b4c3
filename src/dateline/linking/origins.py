"""From reports to who has it from whom, and so to the independent origins of what is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

import msgspec

from dateline.linking.citations import citations_of, outlet_key, reports_itself
from dateline.linking.derivation import Derivation, Read, derived, likeness, lowest_likeness
from dateline.linking.sharing import pairs_to_compare
from dateline.linking.textprint import print_of
from dateline.records import Report
from dateline.records.event import Origin


class OriginGraph(msgspec.Struct, frozen=True, kw_only=True):
    """Who has it from whom.

    Attributes:
        origins: every report in just one, sorted by id.
        derivations: why: one for each pair of reports found to be of one origin, sorted by their ids.
    """

    origins: tuple[Origin, ...]
    derivations: tuple[Derivation, ...]

    def among(self, documents: Iterable[str]) -> tuple[Origin, ...]:
        """The origins that have one of these reports, whole."""
        wanted = set(documents)
        return tuple(origin for origin in self.origins if not wanted.isdisjoint(origin.reports))


def origins_of(reports: Iterable[Report]) -> tuple[Origin, ...]:
    """The independent origins of these reports, as `origin_graph` finds them."""
    return origin_graph(reports).origins


def origin_graph(reports: Iterable[Report]) -> OriginGraph:
    """Which of these reports go back to one text, and how each was made from another; the same in any order.

    Time and memory grow with the number of reports: pairs are compared where hashing brings them together
    (`pairs_to_compare`). Of two reports with one id the texts should be the same; one of them counts.
    """
    kept = sorted({report.id: report for report in reports}.values(), key=lambda report: report.id)
    reads = sorted(read_all(kept), key=lambda read: (read.text.moment, read.text.report.id))
    found = [one for a, b in pairs_to_compare(reads) if (one := derived(reads[a], reads[b])) is not None]
    groups = _Groups(reads)
    for one in found:
        if one.kind != "rewrite":
            groups.join(one.report, one.source)
    # A text that is like one of a group must be like the rest of it, too: else one doubtful likeness after another
    # would make one origin of all that was written of a great day.
    for one in sorted(found, key=lambda d: (-d.score, d.report, d.source)):
        if one.kind == "rewrite" and groups.likeness(one.report, one.source) >= lowest_likeness():
            groups.join(one.report, one.source)
    derivations = tuple(
        sorted((d for d in found if groups.are_one(d.report, d.source)), key=lambda d: (d.report, d.source))
    )
    named = {one.report: one.outlet for one in derivations if one.outlet is not None}
    origins = sorted((_origin(group, named) for group in groups.all()), key=lambda origin: origin.id)
    return OriginGraph(origins=tuple(origins), derivations=derivations)


def read_all(reports: Sequence[Report]) -> list[Read]:
    """The reports as they are judged; which names are outlets' depends on all their publishers."""
    outlets = {report.id: outlet_key(report.publisher) if report.publisher else "" for report in reports}
    known = frozenset(outlets.values()) - {""}
    return [
        Read(
            text=print_of(report),
            cited=citations_of(report, known),
            own_voice=reports_itself(report),
            outlet=outlets[report.id],
        )
        for report in reports
    ]


_LOOKED_AT = 5
"""Reports of a group, the earliest, that stand for it in comparisons."""


class _Groups:
    """Reports that are joined step by step; members in order of time."""

    def __init__(self, reads: Sequence[Read]) -> None:
        self._of = {read.text.report.id: read.text.report.id for read in reads}
        self._members = {read.text.report.id: [read] for read in reads}

    def are_one(self, one: str, other: str) -> bool:
        return self._of[one] == self._of[other]

    def join(self, one: str, other: str) -> None:
        into, out = sorted((self._of[one], self._of[other]), key=lambda name: (-len(self._members[name]), name))
        if into == out:
            return
        moved = self._members.pop(out)
        self._of.update((read.text.report.id, into) for read in moved)
        self._members[into] = sorted(
            [*self._members[into], *moved], key=lambda read: (read.text.moment, read.text.report.id)
        )

    def likeness(self, one: str, other: str) -> float:
        """How far the two groups tell the same in other words, on average over their earliest members, 0 to 1."""
        first, second = (self._members[self._of[name]][:_LOOKED_AT] for name in (one, other))
        return fmean(likeness(a, b) for a in first for b in second)

    def all(self) -> list[list[Read]]:
        return list(self._members.values())


def _origin(group: Sequence[Read], named: Mapping[str, str]) -> Origin:
    """One origin of reports in order of time: called after the outlet they name, where its own report is at hand."""
    credits = [named[id_] for read in group if (id_ := read.text.report.id) in named]
    credits += [c.name for read in group for c in read.cited if c.weight == "credit" and len(group) == 1]
    credit = min(credits, key=lambda name: (-credits.count(name), name), default=None)
    first = group[0]
    if credit is not None:
        first = next((read for read in group if read.outlet == outlet_key(credit)), first)
    return Origin(id=first.text.report.id, reports=tuple(read.text.report.id for read in group), credit=credit)
