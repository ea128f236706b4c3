"""Which events sum up others ("thirty killed this week in five attacks"), kept right as events come and change.

An event that changes can only touch the sums whose days hold it, so these are looked up and worked out anew, each from
the events that lie inside it. What is a sum of what, `dateline.linking` says.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, or_, select

from dateline.archive.answers import Review
from dateline.archive.linking_port import may_be_sum, parts_of, sums_of
from dateline.archive.rows import LONG_DAYS, event_of_row
from dateline.archive.tables import EVENTS
from dateline.records.event import Event

MANY = 2_000
"""Where more events than this change at once, the sums of whole countries are worked out in one go."""
_LONGEST = timedelta(days=370)
_KM_A_DEGREE = 110.0
_STANDING = and_(EVENTS.c.until.is_(None), EVENTS.c.mentions > 0, EVENTS.c.merged_into.is_(None))

Reviewed = tuple[Event, Review]


class _Value(msgspec.Struct):
    value: int | None = None


class _Counted(msgspec.Struct):
    count: _Value


_COUNTED = msgspec.json.Decoder(_Counted)


def with_sums(connection: Connection, made: Sequence[Reviewed], gone: Collection[str]) -> list[Reviewed]:
    """Events that are about to be kept, with what each of them sums up.

    Args:
        gone: events that are about to be merged away or withdrawn.
    """
    new = {event.id: event for event, _ in made}
    answer: list[Reviewed] = []
    for event, review in made:
        parts: tuple[str, ...] = ()
        if may_be_sum(event):
            kept = (one for one in _inside(connection, event) if one.id not in new and one.id not in gone)
            parts = parts_of(event, [*kept, *new.values()])
        answer.append((msgspec.structs.replace(event, summary_of=parts), review))
    return answer


def changed_sums(connection: Connection, changed: Iterable[tuple[Event | None, Event]]) -> list[Reviewed]:
    """The sums that are not what they were, once events have changed: each event as it was, if it was, and as it is."""
    touched: dict[str, Reviewed] = {}
    for before, after in changed:
        if before is not None and _compared(before) == _compared(after):
            continue
        for one in (before, after):
            if one is not None:
                touched.update((total.id, (total, review)) for total, review in _around(connection, one))
    found: list[Reviewed] = []
    for _, (total, review) in sorted(touched.items()):
        parts = parts_of(total, _inside(connection, total))
        if parts != total.summary_of:
            found.append((msgspec.structs.replace(total, summary_of=parts), review))
    return found


def all_changed_sums(connection: Connection) -> Iterator[Reviewed]:
    """The same for every event that stands, country by country."""
    kinds = select(EVENTS.c.country, EVENTS.c.event_type).where(_STANDING, EVENTS.c.country.is_not(None)).distinct()
    for country, kind in sorted((row.country, row.event_type) for row in connection.execute(kinds)):
        query = select(EVENTS.c.body, EVENTS.c.review).where(
            _STANDING, EVENTS.c.country == country, EVENTS.c.event_type == kind
        )
        reviews: dict[str, Review] = {}
        events: list[Event] = []
        for body, review in connection.execute(query):
            events.append(event_of_row(body))
            reviews[events[-1].id] = review
        sums = sums_of(events)
        for event in events:
            parts = sums.get(event.id, ())
            if parts != event.summary_of:
                yield msgspec.structs.replace(event, summary_of=parts), reviews[event.id]


def _compared(event: Event) -> tuple[Any, ...]:
    """All that decides what an event is part of, or sums up."""
    return (
        event.event_type,
        event.sub_event_type.value,
        event.status.value,
        event.date.value,
        event.place.value,
        event.count.value,
        tuple(one.actor for one in event.perpetrators),
        event.fatalities,
        event.injuries,
        event.merged_into,
        bool(event.mentions),
    )


def _inside(connection: Connection, total: Event) -> Iterator[Event]:
    """The events that stand whose days, country and, roughly, place lie in those of one that may sum them up."""
    period, place = total.date.value, total.place.value
    if period is None or place is None or place.country is None:
        return
    where: list[ColumnElement[bool]] = [
        EVENTS.c.country == place.country,
        EVENTS.c.long.in_((0, 1)),
        # Not BETWEEN: PostgreSQL cannot read the collation that stands in its midst.
        EVENTS.c.first_day >= period.start,
        EVENTS.c.first_day <= period.end,
        EVENTS.c.last_day <= period.end,
        EVENTS.c.event_type == total.event_type,
        EVENTS.c.id != total.id,
    ]
    if place.lat is not None and place.precision not in ("country", "province"):
        reach = (place.radius_km or 0.0) / _KM_A_DEGREE + 0.01
        where.append(or_(EVENTS.c.lat.is_(None), EVENTS.c.lat.between(place.lat - reach, place.lat + reach)))
    for body in connection.execute(select(EVENTS.c.body).where(_STANDING, *where)).scalars():
        yield event_of_row(body)


def _around(connection: Connection, part: Event) -> Iterator[Reviewed]:
    """The events that stand whose days and country hold those of another one, and that may sum it up."""
    period, place = part.date.value, part.place.value
    if period is None or place is None or place.country is None:
        return
    start = date.fromisoformat(period.start)
    query = select(EVENTS.c.body, EVENTS.c.review).where(
        _STANDING,
        EVENTS.c.country == place.country,
        EVENTS.c.event_type == part.event_type,
        EVENTS.c.first_day <= period.start,
        EVENTS.c.last_day >= period.end,
        EVENTS.c.id != part.id,
    )
    for is_long, days in ((0, timedelta(days=LONG_DAYS)), (1, _LONGEST)):
        earliest = date.fromordinal(max(1, start.toordinal() - days.days)).isoformat()
        for body, review in connection.execute(query.where(EVENTS.c.long == is_long, EVENTS.c.first_day >= earliest)):
            count = _COUNTED.decode(body).count.value
            # Most events of a day are single ones: they need not be read whole.
            if count is not None and count < 2:
                continue
            event = event_of_row(body)
            if may_be_sum(event):
                yield event, review
