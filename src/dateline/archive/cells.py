"""Squares of one degree, numbered row by row from the south-west: how places are found by box in any database."""

from __future__ import annotations

import math

COLUMNS = 360
ROWS = 180


def cell_of(lat: float, lon: float) -> int:
    """The number of the square that a point (WGS84 degrees) lies in, from 0."""
    row = min(ROWS - 1, max(0, math.floor(lat) + 90))
    return row * COLUMNS + _column(lon)


def cells_of_box(west: float, south: float, east: float, north: float) -> list[int] | None:
    """The squares that a box touches, ascending; None for more than 2,000, where looking at each pays no more.

    ``west`` may be above ``east``: then the box crosses the date line.
    """
    rows = range(_row(south), _row(north) + 1)
    wide = (east - west) % 360 if west > east else east - west
    columns = range(_column(west), _column(west) + min(COLUMNS, math.ceil(wide) + 1))
    if len(rows) * len(columns) > 2_000:
        return None
    return sorted({row * COLUMNS + column % COLUMNS for row in rows for column in columns})


def _row(lat: float) -> int:
    return min(ROWS - 1, max(0, math.floor(lat) + 90))


def _column(lon: float) -> int:
    return (math.floor(lon) + 180) % COLUMNS
