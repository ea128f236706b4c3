"""Text to tokens, each with a kind that fits in one character, so that grammars over kinds are plain regexes.

The idea is that of cascaded finite-state parsers (Abney 1996, "Partial parsing via finite-state cascades"): the kinds
of a text make a short string, a pattern over that string finds a phrase, and the phrase becomes a token of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any, NamedTuple

from dateline.grounding.dates.meanings import FeastDay
from dateline.grounding.dates.vocabulary import vocabulary

KINDS = (
    "OTHER",  # any word that says nothing about time
    "NAME",  # such a word with a capital
    "POSS",  # 's
    "COMMA",
    "DASH",
    "STOP",  # . ; : ! ?
    "BREAK",  # a line end
    "MARK",  # any other sign
    "SMALL",  # 1 to 31 in digits
    "INT",  # another whole number in digits
    "BIG",  # 1500 to 2199: may be a year
    "ORD",  # 1st to 31st
    "ORDWORD",  # first to thirty-first
    "NUMBER",  # one to ninety-nine in words
    "TENS",
    "MONTH",
    "MAYBE",  # March, May, August: a month or another word
    "MONTHAB",
    "WEEKDAY",
    "WEEKDAYS",
    "WEEKAB",
    "UNIT",  # days, weeks, ...
    "SINGLE",  # day, week, ...
    "PART",
    "COUNTED",
    "CLOCK",
    "SLASH",
    "DATE",  # a day, as digits or as found by the grammar
    "DECADE",
    "MON",  # a month as found by the grammar
    "YEARS",
    "NAMED",  # a weekday as found by the grammar
    "TIME",  # any other time as found by the grammar
    "RANGE",
    "LENGTH",  # a duration
    "PERIOD",  # a season, quarter or half of a year
    "VAGUE",  # a reference to past, present or future
)
_CODES = {kind: chr(0xE000 + number) for number, kind in enumerate(KINDS)}
_LITERAL_BASE = 0xE100
_PIECE = re.compile(r"\?P?<\w+>|\?P=\w+|\?[:!=]|\?<[!=]|\{\d+(?:,\d*)?\}|[A-Za-z]+|\s+|.")


class Token(NamedTuple):
    """A token: the character of its kind, its characters in the text, and what it stands for."""

    code: str
    start: int
    end: int
    value: Any


def code_of(kind: str) -> str:
    """The character that stands for a kind."""
    return _CODES[kind]


_CUT = r"""
    FEASTS
    (?P<month>(?:(?<=\bon\s)|(?<=\bsince\s))(?:march|may|august)\b(?=\s[1-3]?\d\b)
      |(?<=\d\s)(?:march|may|august)\b(?=\s(?:19|20)\d\d\b|[,.]|$)) |
    (?P<word>[^\W\d_]+)
  | (?P<mark>[^\s\w'’])
  | (?P<break>\n)
  | (?P<poss>(?<=\w)['’][sS]\b)
  | (?P<iso>\b\d{4}-\d\d?-\d\d?(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\d-]))
  | (?P<dmy>\b\d\d?(?P<sep>[./-])\d\d?(?P=sep)(?:\d{4}|\d\d)(?![\d/]))
  | (?P<dotted>^\d\d?\.(?:0[1-9]|1[0-2])\.?(?=,))
  | (?P<clock>(?<![$£€¥\#])\b\d\d?[:.]\d\d
      (?![\d%]|\s(?:percent|per\scent|[mb]illion|trillion|points?|km|met)|\sof\sa)(?:\s?[aApP]\.?[mM]\b\.?)?
      |\b\d\d?\s?[aApP]\.?[mM]\b\.?|\b\d{4}(?=\s?(?:GMT|UTC|hrs)\b))
  | (?P<slash>\b\d\d?/\d\d?(?![\d/]))
  | (?P<decade>\b\d{3}0[sS]\b)
  | (?P<ordinal>\b\d\d?(?:st|nd|rd|th|ST|ND|RD|TH)\b)
  | (?P<number>\b\d+(?:[,.]\d+)*)
  | (?P<other>['’])
"""
_MARKS = {",": "COMMA", "-": "DASH", "–": "DASH", "—": "DASH", ".": "STOP", ";": "STOP", ":": "STOP", "!": "STOP"}
_MARKS["?"] = "STOP"
# A month only with a capital: in lower case they are a verb, a modal and an adjective.
_ALSO_OTHER_WORDS = frozenset({"march", "may", "august"})


class Lexicon:
    """The words that one grammar knows: those of words.toml, and the literal words of its patterns.

    A lexicon that extends another knows the other's words too, so the other's rules can serve both grammars; the
    other's patterns must all be made before.

    Args:
        extends: the lexicon whose literal words are taken over.
        more: further words with their kind and value.
    """

    def __init__(self, extends: Lexicon | None = None, more: Mapping[str, tuple[str, Any]] | None = None) -> None:
        self._literals: dict[str, str] = dict(extends._literals) if extends else {}
        self._more = dict(more or {})
        self._words: dict[str, tuple[str, Any]] | None = None

    def pattern(self, notation: str) -> re.Pattern[str]:
        """A regex over kind characters from one over names: upper-case words are kinds, lower-case ones literal words.

        Spaces mean nothing; everything else is Python's notation. Literal words must be known before a text is cut, so
        patterns are made when their module is imported.
        """
        pieces = []
        for piece in _PIECE.findall(notation):
            if piece in _CODES:
                pieces.append(_CODES[piece])
            elif piece.isalpha():
                pieces.append(self._literals.setdefault(piece, chr(_LITERAL_BASE + len(self._literals))))
            elif not piece.isspace():
                pieces.append(piece)
        return re.compile("".join(pieces))

    def known(self) -> dict[str, tuple[str, Any]]:
        """Every word in lower case, with the character of its kind and its value (None: the word itself)."""
        if self._words is None:
            self._words = self._table()
        return self._words

    def _table(self) -> dict[str, tuple[str, Any]]:
        words = vocabulary()
        table: dict[str, tuple[str, Any]] = {word: (code, None) for word, code in self._literals.items()}
        for word, ordinal in words.ordinals.items():
            table[word] = (_CODES["ORDWORD"], ordinal)
        for word, number in words.numbers.items():
            table[word] = (_CODES["NUMBER"], number)
        for word, number in words.tens.items():
            table[word] = (_CODES["TENS"], number)
        for word, month in words.months.items():
            table[word] = (_CODES["MAYBE" if word in _ALSO_OTHER_WORDS else "MONTH"], month)
        for word, month in words.month_abbreviations.items():
            table[word] = (_CODES["MONTHAB"], month)
        for word, day in words.weekdays.items():
            table[word] = (_CODES["WEEKDAY"], day)
            table[word + "s"] = (_CODES["WEEKDAYS"], day)
        for word, day in words.weekday_abbreviations.items():
            table[word] = (_CODES["WEEKAB"], day)
        for word, unit in words.units.items():
            table[word] = (_CODES["SINGLE" if word == unit else "UNIT"], unit)
        for word, part in words.parts.items():
            table[word] = (_CODES["PART"], part)
        for word, days in words.counted_days.items():
            table[word] = (_CODES["COUNTED"], (word, days))
        for word, (kind, value) in self._more.items():
            table[word] = (_CODES[kind], value)
        return table


EVENT_DATES = Lexicon()
"""The words of the grammar of dates that can date an event."""


@cache
def _feasts() -> tuple[str, ...]:
    return tuple(sorted([*vocabulary().feasts, *vocabulary().moving_feasts], key=len, reverse=True))


@cache
def _cut(*, with_feasts: bool) -> re.Pattern[str]:
    feasts = ""
    if with_feasts:
        spelled = "|".join(re.escape(feast).replace("'", "['’]") for feast in _feasts())
        feasts = rf"(?P<feast>\b(?i:{spelled})\b) |"
    return re.compile(_CUT.replace("FEASTS", feasts), re.VERBOSE | re.MULTILINE)


def cut(text: str, lexicon: Lexicon = EVENT_DATES) -> list[Token]:
    """The tokens of a text, in order; white space other than line ends is passed over."""
    words = lexicon.known()
    lowered = text.lower().replace("’", "'")
    # Feasts are many words and rare: looked for only where one is there at all.
    shape = _cut(with_feasts=any(feast in lowered for feast in _feasts()))
    tokens = []
    for match in shape.finditer(text):
        group, found = match.lastgroup, match.group()
        start, end = match.span()
        if group == "month":
            # Lower case throughout, as some publishers write: a month only beside its day.
            tokens.append(Token(_MAYBE, start, end, words[found][1]))
        elif group == "word":
            known = words.get(found.lower())
            if known is None and found[-3:] == "day" and found[0] in "MTWFS" and len(found) <= 10:
                known = _misspelt(found.lower())
            if known is None or (known[0] in _CAPITAL_ONLY and not found[0].isupper()):
                tokens.append(Token(_NAME if found[0].isupper() else _OTHER, start, end, found))
            elif known[0] == _PLURAL_DAY and not found.isupper():
                # "Fridays" is a habit; in a telegram without apostrophes FRIDAYS is Friday's.
                tokens.append(Token(_OTHER, start, end, found))
            else:
                tokens.append(Token(known[0], start, end, found if known[1] is None else known[1]))
        else:
            tokens.append(_figure_or_mark(group or "mark", found, start, end))
    return tokens


_OTHER, _NAME, _PLURAL_DAY, _MAYBE = (_CODES[kind] for kind in ("OTHER", "NAME", "WEEKDAYS", "MAYBE"))
_CAPITAL_ONLY = frozenset({_CODES["MAYBE"], _CODES["MONTHAB"], _CODES["WEEKAB"]})


@lru_cache(maxsize=1024)
def _misspelt(word: str) -> tuple[str, int] | None:
    """The weekday that a capitalised word ending in "day" is meant to be ("Satuday"), within two letters."""
    days = vocabulary().weekdays
    for name in get_close_matches(word, days, n=1, cutoff=0.82):
        if name[0] == word[0] and abs(len(name) - len(word)) <= 1:
            return _CODES["WEEKDAY"], days[name]
    return None


def _figure_or_mark(group: str, found: str, start: int, end: int) -> Token:
    kind: str
    value: Any
    kind, value = "MARK", found
    match group:
        case "number":
            kind, value = _number(found)
        case "ordinal":
            day = int(found[:-2])
            kind, value = ("ORD", day) if 1 <= day <= 31 else ("OTHER", day)
        case "feast":
            kind, value = "DATE", _feast(found.lower().replace("’", "'"))
        case "iso" | "dmy" | "slash" | "decade":
            kind, value = {"iso": "DATE", "dmy": "DATE", "slash": "SLASH", "decade": "DECADE"}[group], found
        case "dotted":
            kind = "SLASH"
            value = found.rstrip(".").replace(".", "/")
        case "clock":
            kind = "CLOCK"
        case "poss":
            kind = "POSS"
        case "break":
            kind = "BREAK"
        case _:
            kind = _MARKS.get(found, "MARK")
    return Token(_CODES[kind], start, end, value)


def _feast(name: str) -> tuple[int, int] | FeastDay:
    words = vocabulary()
    return words.feasts[name] if name in words.feasts else words.moving_feasts[name]


def _number(digits: str) -> tuple[str, Any]:
    # Beyond six digits nothing is a count of days, and int() of a page of digits is slow or refused.
    if not digits.isdecimal() or len(digits) > 6:
        return "OTHER", digits
    number = int(digits)
    if 1 <= number <= 31 and len(digits) <= 2:
        return "SMALL", number
    if 1500 <= number <= 2199 and len(digits) == 4:
        return "BIG", number
    return "INT", number
