"""Makes ``score`` mean something: a logistic over both questions, fitted on reports that no run has learned from."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean
from types import ModuleType
from typing import Any

import msgspec
import numpy as np

from benchmarks.calibration import is_true
from benchmarks.dispatches import reports_of, scorer
from dateline.engine import Coder
from dateline.linking import link
from dateline.records import mention_to_json

ACCEPT = 0.5
"""Where no threshold codes few enough items without events: what is more likely told than not."""
ACCEPT_STEPS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)
ROLE_STEPS = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
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


def calibrate(coder: Coder, sets: Sequence[Sequence[dict[str, Any]]], data: Any, *, most_alarms: float) -> None:
    """Fit on labelled items; the coder's own card is replaced on the way and left calibrated.

    Each of the sets counts the same, however many items are in it: reports written for this and real articles. Of the
    items without events at most ``most_alarms`` may be coded.
    """
    reader = coder.reader
    items = [item for one in sets for item in one]
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
        slots.append([found["slots"] for found in _scored(coder, sets, rules)])
    role = {}
    for name, slot in SLOT_OF_ROLE.items():
        curve = _smooth([mean(one.get(slot, {"f1": 0.0})["f1"] for one in found) for found in slots], 1)
        role[name] = ROLE_STEPS[int(curve.argmax())]
    reader.card = msgspec.structs.replace(reader.card, role=role)
    coder.accept = _accepted(coder, sets, rules, most_alarms)
    reader.card = msgspec.structs.replace(reader.card, accept=coder.accept)


def _accepted(coder: Coder, sets: Sequence[Sequence[dict[str, Any]]], rules: ModuleType, most_alarms: float) -> float:
    """The threshold with the best events F1, as a mean over the sets, that codes few items without events."""
    best: dict[float, float] = {}
    for threshold in ACCEPT_STEPS:
        coder.accept = threshold
        found = _scored(coder, sets, rules)
        alarms = [one["false_alarms"] for one in found]
        coded, empty = (sum(alarm[name] for alarm in alarms) for name in ("of_them_coded", "items_without_events"))
        if coded <= most_alarms * empty:
            best[threshold] = mean(one["events"]["f1"] for one in found)
    return max(best, key=best.__getitem__, default=ACCEPT)


def _scored(coder: Coder, sets: Sequence[Sequence[dict[str, Any]]], rules: ModuleType) -> list[dict[str, Any]]:
    answers = []
    for items in sets:
        readings = coder.reader.read_many(reports_of(items))
        mentions = link([mention for reading in readings for mention in coder.mentions_of(reading)])
        coded = [msgspec.json.decode(mention_to_json(mention)) for mention in mentions]
        answers.append(rules.score(items, coded))
    return answers


def _smooth(curve: Sequence[float], reach: int) -> np.ndarray[Any, Any]:
    """Means over ``reach`` neighbours on each side: the curve of some two hundred events is ragged."""
    return np.convolve(np.pad(curve, reach, mode="edge"), np.ones(2 * reach + 1) / (2 * reach + 1), mode="valid")
