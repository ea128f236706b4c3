"""Events of an archive as what an export reads, all as of one moment."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Literal

from dateline.archive import Archive, EventQuery
from dateline.export.selection import Selection
from dateline.export.tellings import Kept
from dateline.records import Mention, Report
from dateline.records.event import Event


class ArchiveEvents:
    """The events of an archive that a selection asks for, and a library of what tells them."""

    def __init__(self, archive: Archive, selection: Selection) -> None:
        """Ask ``archive`` as of ``selection.as_of``, or as it stands now."""
        self._archive, self._selection = archive, selection
        # Pinned, so that what others add meanwhile is in no part of the export.
        self._at: str | int = selection.as_of if selection.as_of is not None else archive.changes(_FAR).upto

    @property
    def moment(self) -> str | int:
        """The moment as of which the archive is asked, or the number of its last change by then."""
        return self._at

    def kept(self, *, by_day: bool = False) -> Iterator[Kept]:
        """The events; with ``by_day`` the newest day first, else in the order in which they were kept, which is faster.

        Memory stays flat.
        """
        order: Literal["day", "kept"] = "day" if by_day else "kept"
        for one in self._archive.all_events(query_of(self._selection), as_of=self._at, order=order):
            yield Kept(event=one.event, changed=one.change.at)

    def mentions_of(self, events: Sequence[Event]) -> Mapping[str, tuple[Mention, ...]]:
        """As `Library.mentions_of`."""
        found = self._archive.mentions_of([event.id for event in events], as_of=self._at)
        return {id: tuple(one.mention for one in kept) for id, kept in found.items()}

    def reports_of(self, ids: Collection[str]) -> Mapping[str, Report]:
        """As `Library.reports_of`."""
        found = self._archive.reports_of(ids, as_of=self._at)
        return {id: kept.report for id, kept in found.items()}


_FAR = "9999-01-01"


def query_of(selection: Selection) -> EventQuery:
    """The selection as a query of the archive; ``as_of`` is given beside it."""
    return EventQuery(
        period=selection.period,
        countries=selection.countries,
        types=selection.types,  # type: ignore[arg-type]
        event_types=selection.event_types,
        grades=selection.grades,
        statuses=selection.statuses,
        min_score=selection.min_score,
    )
