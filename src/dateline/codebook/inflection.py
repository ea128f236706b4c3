"""The forms of English verbs and nouns: regular ones by spelling rule, irregular ones from ``inflections.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_DOUBLES = re.compile(r"(?:^|-)[^aeiou\W]*[aeiou][^aeiouwxy\W]$")
_CONSONANT_Y = re.compile(r"[^aeiou]y$")
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$")
# "exchange of fire": what is counted stands before the preposition.
_PREPOSITION = re.compile(r" (?:of|on|to|from|in|at|for|by|with) ")


class Inflector:
    """Makes the forms of words.

    Args:
        verbs: forms of irregular verbs, by base form.
        nouns: plurals of irregular nouns, by singular.
    """

    def __init__(self, verbs: Mapping[str, Sequence[str]], nouns: Mapping[str, str]) -> None:
        self._verbs = verbs
        self._nouns = nouns

    def verb(self, phrase: str) -> tuple[str, ...]:
        """The base form, third person, ``-ing`` and past forms; of a phrase, the first word is inflected."""
        word, space, rest = phrase.partition(" ")
        return tuple(form + space + rest for form in self._verb_forms(word))

    def noun(self, phrase: str) -> tuple[str, ...]:
        """Singular and plural; of a phrase, the word before the first preposition is inflected, else the last."""
        found = _PREPOSITION.search(phrase)
        head, rest = (phrase[: found.start()], phrase[found.start() :]) if found else (phrase, "")
        before, space, last = head.rpartition(" ")
        return phrase, before + space + self._plural(last) + rest

    def _verb_forms(self, word: str) -> tuple[str, ...]:
        if word in self._verbs:
            return (word, *self._verbs[word])
        prefix, hyphen, last = word.rpartition("-")
        if last in self._verbs:
            return tuple(prefix + hyphen + form for form in (last, *self._verbs[last]))
        if word.endswith("ee"):
            return word, word + "s", word + "ing", word + "d"
        if word.endswith("e"):
            return word, word + "s", word[:-1] + "ing", word + "d"
        if _CONSONANT_Y.search(word):
            return word, word[:-1] + "ies", word + "ing", word[:-1] + "ied"
        if _SIBILANT.search(word):
            return word, word + "es", word + "ing", word + "ed"
        stem = word + word[-1] if _DOUBLES.search(word) else word
        return word, word + "s", stem + "ing", stem + "ed"

    def _plural(self, word: str) -> str:
        if word in self._nouns:
            return self._nouns[word]
        if word.endswith("man"):
            return word[:-3] + "men"
        if _CONSONANT_Y.search(word):
            return word[:-1] + "ies"
        return word + ("es" if _SIBILANT.search(word) else "s")
