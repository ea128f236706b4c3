"""Ranks the places that a name may mean: a conditional logit over them, the nearest known place, and no place at all.

The worth of a choice is the sum of its grounds (``grounds``) times their weights; its probability is the softmax of all
worths (McFadden 1974). The weights are in ``data/place_ranking.toml``, with the command that fitted them.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dateline.errors import InstallError
from dateline.grounding.places.build import DATA
from dateline.grounding.places.gazetteer import Entry
from dateline.grounding.places.geodesy import distance_km
from dateline.grounding.places.grounds import GROUNDS, Candidate, Grounds, NearestKnown

SAME_PLACE_KM = 15.0
"""Entries this near to each other are one place told by two sources (a city and its airfield)."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each ground is worth, in the order of ``GROUNDS``; below the score ``least`` there is no match."""

    of: tuple[float, ...]
    least: float


@dataclass(frozen=True, slots=True)
class Ranked:
    """A choice with its probability: its own (``share``), and with those that are the same place (``score``).

    ``backed_off``: it is only the nearest known place; ``told``: and the text says that the name lies in or near it.
    """

    entry: Entry
    share: float
    score: float
    quality: float
    backed_off: bool = False
    told: bool = False


def load_weights(path: Path) -> Weights:
    """The weights of one file.

    Raises:
        InstallError: the file is missing, or a ground lacks or is unknown; the error names the file.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        told, least = dict(table["weights"]), float(table["least"])
        if set(told) != set(GROUNDS):
            raise ValueError(f"grounds differ: {', '.join(sorted(set(told) ^ set(GROUNDS)))}")
        return Weights(tuple(float(told[name]) for name in GROUNDS), least)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise InstallError(
            f"the weights that rank places cannot be read ({error})",
            where=str(path),
            remedy="Fit them again, or reinstall dateline.",
            code="install.place-words",
        ) from error


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """The shipped weights."""
    return load_weights(DATA / "place_ranking.toml")


def ranked(
    candidates: Sequence[Candidate], grounds: Grounds, nearest: NearestKnown | None, weights: Weights
) -> list[Ranked]:
    """The choices, most likely place first; their shares and that of "no place", which is left out, add up to 1."""
    rows = grounds.of(candidates)
    choices = [(each.found.entry, each.found.quality, False, False) for each in candidates]
    if nearest is not None:
        rows.append(grounds.of_nearest(candidates))
        choices.append((nearest.entry, 0.0, True, nearest.told))
    if not rows:
        return []
    of = weights.of
    worths = [sum(of[position] * value for position, value in row.items()) for row in rows]
    nothing = sum(of[position] * value for position, value in grounds.of_nothing(candidates).items())
    top = max(*worths, nothing)
    shares = [math.exp(worth - top) for worth in worths]
    total = sum(shares) + math.exp(nothing - top)
    shares = [share / total for share in shares]
    order = sorted(range(len(rows)), key=lambda position: -shares[position])
    result = []
    for rank, position in enumerate(order):
        entry, quality, backed_off, told = choices[position]
        score = shares[position]
        if rank < 5:
            score += sum(shares[other] for other in order[:40] if other != position and _same(entry, choices[other][0]))
        result.append(Ranked(entry, shares[position], min(1.0, score), quality, backed_off, told))
    return sorted(result, key=lambda each: (-each.score, -each.share))


def _same(one: Entry, other: Entry) -> bool:
    if abs(one.lat - other.lat) > 0.2:
        return False
    return distance_km(one.lat, one.lon, other.lat, other.lon) <= SAME_PLACE_KM
