"""LGL, GeoVirus and GeoWebNews without their names: finding the places that a text names, and the point of each.

Metrics: precision and recall of names, a name found being right where it overlaps a gold name; the accuracy within
161 km (100 miles, the field's usual bound) of the gold names with coordinates that were found and given a point, which
is what others call "accuracy on matched names"; and the share of all gold names with coordinates that were found and
given a point.

Sources: LGL, Lieberman et al. 2010; GeoVirus, Gritta et al. 2018; GeoWebNews, Gritta et al. 2020 (part). References:
the Edinburgh geoparser as measured by Gritta et al. 2020. The finder's weights were fitted on these rows too;
``python -m training.toponyms`` prints cross-fitted figures. LGL and GeoWebNews also mark adjectives ("Russian"), which
are no toponyms here and count as missed.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from benchmarks.figures import Benchmark, Figure
from benchmarks.rows import rows
from dateline.grounding.places.geodesy import distance_km
from dateline.grounding.places.toponyms_reader import ToponymReader
from dateline.records import Report

WITHIN_KM = 161.0
_ACCURACY = {"lgl": "Edinburgh .819", "geovirus": "Edinburgh .81", "geowebnews": "Edinburgh .924"}
_RECALL = {"geowebnews": "Edinburgh .56"}


@cache
def reader() -> ToponymReader:
    """The shipped reader, loaded once."""
    return ToponymReader.load()


def score(path: Path, _data: Path) -> Sequence[Figure]:
    """Precision and recall of names, accuracy on matched names, and recall of names with coordinates."""
    found = right = names = met = asked = pointed = near = 0
    for row in rows(path):
        gold = row["toponyms"]
        report = Report(
            id=row["doc_id"],
            text=row["text"],
            title=row.get("title") or None,
            url=row.get("url") or None,
            published=row.get("date") or None,
        )
        toponyms = reader().read(report)
        found += len(toponyms)
        right += sum(any(one.start < name["end"] and name["start"] < one.end for name in gold) for one in toponyms)
        names += len(gold)
        for name in gold:
            matched = [one for one in toponyms if one.start < name["end"] and name["start"] < one.end]
            met += bool(matched)
            if name.get("lat") is None or name.get("lon") is None:
                continue
            asked += 1
            points = [(one.lat, one.lon) for one in matched if one.lat is not None and one.lon is not None]
            if points:
                pointed += 1
                lat, lon = points[0]
                near += distance_km(lat, lon, float(name["lat"]), float(name["lon"])) <= WITHIN_KM
    corpus = path.name.split(".")[0]
    return [
        Figure("names precision", right / found if found else 0.0, gated=False),
        Figure("names recall", met / names if names else 0.0, gated=False),
        Figure("matched names within 161 km", near / pointed if pointed else 0.0, _ACCURACY.get(corpus, "")),
        Figure("names with coordinates given a point", pointed / asked if asked else 0.0, _RECALL.get(corpus, "")),
    ]


LGL = Benchmark("lgl-found", "geoparsing/lgl.jsonl.gz", score)
GEOVIRUS = Benchmark("geovirus-found", "geoparsing/geovirus.jsonl.gz", score)
GEOWEBNEWS = Benchmark("geowebnews-found", "geoparsing/geowebnews.jsonl.gz", score)
