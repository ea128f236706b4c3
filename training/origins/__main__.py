"""Fits what tells a rewrite from an independent report, and prints the tables of ``linking/data/derivation.toml``.

The pairs are ``pairs.jsonl``, written for this, and others than those of ``benchmarks/data/origins.jsonl``. Copies are
left out: they are told by shared words, not by the model. Ten-fold cross-validation says what a threshold costs.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from dateline.linking.derivation import FEATURES, features_of
from dateline.linking.origins import read_all
from dateline.records import Report

PAIRS = Path(__file__).parent / "pairs.jsonl"
INVERSE_PENALTY = 3.0


def main() -> None:
    """Fit, print the weights, and how many pairs each threshold takes."""
    rows = [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["kind"] != "copy"]
    wanted = np.array([row["kind"] != "independent" for row in rows])
    seen = np.array([_features(row) for row in rows])
    model = LogisticRegression(C=INVERSE_PENALTY)
    scores = cross_val_predict(model, seen, wanted, cv=10, method="predict_proba")[:, 1]
    model.fit(seen, wanted)
    print(f"[rewriting]\nintercept = {model.intercept_[0]:.2f}\n\n[rewriting.weights]")
    for name, weight in zip(FEATURES, model.coef_[0], strict=True):
        print(f'"{name}" = {weight:.2f}')
    print()
    for threshold in (0.5, 0.6, 0.65, 0.7, 0.8):
        taken = scores >= threshold
        print(f"# at {threshold}: {(taken & wanted).sum()} of {wanted.sum()} taken, {(taken & ~wanted).sum()} wrongly")


def _features(row: dict[str, dict[str, str]]) -> tuple[float, ...]:
    reads = read_all([Report(id="one", **row["one"]), Report(id="other", **row["other"])])
    early, late = sorted(reads, key=lambda read: (read.text.moment, read.text.report.id))
    return features_of(late, early)


if __name__ == "__main__":
    main()
