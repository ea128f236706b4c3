"""The rules that choose, of all that was told for a field, the value that a person reads first.

Each rule takes what was told, oldest first and never empty, and returns one of the told values: nothing is averaged
and nothing made up. Its ``RULE`` name is what the ledger shows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from datetime import date
from typing import TypeVar

from dateline.grounding.places.geodesy import distance_km
from dateline.linking.identity import same_actor, same_name
from dateline.records import Actor, Period, Place
from dateline.records.event import Field, Told

Value = TypeVar("Value")

ONLY_ONE_TOLD = "only one told"
MOST_ORIGINS = "most origins"
LATEST_CORRECTION = "latest correction"
MOST_PRECISE_PLACE = "most precise place within agreement"
NARROWEST_DAY = "narrowest day told by the most"

_PRECISIONS = ("site", "city", "district", "province", "country", "region")
_SAME_POINT_KM = 15.0


def field_of(
    told: Sequence[Told[Value]],
    choose: Callable[[Sequence[Told[Value]]], Value],
    rule: str,
    *,
    at_odds: Callable[[Value, Value], bool],
    corrections: Collection[str] = (),
) -> Field[Value]:
    """The field with what was told, oldest first, and the value that ``choose`` takes of what still stands.

    Args:
        told: all that was told.
        choose: the rule.
        rule: its name.
        at_odds: whether two values cannot both be right.
        corrections: ids of mentions in corrections; what their origin told before no longer stands.
    """
    if not told:
        return Field()
    standing = still_standing(told, corrections)
    value = choose(standing)
    name = rule if len({one.origin for one in standing}) > 1 or len(standing) > 1 else ONLY_ONE_TOLD
    if len(standing) < len(told):
        name = LATEST_CORRECTION
    contested = any(at_odds(value, one.value) for one in standing)
    return Field(value=value, rule=name, contested=contested, told=tuple(told))


def still_standing(told: Sequence[Told[Value]], corrections: Collection[str]) -> Sequence[Told[Value]]:
    """What was told without what a later correction of the same origin or publisher replaced; oldest first."""
    if not any(one.mention in corrections for one in told):
        return told
    return [
        one
        for at, one in enumerate(told)
        if not any(
            later.mention in corrections and later.document != one.document and _one_teller(later, one)
            for later in told[at + 1 :]
        )
    ]


def _one_teller(one: Told[Value], other: Told[Value]) -> bool:
    return one.origin == other.origin or (one.publisher is not None and one.publisher == other.publisher)


def most_origins(told: Sequence[Told[Value]], key: Callable[[Value], Hashable] | None = None) -> Value:
    """The value that the most origins tell; of equals that of more reports, then the one told first."""
    return max(_grouped(told, key), key=lambda group: (_origins(group), len({t.document for t in group})))[0].value


def _grouped(told: Sequence[Told[Value]], key: Callable[[Value], Hashable] | None) -> Sequence[Sequence[Told[Value]]]:
    groups: dict[Hashable, list[Told[Value]]] = {}
    for one in told:
        groups.setdefault(one.value if key is None else key(one.value), []).append(one)
    return list(groups.values())


def _origins(told: Sequence[Told[Value]]) -> int:
    return len({one.origin for one in told})


def most_told_actor(told: Sequence[Told[Actor]]) -> Actor:
    """Whom the most origins name, by the fullest of the names they use."""
    groups: list[list[Told[Actor]]] = []
    for one in told:
        group = next((g for g in groups if same_actor(g[0].value, one.value)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return fullest([one.value for one in max(groups, key=_origins)])


def fullest(actors: Sequence[Actor]) -> Actor:
    """The best known: with an entry of the directory, with a kind, with the longest name; of equals the first."""
    return max(actors, key=lambda a: (a.actor_id is not None, a.kind is not None, len(a.name)))


def most_precise_place(told: Sequence[Told[Place]]) -> Place:
    """Of the places that the most origins agree on, the most precise: by its kind, then its radius, then its score.

    Places agree where one lies within the other's radius. A place without a point is taken only where none has one.
    """
    located = [one for one in told if one.value.lat is not None and one.value.lon is not None]
    if not located:
        return most_origins(told, lambda place: place.name.casefold())
    groups = [[other for other in located if places_agree(one.value, other.value)] for one in located]
    # A wide place agrees with everything inside it; the group is that of a precise one.
    at = max(range(len(located)), key=lambda n: (_origins(groups[n]), *_precision(located[n].value), -n))
    return located[at].value


def _precision(place: Place) -> tuple[int, float, float]:
    rank = -_PRECISIONS.index(place.precision) if place.precision in _PRECISIONS else -len(_PRECISIONS)
    return rank, -(place.radius_km or 0.0), place.score or 0.0


def places_agree(one: Place, other: Place) -> bool:
    """Whether two places can be one: by distance and radius, else by name."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return same_name(one.name, other.name)
    if _is_within(one, other) or _is_within(other, one):
        return True
    reach = max(_SAME_POINT_KM, one.radius_km or 0.0, other.radius_km or 0.0)
    return distance_km(one.lat, one.lon, other.lat, other.lon) <= reach


def _is_within(one: Place, other: Place) -> bool:
    """Whether ``other`` is the country or province that ``one`` lies in."""
    if one.country is None or one.country != other.country:
        return False
    if other.precision == "country":
        return True
    return other.precision == "province" and one.admin1 is not None and one.admin1 == other.admin1


def places_at_odds(one: Place, other: Place) -> bool:
    """Whether two places with points cannot be one."""
    return one.lat is not None and other.lat is not None and not places_agree(one, other)


def narrowest_day(told: Sequence[Told[Period]]) -> Period:
    """The period that lies within those of the most origins; of equals the shortest, the most often told, the first."""

    def rank(at: int) -> tuple[int, int, int, int]:
        period = told[at].value
        around = {one.origin for one in told if _contains(one.value, period)}
        same = {one.origin for one in told if (one.value.start, one.value.end) == (period.start, period.end)}
        return len(around), -_days(period), len(same), -at

    return told[max(range(len(told)), key=rank)].value


def _contains(outer: Period, inner: Period) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _days(period: Period) -> int:
    return (date.fromisoformat(period.end) - date.fromisoformat(period.start)).days


def days_at_odds(one: Period, other: Period) -> bool:
    """Whether no day lies in both periods."""
    return one.end < other.start or other.end < one.start


def unequal(one: Hashable, other: Hashable) -> bool:
    """Whether two plain values differ."""
    return one != other


def never_at_odds(one: object, other: object) -> bool:  # noqa: ARG001
    """Of what can be true together, such as two targets, nothing is contested."""
    return False
