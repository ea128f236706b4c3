"""The measures themselves, without any corpus: counts in, shares from 0 to 1 out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

Interval = tuple[int, int]
"""Characters, the last exclusive."""
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Tally:
    """How much was found, how much of it is right, and how much there was to find.

    ``right_found`` counts among what was found, ``right_wanted`` among what was wanted: they differ where one may
    answer several of the other.
    """

    found: int = 0
    wanted: int = 0
    right_found: int = 0
    right_wanted: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.found + other.found,
            self.wanted + other.wanted,
            self.right_found + other.right_found,
            self.right_wanted + other.right_wanted,
        )

    @property
    def precision(self) -> float:
        """The share of the found that is right; 0 where nothing was found."""
        return self.right_found / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of the wanted that was found; 0 where nothing was wanted."""
        return self.right_wanted / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return harmonic(self.precision, self.recall)


def harmonic(precision: float, recall: float) -> float:
    """F1 of a precision and a recall; 0 where both are."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def overlap(one: Interval, other: Interval) -> bool:
    """Whether two intervals share a character."""
    return one[0] < other[1] and other[0] < one[1]


def sets_tally(found: Set[Hashable], wanted: Set[Hashable]) -> Tally:
    """Exact agreement of two sets."""
    right = len(found & wanted)
    return Tally(len(found), len(wanted), right, right)


def overlap_tally(found: Sequence[Interval], wanted: Sequence[Interval]) -> Tally:
    """Agreement by any shared character; one interval may answer several of the other side."""
    return Tally(
        len(found),
        len(wanted),
        sum(any(overlap(f, w) for w in wanted) for f in found),
        sum(any(overlap(f, w) for f in found) for w in wanted),
    )


def paired(found: Sequence[Interval], wanted: Sequence[Interval]) -> list[tuple[int, int]]:
    """Pairs (found, wanted) of numbers of intervals that overlap, one to one, as many as can be."""
    return matching([[n for n, w in enumerate(wanted) if overlap(f, w)] for f in found])


def matching(likes: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
    """The largest set of one-to-one pairs (left, right), where ``likes[left]`` holds the rights it may have.

    By augmenting paths (Kuhn 1955); left ones come in order and keep their earliest choice where it costs no pair.
    """
    holder: dict[int, int] = {}

    def place(left: int, tried: set[int]) -> bool:
        for right in likes[left]:
            if right not in tried:
                tried.add(right)
                if right not in holder or place(holder[right], tried):
                    holder[right] = left
                    return True
        return False

    for left in range(len(likes)):
        place(left, set())
    return sorted((left, right) for right, left in holder.items())


def ceaf_ree(found: Sequence[Set[str]], wanted: Sequence[Set[str]]) -> Tally:
    """Agreement of role fillers in one document, by CEAF-REE (Du, Rush and Cardie 2021, GRIT).

    Each filler is the set of names it has in the text. A found one is right if all its names are among those of the
    wanted one it is aligned with, one to one, so that as many as possible are right.
    """
    pairs = matching([[n for n, w in enumerate(wanted) if f and f <= w] for f in found])
    return Tally(len(found), len(wanted), len(pairs), len(pairs))


def weighted_f1(pairs: Iterable[tuple[str, str | None]]) -> float:
    """The mean over wanted labels of each one's F1, weighted by how often it is wanted.

    ``pairs`` are (wanted, predicted); None predicts nothing.
    """
    pairs = list(pairs)
    wanted = Counter(label for label, _ in pairs)
    predicted = Counter(label for _, label in pairs if label is not None)
    right = Counter(label for label, guess in pairs if label == guess)
    total = sum(wanted.values())
    return sum(n * 2 * right[label] / (n + predicted[label]) for label, n in wanted.items()) / total if total else 0.0


def text_agreement(found: str, wanted: str, size: int = 4) -> tuple[float, float] | None:
    """Precision and recall of a text's runs of ``size`` words; None where neither text has a word.

    The measure of Scrapinghub's article extraction benchmark: a text of fewer words than a run is one run.
    """
    have, need = (_runs(_WORD.findall(text), size) for text in (found, wanted))
    if not have and not need:
        return None
    both = sum((have & need).values())
    return both / have.total() if have else 0.0, both / need.total() if need else 0.0


def _runs(words: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[n : n + size]) for n in range(max(1, len(words) - size + 1))) if words else Counter()


def words_at(text: str, intervals: Iterable[Interval]) -> frozenset[int]:
    """Where the words of ``text`` start that share a character with one of the intervals."""
    intervals = list(intervals)
    return frozenset(
        word.start() for word in _WORD.finditer(text) if any(overlap(word.span(), each) for each in intervals)
    )


def b_cubed(found: Mapping[Hashable, Hashable], wanted: Mapping[Hashable, Hashable]) -> float:
    """B-cubed F1 of two groupings of the same items, each given as item to group (Bagga and Baldwin 1998)."""
    if not wanted:
        return 0.0
    here, there = Counter(found.values()), Counter(wanted.values())
    both = Counter((found[item], wanted[item]) for item in wanted)
    precision = sum(n * n / here[group] for (group, _), n in both.items()) / len(wanted)
    recall = sum(n * n / there[group] for (_, group), n in both.items()) / len(wanted)
    return harmonic(precision, recall)
