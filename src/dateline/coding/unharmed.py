"""Reads from one sentence that nobody was killed or hurt: "no casualties", "nobody was hurt"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from dateline.coding.casualty_words import FoundFigure
from dateline.coding.lexicon import word_set

_HINTS: Final = word_set("casualties", "zero_hints")
_NOUN: Final = (
    r"(?P<noun>casualt(?:y|ies)|victims?|injur(?:y|ies)|wounded|injured|deaths?|fatalit(?:y|ies)|dead|killed"
    r"|loss(?:es)?(?:\sof\s(?:human\s)?(?:life|lives))?|harm|bloodshed)"
)
# What may stand between "no" and its noun.
_BEFORE_NOUN: Final = (
    r"(?:(?:any|a|causing|suffering|inflicting|further|reported|known|immediate|serious|single|civilian|human|other"
    r"|military|police|reports?\sof|word\sof)\s)*"
)
# What may stand between "nobody" and its verb.
_BEFORE_VERB: Final = (
    r"(?:(?:was|were|is|are|has|had|have|been|reported|else|seriously|of\sthem|there|in\sit|of\sthe\s\w+|got"
    r"|said\sto\s(?:be|have\sbeen)|and\snothing)\s){0,4}"
)
_NOBODY: Final = r"(?:nobody|no[\s-]one|none)"
_NONE_HARMED: Final = re.compile(
    rf"\b(?:no|nil|without|nor|zero|neither)\s{_BEFORE_NOUN}{_NOUN}\b(?!\s(?:toll|number|figure))"
    rf"|\b{_NOBODY}(?:['’]s)?\s{_BEFORE_VERB}(?P<state>hurt|injured|harmed|wounded|hit|killed|died|dies|dead)\b(?!\s(?:the|an?)\b)"
    r"|\b(?P<verb>hurt|kill|harm|hit|injur|wound)(?:t?ing|ed|s)?\s(?:nobody|no[\s-]one)\b"
    r"|\bwithout\s(?P<verb2>hurt|kill|harm|hitt|injur|wound)ing\s(?:anyone|anybody|people|any\s\w+|a\s(?:soul|person))\b"
    r"|\bun(?:hurt|harmed|injured|scathed)\b",
    re.IGNORECASE,
)


def may_tell_none(words: frozenset[str] | set[str]) -> bool:
    """Whether casefolded words hold one without which no rule of this module can match; spares the costly search."""
    return not _HINTS.isdisjoint(words)


def none_harmed(text: str, start: int, end: int) -> Iterator[FoundFigure]:
    """Figures of 0 for ``text[start:end]``: of killed alone where only deaths are ruled out, else of both kinds."""
    for match in _NONE_HARMED.finditer(text, start, end):
        noun = (match["noun"] or "").casefold()
        state = (match["state"] or match["verb"] or match["verb2"] or "").casefold()
        deaths_only = state in ("killed", "died", "dies", "dead", "kill") or noun.startswith(
            ("death", "fatal", "dead", "killed", "loss of")
        )
        yield FoundFigure(match.start(), match.end(), 0, 0, "killed", surety=3)
        if not deaths_only:
            yield FoundFigure(match.start(), match.end(), 0, 0, "injured", surety=3)
