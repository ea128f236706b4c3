"""The words of a text as linking compares them: folded, with synonyms under one name, and how rare each is."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from importlib import resources
from math import log2

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_CLOCK = re.compile(r"\b(\d{1,2})(?:[:.](\d{2}))?\s*(a\.?m|p\.?m)\b", re.IGNORECASE)
_PARTS_OF_HOURS = ((3, "night"), (6, "dawn"), (11, "morning"), (14, "noon"), (18, "afternoon"), (21, "evening"))
_UNKNOWN_BITS = 13.0
"""Rarity of a word that no corpus held: about one text in eight thousand."""

_LEAN = 100.0
"""With how many texts' weight the shipped table speaks beside the texts at hand."""


class _Words:
    """What ``data/words.toml`` and ``data/rarity.tsv`` say."""

    def __init__(self) -> None:
        folder = resources.files("dateline.linking").joinpath("data")
        raw = tomllib.loads(folder.joinpath("words.toml").read_text("utf-8"))
        self.empty: frozenset[str] = frozenset(raw["empty"].split())
        self.name_of: dict[str, str] = {word: name for name, words in raw["same"].items() for word in words.split()}
        self.name_of |= {word: number for number, words in raw["numbers"].items() for word in words.split()}
        self.hour_of = {word: part for part, words in raw["hours"].items() for word in words.split()}
        self.meets = {part: frozenset(others) for part, others in raw["hours_meet"].items()}
        lines = folder.joinpath("rarity.tsv").read_text("utf-8").splitlines()
        pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
        self.rarity = {word: float(bits) for word, bits in pairs}


@cache
def _words() -> _Words:
    return _Words()


def folded(text: str) -> str:
    """Lower case without accents or other marks."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


@lru_cache(maxsize=200_000)
def compared(word: str) -> str:
    """The name that a folded word is compared by; empty for one that tells nothing."""
    known = _words()
    bare = word.replace("’", "'").removesuffix("'s").replace("'", "")
    if bare in known.empty or not bare:
        return ""
    for form in (bare, bare.removesuffix("s"), bare.removesuffix("es")):
        if form in known.name_of:
            return known.name_of[form]
    if len(bare) < 2 and not bare.isdigit():
        return ""
    return _stem(bare)


def _stem(word: str) -> str:
    """A plural without its ending; nothing more is cut, so that names stay whole."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def words_of(text: str) -> list[str]:
    """The words of a text in order, as they are compared; those that tell nothing are left out."""
    found = (compared(word) for word in _WORD.findall(folded(text)))
    return [word for word in found if word]


def rarity(word: str) -> float:
    """How many bits a word tells when two texts share it: the negative logarithm of its share of texts."""
    return _words().rarity.get(word, _UNKNOWN_BITS)


class Rarity:
    """How rare words are among some texts: what the texts themselves say, leaning on the shipped table while few."""

    def __init__(self, texts: Iterable[Iterable[str]]) -> None:
        """``texts`` gives the words of each text, as `words_of` has them."""
        self._held: Counter[str] = Counter()
        self._texts = 0
        for words in texts:
            self._held.update(set(words))
            self._texts += 1

    def __call__(self, word: str) -> float:
        """How many bits a word tells among these texts."""
        expected = _LEAN * 2.0 ** -rarity(word)
        return -log2((self._held[word] + expected) / (self._texts + _LEAN))


def rarest(words: Iterable[str], most: int, rare: Callable[[str], float] = rarity) -> tuple[str, ...]:
    """At most ``most`` different words, the rarest first, equals by the alphabet."""
    return tuple(sorted(set(words), key=lambda word: (-rare(word), word))[:most])


def hours_of(text: str) -> frozenset[str]:
    """The parts of the day that a text names, by word or by the clock."""
    known = _words()
    found = {known.hour_of[word] for word in _WORD.findall(folded(text)) if word in known.hour_of}
    for hour, _, half in _CLOCK.findall(text):
        clock = int(hour) % 12 + (12 if half[0] in "pP" else 0)
        found.add(next((part for until, part in _PARTS_OF_HOURS if clock < until), "night"))
    return frozenset(found)


def hours_meet(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether two sets of parts of the day have an hour in common."""
    known = _words()
    second = frozenset(other)
    return any(known.meets[part] & second for part in one)
