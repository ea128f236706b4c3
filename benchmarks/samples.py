"""Our own sample reports, by the scorer of the Dispatches.

The whole record, as in `benchmarks.dispatches`, on the forty invented reports of ``samples/gold.jsonl``. They are shown
to users, so they should stay well coded; but the threshold and the calibration of ``score`` were fitted on them, among
others, so their figures say nothing about other texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks import dispatches
from benchmarks.figures import Benchmark, Figure

GOLD = Path(__file__).resolve().parent.parent / "samples" / "gold.jsonl"


def score(path: Path, data: Path) -> Sequence[Figure]:
    """As `dispatches.score`, without what two readers reached: they read other texts."""
    return [f if f.fewer_is_better else replace(f, reference="") for f in dispatches.score(path, data)]


BENCHMARK = Benchmark("samples", str(GOLD), score, needs=(dispatches.SCORER,))
