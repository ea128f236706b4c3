"""`ToponymFinder`: every name of a place in a text, whatever is told about it.

Candidates are the runs of capitalised words that the gazetteer has, and some that it has not
(`toponyms_candidates`); yes-or-no features of name, neighbours and text (`toponyms_features`) are weighed by a
logistic regression, whose weights lie in ``toponyms.json`` with the command that fitted them; of candidates that
overlap the likeliest is taken.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dateline.errors import InstallError
from dateline.grounding.places.build import DATA
from dateline.grounding.places.gazetteer import Gazetteer
from dateline.grounding.places.toponyms_candidates import Candidate, candidates, cut
from dateline.grounding.places.toponyms_features import FeatureMaker, is_wanted
from dateline.grounding.places.toponyms_words import ToponymWords, toponym_words

WEIGHTS = DATA / "toponyms.json"
MAX_TEXT = 200_000
"""Characters of a text that are searched; the rest of a longer one is left alone."""
_ENOUGH_LETTERS = 40


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name of a place: the characters ``start`` to ``end``.

    Attributes:
        score: how likely it is one, from 0 to 1.
    """

    start: int
    end: int
    score: float


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression over named features: the log-odds are ``bias`` and the weights of the features there are.

    ``accept`` is the least probability that makes a name.
    """

    bias: float
    weights: dict[str, float]
    accept: float

    def probability(self, features: Sequence[str]) -> float:
        """The probability of a candidate with these features."""
        weights = self.weights
        odds = self.bias
        for feature in features:
            odds += weights.get(feature, 0.0)
        return 1.0 / (1.0 + math.exp(-odds)) if odds > -700 else 0.0


def load_weights(path: Path) -> tuple[Weights, Weights]:
    """The weights for ordinary text, and those for text without capitals that tell.

    Raises:
        InstallError: the file is missing or not laid out as `training/toponyms.py` writes it.
    """
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
        one, other = (
            Weights(
                bias=float(table[name]["bias"]),
                weights={str(key): float(weight) for key, weight in table[name]["weights"].items()},
                accept=float(table[name]["accept"]),
            )
            for name in ("cased", "caseless")
        )
    except (OSError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise InstallError(
            f"the weights of the finder of toponyms cannot be read ({error})",
            where=str(path),
            remedy="Reinstall dateline.",
            code="install.toponyms",
        ) from error
    return one, other


@lru_cache(maxsize=1)
def _shipped_weights() -> tuple[Weights, Weights]:
    return load_weights(WEIGHTS)


class ToponymFinder:
    """Finds names of places with one gazetteer. Belongs to one thread."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        *,
        words: ToponymWords | None = None,
        weights: tuple[Weights, Weights] | None = None,
    ) -> None:
        """Raises `InstallError` where the shipped words or weights are missing or damaged."""
        self._gazetteer = gazetteer
        self._words = words or toponym_words()
        self._cased, self._caseless = weights or _shipped_weights()
        self._features = FeatureMaker(gazetteer, self._words)

    def find(self, text: str) -> list[FoundName]:
        """The names in text order; none overlaps another, and each has a letter. Never raises, whatever the text is."""
        caseless = tells_no_capitals(text)
        weights = self._caseless if caseless else self._cased
        listed, rows = self.candidates(text, caseless=caseless)
        scored = [
            (probability, each)
            for each, row in zip(listed, rows, strict=True)
            if (probability := weights.probability(row)) >= weights.accept
        ]
        return [FoundName(each.start, each.end, round(score, 3)) for score, each in chosen(scored)]

    def candidates(self, text: str, *, caseless: bool) -> tuple[list[Candidate], list[list[str]]]:
        """Everything that is weighed, with its features; what `training/toponyms.py` learns from."""
        cut_text = cut(text[:MAX_TEXT], self._words)
        listed = candidates(cut_text, self._gazetteer, self._words, caseless=caseless)
        rows = self._features.features(cut_text, listed, caseless=caseless)
        pairs = [
            (each, row)
            for each, row in zip(listed, rows, strict=True)
            if is_wanted(cut_text, each, self._gazetteer, self._words)
        ]
        return [each for each, _ in pairs], [row for _, row in pairs]


def chosen(scored: Sequence[tuple[float, Candidate]]) -> list[tuple[float, Candidate]]:
    """Those that remain when of two that overlap the likelier one stays (the longer one where both are); in order."""
    taken: list[tuple[float, Candidate]] = []
    used: set[int] = set()
    for score, each in sorted(scored, key=lambda pair: (-pair[0], pair[1].first - pair[1].last, pair[1].start)):
        words = range(each.first, each.last + 1)
        if used.isdisjoint(words):
            used.update(words)
            taken.append((score, each))
    return sorted(taken, key=lambda pair: pair[1].start)


def tells_no_capitals(text: str) -> bool:
    """Whether the text is in capitals throughout, or has none, so that a capital says nothing."""
    letters = [sign for sign in text[:4000] if sign.isalpha() and sign.isascii()]
    if len(letters) < _ENOUGH_LETTERS:
        return bool(letters) and not any(sign.isupper() for sign in letters)
    share = sum(sign.isupper() for sign in letters) / len(letters)
    return share > 0.6 or share < 0.005
