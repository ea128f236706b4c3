"""The kind of an actor, read from the head of the noun phrase that names it."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.codebook.entries import ActorKindEntry, PhraseRules
from dateline.codebook.inflection import Inflector
from dateline.codebook.matching import TermTrie, words_of
from dateline.records import ActorKind

_HANDS_OVER = frozenset({"of", "from"})


class ActorKinds:
    """Head words of every kind of actor, compiled once."""

    def __init__(self, entries: Sequence[ActorKindEntry], rules: PhraseRules, inflector: Inflector) -> None:
        terms: list[tuple[str, ActorKind]] = []
        for entry in entries:
            terms += [(form, entry.name) for head in entry.heads for form in inflector.noun(head)]
            terms += [(form, entry.name) for form in entry.plurals]
        self._trie = TermTrie(terms)
        self._stops = frozenset(rules.stops)
        self._empty = frozenset(rules.empty_heads)

    def kind_of(self, words: str) -> ActorKind | None:
        """The kind that a description tells by its head, or None where the head is no known word."""
        for part, stop in self._parts(words):
            kind = self._head(part)
            if kind is not None:
                return kind
            if stop not in _HANDS_OVER or (part and part[-1] not in self._empty):
                return None
        return None

    def _parts(self, words: str) -> list[tuple[list[str], str | None]]:
        """The phrase cut at its stops: each part's words, and the stop that ends it."""
        parts: list[tuple[list[str], str | None]] = []
        current: list[str] = []
        for word in words_of(words):
            if word in self._stops:
                parts.append((current, word))
                current = []
            else:
                current.append(word)
        parts.append((current, None))
        return parts

    def _head(self, part: list[str]) -> ActorKind | None:
        # A possessive's "s" is a word of its own here: the apostrophe parts words.
        if part and part[-1] == "s":
            part = part[:-1]
        text = " ".join(part)
        hits = self._trie.find(text)
        return hits[-1].value if hits and hits[-1].end == len(text) else None
