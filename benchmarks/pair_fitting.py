"""Fits the weights of a pair model, and judges examples by weights that have not seen them.

A logistic regression over the levels of all comparisons, whose coefficients are the bits of
`dateline.linking.weights`. It starts from what an expert would expect (training/linking_expectations.toml) and is
drawn back to it: the penalty is the squared distance in bits, so that a level of which there are few examples keeps
its expectation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from dateline.linking.comparing import Comparison
from dateline.linking.weights import Weights

EXPECTATIONS = Path(__file__).parents[1] / "training/linking_expectations.toml"
FOLDS = 5
STRENGTH = 0.5
"""How strongly the fit is drawn to the expectations: the penalty of one bit's distance, in examples' log loss."""
CRUMB_BITS = 0.15
CONFLICT_BITS = -2.0
"""Levels expected to weigh this much or more against are conflicts."""


class Held(msgspec.Struct, frozen=True):
    """How strongly some weights are held to what is expected, where examples are few or not like the news at large.

    Attributes:
        prior: how many pairs are one event depends on how dense the news is, which examples need not show.
        neutral: levels expected to say nothing, so that what is not told does not speak.
        conflict: what few examples excuse must not be excused.
    """

    prior: float = STRENGTH
    neutral: float = STRENGTH
    conflict: float = STRENGTH


FREE = Held()


class Examples(msgspec.Struct, frozen=True):
    """Pairs to learn from: the level of each comparison, whether they are one event, and how much each counts."""

    levels: npt.NDArray[np.int8]
    same: npt.NDArray[np.bool_]
    weights: npt.NDArray[np.float64]

    def of(self, chosen: npt.NDArray[np.bool_]) -> Examples:
        """Some of them."""
        return Examples(self.levels[chosen], self.same[chosen], self.weights[chosen])

    def __add__(self, other: Examples) -> Examples:
        return Examples(
            np.concatenate((self.levels, other.levels)),
            np.concatenate((self.same, other.same)),
            np.concatenate((self.weights, other.weights)),
        )


def fitted(examples: Examples, comparisons: Sequence[Comparison], expected: Weights, held: Held = FREE) -> Weights:
    """The weights of most likelihood, drawn to those expected."""
    sizes = [len(each.levels) for each in comparisons]
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(int)
    prior = np.concatenate([[expected.prior], *(expected.of(each) for each in comparisons)]) * math.log(2)
    levels = prior[1:]
    pulls = np.where(levels <= CONFLICT_BITS * math.log(2), held.conflict, STRENGTH)
    pulls = np.concatenate(([held.prior], np.where(levels == 0, held.neutral, pulls)))
    index = examples.levels.astype(int) + starts + 1
    sign = np.where(examples.same, 1.0, -1.0)

    def loss(bits: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        margin = sign * (bits[0] + bits[index].sum(axis=1))
        gradient = np.zeros_like(bits)
        wrong = -sign * examples.weights / (1 + np.exp(np.clip(margin, -50, 50)))
        np.add.at(gradient, index, wrong[:, None])
        gradient[0] += wrong.sum()
        away = bits - prior
        total = (examples.weights * np.logaddexp(0, -margin)).sum() + (pulls * away * away).sum()
        return float(total), gradient + 2 * pulls * away

    found = minimize(loss, prior, jac=True, method="L-BFGS-B").x / math.log(2)
    # Crumbs that a neutral level picked up are no evidence worth showing.
    found = np.where((prior == 0) & (np.abs(found) < CRUMB_BITS), 0.0, found)
    bits = {
        each.name: dict(zip(each.levels, found[1 + start : 1 + start + size].tolist(), strict=True))
        for each, start, size in zip(comparisons, starts, sizes, strict=True)
    }
    return Weights(prior=float(found[0]), join=expected.join, not_compared=expected.not_compared, bits=bits)


def bits_of(examples: Examples, comparisons: Sequence[Comparison], weights: Weights) -> npt.NDArray[np.float32]:
    """The score of every example."""
    total = np.full(len(examples.same), weights.prior)
    for column, comparison in enumerate(comparisons):
        total += weights.of(comparison)[examples.levels[:, column]]
    return total.astype(np.float32)


def cross_validated(
    examples: Examples,
    folds: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]],
    comparisons: Sequence[Comparison],
    expected: Weights,
) -> npt.NDArray[np.float32]:
    """The score of every example by weights fitted without either side's fold; ``folds`` gives both sides'."""
    one, other = folds
    scores = np.zeros(len(examples.same), dtype=np.float32)
    for first in range(FOLDS):
        for second in range(first, FOLDS):
            judged = ((one == first) & (other == second)) | ((one == second) & (other == first))
            if not judged.any():
                continue
            learned = ~(np.isin(one, (first, second)) | np.isin(other, (first, second)))
            weights = fitted(examples.of(learned), comparisons, expected)
            scores[judged] = bits_of(examples.of(judged), comparisons, weights)
    return scores
