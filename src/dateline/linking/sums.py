"""Sums unpicked: "thirty killed this week in five attacks" tells of five events, and is never added to them.

Conservative on purpose: a sum that is missed counts some dead twice, which a reader of the ledger can see; one that is
wrongly found hides an event.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from dateline.grounding.places.geodesy import distance_km
from dateline.linking.identity import same_actor
from dateline.records import Period, Place
from dateline.records.event import Casualties, Event

SHORTEST_WITHOUT_COUNT = 3
"""Days that "several attacks" must reach over to be taken for a sum; with a number one day is enough."""
_LONGEST = 370
"""Days beyond which a sum ("since 2014") is history, whose parts nobody lists."""


def sums_of(events: Iterable[Event]) -> dict[str, tuple[str, ...]]:
    """For each event that sums up others: their ids, sorted. The same in any order of events.

    One event is part of another when it has a smaller count, its days and its place lie inside the other's, both are
    of one event type and actual, nobody else is said to have done it, and no more were killed or hurt in it. Where
    the parts are together more incidents, or had more dead, than the sum tells, it is not clear which of them are
    meant, and none is linked.
    """
    standing = sorted((e for e in events if e.merged_into is None and _usable(e)), key=lambda e: e.id)
    by_kind: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in standing:
        by_kind[event.event_type, _country(event)].append(event)
    found: dict[str, tuple[str, ...]] = {}
    for some in by_kind.values():
        some.sort(key=lambda e: (_period(e).start, e.id))
        starts = [_period(e).start for e in some]
        for total in some:
            if not may_be_sum(total):
                continue
            period = _period(total)
            near = some[bisect_left(starts, period.start) : bisect_right(starts, period.end)]
            parts = _parts(total, near)
            if parts:
                found[total.id] = parts
    return found


def parts_of(total: Event, near: Iterable[Event]) -> tuple[str, ...]:
    """What `sums_of` finds that one event sums up, where ``near`` holds all other events of its days and country."""
    if total.merged_into is not None or not _usable(total) or not may_be_sum(total):
        return ()
    kind = (total.event_type, _country(total))
    return _parts(
        total, [e for e in near if e.merged_into is None and _usable(e) and (e.event_type, _country(e)) == kind]
    )


def _parts(total: Event, near: Iterable[Event]) -> tuple[str, ...]:
    parts = [part for part in near if part.id != total.id and is_part(part, total)]
    return tuple(sorted(part.id for part in parts)) if parts and _fit(parts, total) else ()


def with_sums(events: Sequence[Event]) -> list[Event]:
    """The events in their order, with ``summary_of`` as `sums_of` finds it among them."""
    sums = sums_of(events)
    return [msgspec.structs.replace(event, summary_of=sums.get(event.id, ())) for event in events]


def to_be_added(events: Iterable[Event]) -> list[Event]:
    """The events whose figures may be added up: without merged and withdrawn ones, and without sums of others."""
    return [e for e in events if e.merged_into is None and not e.summary_of and e.grade != "withdrawn"]


def _usable(event: Event) -> bool:
    place, period = event.place.value, event.date.value
    return (
        event.status.value == "actual"
        and period is not None
        and _days(period) <= _LONGEST
        and place is not None
        and place.country is not None
    )


def _country(event: Event) -> str:
    place = event.place.value
    return (place.country if place is not None else None) or ""


def _period(event: Event) -> Period:
    period = event.date.value
    if period is None:
        raise ValueError(f"event {event.id} has no day")
    return period


def _days(period: Period) -> int:
    return (date.fromisoformat(period.end) - date.fromisoformat(period.start)).days + 1


def may_be_sum(event: Event) -> bool:
    """Whether an event tells of several: of two or more by its count, or of an unknown number in three days or more."""
    count = event.count.value
    if count is not None:
        return count > 1
    return bool(event.date.value) and _days(_period(event)) >= SHORTEST_WITHOUT_COUNT


def is_part(part: Event, total: Event) -> bool:
    """Whether nothing speaks against an event being one of those that ``total`` sums up."""
    few, many = part.count.value, total.count.value
    inner, outer = _period(part), _period(total)
    if few is None or (many is not None and few >= many):
        return False
    if not (outer.start <= inner.start and inner.end <= outer.end):
        return False
    if many is None and not (few == 1 and _days(inner) < _days(outer)):
        return False
    if part.sub_event_type.value != total.sub_event_type.value and total.sub_event_type.value not in (
        "Attack",
        "Other",
    ):
        return False
    if not _lies_in(part.place.value, total.place.value) or not _one_doer(part, total):
        return False
    return _fits(part.fatalities.low, total.fatalities) and _fits(part.injuries.low, total.injuries)


def _fits(figure: int | None, total: Casualties) -> bool:
    """Whether a part's figure, at its lowest, is within the sum's; what the sum does not tell sets no bound."""
    if figure is None or not total.told or total.high is None:
        return True
    return figure <= total.high


def _lies_in(inner: Place | None, outer: Place | None) -> bool:
    """Whether one place is inside the other, or the same: by country, by province, else by points and radius."""
    if inner is None or outer is None or inner.country != outer.country:
        return False
    if outer.precision == "country":
        return True
    if outer.admin1 is not None and inner.admin1 is not None:
        if outer.admin1 != inner.admin1:
            return False
        if outer.precision == "province":
            return True
    if None in (inner.lat, inner.lon, outer.lat, outer.lon):
        return inner.gazetteer_id is not None and inner.gazetteer_id == outer.gazetteer_id
    apart = distance_km(inner.lat or 0.0, inner.lon or 0.0, outer.lat or 0.0, outer.lon or 0.0)
    return apart <= (outer.radius_km or 0.0) and (inner.radius_km or 0.0) <= (outer.radius_km or 0.0)


def _one_doer(part: Event, total: Event) -> bool:
    if not part.perpetrators or not total.perpetrators:
        return True
    return any(same_actor(a.actor, b.actor) for a in part.perpetrators for b in total.perpetrators)


def _fit(parts: Sequence[Event], total: Event) -> bool:
    """Whether the parts together are not more than the sum tells; a part inside another part counts with that."""
    inside = {p.id for p in parts for other in parts if p is not other and may_be_sum(other) and is_part(p, other)}
    outer = [part for part in parts if part.id not in inside]
    if total.count.value is not None and sum(part.count.value or 1 for part in outer) > total.count.value:
        return False
    killed = sum(part.fatalities.low or 0 for part in outer)
    hurt = sum(part.injuries.low or 0 for part in outer)
    return _fits(killed, total.fatalities) and _fits(hurt, total.injuries)
