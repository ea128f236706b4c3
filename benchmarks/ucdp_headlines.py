"""Which headlines tell one event: UCDP GED's sources on Mexico, by headline, outlet and date.

Metric: over all pairs of headlines that UCDP gives as sources of one event, precision and recall of the pairs that
`link_headlines` calls one event. A headline may stand for several events, so pairs are judged, not groups. Cross-
validated: headlines whose events hang together are one fold's, and a pair is judged by weights that have seen neither
side.

Many of these pairs cannot be told from the headline: a monthly review beside the report of one killing, or a portrait
of a trafficker beside both. One in six is published a month or more apart.

Source: the Georeferenced Event Dataset (Sundberg and Melander 2013). Rows outside our scope: rows that repeat outlet,
day and headline are one headline.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from zlib import crc32

import msgspec
import numpy as np
import numpy.typing as npt

from benchmarks.figures import Benchmark, Figure
from benchmarks.metrics import harmonic
from benchmarks.pair_fitting import EXPECTATIONS, FOLDS, Examples, cross_validated
from benchmarks.rows import rows
from dateline.linking.blocking import pairs_in_blocks
from dateline.linking.columns import Columns, Ints
from dateline.linking.pairs import PairModel
from dateline.linking.report_comparisons import HEADLINES
from dateline.linking.uncoded import blocks_of_headline, headline_facts
from dateline.linking.weights import read_weights
from dateline.records import Report


class HeadlinePairs(msgspec.Struct, frozen=True):
    """Pairs of headlines worth comparing, as examples, with the folds of both sides, and how many are to be found."""

    a: Ints
    b: Ints
    examples: Examples
    folds: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
    wanted: int


def pairs_of(path: Path) -> HeadlinePairs:
    """The pairs of a file of headlines that share a block."""
    held = headlines_in_order(path)
    reports, events = [report for report, _ in held], [told for _, told in held]
    facts = headline_facts(reports)
    columns = Columns(facts)
    a, b = pairs_in_blocks(map(blocks_of_headline, facts), len(facts))
    same = np.array([bool(events[x] & events[y]) for x, y in zip(a.tolist(), b.tolist(), strict=True)], dtype=bool)
    model = PairModel(HEADLINES, read_weights(EXPECTATIONS, "headlines", HEADLINES))
    folds = np.array([crc32(part.encode()) % FOLDS for part in _parts(events)])
    wanted = {pair for told in _by_event(events).values() for pair in combinations(told, 2)}
    examples = Examples(model.levels(columns, a, b), same, np.ones(len(a)))
    return HeadlinePairs(a, b, examples, (folds[a], folds[b]), len(wanted))


def headlines_in_order(path: Path) -> list[tuple[Report, frozenset[str]]]:
    """The headlines and their events, by id."""
    found: dict[tuple[str, str, str], set[str]] = {}
    for row in rows(path):
        if row["headline"]:
            found.setdefault((row["outlet"], row["date"], row["headline"]), set()).update(row["event_ids"])
    return [
        (Report(id=f"h{n:06}", text=headline, publisher=outlet, published=day), frozenset(events))
        for n, ((outlet, day, headline), events) in enumerate(sorted(found.items()))
    ]


def _by_event(events: Sequence[frozenset[str]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for n, told in enumerate(events):
        for event in told:
            found.setdefault(event, []).append(n)
    return found


def _parts(events: Sequence[frozenset[str]]) -> list[str]:
    """For each headline a name of the set of headlines that hang together with it through shared events."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for told in events:
        first, *rest = sorted(told)
        for other in rest:
            one, two = sorted((root(first), root(other)))
            parent[two] = one
    return [root(min(told)) for told in events]


def score(path: Path, _data: Path) -> Sequence[Figure]:
    """Precision and recall of the pairs, cross-validated."""
    pairs = pairs_of(path)
    expected = read_weights(EXPECTATIONS, "headlines", HEADLINES)
    scores = cross_validated(pairs.examples, pairs.folds, HEADLINES, expected)
    found = scores > expected.join
    right = int((found & pairs.examples.same).sum())
    precision, recall = right / max(1, int(found.sum())), right / max(1, pairs.wanted)
    return [
        Figure("pairs precision", precision, f"{pairs.wanted} pairs of {len(headlines_in_order(path))} headlines"),
        Figure("pairs recall", recall),
        Figure("pairs F1", harmonic(precision, recall), gated=False),
    ]


BENCHMARK = Benchmark("ucdp-headlines", "ucdp_ged/mexico_headlines.jsonl.gz", score)
