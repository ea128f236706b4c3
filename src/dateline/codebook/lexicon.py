"""The lexicon of event words: which words of a text may tell an event, and of which types."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from dateline.codebook.entries import WordGroup
from dateline.codebook.inflection import Inflector
from dateline.codebook.matching import TermTrie
from dateline.records import SubEventType


class LexiconHit(NamedTuple):
    """Characters ``start`` to ``end`` (exclusive) name an event of one of ``types``, most typical first."""

    start: int
    end: int
    types: tuple[SubEventType, ...]


class Lexicon:
    """Event words compiled for finding, on first use.

    Args:
        groups: the word groups in the order of their file. A word of several groups has the types of all, those of the
            earlier group first.
        inflector: makes the forms of verbs and nouns.
    """

    def __init__(self, groups: Sequence[WordGroup], inflector: Inflector) -> None:
        self._groups = groups
        self._inflector = inflector

    # Made on first use: a run that asks the codebook for codes alone should not wait for thousands of forms.
    @cached_property
    def _types(self) -> dict[str, tuple[SubEventType, ...]]:
        merged: dict[str, tuple[SubEventType, ...]] = {}
        for group in self._groups:
            for form in forms_of(group, self._inflector):
                merged[form] = tuple(dict.fromkeys(merged.get(form, ()) + group.types))
        return merged

    @cached_property
    def _trie(self) -> TermTrie[tuple[SubEventType, ...]]:
        return TermTrie(self._types.items())

    def __len__(self) -> int:
        """How many forms it knows, those that tell no event included."""
        return len(self._trie)

    @property
    def forms(self) -> Iterator[tuple[str, tuple[SubEventType, ...]]]:
        """Every form with its types, in file order; no types where the words tell no event."""
        return iter(self._types.items())

    def find(self, text: str) -> list[LexiconHit]:
        """The event words of a text, in order and without overlap, the longest where several begin at one word.

        Words inside a phrase that tells no event ("heart attack") are not found.
        """
        return [LexiconHit(*hit) for hit in self._trie.find(text) if hit.value]


def forms_of(group: WordGroup, inflector: Inflector) -> Iterator[str]:
    """Every form of the words of a group, lower case, repetitions included."""
    for verb in group.verbs:
        yield from (form.casefold() for form in inflector.verb(verb))
    for noun in group.nouns:
        yield from (form.casefold() for form in inflector.noun(noun))
    yield from (phrase.casefold() for phrase in group.phrases)
