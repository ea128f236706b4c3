"""Is ``score`` a probability, and what does ``--min-score`` trade?

Metric: expected calibration error (Naeini, Cooper and Hauskrecht 2015) of the scores of all tellings that the reader
gives a score to, whether they become records or not: in ten bins of equal size by score, the distance of mean score and
share of true tellings, weighted by size. A telling is true where its trigger shares a character with a gold trigger.
Beside it precision and recall of the records at four thresholds, by the scorer of the Dispatches.

Rows outside our scope: none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.dispatches import SCORER, coder, reports_of, scorer
from benchmarks.figures import Benchmark, Figure
from benchmarks.rows import rows
from dateline.engine import Coder
from dateline.linking import link
from dateline.records import Reading, mention_to_json

BINS = 10
THRESHOLDS = (0.3, 0.5, 0.7, 0.9)


def is_true(start: int, end: int, gold: Iterable[dict[str, Any]]) -> bool:
    """Whether a gold trigger of the text shares a character with ``start`` to ``end``."""
    return any(
        event["trigger_start"] is not None
        and start < event["trigger_start"] + len(event["trigger"])
        and event["trigger_start"] < end
        for event in gold
    )


def calibration_error(scores: Sequence[float], true: Sequence[bool], bins: int = BINS) -> float:
    """Expected calibration error, 0 to 1, over bins that hold as many scores each."""
    if not scores:
        return 0.0
    order = np.argsort(np.array(scores), kind="stable")
    parts = np.array_split(order, bins)
    kept, right = np.array(scores)[order], np.array(true, dtype=float)[order]
    sizes = np.cumsum([0, *(len(part) for part in parts)])
    gaps = [
        (after - first) * abs(kept[first:after].mean() - right[first:after].mean())
        for first, after in pairwise(sizes)
        if after > first
    ]
    return float(sum(gaps) / len(scores))


def score(path: Path, data: Path) -> list[Figure]:
    """The calibration error, and precision and recall by threshold."""
    items = list(rows(path))
    readings = coder().reader.read_many(reports_of(items))
    tellings = [
        (telling.score, is_true(telling.trigger.start, telling.trigger.end, item["events"]))
        for item, reading in zip(items, readings, strict=True)
        for telling in reading.tellings
        if telling.trigger.field == "text"
    ]
    error = calibration_error([told for told, _ in tellings], [true for _, true in tellings])
    figures = [Figure("kept within calibration error", 1 - error, f"{len(tellings)} tellings; .95 is wanted")]
    loaded = coder()
    for threshold in THRESHOLDS:
        at = Coder(loaded.reader, loaded.grounder, min_score=threshold)
        found = _scored(at, readings, items, data)
        figures += [
            Figure(f"events {name} from score {threshold}", found[key], gated=False)
            for name, key in (("precision", "p"), ("recall", "r"))
        ]
    return figures


def _scored(by: Coder, readings: Sequence[Reading], items: Sequence[dict[str, Any]], data: Path) -> dict[str, float]:
    mentions = link([mention for reading in readings for mention in by.mentions_of(reading)])
    found: dict[str, Any] = scorer(data).score(items, [json.loads(mention_to_json(m)) for m in mentions])
    events: dict[str, float] = found["events"]
    return events


DEV = Benchmark("calibration", "dispatches/dev.jsonl", score, needs=(SCORER,))
REAL = Benchmark("calibration-real", "dispatches/dev_real.jsonl", score, needs=(SCORER,))
