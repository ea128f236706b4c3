"""The pair model: every comparison of a pair, weighed in bits, adds up to how likely both tell one event.

The model of record linkage (Fellegi and Sunter 1969): a prior and a weight for each field's agreement or conflict, as
logarithms of likelihood ratios. The weights are those of a logistic regression (training/linking.py), which unlike
counts of each field by itself does not count twice what two fields say together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from dateline.linking.clusters import clusters
from dateline.linking.columns import Columns, Floats, Ints
from dateline.linking.comparing import Comparison
from dateline.linking.facts import Facts
from dateline.linking.weights import Weights
from dateline.records.event import Evidence, Link

CHUNK = 20_000
"""Pairs compared at once: large enough for numpy, small enough for the cache."""


class PairModel:
    """Scores pairs of tellings."""

    def __init__(self, comparisons: Sequence[Comparison], weights: Weights) -> None:
        self.comparisons, self.weights = tuple(comparisons), weights
        self._bits = [weights.of(each) for each in self.comparisons]

    @property
    def join(self) -> float:
        """The score above which two tellings are one event."""
        return self.weights.join

    def groups(self, columns: Columns, a: Ints, b: Ints, scores: Floats) -> npt.NDArray[np.int32]:
        """For each row the row that stands for its event, from the scores of pairs of rows."""
        weights = self.weights
        return clusters(
            len(columns),
            a,
            b,
            scores,
            columns.documents,
            columns.ids,
            join=weights.join,
            not_compared=weights.not_compared,
        )

    def scores(self, columns: Columns, a: Ints, b: Ints) -> Floats:
        """For pairs of rows the bits for one event: prior and all evidence."""
        result: Floats = np.empty(len(a), dtype=np.float32)
        for start in range(0, len(a), CHUNK):
            part = slice(start, start + CHUNK)
            total = np.full(len(a[part]), self.weights.prior, dtype=np.float32)
            for comparison, bits in zip(self.comparisons, self._bits, strict=True):
                total += bits[comparison.of(columns, a[part], b[part])]
            result[part] = total
        return result

    def levels(self, columns: Columns, a: Ints, b: Ints) -> npt.NDArray[np.int8]:
        """For pairs of rows the level of every comparison, one column each."""
        parts = [
            np.stack([each.of(columns, a[s : s + CHUNK], b[s : s + CHUNK]) for each in self.comparisons], axis=1)
            for s in range(0, len(a), CHUNK)
        ]
        return np.concatenate(parts) if parts else np.zeros((0, len(self.comparisons)), dtype=np.int8)

    def link(self, one: Facts, other: Facts) -> Link:
        """Why two tellings are, or are not, taken for one event: each comparison that says something.

        The evidence stands in the order of its weight, the heaviest first; with the prior it adds up to the score.
        """
        first, second = sorted((one, other), key=lambda facts: facts.id)
        columns = Columns((first, second))
        rows: tuple[Ints, Ints] = (np.array([0], dtype=np.int32), np.array([1], dtype=np.int32))
        levels = self.levels(columns, *rows)[0]
        evidence = [
            Evidence(
                name=f"{each.name}: {each.levels[level]}",
                one=each.shown(first),
                other=each.shown(second),
                weight=float(bits[level]),
            )
            for each, bits, level in zip(self.comparisons, self._bits, levels, strict=True)
            if bits[level] != 0
        ]
        evidence.sort(key=lambda each: (-abs(each.weight), each.name))
        score = self.weights.prior + sum(each.weight for each in evidence)
        return Link(
            one=first.id,
            other=second.id,
            prior=self.weights.prior,
            evidence=tuple(evidence),
            score=score,
            same=score > self.weights.join and first.document != second.document,
        )
