"""Fits how the main day and place of a report are chosen, and judges reports by fits that have not seen their incident.

A conditional logistic regression (McFadden 1974): among the candidates of a report the right one should have the most
bits.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

STRENGTH = 0.5


class Choice(msgspec.Struct, frozen=True):
    """One report's candidates by their marks, which of them are right, and the fold it is left out in."""

    marks: tuple[frozenset[str], ...]
    right: tuple[bool, ...]
    fold: int


def fitted(of: Sequence[Choice]) -> dict[str, float]:
    """The bits of every mark, from the choices that have a right answer and a wrong one."""
    told = [each for each in of if any(each.right) and not all(each.right)]
    names = sorted({mark for each in told for marks in each.marks for mark in marks})
    number = {name: n for n, name in enumerate(names)}
    rows = [(n, number[mark]) for n, marks in enumerate(m for each in told for m in each.marks) for mark in marks]
    matrix = np.zeros((sum(len(each.marks) for each in told), len(names)))
    matrix[tuple(np.array(rows).T)] = 1
    right = np.array([r for each in told for r in each.right])
    starts = np.cumsum([0, *(len(each.marks) for each in told)])[:-1]

    def loss(bits: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        scores = np.clip(matrix @ bits, -40, 40)
        every, good = np.exp(scores), np.exp(scores) * right
        total, hit = np.add.reduceat(every, starts), np.add.reduceat(good, starts)
        sizes = np.diff([*starts, len(every)])
        slope = every / np.repeat(total, sizes) - good / np.repeat(hit, sizes)
        return float(
            (np.log(total) - np.log(hit)).sum() + STRENGTH * bits @ bits
        ), matrix.T @ slope + 2 * STRENGTH * bits

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x / math.log(2)
    return dict(zip(names, found.tolist(), strict=True))
