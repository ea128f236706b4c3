"""The kind of an actor, read from the head of the noun phrase that names it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dateline.codebook.entries import ActorKindEntry, PhraseRules
from dateline.codebook.inflection import Inflector
from dateline.codebook.matching import TermTrie, words_of
from dateline.records import ActorKind

# A body of armed men is whose name follows: "soldiers of the Islamic State".
_TAKES_NAME: frozenset[ActorKind] = frozenset({"state forces", "unidentified"})
_HANDS_OVER = frozenset({"of", "from"})


class _Term(NamedTuple):
    kind: ActorKind
    is_name: bool


class ActorKinds:
    """Head words and names of every kind of actor, compiled once."""

    def __init__(self, entries: Sequence[ActorKindEntry], rules: PhraseRules, inflector: Inflector) -> None:
        terms: list[tuple[str, _Term]] = []
        for entry in entries:
            terms += [(form, _Term(entry.name, False)) for head in entry.heads for form in inflector.noun(head)]
            terms += [(form, _Term(entry.name, False)) for form in entry.plurals]
            terms += [(form, _Term(entry.name, True)) for form in entry.names]
        self._trie = TermTrie(terms)
        self._stops = frozenset(rules.stops)
        self._empty = frozenset(rules.empty_heads)

    def kind_of(self, words: str) -> ActorKind | None:
        """The kind that a name or description tells by its head, or None where the head is no known word."""
        parts = self._parts(words)
        for index, (part, stop) in enumerate(parts):
            term = self._head(part)
            if term is None:
                hands_over = stop in _HANDS_OVER and (not part or part[-1] in self._empty)
                if hands_over:
                    continue
                return None
            if not term.is_name and term.kind in _TAKES_NAME and stop in _HANDS_OVER:
                following = self._head(parts[index + 1][0])
                if following is not None and following.is_name:
                    return following.kind
            return term.kind
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

    def _head(self, part: list[str]) -> _Term | None:
        # A possessive's "s" is a word of its own here: the apostrophe parts words.
        if part and part[-1] == "s":
            part = part[:-1]
        text = " ".join(part)
        hits = self._trie.find(text)
        return hits[-1].value if hits and hits[-1].end == len(text) else None
