"""Makes ``score`` mean something: a logistic over both questions, fitted on reports that no run has learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np

from benchmarks.dispatches import reports_of, scorer
from dateline.engine import Coder, linked
from dateline.records import Telling, mention_to_json

STEPS = np.arange(0.2, 0.8, 0.02)


@dataclass(frozen=True)
class Calibration:
    """Weights of the logistic (trigger, event, report, bias) and the threshold with the best events F1."""

    score: tuple[float, float, float, float]
    accept: float


def is_told(telling: Telling, gold: Sequence[dict[str, Any]]) -> bool:
    """Whether a gold trigger of the text shares a character with the telling's."""
    return any(
        e["trigger_start"] is not None
        and telling.trigger.start < e["trigger_start"] + len(e["trigger"])
        and e["trigger_start"] < telling.trigger.end
        for e in gold
    )


def fitted(features: np.ndarray[Any, Any], told: np.ndarray[Any, Any], ridge: float = 1.0) -> np.ndarray[Any, Any]:
    """Weights [features + 1] of a logistic regression by Newton's method, with a ridge against few data."""
    design = np.hstack([features, np.ones((len(features), 1))])
    weights = np.zeros(design.shape[1])
    penalty = ridge * np.diag([1.0] * features.shape[1] + [0.0])
    for _ in range(30):
        share = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (share - told) + penalty @ weights
        curve = (design * (share * (1 - share))[:, None]).T @ design + penalty + 1e-9 * np.eye(len(weights))
        weights -= np.linalg.solve(curve, slope)
    return weights


def calibrate(coder: Coder, items: Sequence[dict[str, Any]], data: Any) -> Calibration:
    """Fit on labelled items; the coder's own card is replaced on the way and left calibrated."""
    reader = coder.reader
    rows, told = [], []
    for score in ((1.0, 0.0, 0.0, 0.0), (0.0, 1.0, 0.0, 0.0), (0.0, 0.0, 1.0, 0.0)):
        reader.card = msgspec.structs.replace(reader.card, score=score)
        readings = reader.read_many(reports_of(items))
        shares = [t.score for reading in readings for t in reading.tellings]
        clipped = np.clip(np.array(shares), 1e-4, 1 - 1e-4)
        rows.append(np.log(clipped / (1 - clipped)))
        told = [
            is_told(t, item["events"]) for item, reading in zip(items, readings, strict=True) for t in reading.tellings
        ]
    weights = fitted(np.stack(rows, axis=1), np.array(told, dtype=float))
    first, second, whole, bias = (round(float(weight), 4) for weight in weights)
    reader.card = msgspec.structs.replace(reader.card, score=(first, second, whole, bias))
    readings = reader.read_many(reports_of(items))
    found = []
    for accept in STEPS:
        coder.accept = float(accept)
        mentions = linked([m for reading in readings for m in coder.mentions_of(reading)])
        score_ = scorer(data).score(items, [msgspec.json.decode(mention_to_json(m)) for m in mentions])
        found.append(score_["events"]["f1"] + score_["facts"]["f1"])
    # The curve of some ninety events is ragged: the middle of a smoothed one is surer than its highest tooth.
    smooth = np.convolve(np.pad(found, 3, mode="edge"), np.ones(7) / 7, mode="valid")
    coder.accept = round(float(STEPS[int(smooth.argmax())]), 2)
    reader.card = msgspec.structs.replace(reader.card, accept=coder.accept)
    return Calibration(reader.card.score, coder.accept)
