"""UCDP GED: the point of a place of fighting, as its name is written in a database of events.

Metric: over the different places (name, province, country) that UCDP coded at their exact point (precision 1), the
share whose point lies within 25 km of UCDP's, the reach of a town in the Dispatches' scorer; a name left without a
point counts as missed. Beside it the share of the points given whose own ``radius_km`` reaches UCDP's point: whether
the record is honest about how far off it may be. The name is given with its province and country behind it, as a reader
would be told it: what is measured is whether the gazetteer knows the villages of two wars and their spellings, not the
choice among namesakes of the world.

Source: the Georeferenced Event Dataset (Sundberg and Melander 2013), events of Syria 2016-17 and of Mexico; those
of the Central African Republic carry no coordinates here.

Rows outside our scope: events coded less exactly, or without coordinates, are passed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks.figures import Benchmark, Figure
from benchmarks.geoparsing import resolver
from benchmarks.reading_corpora import Row
from benchmarks.rows import rows
from dateline.grounding.places.geodesy import distance_km

WITHIN_KM = 25.0


def exact_places(path: Path) -> dict[tuple[str, str, str], tuple[float, float]]:
    """Each different place that is coded at its point: (name, province, country) to (latitude, longitude)."""
    places: dict[tuple[str, str, str], tuple[float, float]] = {}
    for row in rows(path):
        if _is_exact(row):
            key = (row["where_coordinates"], row["adm_1"] or "", row["country"])
            places.setdefault(key, (float(row["latitude"]), float(row["longitude"])))
    return places


def _is_exact(row: Row) -> bool:
    return (
        bool(row["where_coordinates"] and row["latitude"] and row["longitude"])
        and row["where_prec"] is not None
        and float(row["where_prec"]) == 1
    )


def score(path: Path, _data: Path) -> Sequence[Figure]:
    """The share within 25 km, and the share of honest radii."""
    places = exact_places(path)
    near = given = honest = 0
    radii: list[float] = []
    for (name, province, country), (lat, lon) in places.items():
        text = ", ".join(part for part in (name, province, country) if part)
        place = resolver().resolve(name, start=0, end=len(name), text=text)
        if place.lat is None or place.lon is None:
            continue
        away = distance_km(place.lat, place.lon, lat, lon)
        given += 1
        near += away <= WITHIN_KM
        honest += away <= (place.radius_km or 0.0)
        radii.append(place.radius_km or 0.0)
    asked = max(1, len(places))
    return [
        Figure("places within 25 km", near / asked, f"of {len(places):,} places"),
        Figure(
            "points whose radius reaches it", honest / max(1, given), f"median radius {median(radii or [0.0]):.0f} km"
        ),
    ]


SYRIA = Benchmark("ucdp-syria", "ucdp_ged/syria_2016_2017_events.jsonl.gz", score)
MEXICO = Benchmark("ucdp-mexico", "ucdp_ged/mexico_events.jsonl.gz", score)
