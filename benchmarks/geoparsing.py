"""LGL, GeoVirus and GeoWebNews: the point of a place whose name in the text is given.

Metric: among the names with gold coordinates, the share whose point lies within 161 km (100 miles, the field's usual
bound) of gold; a name left without a point counts as missed. Beside it the share that got a point, and the accuracy
among these alone, which is what compares with figures "on matched names".

Sources: LGL, Lieberman et al. 2010; GeoVirus, Gritta et al. 2018; GeoWebNews, Gritta et al. 2020 (part). The resolver
is given the text, its title, its address and the other names; the newspaper itself the rows do not name. The weights
that rank places were fitted on these rows too (``training/places.py``); ``python -m training.places --held-out`` says
how they do on a corpus that they have not seen.

Rows outside our scope: names without coordinates are passed over. Countries and seas are asked like all others,
although two gazetteers may put their middles further apart than the bound.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from functools import cache
from pathlib import Path

from benchmarks.figures import Benchmark, Figure
from benchmarks.rows import rows
from dateline.grounding.places import PlaceResolver, open_gazetteer
from dateline.grounding.places.geodesy import distance_km
from dateline.grounding.places.index_file import OWN_IDS
from dateline.records import Place, Report

AREAS = Path(__file__).parent / "data" / "geonames_areas.csv"
WITHIN_KM = 161.0
_REFERENCES = {
    "lgl": "Edinburgh .82; mordecai3 .794 exact",
    "geovirus": "Edinburgh .81",
    "geowebnews": "Edinburgh .92; mordecai3 .901 exact",
}


@cache
def resolver() -> PlaceResolver:
    """The resolver with the installed gazetteer, opened once."""
    return PlaceResolver(open_gazetteer())


@cache
def held_ids() -> dict[str, str]:
    """The GeoNames identifiers that the index holds, each with our ``gazetteer_id``."""
    gazetteer = resolver().gazetteer
    with closing(sqlite3.connect(f"{gazetteer.path.resolve().as_uri()}?mode=ro", uri=True)) as database:
        rows_of_places = database.execute("SELECT id FROM place WHERE id < ? AND ref IS NULL", (OWN_IDS,))
        held = {str(row[0]): f"geonames:{row[0]}" for row in rows_of_places}
    # GeoNames' numbers of countries and of the states of the US (CC BY 4.0); the index knows these by other ids.
    with AREAS.open(encoding="utf-8", newline="") as lines:
        listed = list(csv.DictReader(lines))
    held |= {row["geonameid"]: f"iso:{row['name']}" for row in listed if row["kind"] == "country"}
    for row in listed:
        if row["kind"] != "state":
            continue
        identifier, name = row["geonameid"], row["name"]
        areas = [each.entry for each in gazetteer.named(name) if each.entry.country == "US"]
        areas = [entry for entry in areas if entry.kind == "province" and entry.name == name]
        if areas:
            held[identifier] = max(areas, key=lambda entry: entry.radius_km).gazetteer_id
    return held


def score(path: Path, _data: Path) -> Sequence[Figure]:
    """Accuracy within 161 km of all and of the resolved, the share resolved, and of identifiers where there are any."""
    asked = resolved = near = held = exact = 0
    for row in rows(path):
        names = row["toponyms"]
        report = Report(
            id=row["doc_id"],
            text=row["text"],
            title=row.get("title") or None,
            url=row.get("url") or None,
            published=row.get("date") or None,
        )
        places = resolver().of_report(report, tuple(dict.fromkeys(name["text"] for name in names)))
        for name in names:
            if name.get("lat") is None or name.get("lon") is None:
                continue
            place = places.resolve(Place(name=name["text"], start=name["start"], end=name["end"]))
            asked += 1
            if (ours := held_ids().get(str(name.get("geonameid")))) is not None:
                held += 1
                exact += place.gazetteer_id == ours
            if place.lat is not None and place.lon is not None:
                resolved += 1
                near += distance_km(place.lat, place.lon, float(name["lat"]), float(name["lon"])) <= WITHIN_KM
    identifiers = (
        [Figure("exact identifier, of those held", exact / held, f"{held:,} of {asked:,} held; mordecai3 .794 of all")]
        if held
        else []
    )
    reference = _REFERENCES.get(path.name.split(".")[0], "")
    return [
        Figure("places within 161 km", near / asked if asked else 0.0),
        Figure("places resolved", resolved / asked if asked else 0.0, gated=False),
        Figure(
            "resolved places within 161 km",
            near / resolved if resolved else 0.0,
            f"matched names: {reference}" if reference else "",
        ),
        *identifiers,
    ]


LGL = Benchmark("lgl", "geoparsing/lgl.jsonl.gz", score)
GEOVIRUS = Benchmark("geovirus", "geoparsing/geovirus.jsonl.gz", score)
GEOWEBNEWS = Benchmark("geowebnews", "geoparsing/geowebnews.jsonl.gz", score)
