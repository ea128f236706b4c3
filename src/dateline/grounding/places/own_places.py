"""A user's own places: a CSV with the columns of ``data/regions.csv``, checked whole before anything runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dateline.grounding.places.index_file import KINDS
from dateline.grounding.places.name_keys import MAX_NAME, name_key
from dateline.grounding.places.viewpoint import country_codes
from dateline.grounding.user_tables import Fault, Form, read_table

_MAX_RADIUS_KM = 8_000
_MAX_POPULATION = 10**10
_MAX_ALTERNATIVES = 200
_DEFAULT_RADIUS_KM = 5
_KINDS = tuple(kind for kind in KINDS if kind not in ("country", "border"))


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """One place of a user's table, as its row says; ``names`` are all its names, its own first."""

    id: str
    names: tuple[str, ...]
    kind: str
    lat: float
    lon: float
    country: str
    radius_km: int
    population: int
    source: str


def read_places(path: Path) -> tuple[OwnPlace, ...]:
    """The places of a user's CSV.

    Columns: ``id``, ``name``, ``lat``, ``lon`` are needed; ``alt`` (further names with ``|`` between them), ``kind``,
    ``country``, ``radius_km``, ``population``, ``source`` may be left out or empty.

    Raises:
        TableError: the file cannot be read, or rows are wrong: impossible coordinates, unknown country codes or kinds,
            an id that stands twice. All faults are named, line by line.
    """
    return read_table(path, _FORM)


def _read(cells: Mapping[str, str], tell: Callable[[Fault], None]) -> OwnPlace | None:
    names = tuple(dict.fromkeys(name for each in (cells["name"], *cells["alt"].split("|")) if (name := each.strip())))
    if not cells["id"]:
        tell(Fault("id", "it is empty"))
    elif any(sign.isspace() for sign in cells["id"]) or len(cells["id"]) > MAX_NAME:
        tell(Fault("id", f"{cells['id'][:40]!r} is no identifier: it may have no spaces and {MAX_NAME} characters"))
    if not cells["name"]:
        tell(Fault("name", "it is empty"))
    for key, name in (("name" if name == cells["name"] else "alt", name) for name in names):
        if len(name_key(name)) < 2:
            tell(Fault(key, f"{name[:40]!r} has no two letters that a report could name it by"))
    if len(names) > _MAX_ALTERNATIVES:
        tell(Fault("alt", f"{len(names)} names; {_MAX_ALTERNATIVES} are the most"))
    kind = cells["kind"] or "city"
    if kind not in _KINDS:
        tell(Fault("kind", f"{kind[:40]!r} is none of {', '.join(_KINDS)}"))
    if cells["country"] and cells["country"] not in country_codes():
        tell(Fault("country", f"{cells['country'][:40]!r} is no ISO 3166-1 code of two capital letters"))
    lat = _number(cells, "lat", -90.0, 90.0, tell)
    lon = _number(cells, "lon", -180.0, 180.0, tell)
    radius = _number(cells, "radius_km", 0.0, _MAX_RADIUS_KM, tell, default=_DEFAULT_RADIUS_KM)
    population = _number(cells, "population", 0.0, _MAX_POPULATION, tell, default=0)
    if lat is None or lon is None or radius is None or population is None or not names:
        return None
    return OwnPlace(
        cells["id"], names, kind, lat, lon, cells["country"], max(1, round(radius)), round(population), cells["source"]
    )


def _number(
    cells: Mapping[str, str],
    key: str,
    least: float,
    most: float,
    tell: Callable[[Fault], None],
    default: float | None = None,
) -> float | None:
    text = cells[key]
    if not text and default is not None:
        return default
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if math.isnan(value):
        tell(Fault(key, f"{text[:40]!r} is no number" if text else "it is empty"))
        return None
    if not least <= value <= most:
        tell(Fault(key, f"{text[:40]} is not between {least:g} and {most:g}"))
        return None
    return value


_FORM: Form[OwnPlace] = Form(
    needed=("id", "name", "lat", "lon"),
    allowed=("alt", "kind", "country", "radius_km", "population", "source"),
    read=_read,
    unique=("id",),
)
