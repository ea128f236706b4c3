"""Which events an export is of: the same conditions for an archive and for a file of events."""

from __future__ import annotations

import msgspec

from dateline.records import Status
from dateline.records.event import Event, Grade

NOT_DONE: tuple[Status, ...] = ("threatened", "hypothetical", "denied")
"""What did not happen, and was not tried: left out of the files in other data sets' shapes unless it is asked for."""


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """Conditions that all hold at once, and one of the values of each list; empty ones hold always.

    Attributes:
        as_of: the day or moment as of which an archive is asked; events are not looked at for it here.
        grades, statuses: as in the event.
        min_score: lowest score, 0 to 1.
        period: first and last ISO day, inclusive; an event matches when its days touch them, so one without a day
            does not.
        countries: ISO 3166-1 alpha-2 codes.
        types: sub-event types.
        event_types: the wider types.
    """

    as_of: str | None = None
    grades: tuple[Grade, ...] = ()
    statuses: tuple[Status, ...] = ()
    min_score: float | None = None
    period: tuple[str, str] | None = None
    countries: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()

    def admits(self, event: Event) -> bool:
        """Whether the event is wanted. One that was merged into another never is: that one tells it."""
        if event.merged_into is not None:
            return False
        if self.grades and event.grade not in self.grades:
            return False
        if self.statuses and event.status.value not in self.statuses:
            return False
        if self.min_score is not None and event.score < self.min_score:
            return False
        if self.countries and (event.place.value is None or event.place.value.country not in self.countries):
            return False
        if self.types and event.sub_event_type.value not in self.types:
            return False
        if self.event_types and event.event_type not in self.event_types:
            return False
        return self.period is None or _touches(event, self.period)


def _touches(event: Event, period: tuple[str, str]) -> bool:
    days = event.date.value
    return days is not None and days.start <= period[1] and days.end >= period[0]
