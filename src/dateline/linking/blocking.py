"""Which tellings are worth comparing: those that share a block of day, place and kind of event.

Whether two tellings share a block depends on these two alone, never on what else there is: so a telling that comes
later meets just those that it would have met in one go, and an archive can keep the blocks in an index. A telling
with a wide place or a long time looks in many blocks but does not make them larger for the others: such blocks are
only compared with what is wide itself.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from dateline.linking.columns import Ints
from dateline.linking.facts import Facts, Spot

_CELL_DEGREES = 0.5
_WIDE_CELL_DEGREES = 4.0
_REACH_KM = 12.0
_WIDE_KM = 60.0
_WIDEST_KM = 300.0
_KM_A_DEGREE = 111.2
_LONG_DAYS = 7
_LONGEST_DAYS = 31
_FORTNIGHT = 14
_DAY_CELL, _DAY_WIDE_CELL, _DAY_COUNTRY, _DAY_WHO, _PUBLISHED_CELL = range(1, 6)
LARGEST = 600
"""In a larger block each telling is compared with this many that follow it in the order of their ids."""

_FAMILIES = {"Protests": 1, "Riots": 1, "Strategic developments": 2}
_OF_FAMILY = {
    "Excessive force against protesters": (1, 0),
    "Mob violence": (1, 0),
    "Looting/property destruction": (2, 0),
    "Arrests": (2, 1, 0),
    "Disrupted weapons use": (2, 0),
    "Protest with intervention": (1,),
}


class Block(NamedTuple):
    """A block that a telling is in, as a number below 2**62; ``wide`` where it meets all others of the block.

    Two tellings that share a block are compared where one of them is wide in it.
    """

    key: int
    wide: bool


def blocks_of(facts: Facts) -> list[Block]:
    """The blocks of a coded telling, each once."""
    families = _OF_FAMILY.get(facts.kind, (_FAMILIES.get(facts.group, 0),))
    found = {block for family in families for block in _blocks(facts, family)}
    return sorted(found)


def _blocks(facts: Facts, family: int) -> Iterator[Block]:
    days, spot = facts.days, facts.spot
    is_long = days is not None and days[1] - days[0] >= _LONG_DAYS
    is_wide = spot is not None and spot.radius_km > _WIDE_KM
    cells = [] if spot is None or is_wide else list(cells_of(spot))
    if days is not None:
        for day in range(days[0], min(days[1], days[0] + _LONGEST_DAYS) + 1):
            yield from (Block(key_of(_DAY_CELL, family, day, cell), wide=True) for cell in cells)
            if is_long:
                continue
            if spot is not None:
                for cell in _cells(spot, min(spot.radius_km, _WIDEST_KM), _WIDE_CELL_DEGREES):
                    yield Block(key_of(_DAY_WIDE_CELL, family, day, cell), wide=is_wide)
            if facts.country is not None:
                yield Block(key_of(_DAY_COUNTRY, family, day, crc32(facts.country.encode())), wide=is_wide)
            for word in _who(facts):
                yield Block(key_of(_DAY_WHO, family, day, crc32(word.encode())), wide=spot is None)
    if facts.published is not None:
        fortnight = facts.published // _FORTNIGHT
        for cell in cells:
            for each in (fortnight, fortnight + 1):
                yield Block(key_of(_PUBLISHED_CELL, family, each, cell), wide=days is None)


def _who(facts: Facts) -> list[str]:
    return [word for word in dict.fromkeys((*facts.perpetrators, *facts.targets)) if len(word) > 3][:6]


def cells_of(spot: Spot) -> Iterator[int]:
    """The cells of half a degree that a place may lie in."""
    return _cells(spot, max(spot.radius_km, _REACH_KM), _CELL_DEGREES)


def _cells(spot: Spot, reach_km: float, degrees: float) -> Iterator[int]:
    """Numbers of all cells of a grid that a circle may touch: circles that overlap share one."""
    lat, lon = spot.lat, spot.lon
    up = reach_km / _KM_A_DEGREE
    across = min(180.0, up / max(0.05, math.cos(math.radians(min(89.0, abs(lat) + up)))))
    rows, columns = round(180 / degrees), round(360 / degrees)
    first, last = math.floor((lat - up + 90) / degrees), math.floor((lat + up + 90) / degrees)
    left, right = math.floor((lon - across + 180) / degrees), math.floor((lon + across + 180) / degrees)
    for row in range(max(0, first), min(rows - 1, last) + 1):
        for column in range(left, min(right, left + columns - 1) + 1):
            yield row * columns + column % columns


def key_of(way: int, family: int, when: int, where: int) -> int:
    """One number below 2**62 from a way of blocking (below 16), a family (below 4), a time (21 bits), a place (34)."""
    return ((way * 4 + family) << 56) | (when & 0x1FFFFF) << 34 | (where & 0x3FFFFFFFF)


class Pairs(NamedTuple):
    """Pairs of rows, the smaller first, each once, sorted."""

    a: Ints
    b: Ints


def pairs_in_blocks(blocks: Iterable[Iterable[Block]], size: int) -> Pairs:
    """The pairs of rows worth comparing; ``blocks`` holds the blocks of each row in order, ``size`` counts the rows."""
    keys, rows, wide = _flat(blocks)
    order = np.lexsort((rows, ~wide, keys))
    keys, rows, wide = keys[order], rows[order], wide[order]
    found = []
    at = np.flatnonzero(wide)
    for shift in range(1, LARGEST + 1):
        at = at[at + shift < len(keys)]
        at = at[keys[at] == keys[at + shift]]
        if not len(at):
            break
        one, other = rows[at].astype(np.int64), rows[at + shift].astype(np.int64)
        found.append(np.minimum(one, other) * size + np.maximum(one, other))
        if sum(map(len, found[-64:])) > 50_000_000:
            found = [np.unique(np.concatenate(found))]
    if not found:
        none = np.zeros(0, dtype=np.int32)
        return Pairs(none, none)
    both = np.unique(np.concatenate(found))
    first, second = both // size, both % size
    different = first != second
    return Pairs(first[different].astype(np.int32), second[different].astype(np.int32))


def _flat(
    blocks: Iterable[Iterable[Block]],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
    keys, rows, wide = array("q"), array("i"), array("b")
    for row, held in enumerate(blocks):
        for block in held:
            keys.append(block.key)
            rows.append(row)
            wide.append(block.wide)
    return (
        np.frombuffer(keys, dtype=np.int64) if keys else np.zeros(0, dtype=np.int64),
        np.frombuffer(rows, dtype=np.int32) if rows else np.zeros(0, dtype=np.int32),
        np.frombuffer(wide, dtype=np.int8).astype(bool) if wide else np.zeros(0, dtype=bool),
    )
