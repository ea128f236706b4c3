"""Rules: a pattern over token kinds, the kind of token that it makes, and what makes its value."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

from dateline.grounding.dates.tokens import EVENT_DATES, Lexicon, Token, code_of


class Found:
    """What a rule matched: the values of its named groups."""

    __slots__ = ("_match", "_tokens")

    def __init__(self, match: re.Match[str], tokens: list[Token]) -> None:
        self._match, self._tokens = match, tokens

    def __getitem__(self, group: str) -> Any:
        """The value of the first token of a group; None where the group is not there."""
        if group not in self._match.re.groupindex:
            return None
        start = self._match.start(group)
        return None if start < 0 or start == self._match.end(group) else self._tokens[start].value


Maker: TypeAlias = Callable[[Found], Any]


class Rule(NamedTuple):
    """A pattern, the kind of token it makes, and what makes its value; None as a value rejects the match."""

    regex: re.Pattern[str]
    code: str
    make: Maker


_MACROS = {
    "{month}": "(?:[MONTH MAYBE]|MONTHAB STOP?)",
    "{num}": "[NUMBER SMALL INT a an]",
    "{weekday}": "(?P<weekday>[WEEKDAY WEEKAB]) STOP? COMMA? (?:the)?",
    "{year}": "(?:COMMA? of? (?:(?P<year>BIG)|(?P<shift>last|this|next) (?P<unit>UNIT)))?",
    "{any}": "[DATE MON YEARS NAMED TIME]",
    "{day}": "[DATE NAMED TIME]",
    "{thing}": "[OTHER NAME the a an its his her their that this some]",
    "{dated}": "[DATE NAMED COUNTED]",
    "{some}": "(?:a? few|several|some|just|only)",
    "{hour}": "(?:at|from|around|about|by|since|until|shortly|just|after|before)",
    "{clock}": "[CLOCK NUMBER SMALL at about around half past quarter to OTHER PART on COMMA local time a m p in the]",
}


def rule(notation: str, kind: str, make: Maker, lexicon: Lexicon = EVENT_DATES) -> Rule:
    """The rule of a notation (see ``Lexicon.pattern``), in which {names} of frequent pieces may stand."""
    for name, body in _MACROS.items():
        notation = notation.replace(name, f"(?:{body})")
    notation = re.sub(r"\bUNIT\b", "(?:UNIT|SINGLE)", notation)
    return Rule(lexicon.pattern(notation), code_of(kind), make)


def count_of(value: Any) -> int:
    """The number that a counting word gives; 1 for "a", or for none."""
    return value if isinstance(value, int) else 1
