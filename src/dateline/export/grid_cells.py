"""The cell of the PRIO-GRID in which a point lies (Tollefsen, Strand and Buhaug 2012)."""

from __future__ import annotations

from math import floor

CELLS_A_ROW = 720
ROWS = 360
_A_DEGREE = 2


def priogrid_gid(lat: float, lon: float) -> int:
    """The number of the half-degree cell: rows of 720 from the south-west corner of the world, counted from 1.

    A point on an edge belongs to the cell north and east of it; the pole and the date line to the last of theirs.
    """
    # Doubling is exact where adding is not: a point just south of the equator must not round onto it.
    row = min(floor(lat * _A_DEGREE) + ROWS // 2, ROWS - 1)
    column = min(floor(lon * _A_DEGREE) + CELLS_A_ROW // 2, CELLS_A_ROW - 1)
    return row * CELLS_A_ROW + column + 1
