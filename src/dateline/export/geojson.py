"""Mentions and events as a GeoJSON FeatureCollection (RFC 7946), and read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Literal

import msgspec

from dateline.errors import InputError
from dateline.export.about import About, about_to_json
from dateline.export.flat import flatten
from dateline.export.flat_columns import Flat, FlatRecord
from dateline.export.unreadable import cannot_read
from dateline.records import Mention


def write_geojson(mentions: Iterable[Mention], out: IO[str]) -> int:
    """Write one feature a mention, as they come; returns how many there were.

    The geometry is the point of the place (longitude, latitude, WGS84), or null where the text gives none. How far
    the event may be from it is in the properties ``precision`` and ``radius_km``: draw that circle, not a pin alone.
    The other properties are the columns of the CSV.
    """
    return write_features(map(flatten, mentions), out)


def write_features(rows: Iterable[Flat], out: IO[str], *, about: About | None = None) -> int:
    """Write one feature a row, as they come; ``about`` stands as the foreign member ``dateline`` of the collection."""
    member = f'"dateline":{about_to_json(about)},' if about is not None else ""
    out.write('{"type":"FeatureCollection",' + member + '"features":[')
    written = 0
    for row in rows:
        out.write(",\n" if written else "\n")
        out.write(_feature(row))
        written += 1
    out.write("\n]}\n")
    return written


class _Point(msgspec.Struct):
    type: Literal["Point"]
    coordinates: tuple[float, float]


class _Feature(msgspec.Struct):
    type: Literal["Feature"]
    geometry: _Point | None
    properties: dict[str, object]


class _Collection(msgspec.Struct):
    type: Literal["FeatureCollection"]
    features: list[_Feature]
    dateline: About | None = None


_COLLECTION = msgspec.json.Decoder(_Collection)


def read_features(path: Path, kind: type[FlatRecord]) -> Iterator[FlatRecord]:
    """The rows of a file that `write_features` wrote; all of it is read at once, as JSON has to be.

    Raises:
        InputError: the file cannot be read (``input.cannot-read``), or is none of ours (``input.not-our-geojson``).
    """
    try:
        for feature in _collection(path).features:
            lon, lat = feature.geometry.coordinates if feature.geometry else (None, None)
            yield msgspec.convert({"lat": lat, "lon": lon, **feature.properties}, kind)
    except msgspec.ValidationError as error:
        raise _not_ours(str(error), path) from error


def read_about_of_features(path: Path) -> About | None:
    """What stands in the file about itself; None in one that `write_geojson` wrote.

    Raises:
        InputError: as for `read_features`.
    """
    return _collection(path).dateline


def _collection(path: Path) -> _Collection:
    try:
        return _COLLECTION.decode(path.read_bytes())
    except OSError as error:
        raise cannot_read(path, error) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _not_ours(str(error), path) from error


def _not_ours(what: str, path: Path) -> InputError:
    return InputError(
        f"no features of ours: {what}",
        where=str(path),
        remedy="Give a file written by `dateline export --as geojson`.",
        code="input.not-our-geojson",
    )


def _feature(flat: Flat) -> str:
    row = msgspec.structs.asdict(flat)
    lat, lon = row.pop("lat"), row.pop("lon")
    located = lat is not None and lon is not None
    if not located and (lat, lon) != (None, None):
        # Half a point is no geometry, and yet no value is lost.
        row |= {"lat": lat, "lon": lon}
    feature = {
        "type": "Feature",
        "id": flat.id,
        "geometry": {"type": "Point", "coordinates": [lon, lat]} if located else None,
        "properties": row,
    }
    return msgspec.json.encode(feature).decode()
