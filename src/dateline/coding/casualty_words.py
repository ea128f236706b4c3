"""Words that tell of killed and injured, and the figure that is read from them."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from dateline.coding.lexicon import table, word_set

Harm = Literal["killed", "injured"]
Form = Literal["ing", "past", "base"]
"""Of a verb: only ``past`` may be passive."""


class FoundFigure(msgspec.Struct, frozen=True):
    """An expression at ``start`` to ``end`` that tells how many were killed or injured.

    ``low`` or ``high`` is None where that end is open. ``partial`` figures are of persons told before ("two of
    them"); ``vague`` ones give a size and no number ("dozens"). ``surety`` ranks the rule that read it, 0 to 3.
    """

    start: int
    end: int
    low: int | None
    high: int | None
    kind: Harm
    partial: bool = False
    vague: bool = False
    surety: int = 0


class CasualtyWords(msgspec.Struct, frozen=True):
    """Forms of verbs with what they tell, and the words that stand with a number ("five dead", "three deaths").

    ``starting`` are all words at which some rule begins; at any other there is nothing to try.
    """

    verbs: dict[str, tuple[Harm, Form]]
    intransitives: frozenset[str]
    adjectives: dict[str, Harm]
    nouns: dict[str, Harm]
    starting: frozenset[str]


def _form(word: str) -> Form:
    if word.endswith("ing"):
        return "ing"
    return "past" if word.endswith(("ed", "slew", "slain", "hurt", "burnt", "cut")) else "base"


@cache
def casualty_words() -> CasualtyWords:
    """The words of ``data/casualties.toml``."""
    raw = table("casualties")
    verbs: dict[str, tuple[Harm, Form]] = {}
    adjectives: dict[str, Harm] = {}
    nouns: dict[str, Harm] = {}
    kinds: tuple[Harm, Harm] = ("killed", "injured")
    for kind in kinds:
        verbs.update({word: (kind, _form(word)) for word in raw[kind]["transitive"].split()})
        adjectives.update(dict.fromkeys(raw[kind]["adjectives"].split(), kind))
        nouns.update(dict.fromkeys(raw[kind]["nouns"].split(), kind))
    intransitives = frozenset(raw["killed"]["intransitive"].split())
    starting = intransitives.union(
        verbs, adjectives, nouns, *(word_set("casualties", key) for key in ("struck", "toll_nouns", "starting"))
    )
    return CasualtyWords(verbs, intransitives, adjectives, nouns, starting)
