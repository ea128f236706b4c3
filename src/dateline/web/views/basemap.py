"""What the map is labelled with: countries and towns of the gazetteer, and disputed territory, named as such."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Literal

import msgspec

from dateline.errors import InstallError
from dateline.grounding.places.disputed import Circle, Outline, Territory, territories
from dateline.grounding.places.gazetteer import open_gazetteer

_AT_LEAST = 60_000
_STEPS = 32
_KM_OF_A_DEGREE = 111.2

Position = tuple[float, float]


class Point(msgspec.Struct, frozen=True, tag_field="type", tag="Point"):
    """A point as in GeoJSON."""

    coordinates: Position


class Areas(msgspec.Struct, frozen=True, tag_field="type", tag="MultiPolygon"):
    """Areas as in GeoJSON."""

    coordinates: tuple[tuple[tuple[Position, ...], ...], ...]


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """A name on the map; ``size`` is the reach in km of a country, the number of inhabitants of a town."""

    name: str
    kind: Literal["country", "town"]
    size: int


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """Disputed territory: its name, who administers it, who claims it, and all that in words."""

    name: str
    administrator: str
    claimants: tuple[str, ...]
    words: str


class PlaceFeature(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="Feature"):
    """A label where it stands."""

    geometry: Point
    properties: Label


class ClaimFeature(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="Feature"):
    """Disputed territory where it lies."""

    geometry: Areas
    properties: Claim


class Places(msgspec.Struct, frozen=True, tag_field="type", tag="FeatureCollection"):
    """Labels as GeoJSON."""

    features: Sequence[PlaceFeature]


class Claims(msgspec.Struct, frozen=True, tag_field="type", tag="FeatureCollection"):
    """Disputed territories as GeoJSON."""

    features: Sequence[ClaimFeature]


@cache
def places() -> bytes:
    """Countries and towns as GeoJSON, the largest first; none where the gazetteer is not installed."""
    return msgspec.json.encode(Places(tuple(_places())))


def _places() -> Iterator[PlaceFeature]:
    try:
        gazetteer = open_gazetteer()
    except InstallError:
        return
    try:
        entries = gazetteer.largest(_AT_LEAST)
    finally:
        gazetteer.close()
    for entry in entries:
        yield PlaceFeature(
            geometry=Point((round(entry.lon, 3), round(entry.lat, 3))),
            properties=Label(
                name=entry.name,
                kind="country" if entry.kind == "country" else "town",
                size=entry.radius_km if entry.kind == "country" else entry.population,
            ),
        )


@cache
def disputed() -> bytes:
    """Territories that are disputed today, as GeoJSON."""
    return msgspec.json.encode(Claims(tuple(_claims())))


def _claims() -> Iterator[ClaimFeature]:
    for one in territories():
        if one.until or not one.claimants:
            continue
        rings = [_ring(outline) for outline in one.outlines] + [_circle(circle) for circle in one.circles]
        properties = Claim(
            name=one.name, administrator=one.administrator, claimants=one.claimants, words=claim_words(one)
        )
        yield ClaimFeature(geometry=Areas(tuple((ring,) for ring in rings)), properties=properties)


def claim_words(territory: Territory) -> str:
    """``"Golan Heights (disputed: held by IL, claimed by IL, SY)"``."""
    held = f"held by {territory.administrator}, " if territory.administrator else ""
    return f"{territory.name} (disputed: {held}claimed by {', '.join(territory.claimants)})"


def _ring(outline: Outline) -> tuple[Position, ...]:
    corners = tuple((lon, lat) for lat, lon in outline)
    return corners if corners[0] == corners[-1] else (*corners, corners[0])


def _circle(circle: Circle) -> tuple[Position, ...]:
    lat, lon, radius_km = circle
    high = radius_km / _KM_OF_A_DEGREE
    wide = high / max(0.05, math.cos(math.radians(lat)))
    turns = (2 * math.pi * step / _STEPS for step in range(_STEPS + 1))
    return tuple((round(lon + wide * math.cos(turn), 4), round(lat + high * math.sin(turn), 4)) for turn in turns)
