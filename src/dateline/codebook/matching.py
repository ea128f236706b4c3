"""Finding many terms in a text at once: a trie over words, longest match first, whole words, any case."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")

_WORD = re.compile(r"[^\W_]+")
# What may stand between the words of one term: "shoot out", "shoot-out", "coup d’état", "doctors’ strike", a new line.
_GAP = re.compile(r"['’]?\s+|\s?[-‐‑–]\s?|['’]")
_END = ""


def words_of(text: str) -> list[str]:
    """The words of a text, casefolded; hyphens and apostrophes part words."""
    return [match.group().casefold() for match in _WORD.finditer(text)]


class TermHit(NamedTuple, Generic[T]):
    """Characters ``start`` to ``end`` (exclusive) of a text are a term, which stands for ``value``."""

    start: int
    end: int
    value: T


class TermTrie(Generic[T]):
    """Terms and what they stand for, compiled once.

    A term given twice stands for what it was given last. A term without a letter or digit is passed over.
    """

    __slots__ = ("_root", "_size")

    def __init__(self, terms: Iterable[tuple[str, T]]) -> None:
        # Nodes are nested dicts from word to node; the value of a term that ends at a node stands under _END, which no
        # word can be.
        self._root: dict[str, Any] = {}
        self._size = 0
        for term, value in terms:
            node = self._root
            for word in words_of(term):
                node = node.setdefault(word, {})
            if node is not self._root:
                self._size += _END not in node
                node[_END] = value

    def __len__(self) -> int:
        """How many terms differ in more than case, hyphens and spaces."""
        return self._size

    def find(self, text: str) -> list[TermHit[T]]:
        """The terms in a text, in order and without overlap; where several begin at one word, the longest."""
        spans = [match.span() for match in _WORD.finditer(text)]
        words = [text[start:end].casefold() for start, end in spans]
        root = self._root
        hits: list[TermHit[T]] = []
        index, count = 0, len(words)
        while index < count:
            node = root.get(words[index])
            if node is None:
                index += 1
                continue
            reach, best = index, -1
            value: Any = None
            while True:
                if _END in node:
                    best, value = reach, node[_END]
                reach += 1
                if reach == count:
                    break
                node = node.get(words[reach])
                if node is None or not _GAP.fullmatch(text, spans[reach - 1][1], spans[reach][0]):
                    break
            if best < 0:
                index += 1
            else:
                hits.append(TermHit(spans[index][0], spans[best][1], value))
                index = best + 1
        return hits
