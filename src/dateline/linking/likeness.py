"""Whether two mentions plainly tell one incident: what must agree, what may not conflict."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from datetime import date

from dateline.grounding.places.geodesy import distance_km
from dateline.records import Actor, Figures, Mention, Place

_SAME_POINT_KM = 15.0
_SMALL_WORDS = frozenset({"the", "a", "an", "of", "and", "in", "at", "on", "for", "s"})


def same_place(one: Place | None, other: Place | None) -> bool | None:
    """Whether two places can be one; None where one of them is not told or not resolved.

    A point inside the other's radius is the same place: a quarter and its city, a town and its district.
    """
    if one is None or other is None:
        return None
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return True if names_agree(one.name, other.name) else None
    reach = max(_SAME_POINT_KM, one.radius_km or 0.0, other.radius_km or 0.0)
    return distance_km(one.lat, one.lon, other.lat, other.lon) <= reach


def days_of(mention: Mention) -> tuple[date, date] | None:
    """First and last day of a mention, or None."""
    if mention.date is None:
        return None
    return date.fromisoformat(mention.date.start), date.fromisoformat(mention.date.end)


def days_agree(one: Mention, other: Mention) -> bool | None:
    """Whether the days overlap; None where one is not told."""
    first, second = days_of(one), days_of(other)
    if first is None or second is None:
        return None
    return first[0] <= second[1] and second[0] <= first[1]


def names_agree(one: str, other: str) -> bool:
    """Whether half of the words of two names are the same, or all of the shorter's are in the longer."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return False
    both = len(first & second)
    return both / len(first | second) >= 0.5 or both == min(len(first), len(second))


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.casefold())) - _SMALL_WORDS


def participants_agree(one: Iterable[Actor], other: Iterable[Actor]) -> bool | None:
    """Whether the two share a participant; None where one names nobody."""
    first, second = list(one), list(other)
    if not first or not second:
        return None
    return any(_one_actor(a, b) or names_agree(a.name, b.name) for a in first for b in second)


def _one_actor(one: Actor, other: Actor) -> bool:
    """Whether both are one body; two crowds or gunmen of one country share an id, but need not be the same."""
    if one.actor_id is None or one.actor_id != other.actor_id:
        return False
    return one.kind not in ("civilians", "protesters", "rioters", "unidentified")


def figures_agree(one: Figures | None, other: Figures | None) -> bool | None:
    """Whether two ranges overlap or lie near each other (tolls grow); None where one is not told."""
    if one is None or other is None:
        return None
    first, second = _range(one), _range(other)
    if first[0] <= second[1] and second[0] <= first[1]:
        return True
    gap = max(first[0] - second[1], second[0] - first[1])
    return gap <= max(3.0, 0.5 * max(first[0], second[0]))


def _range(figures: Figures) -> tuple[float, float]:
    low = 0.0 if figures.low is None else float(figures.low)
    return low, math.inf if figures.high is None else float(figures.high)
