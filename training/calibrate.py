"""Makes ``score`` mean something: a logistic over both questions, fitted on reports that no run has learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import msgspec
import numpy as np

from benchmarks.calibration import is_true
from benchmarks.dispatches import reports_of, scorer
from dateline.engine import Coder
from dateline.linking import link
from dateline.records import Reading, mention_to_json

ACCEPT = 0.5
"""A record is written where the event is more likely told than not.

The threshold with the best F1 on held-out reports of our own is lower (.32 to .38), but costs precision on real
articles, which are harder.
"""
ROLE_STEPS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
SLOT_OF_ROLE = {
    "perpetrator": "perpetrators",
    "target": "targets",
    "place": "place",
    "date": "date",
    "killed": "fatalities",
    "injured": "injuries",
    "source": "sources",
    "retaliation": "retaliation",
}


@dataclass(frozen=True)
class Calibration:
    """Weights of the logistic (trigger, event, report, bias) and the threshold with the best events F1."""

    score: tuple[float, float, float, float]
    accept: float


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
            is_true(t.trigger.start, t.trigger.end, item["events"])
            for item, reading in zip(items, readings, strict=True)
            for t in reading.tellings
        ]
    weights = fitted(np.stack(rows, axis=1), np.array(told, dtype=float))
    first, second, whole, bias = (round(float(weight), 4) for weight in weights)
    reader.card = msgspec.structs.replace(reader.card, score=(first, second, whole, bias))
    rules = scorer(data)
    coder.accept = ACCEPT
    slots = []
    for threshold in ROLE_STEPS:
        reader.card = msgspec.structs.replace(reader.card, role=dict.fromkeys(SLOT_OF_ROLE, threshold))
        slots.append(_scored(coder, reader.read_many(reports_of(items)), items, rules)["slots"])
    role = {}
    for name, slot in SLOT_OF_ROLE.items():
        curve = _smooth([found.get(slot, {"f1": 0.0})["f1"] for found in slots], 1)
        role[name] = ROLE_STEPS[int(curve.argmax())]
    reader.card = msgspec.structs.replace(reader.card, role=role)
    coder.accept = ACCEPT
    reader.card = msgspec.structs.replace(reader.card, accept=ACCEPT)
    return Calibration(reader.card.score, ACCEPT)


def _scored(
    coder: Coder, readings: Sequence[Reading], items: Sequence[dict[str, Any]], rules: ModuleType
) -> dict[str, Any]:
    mentions = link([mention for reading in readings for mention in coder.mentions_of(reading)])
    found: dict[str, Any] = rules.score(items, [msgspec.json.decode(mention_to_json(mention)) for mention in mentions])
    return found


def _smooth(curve: Sequence[float], reach: int) -> np.ndarray[Any, Any]:
    """Means over ``reach`` neighbours on each side: the curve of some two hundred events is ragged."""
    return np.convolve(np.pad(curve, reach, mode="edge"), np.ones(2 * reach + 1) / (2 * reach + 1), mode="valid")
