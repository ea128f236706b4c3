"""The pairs of reports that origins are measured on, and those that the model of rewriting was fitted on."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from benchmarks.origins import PAIRS, found_kinds

FITTED_ON = Path(__file__).resolve().parents[2] / "training" / "origins" / "pairs.jsonl"
ROWS = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]


def test_there_are_fifty_pairs_of_each_kind() -> None:
    assert Counter(row["kind"] for row in ROWS) == dict.fromkeys(("copy", "rewrite", "citation", "independent"), 50)
    assert len({row["id"] for row in ROWS}) == 200


def test_no_text_that_is_measured_was_fitted_on() -> None:
    fitted = [json.loads(line) for line in FITTED_ON.read_text(encoding="utf-8").splitlines()]
    texts = {row[side]["text"] for row in fitted for side in ("one", "other")}
    assert texts.isdisjoint(row[side]["text"] for row in ROWS for side in ("one", "other"))


def test_each_pair_is_judged_by_its_own_two_reports() -> None:
    copied = next(row for row in ROWS if row["kind"] == "copy")
    crossed = {**copied, "id": "crossed", "other": next(r for r in ROWS if r["kind"] == "independent")["other"]}
    assert found_kinds([copied, crossed]) == {copied["id"]: "copy", "crossed": "independent"}
