"""`Columns`: the facts of many tellings as arrays, so that millions of pairs are compared at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from dateline.linking.facts import Facts
from dateline.linking.wording import rarity

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
UNKNOWN = -(10**6)
"""Stands in a column of days where none is told."""

_HOURS = ("night", "dawn", "morning", "noon", "afternoon", "evening")


class Bags:
    """A set of words for each telling: word numbers padded with -1, and the length of each as a vector of rarities."""

    def __init__(self, bags: Sequence[Sequence[str]], numbers: dict[str, int], most: int) -> None:
        width = max(1, min(most, max(map(len, bags), default=1)))
        self.words: Ints = np.full((len(bags), width), -1, dtype=np.int32)
        for row, bag in enumerate(bags):
            for column, word in enumerate(bag[:width]):
                self.words[row, column] = numbers.setdefault(word, len(numbers))

    def weigh(self, weights: Floats) -> None:
        """Set ``norms`` and ``totals`` once the weight of every word is known; the filling weighs nothing."""
        held = np.where(self.words >= 0, weights[self.words], 0).astype(np.float32)
        self.weights = weights
        self.norms: Floats = np.sqrt((held * held).sum(axis=1))
        self.totals: Floats = held.sum(axis=1)

    def shared(self, a: Ints, b: Ints) -> tuple[Floats, Floats]:
        """For pairs of rows: summed rarity, and summed squared rarity, of the words that both have."""
        one, other = self.words[a], self.words[b]
        both = ((one[:, :, None] == other[:, None, :]) & (one >= 0)[:, :, None]).any(axis=2)
        weight = np.where(both, self.weights[one], 0)
        return weight.sum(axis=1), (weight * weight).sum(axis=1)

    def cosine(self, a: Ints, b: Ints) -> Floats:
        """Cosine of the rarities of the pairs' words; -1 where one has no words."""
        _, squares = self.shared(a, b)
        length = self.norms[a] * self.norms[b]
        return np.where(length > 0, squares / np.maximum(length, 1e-6), -1).astype(np.float32)

    def covered(self, a: Ints, b: Ints) -> Floats:
        """How much of the shorter one's words (by rarity) the other has too; -1 where one has none."""
        shared, _ = self.shared(a, b)
        shorter = np.minimum(self.totals[a], self.totals[b])
        return np.where(shorter > 0, shared / np.maximum(shorter, 1e-6), -1).astype(np.float32)


class Columns:
    """The facts of tellings, one row each, in the order given; rows are numbered from 0.

    ``rare`` says how many bits a word tells.
    """

    def __init__(self, facts: Iterable[Facts], rare: Callable[[str], float] = rarity) -> None:
        kept = _Kept(facts)
        self.ids, self.documents = kept.ids, _numbered(kept.documents)
        self.kind, self.kinds = _coded(kept.kind)
        self.group, self.groups = _coded(kept.group)
        self.status, self.statuses = _coded(kept.status)
        self.weapon, self.weapons = _coded(kept.weapon)
        self.country, self.countries = _coded(kept.country)
        self.publisher = _numbered(kept.publisher)
        self.background = np.array(kept.background, dtype=bool)
        self.count: Ints = np.array(kept.count, dtype=np.int32)
        self.days: Ints = np.array(kept.days, dtype=np.int32).reshape(-1, 2)
        self.published: Ints = np.array(kept.published, dtype=np.int32)
        self.points: Floats = np.array(kept.points, dtype=np.float32).reshape(-1, 3)
        self.site = np.array(kept.site, dtype=bool)
        self.killed: Floats = np.array(kept.killed, dtype=np.float32).reshape(-1, 2)
        self.injured: Floats = np.array(kept.injured, dtype=np.float32).reshape(-1, 2)
        self.hours = np.array(kept.hours, dtype=np.uint8)
        self.side: Ints = np.array(kept.side, dtype=np.int32)
        self.other_points: Floats = _padded_points(kept.other_points)
        self.other_days: Ints = _padded_days(kept.other_days)
        words: dict[str, int] = {}
        self.bags = {name: Bags(bags, words, most) for name, (bags, most) in kept.bags.items()}
        weights: Floats = np.array([rare(word) for word in words] + [0.0], dtype=np.float32)
        for bag in self.bags.values():
            bag.weigh(weights)

    def __len__(self) -> int:
        return len(self.ids)


class _Kept:
    """Plain lists, filled telling by telling, so that no telling need be held as an object."""

    def __init__(self, facts: Iterable[Facts]) -> None:
        self.ids: list[str] = []
        self.documents: list[str] = []
        self.kind: list[str] = []
        self.group: list[str] = []
        self.status: list[str] = []
        self.weapon: list[str] = []
        self.country: list[str] = []
        self.publisher: list[str] = []
        self.background: list[bool] = []
        self.count: list[int] = []
        self.days: list[int] = []
        self.published: list[int] = []
        self.points: list[float] = []
        self.site: list[bool] = []
        self.killed: list[float] = []
        self.injured: list[float] = []
        self.hours: list[int] = []
        self.side: list[int] = []
        self.other_points: list[tuple[tuple[float, float, float], ...]] = []
        self.other_days: list[tuple[int, ...]] = []
        self.bags: dict[str, tuple[list[tuple[str, ...]], int]] = {
            "place_words": ([], 6),
            "perpetrators": ([], 10),
            "targets": ([], 10),
            "names": ([], 40),
            "people": ([], 40),
            "words": ([], 24),
            "headline": ([], 14),
            "text": ([], 96),
            "numbers": ([], 12),
            "lead_numbers": ([], 12),
            "victims": ([], 12),
        }
        for one in facts:
            self._keep(one)

    def _keep(self, one: Facts) -> None:
        self.ids.append(one.id)
        self.documents.append(one.document)
        self.kind.append(one.kind)
        self.group.append(one.group)
        self.status.append(one.status)
        self.weapon.append(one.weapon or "")
        self.country.append(one.country or "")
        self.publisher.append(one.publisher or "")
        self.background.append(one.background)
        self.count.append(-1 if one.count is None else min(one.count, 10**6))
        self.days += one.days or (UNKNOWN, UNKNOWN)
        self.published.append(UNKNOWN if one.published is None else one.published)
        spot = one.spot
        self.points += (np.nan, np.nan, np.nan) if spot is None else (spot.lat, spot.lon, spot.radius_km)
        self.site.append(spot is not None and spot.site)
        self.killed += one.killed or (-1.0, -1.0)
        self.injured += one.injured or (-1.0, -1.0)
        self.hours.append(sum(1 << _HOURS.index(hour) for hour in one.hours))
        self.side.append(_letters(one.side))
        self.other_points.append(tuple((each.lat, each.lon, each.radius_km) for each in one.other_spots[:8]))
        self.other_days.append(one.other_days[:12])
        for name, (bags, _) in self.bags.items():
            bags.append(getattr(one, name))


def _letters(countries: Iterable[str]) -> int:
    """A set of countries as one number; 0 for none. Only equality of whole sets is asked."""
    joined = "".join(sorted(countries))[:4]
    return int.from_bytes(joined.encode("ascii", "replace"), "big") & 0x7FFFFFFF


def _coded(values: Sequence[str]) -> tuple[Ints, list[str]]:
    names = sorted(set(values))
    number = {name: n for n, name in enumerate(names)}
    return np.array([number[value] for value in values], dtype=np.int32), names


def _numbered(values: Sequence[str]) -> Ints:
    """Equal texts as equal numbers; -1 for the empty one."""
    number: dict[str, int] = {"": -1}
    return np.array([number.setdefault(value, len(number) - 1) for value in values], dtype=np.int32)


def _padded_points(points: Sequence[tuple[tuple[float, float, float], ...]]) -> Floats:
    width = max(map(len, points), default=0)
    padded = np.full((len(points) if width else 0, width, 3), np.nan, dtype=np.float32)
    for row, held in enumerate(points if width else ()):
        for column, point in enumerate(held):
            padded[row, column] = point
    return padded


def _padded_days(days: Sequence[tuple[int, ...]]) -> Ints:
    width = max(map(len, days), default=0)
    padded = np.full((len(days) if width else 0, width), UNKNOWN, dtype=np.int32)
    for row, held in enumerate(days if width else ()):
        padded[row, : len(held)] = held
    return padded
