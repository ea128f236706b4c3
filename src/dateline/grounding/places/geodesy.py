"""Distances and directions on the globe, in kilometres and WGS84 degrees (a sphere is exact enough for places)."""

from __future__ import annotations

import math
from collections.abc import Sequence

EARTH_KM = 6371.0
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


def wrapped(lon: float) -> float:
    """The longitude in [-180, 180)."""
    return (lon + 180.0) % 360.0 - 180.0


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance (haversine)."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half = math.sin((phi2 - phi1) / 2) ** 2
    half += math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def bearing(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The direction in which the second point lies from the first: degrees clockwise from north, in [0, 360).

    From a pole, where every way leads the same, north is towards the meridian of the given longitude.
    """
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    apart = math.radians(lon2 - lon1)
    east = math.sin(apart) * math.cos(phi2)
    north = math.cos(phi1) * math.sin(phi2) - math.sin(phi1) * math.cos(phi2) * math.cos(apart)
    return math.degrees(math.atan2(east, north)) % 360.0


def moved(lat: float, lon: float, km: float, bearing: float) -> tuple[float, float]:
    """The point ``km`` away along the great circle that leaves in the direction ``bearing``.

    Exact over the poles and the date line: 200 km north of 89.5° N is on the other side of the pole. At a pole itself
    directions are those that a point just before it on the given meridian has.
    """
    phi, lam, theta, reach = map(math.radians, (lat, lon, bearing, math.degrees(km / EARTH_KM)))
    north = (-math.sin(phi) * math.cos(lam), -math.sin(phi) * math.sin(lam), math.cos(phi))
    east = (-math.sin(lam), math.cos(lam), 0.0)
    way = (math.cos(theta) * n + math.sin(theta) * e for n, e in zip(north, east, strict=True))
    return _point(
        tuple(math.cos(reach) * here + math.sin(reach) * on for here, on in zip(_vector(lat, lon), way, strict=True))
    )


def between(lat1: float, lon1: float, lat2: float, lon2: float, share: float = 0.5) -> tuple[float, float]:
    """The point at ``share`` of the way from the first point to the second on the shorter great circle.

    Of two points on opposite sides of the globe, between which no way is shorter, the way leads over the north pole.
    """
    angle = distance_km(lat1, lon1, lat2, lon2) / EARTH_KM
    if angle < 1e-12:
        return lat1, wrapped(lon1)
    if math.sin(angle) < 1e-9:
        return moved(lat1, lon1, share * angle * EARTH_KM, 0.0)
    first, second = math.sin((1.0 - share) * angle), math.sin(share * angle)
    ends = zip(_vector(lat1, lon1), _vector(lat2, lon2), strict=True)
    return _point(tuple(first * one + second * other for one, other in ends))


def _vector(lat: float, lon: float) -> tuple[float, float, float]:
    phi, lam = math.radians(lat), math.radians(lon)
    return math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)


def _point(vector: Sequence[float]) -> tuple[float, float]:
    x, y, z = vector
    return math.degrees(math.atan2(z, math.hypot(x, y))), wrapped(math.degrees(math.atan2(y, x)))


def inside(lat: float, lon: float, outline: Sequence[tuple[float, float]]) -> bool:
    """Whether the point lies in the polygon of (lat, lon) corners, none of whose sides spans half the globe.

    The polygon may cross the date line; it must not hold a pole.
    """
    if len(outline) < 3:
        return False
    # Each corner's longitude follows on from the one before, so that no side jumps around the globe.
    corners = [(outline[0][0], wrapped(outline[0][1] - lon))]
    for corner_lat, corner_lon in outline[1:]:
        before = corners[-1][1]
        corners.append((corner_lat, before + wrapped(corner_lon - lon - before)))
    return any(_encloses(corners, lat, turn) for turn in (0.0, -360.0, 360.0))


def _encloses(corners: Sequence[tuple[float, float]], lat: float, lon: float) -> bool:
    crossings = False
    for (lat1, lon1), (lat2, lon2) in zip(corners, (*corners[1:], *corners[:1]), strict=True):
        if (lat1 > lat) != (lat2 > lat) and lon < (lon2 - lon1) * (lat - lat1) / (lat2 - lat1) + lon1:
            crossings = not crossings
    return crossings
