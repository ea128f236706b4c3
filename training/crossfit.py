"""What runs make of reports they did not learn from: ``python -m training.crossfit RUN 1/2 RUN 2/2 --out FILE``.

A reader that learned a report by heart makes none of the mistakes on it that it makes on a new one. So each run leaves
out a part of the reports (``training.train --leave-out``) and reads just those; together they give every report's
mistakes, from which the last run and the rules for what was told already learn.
"""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import torch

from benchmarks.calibration import is_true
from dateline.reading import ModelCard
from dateline.records import Reading

PARTS = 2
CANDIDATE = 0.2


def part_of(item: dict[str, Any]) -> int:
    """Which part of the reports an item is in, from 1."""
    return hashlib.sha256(item["id"].encode()).digest()[0] % PARTS + 1


def errors_in(path: Path, items: Iterable[dict[str, Any]]) -> dict[str, list[tuple[int, int]]]:
    """By report, the characters that a reading took for a trigger where the gold has none."""
    gold = {item["id"]: item["events"] for item in items}
    found: dict[str, list[tuple[int, int]]] = {}
    for reading in msgspec.msgpack.decode(path.read_bytes(), type=list[Reading]):
        spans = [t.trigger for t in reading.tellings if t.trigger.field == "text"]
        found[reading.report.id] = [
            (span.start, span.end)
            for span in spans
            if not is_true(span.start, span.end, gold.get(reading.report.id, ()))
        ]
    return found


def main() -> None:
    """Read what each run left out."""
    from benchmarks.dispatches import reports_of
    from training.evaluate import coder_of
    from training.labels import load_items

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("runs", nargs="+", help="a run's folder and the part it left out, in turn")
    parser.add_argument("--data", type=Path, default=Path("../shared/bench"))
    parser.add_argument("--own", type=Path, default=Path("training/dispatches"))
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    torch.set_num_threads(1)
    items = load_items(
        [*sorted((options.data / "dispatches").glob("train_*.jsonl")), *sorted(options.own.glob("train_*.jsonl"))]
    )
    readings = []
    for run, part in zip(options.runs[::2], options.runs[1::2], strict=True):
        card = ModelCard(name=run, files={}, candidate=CANDIDATE, role={}, score=(0.3, 0.7, 0.4, 0.0), accept=0.5)
        reader = coder_of(Path(run), card).reader
        left_out = [item for item in items if part_of(item) == int(part.split("/")[0])]
        readings += reader.read_many(reports_of(left_out))
    kept = options.out.with_suffix(".tmp")
    kept.write_bytes(msgspec.msgpack.encode(readings))
    kept.replace(options.out)


if __name__ == "__main__":
    main()
