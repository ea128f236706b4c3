"""Distances and directions on the globe, in kilometres and WGS84 degrees (a sphere is exact enough for places)."""

from __future__ import annotations

import math
from collections.abc import Sequence

_DIAMETER_KM = 12742.0
_KM_PER_DEGREE = 111.2
BEARINGS = {
    word: index * 22.5
    for index, words in enumerate(
        (
            ("n", "north", "northern"),
            ("nne", "north-northeast"),
            ("ne", "northeast", "north-east", "northeastern", "north-eastern"),
            ("ene", "east-northeast"),
            ("e", "east", "eastern"),
            ("ese", "east-southeast"),
            ("se", "southeast", "south-east", "southeastern", "south-eastern"),
            ("sse", "south-southeast"),
            ("s", "south", "southern"),
            ("ssw", "south-southwest"),
            ("sw", "southwest", "south-west", "southwestern", "south-western"),
            ("wsw", "west-southwest"),
            ("w", "west", "western"),
            ("wnw", "west-northwest"),
            ("nw", "northwest", "north-west", "northwestern", "north-western"),
            ("nnw", "north-northwest"),
        )
    )
    for word in words
}
"""Degrees clockwise from north of every word for a direction."""


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return _DIAMETER_KM * math.asin(min(1.0, math.sqrt(half)))


def moved(lat: float, lon: float, km: float, bearing: float) -> tuple[float, float]:
    """The point ``km`` away in the direction ``bearing`` (degrees clockwise from north), for up to some hundred km."""
    north, east = km * math.cos(math.radians(bearing)), km * math.sin(math.radians(bearing))
    new_lat = max(-90.0, min(90.0, lat + north / _KM_PER_DEGREE))
    new_lon = lon + east / (_KM_PER_DEGREE * max(0.05, math.cos(math.radians(lat))))
    return new_lat, (new_lon + 180) % 360 - 180


def inside(lat: float, lon: float, outline: Sequence[tuple[float, float]]) -> bool:
    """Whether the point lies in the polygon of (lat, lon) corners; it must not cross the date line."""
    crossings = False
    for (lat1, lon1), (lat2, lon2) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (lat1 > lat) != (lat2 > lat) and lon < (lon2 - lon1) * (lat - lat1) / (lat2 - lat1) + lon1:
            crossings = not crossings
    return crossings
