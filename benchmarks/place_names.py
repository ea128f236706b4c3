"""Dispatches: the points of the places of events, their names given.

Metrics, over the gold places that have a point, each asked at its mention nearest to the event's trigger: the share
right, by the distances that the collection's scorer allows for gold's precision; the shares of countries and precisions
as labelled; the share of the points given whose own ``radius_km`` reaches gold; and the expected calibration error of
``score`` (Naeini et al. 2015, ten bins of equal width): how far the scores are from the share that is right.

Rows outside our scope: events without a place or whose place has no point are passed over; an event's place counts once
for each event, as in the scorer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.figures import Benchmark, Figure
from benchmarks.geoparsing import resolver
from benchmarks.rows import rows
from dateline.grounding.places.geodesy import distance_km
from dateline.records import Place, Report

REACH_KM = {"site": 30.0, "city": 25.0, "district": 75.0, "province": 200.0, "country": 900.0, "region": 900.0}
"""How far from gold a place may be, by gold's precision: the bounds of the collection's scorer."""
_BINS = 10


@dataclass(frozen=True)
class Gold:
    """A name with its true point; ``country``, ``precision``, ``entry`` (a gazetteer_id) where the corpus has them."""

    place: Place
    lat: float
    lon: float
    country: str | None = None
    precision: str = ""
    entry: str = ""


def of_events(row: dict[str, Any]) -> Iterator[Gold]:
    """The places of a Dispatches report's events, each at the mention nearest to the event's trigger."""
    for event in row["events"]:
        told = event["place"]
        if not told or told.get("lat") is None:
            continue
        name, trigger = told["name"], event.get("trigger_start") or 0
        starts = [match.start() for match in re.finditer(re.escape(name), row["text"])]
        if starts:
            start = min(starts, key=lambda each: abs(each - trigger))
            place = Place(name=name, start=start, end=start + len(name))
        else:
            start = max(0, (row.get("title") or "").find(name))
            place = Place(name=name, start=start, end=start + len(name), field="title")
        yield Gold(place, told["lat"], told["lon"], told["country"], told["precision"])


def report_of(row: dict[str, Any]) -> Report:
    """The report of a row of Dispatches or of a geoparsing corpus."""
    return Report(
        id=row.get("id") or row["doc_id"],
        text=row["text"],
        title=row.get("title") or None,
        publisher=row.get("publisher") or None,
        published=row.get("published") or row.get("date") or None,
        url=row.get("url") or None,
    )


def calibration_error(told: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error of (score, whether right), weighted by the size of the bins; 0 without any."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for score, right in told:
        bins[min(_BINS - 1, int(score * _BINS))].append((score, right))
    off = sum(abs(sum(score for score, _ in each) - sum(right for _, right in each)) for each in bins)
    return off / len(told) if told else 0.0


def score(path: Path, _data: Path) -> Sequence[Figure]:
    """Share right, countries, precisions, radii that reach gold, and the calibration error."""
    asked = right = countries = precisions = reached = 0
    told: list[tuple[float, bool]] = []
    for row in rows(path):
        places = resolver().of_report(report_of(row))
        for gold in of_events(row):
            place = places.resolve(gold.place)
            asked += 1
            countries += place.country == gold.country
            precisions += place.precision == gold.precision
            if place.lat is None or place.lon is None:
                continue
            away = distance_km(place.lat, place.lon, gold.lat, gold.lon)
            right += away <= REACH_KM[gold.precision]
            reached += away <= (place.radius_km or 0.0)
            told.append((place.score or 0.0, away <= REACH_KM[gold.precision]))
    every, given = max(1, asked), max(1, len(told))
    return [
        Figure("places right", right / every, f"of {asked} places"),
        Figure("places given a point", len(told) / every, gated=False),
        Figure("countries right", countries / every),
        Figure("precision as labelled", precisions / every, gated=False),
        Figure("points whose radius reaches it", reached / given),
        Figure("calibration error of the score", calibration_error(told), gated=False),
    ]


DEV = Benchmark("dispatches-places", "dispatches/dev.jsonl", score)
REAL = Benchmark("dispatches-real-places", "dispatches/dev_real.jsonl", score)
