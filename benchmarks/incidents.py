"""Gun violence in the United States: which articles tell one incident, and on which day and in which town it was.

Ordinary crime is outside the codebook, so nothing is coded: articles are linked as reports (`link_reports`), by text,
headline, names, figures, and the places and days that `dateline.places` and `dateline.dates` find in them.

Metrics: B-cubed F1 (Bagga and Baldwin 1998) over all articles; an article with no other stands alone. The share of
articles whose incident, as linked here, has the right day (one of two days for a night), and the share whose incident
has a place within 25 km of its town: the articles that were linked decide together. One without a day or place counts
as wrong. All three are cross-validated by incident: the weights that link and that choose day and place are fitted
without the fifth of the incidents that they judge, and a pair is scored by weights that have seen neither side's
incident.

Source: news grouped by incident of the Gun Violence Archive. Reference: TF-IDF cosine with a 14-day window, tuned on
these very rows, .895; every article alone, .740.

Rows outside our scope: an article that is filed twice counts once, and values of incidents that the list lacks are
not asked.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from datetime import date
from pathlib import Path
from zlib import crc32

import msgspec
import numpy as np

from benchmarks import choice_fitting
from benchmarks.choice_fitting import Choice
from benchmarks.figures import Benchmark, Figure
from benchmarks.metrics import b_cubed
from benchmarks.pair_fitting import EXPECTATIONS, FOLDS, Examples, cross_validated
from benchmarks.reading_corpora import Row
from benchmarks.rows import rows
from dateline.grounding.dates.time_expressions import time_expressions_of
from dateline.grounding.places.geodesy import distance_km
from dateline.grounding.places.toponyms_reader import ToponymReader
from dateline.linking.blocking import Pairs, pairs_in_blocks
from dateline.linking.columns import Columns
from dateline.linking.facts import Facts, Spot
from dateline.linking.leading import Bits, day_candidates, place_candidates, with_headline
from dateline.linking.pairs import PairModel
from dateline.linking.report_comparisons import REPORTS
from dateline.linking.uncoded import agreed, blocks_of_report, facts_of_report, rarity_among
from dateline.linking.weights import read_weights
from dateline.linking.wording import Rarity
from dateline.records import Report, TimeExpression, Toponym

DOCUMENTS = "incidents/docs.jsonl.gz"
INCIDENTS = "incidents/incidents.jsonl.gz"
WITHIN_KM = 25.0


class Article(msgspec.Struct, frozen=True):
    """One article, what was found in its headline and text, and what is known of its incident."""

    report: Report
    incident: str
    day: date | None
    point: tuple[float, float] | None
    places: tuple[Toponym, ...]
    dates: tuple[TimeExpression, ...]


def articles(data: Path, documents: Path | None = None) -> list[Article]:
    """Every article once, read by the shipped finders of places and dates (a minute)."""
    documents = documents or data / DOCUMENTS
    beside = documents.with_name(Path(INCIDENTS).name)
    incidents = {row["incident_id"]: row for row in rows(beside if beside.exists() else data / INCIDENTS)}
    return list(_read(rows(documents), incidents))


def _read(documents: Iterator[Row], incidents: dict[str, Row]) -> Iterator[Article]:
    reader = ToponymReader.load()
    seen: set[str] = set()
    for row in documents:
        if row["doc_id"] in seen:
            continue
        seen.add(row["doc_id"])
        report, incident = _report(row), incidents.get(row["incident_id"], {})
        whole = with_headline(report)
        point = tuple(map(float, incident["lat_long"])) if incident.get("lat_long") else None
        yield Article(
            report=report,
            incident=row["incident_id"],
            day=date.fromisoformat(incident["date_iso"]) if incident.get("date_iso") else None,
            point=(point[0], point[1]) if point else None,
            places=tuple(reader.read(whole)),
            dates=tuple(time_expressions_of(whole)),
        )


def is_near(spot: Spot, point: tuple[float, float]) -> bool:
    """Whether a place lies within 25 km of a point."""
    return distance_km(spot.lat, spot.lon, *point) <= WITHIN_KM


def choices(of: Sequence[Article]) -> tuple[list[Choice], list[Choice]]:
    """The choices of a day and of a place that the articles set."""
    days, places = [], []
    for each in of:
        whole, fold = with_headline(each.report), fold_of(each.incident)
        if each.day is not None:
            found = day_candidates(whole, each.dates)
            right = tuple(c.days[0] <= each.day.toordinal() <= c.days[1] for c in found)
            days.append(Choice(tuple(c.marks for c in found), right, fold))
        if each.point is not None:
            spots = place_candidates(whole, each.places)
            right = tuple(is_near(c.spot, each.point) for c in spots)
            places.append(Choice(tuple(c.marks for c in spots), right, fold))
    return days, places


def fold_of(incident: str) -> int:
    """Which of the five parts an incident is in."""
    return crc32(incident.encode()) % FOLDS


class Linkable(msgspec.Struct, frozen=True):
    """Articles as they are compared, in the order of their ids, each with its incident."""

    facts: list[Facts]
    incidents: list[str]
    rare: Rarity


def linkable(of: Sequence[Article], bits: Sequence[Bits]) -> Linkable:
    """The facts of the articles; the day and place of each chosen by the bits of its fold."""
    held = sorted(of, key=lambda each: each.report.id)
    rare = rarity_among([(each.report, each.places, each.dates) for each in held])
    facts = [
        facts_of_report(each.report, each.places, each.dates, rare=rare, bits=bits[fold_of(each.incident)])
        for each in held
    ]
    return Linkable(facts, [each.incident for each in held], rare)


def examples_of(held: Linkable) -> tuple[Columns, Pairs, Examples]:
    """The pairs of articles that share a block, and what is to be learned from them."""
    columns = Columns(held.facts, held.rare)
    pairs = pairs_in_blocks(map(blocks_of_report, held.facts), len(held.facts))
    model = PairModel(REPORTS, read_weights(EXPECTATIONS, "reports", REPORTS))
    same = [held.incidents[x] == held.incidents[y] for x, y in zip(pairs.a.tolist(), pairs.b.tolist(), strict=True)]
    return columns, pairs, Examples(model.levels(columns, *pairs), np.array(same, dtype=bool), np.ones(len(same)))


def score(path: Path, data: Path) -> Sequence[Figure]:
    """B-cubed F1 of linking, and the shares of articles whose main day and place are right; all cross-validated."""
    held = articles(data, path)
    days, places = choices(held)
    bits = [
        Bits(*(choice_fitting.fitted([each for each in of if each.fold != fold]) for of in (days, places)))
        for fold in range(FOLDS)
    ]
    linked = linkable(held, bits)
    columns, pairs, examples = examples_of(linked)
    folds = np.array([fold_of(incident) for incident in linked.incidents])
    expected = read_weights(EXPECTATIONS, "reports", REPORTS)
    scores = cross_validated(examples, (folds[pairs.a], folds[pairs.b]), REPORTS, expected)
    found = PairModel(REPORTS, expected).groups(columns, *pairs, scores)
    wanted: dict[Hashable, Hashable] = dict(enumerate(linked.incidents))
    alone = b_cubed({n: n for n in wanted}, wanted)
    return [
        Figure(
            "linking B-cubed F1",
            b_cubed(dict(enumerate(found.tolist())), wanted),
            f"TF-IDF .895, none linked {alone:.3f}",
        ),
        *_agreed(sorted(held, key=lambda each: each.report.id), found.tolist(), bits),
    ]


def _agreed(held: Sequence[Article], groups: Sequence[int], bits: Sequence[Bits]) -> Iterator[Figure]:
    """The shares of articles whose incident, as linked, has the right day and the right town.

    A cluster is judged by the bits of one fold of its articles', which has not seen that fold's incidents.
    """
    members: dict[int, list[Article]] = {}
    for article, group in zip(held, groups, strict=True):
        members.setdefault(group, []).append(article)
    days, places = [], []
    for group in members.values():
        for fold in sorted({fold_of(each.incident) for each in group}):
            day, place = agreed([(each.report, each.places, each.dates) for each in group], bits[fold])
            for each in (each for each in group if fold_of(each.incident) == fold):
                if each.day is not None:
                    days.append(day is not None and day[0] <= each.day.toordinal() <= day[1])
                if each.point is not None:
                    places.append(place is not None and is_near(place.spot, each.point))
    yield Figure("day right", sum(days) / max(1, len(days)), f"of {len(days)} articles")
    yield Figure("place right", sum(places) / max(1, len(places)), f"of {len(places)} articles")


def _report(row: Row) -> Report:
    published = row.get("dct") or None
    if published is not None:
        try:
            date.fromisoformat(published)
        except ValueError:
            published = None
    return Report(id=row["doc_id"], text=row["content"], title=row.get("title") or None, published=published)


BENCHMARK = Benchmark("incidents", DOCUMENTS, score, needs=(INCIDENTS,))
