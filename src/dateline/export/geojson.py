"""Mentions as a GeoJSON FeatureCollection (RFC 7946)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

import msgspec

from dateline.export.flat import flatten
from dateline.records import Mention


def write_geojson(mentions: Iterable[Mention], out: IO[str]) -> int:
    """Write one feature a mention, as they come; returns how many there were.

    The geometry is the point of the place (longitude, latitude, WGS84), or null where the text gives none. How far
    the event may be from it is in the properties ``precision`` and ``radius_km``: draw that circle, not a pin alone.
    The other properties are the columns of the CSV.
    """
    out.write('{"type":"FeatureCollection","features":[')
    written = 0
    for mention in mentions:
        out.write(",\n" if written else "\n")
        out.write(_feature(mention))
        written += 1
    out.write("\n]}\n")
    return written


def _feature(mention: Mention) -> str:
    row = msgspec.structs.asdict(flatten(mention))
    lat, lon = row.pop("lat"), row.pop("lon")
    located = lat is not None and lon is not None
    feature = {
        "type": "Feature",
        "id": mention.id,
        "geometry": {"type": "Point", "coordinates": [lon, lat]} if located else None,
        "properties": row,
    }
    return msgspec.json.encode(feature).decode()
