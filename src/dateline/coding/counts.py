"""Reads from the grammar around a trigger how many incidents it stands for.

Incidents are counted, not munitions or victims: "four drone strikes" are four, "four mortar rounds" one salvo.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import msgspec

from dateline.coding.lexicon import word_set
from dateline.coding.people import Token, being_of, tokens_of


class Count(msgspec.Struct, frozen=True):
    """How many incidents, and the words at ``start`` to ``end`` that say so; the value is None for an open plural."""

    value: int | None
    start: int
    end: int


class _Nouns(msgspec.Struct, frozen=True):
    incidents: frozenset[str]
    devices: frozenset[str]
    munitions: frozenset[str]
    sites: frozenset[str]


@cache
def _nouns() -> _Nouns:
    return _Nouns(*(word_set("incidents", key) for key in ("incidents", "devices", "munitions", "sites")))


_OFTEN: Final = word_set("incidents", "often")
_MANY: Final = word_set("incidents", "many")
_TIMES: Final = {"once": 1, "twice": 2, "thrice": 3}
_PREPOSITIONS: Final = word_set("incidents", "prepositions")
_BE: Final = word_set("incidents", "be")
_LINKS: Final = word_set("incidents", "links")
_BREAKS: Final = frozenset(";:.!?")


def singular(noun: str) -> str:
    """The singular of a regular plural, casefolded; other words unchanged."""
    lower = noun.casefold()
    if lower.endswith("ies") and len(lower) > 4:
        return lower[:-3] + "y"
    if lower.endswith(("shes", "ches", "sses", "xes")):
        return lower[:-2]
    if lower.endswith("s") and not lower.endswith(("ss", "us", "is")):
        return lower[:-1]
    return lower


def _is_plural(noun: str) -> bool:
    return singular(noun) != noun.casefold()


class _Clause:
    """The tokens of a sentence with those of the trigger at ``first`` to ``last`` (exclusive)."""

    def __init__(self, tokens: list[Token], first: int, last: int) -> None:
        self.tokens, self.first, self.last = tokens, first, last
        self.words = [token.lower for token in tokens]

    def word(self, index: int) -> str:
        return self.words[index] if 0 <= index < len(self.words) else ""

    def count(self, index: int) -> Count | None:
        token = self.tokens[index]
        if token.number is None:
            return None
        number = token.number
        value = None if number.vague else number.low if number.low is not None else number.high
        return Count(value, token.start, token.end)

    def times(self) -> Count | None:
        """ "Twice", "three times", "on five occasions"; "repeatedly" and "every night" leave it open."""
        low, high = self._bounds()
        for index in range(low, high):
            word, token = self.words[index], self.tokens[index]
            if word in _TIMES:
                return Count(_TIMES[word], token.start, token.end)
            if word in ("times", "occasions") and index > low:
                before = self.tokens[index - 1]
                if before.number is not None and not before.number.vague:
                    return self.count(index - 1)
                if self.word(index - 1) in ("several", "many", "numerous", "few", "dozens"):
                    return Count(None, before.start, token.end)
            if word in _OFTEN:
                return Count(None, token.start, token.end)
            if word in ("every", "each") and self.word(index + 1) in ("night", "day", "week", "morning", "evening"):
                return Count(None, token.start, self.tokens[index + 1].end)
        return None

    def _bounds(self, reach: int = 12) -> tuple[int, int]:
        low = self.first
        while low > 0 and self.first - low < 5 and self.words[low - 1] not in _BREAKS and self.words[low - 1] != ",":
            low -= 1
        high = self.last
        while high < len(self.words) and high - self.last < reach and self.words[high] not in _BREAKS:
            if self.words[high] in ("and", "but", "while", ",") and self.word(high + 1) in (
                "killed",
                "killing",
                "wounding",
                "was",
                "were",
            ):
                break
            high += 1
        return low, high

    def inside(self) -> Count | None:
        """A number in the trigger itself: "four in Kara", "three attacks", "struck three times"."""
        for index in range(self.first, self.last):
            found = self.count(index)
            if found is None:
                continue
            nouns = _nouns()
            after = singular(self.word(index + 1)) if index + 1 < self.last else ""
            if after in nouns.munitions or (
                after
                and after not in nouns.incidents | nouns.devices | nouns.sites | _PREPOSITIONS
                and index > self.first
            ):
                return Count(1, self.tokens[self.first].start, self.tokens[self.last - 1].end)
            if index == self.first and (
                not after or after in _PREPOSITIONS or after in nouns.incidents | nouns.devices
            ):
                return Count(1, found.start, found.end) if self._continues_munitions() else found
        return None

    def _continues_munitions(self) -> bool:
        """Whether a bare number goes on counting munitions or persons ("20 drones …, six over the port")."""
        nouns = _nouns()
        for index in range(self.first - 1, -1, -1):
            if self.tokens[index].number is None:
                continue
            noun = singular(self.word(index + 1))
            if noun in nouns.incidents or noun in nouns.devices:
                return False
            if noun in nouns.munitions or being_of(self.word(index + 1), plural=True) == "person":
                return True
        return False

    def carried_out(self) -> Count | None:
        """ "Carried out nine air strikes": the number is in the object of a verb that itself says nothing."""
        if self.words[self.last - 1] not in (
            "carried",
            "out",
            "launched",
            "conducted",
            "staged",
            "mounted",
            "made",
            "flown",
            "flew",
            "repelled",
        ):
            return None
        for index in range(self.last, min(self.last + 4, len(self.words))):
            if self.tokens[index].number is None:
                continue
            for step in range(index + 1, min(index + 5, len(self.words))):
                noun = singular(self.words[step])
                if noun != self.words[step] and noun in _nouns().incidents:
                    return self.count(index)
            return None
        return None

    def before_noun(self) -> Count | None:
        """The number, or the plural without one, of a trigger that is a noun."""
        nouns = _nouns()
        head = self.tokens[self.last - 1]
        noun = singular(head.lower)
        if self.last - self.first > 1 and f"{singular(self.word(self.last - 2))}-{noun}" in nouns.munitions:
            return None
        counted = noun in nouns.incidents or noun in nouns.devices
        if not counted or (self.last - self.first > 1 and self.word(self.first) in _BE):
            return None
        if self._is_verb():
            return None
        plural = _is_plural(head.lower)
        step = self.first - 1
        while step >= 0 and self.first - step <= 6:
            word, token = self.words[step], self.tokens[step]
            if token.number is not None:
                if (
                    singular(self.word(step + 1)) in nouns.munitions
                    and step + 1 < self.first
                    and _is_plural(self.word(step + 1))
                ):
                    break
                if not plural and token.number.low != 1 and noun != "aircraft":
                    break
                return self.count(step)
            if plural and word in _MANY:
                return Count(None, token.start, head.end)
            if (
                not word[0].isalpha()
                or (word in _PREPOSITIONS | {"and", "or", "by", "with", "after", "to"})
                or word in _BE
            ):
                break
            step -= 1
        if plural:
            return Count(None, head.start, head.end)
        return Count(1, head.start, head.end)

    def _is_verb(self) -> bool:
        """Whether a word like "attacks" or "strikes" at the trigger is a verb."""
        if self.last - self.first > 1:
            return False
        after = self.tokens[self.last] if self.last < len(self.tokens) else None
        before = self.tokens[self.first - 1] if self.first else None
        if before is None or after is None:
            return False
        if before.lower in (
            "will",
            "would",
            "to",
            "may",
            "might",
            "could",
            "can",
            "they",
            "we",
            "it",
            "he",
            "she",
            "not",
        ):
            return True
        object_follows = after.number is not None or after.lower in (
            "the",
            "a",
            "an",
            "its",
            "his",
            "their",
            "our",
            "every",
        )
        subject_precedes = before.text[:1].isalpha() and before.lower not in _LINKS | _PREPOSITIONS | {
            "by",
            "with",
            "a",
            "an",
            "and",
            "air",
            "drone",
        }
        return object_follows and subject_precedes

    def of_sites(self) -> Count | None:
        """ "Attacked 14 checkpoints", "raids on three stations", "three plants were damaged"."""
        _, high = self._bounds(9)
        for index in range(self.last, high):
            if self.tokens[index].number is None:
                if self.words[index] in (",", "and", "but", "which", "that", "who", "killing", "wounding"):
                    break
                continue
            if index == self.last or self.word(index - 1) in _PREPOSITIONS or index - self.last <= 1:
                noun = self._noun_after(index)
                if noun in _nouns().sites and self.word(index + 1) != "of":
                    return self.count(index)
            break
        if self._passive():
            return self._subject_count(_nouns().sites)
        return None

    def of_devices(self) -> Count | None:
        """ "Twelve devices went off", "two suicide bombers detonated"."""
        return self._subject_count(_nouns().devices)

    def _passive(self) -> bool:
        return any(word in _BE for word in self.words[max(0, self.first - 2) : self.last])

    def _subject_count(self, wanted: frozenset[str]) -> Count | None:
        step = self.first - 1
        while step >= 0 and self.first - step <= 9 and self.words[step] not in _BREAKS:
            if self.tokens[step].number is not None:
                return self.count(step) if self._noun_after(step) in wanted else None
            step -= 1
        return None

    def _noun_after(self, index: int) -> str:
        """The singular of the first plural noun of note after a number, within four words."""
        nouns = _nouns()
        for step in range(index + 1, min(index + 6, len(self.words))):
            if step >= self.first and index < self.first:
                break
            word = self.words[step]
            if not word[0].isalpha() or word in _PREPOSITIONS or word in _BE:
                break
            noun = singular(word)
            if noun != word and noun in nouns.sites | nouns.devices | nouns.munitions | nouns.incidents:
                return noun
        return ""


def count_at(text: str, trigger_start: int, trigger_end: int, sentence_start: int, sentence_end: int) -> Count:
    """How many incidents the trigger at these characters stands for, by the grammar of its sentence.

    The value is 1 for a singular noun or a verb without a number of times or places, None for a plural noun without a
    number ("airstrikes") and for repeated action ("every night"). ``start`` and ``end`` point at the number, or at the
    trigger where none is told.
    """
    tokens = [
        msgspec.structs.replace(token, start=token.start + sentence_start, end=token.end + sentence_start)
        for token in tokens_of(text[sentence_start:sentence_end])
    ]
    inside = [index for index, token in enumerate(tokens) if token.start < trigger_end and trigger_start < token.end]
    default = Count(1, trigger_start, trigger_end)
    if not inside:
        return default
    clause = _Clause(tokens, inside[0], inside[-1] + 1)
    return (
        clause.inside()
        or clause.times()
        or clause.before_noun()
        or clause.carried_out()
        or clause.of_devices()
        or clause.of_sites()
        or default
    )
