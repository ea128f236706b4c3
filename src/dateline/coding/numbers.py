"""Numbers of things in a text: digits, number words and vague quantities, each with the range it leaves open.

Quantities only: years, dates, clock times, ages, money, measures, percentages, phone numbers and numbers that are
part of a name ("Brigade 36") are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from dateline.coding.lexicon import word_set

_UNITS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS: Final = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_LARGE: Final = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_VALUES: Final = {**_UNITS, **_TENS, "a": 1, "an": 1}

# "Dozens" and "scores" as the guideline of the Dispatches collections has them: two of the unit, at the least.
VAGUE_LOWS: Final = {"dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000}
"""Lower bounds of plural quantities without a number."""


class Number(msgspec.Struct, frozen=True):
    """A quantity at ``start`` to ``end``, modifiers ("at least", "about") included.

    Attributes:
        core_start: where the number itself begins, after the modifiers.
        low: least value the words allow, None if they give only an upper bound.
        high: greatest value the words allow, None if they give only a lower bound.
        approximate: "about", "nearly", "some": the value is plain but rounded.
        vague: no number is given, only its size ("dozens", "hundreds").
    """

    start: int
    end: int
    core_start: int
    low: int | None
    high: int | None
    approximate: bool = False
    vague: bool = False


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


_UNIT = _alternatives(_UNITS)
_TEN = _alternatives(_TENS)
_BELOW_100 = rf"(?:(?:{_TEN})(?:[-\s](?:{_UNIT}))?|(?:{_UNIT}))"
_BELOW_1000 = rf"(?:(?:(?:{_BELOW_100}|a|an)[-\s]hundred(?:\s(?:and\s)?{_BELOW_100})?)|{_BELOW_100})"
_WORDS = (
    rf"(?:(?:{_BELOW_1000}|a|an)[-\s](?:million|thousand)(?:,?\s(?:and\s)?{_BELOW_1000})?"
    rf"|(?:half\s(?:a\s|an\s)?|an?\s|(?:{_BELOW_100})[-\s])(?:dozen|score)\b(?!s)"
    rf"|a\scouple(?!\w)|hundred|thousand|{_BELOW_1000})"
)
_DIGITS = (
    r"(?:\d{1,3}(?:[,   ]\d{3})+(?!\d)|\d+)(?:\.\d+(?=\s(?:million|thousand)))?"
    r"(?:\s(?:million|thousand|hundred|dozen))?"
)
_ONE_NUMBER = rf"(?:{_DIGITS}|{_WORDS})"
_VAGUE = (
    r"(?:(?:many|several|some|a\sfew)\s)?(?:dozens|scores|hundreds|thousands|tens\sof\sthousands)"
    r"|(?:several|a\sfew)\s(?:dozen|hundred|thousand)"
)
_AT_LEAST = (
    r"at(?:\sthe\svery)?\s(?:the\s)?least|no(?:t)?\s(?:fewer|less)\sthan"
    r"|(?:well\s|far\s|a\slittle\s|slightly\s)?(?:more\sthan|over|above)"
    r"|upwards\sof|in\sexcess\sof|a\sminimum\sof|exceeding|minimum"
)
_AT_MOST = r"up\sto|as\smany\sas|no(?:t)?\smore\sthan|at(?:\sthe)?\smost|(?:fewer|less)\sthan|a\smaximum\sof|under"
_ABOUT = (
    r"(?:just\s|only\s)?(?:about|some|around|nearly|almost|roughly|approximately|approx\.?|circa|ca\."
    r"|perhaps|possibly|probably|maybe|an\sestimated"
    r"|estimated|close\sto|just\sunder|just\sover|reportedly|between)"
)
_MODIFIERS = re.compile(
    rf"(?<![\w-])(?:(?:{_AT_LEAST}|{_AT_MOST}|{_ABOUT})\s(?:the\s|a\stotal\sof\s)?)+$", re.IGNORECASE
)
_PATTERN = re.compile(
    rf"(?:(?P<vague>{_VAGUE})"
    rf"|(?P<first>{_ONE_NUMBER})(?:(?P<link>[-–—]|\s(?:to|or(?:\seven)?|and)\s)(?P<second>{_ONE_NUMBER}))?(?P<plus>\+)?)"
    r"(?P<odd>[-\s]odd)?(?P<after>\sor\s(?:more|fewer|less|so)\b|\sand\scounting)?"
    r"(?![\w]|[.,:]\d|/\d|[-–](?:\d|[A-Za-z]))",
    re.IGNORECASE,
)
# Where a number can begin; a look-up per word is several times faster than the whole pattern at every character.
_BEGINNING = re.compile(r"(?<![\w/$€£#+’'])(?<![\d][.,:])(?<![A-Za-z][-–])(?:\d|[^\W\d_]+)")
_STARTERS: Final = frozenset({*_VALUES, *VAGUE_LOWS, "half", "hundred", "thousand", "several", "many", "some", "tens"})
_LOWER: Final = re.compile(_AT_LEAST, re.IGNORECASE)
_UPPER: Final = re.compile(_AT_MOST, re.IGNORECASE)

_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?|[%°$€£#№]")
_MONTHS: Final = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?\s$",
    re.IGNORECASE,
)
_AFTER_NAME: Final = re.compile(r"[A-Za-z’')”],\s$")
_CLOCK_AFTER: Final = re.compile(
    r"\s(?:in\sthe\s(?:morning|afternoon|evening)|at\snight|local\stime|sharp)", re.IGNORECASE
)
_PHONE_BEFORE: Final = re.compile(r"\+\d[\d\s-]*$")
_CLOSING: Final = re.compile(r"\s?[,.;)]")
_UNITS_AFTER: Final = word_set("numbers", "units")
_BETWEEN: Final = word_set("numbers", "between")
_LABELS: Final = word_set("numbers", "labels")
_NOT_ONE_BEFORE: Final = word_set("numbers", "not_one_before")
_NOT_ONE_AFTER: Final = word_set("numbers", "not_one_after")
_YEAR_BEFORE: Final = word_set("numbers", "year_before")
_CLOCK_BEFORE: Final = word_set("numbers", "clock_before")


def _word_value(words: str) -> int | None:
    total = current = 0
    for word in re.split(r"[-\s,]+", words.casefold()):
        if word in ("and", ""):
            continue
        if word == "half":
            return {"dozen": 6, "score": 10}.get(words.casefold().split()[-1])
        if word == "couple":
            return 2
        if word in _VALUES:
            current += _VALUES[word]
        elif word in ("thousand", "million"):
            total += max(current, 1) * _LARGE[word]
            current = 0
        elif word in _LARGE:
            current = max(current, 1) * _LARGE[word]
        else:
            return None
    return total + current


def number_value(words: str) -> int | None:
    """The value of one number without modifiers ("1,200", "1.5 million", "twenty-three", "two dozen"), or None."""
    words = words.strip()
    if not words or not words[0].isdigit():
        return _word_value(words) if words else None
    match = re.fullmatch(r"([\d,   ]*\d(?:\.\d+)?)(?:\s(\w+))?", words)
    if match is None:
        return None
    digits, unit = re.sub(r"[,   ]", "", match[1]), (match[2] or "").casefold()
    if unit and unit not in _LARGE:
        return None
    return round(float(digits) * _LARGE.get(unit, 1)) if len(digits) < 13 else None


def _is_quantity(text: str, start: int, end: int, value: int) -> bool:
    """Whether the number at ``start`` (its core) to ``end`` counts things, by the words around it."""
    core = text[start:end]
    before, after = text[max(0, start - 24) : start], text[end : end + 28]
    # Words count as neighbours only if no mark parts them from the number.
    following = [] if _CLOSING.match(after) else [word.casefold() for word in _WORD.findall(after)[:2]]
    words_before = _WORD.findall(before.rstrip(".").rstrip()) if before[-1:] in (" ", ".", *"$€£#№") else []
    preceding = words_before[-1].casefold() if words_before and before.rstrip()[-1:] not in (",", ";", ":", ")") else ""
    unit = next((word for word in following if word not in _BETWEEN), "")
    if unit in _UNITS_AFTER and not after.startswith(("\n\n", " (")):
        return False
    if core.casefold() == "one" and (
        preceding in _NOT_ONE_BEFORE or following[:1] == ["another"] or (following and following[0] in _NOT_ONE_AFTER)
    ):
        return False
    if _CLOCK_AFTER.match(after):
        return False
    if not core[0].isdigit():
        # "A constable, fifty-one, was hurt": an age between commas after a name or noun.
        return not (value > 12 and _AFTER_NAME.search(before) and _CLOSING.match(after))
    if preceding in _LABELS or (value <= 31 and _MONTHS.search(before)):
        return False
    if not core.isdigit():
        return True
    if _PHONE_BEFORE.search(before):
        return False
    if len(core) >= 7 or (core[0] == "0" and len(core) > 1):
        return False
    noun_follows = re.match(r"\s[a-z]", after) is not None
    dated = preceding in _YEAR_BEFORE or before.endswith(("-", "–", "/", "(", ", ")) or _MONTHS.search(before)
    if 1700 <= value <= 2100 and (dated or not noun_follows):
        return False
    if len(core) <= 2 and _AFTER_NAME.search(before) and _CLOSING.match(after):
        return False
    return not (preceding in _CLOCK_BEFORE and not noun_follows and value < 25)


def _bounds(values: tuple[int, int], modifiers: str, after: str, plus: str | None) -> tuple[int | None, int | None]:
    low, high = values
    if _LOWER.match(modifiers):
        return low, None
    if plus or "more" in after or "counting" in after:
        return low, None
    if _UPPER.match(modifiers):
        return None, high
    if "fewer" in after or "less" in after:
        return None, high
    return low, high


def find_numbers(text: str) -> list[Number]:
    """The quantities of ``text``, in order and without overlap."""
    found: list[Number] = []
    position = 0
    for beginning in _BEGINNING.finditer(text):
        begin = beginning.start()
        if begin < position or not (text[begin].isdigit() or beginning[0].casefold() in _STARTERS):
            continue
        match = _PATTERN.match(text, begin)
        if match is None:
            continue
        before = _MODIFIERS.search(text, max(position, begin - 40), begin)
        modifiers = before[0].casefold() if before else ""
        start = before.start() if before else begin
        position = match.end()
        if match["vague"] is not None:
            words = match["vague"].casefold()
            low = next((value for word, value in VAGUE_LOWS.items() if word in words), None)
            if low is None:
                low = VAGUE_LOWS[words.split()[-1] + "s"]
            elif "tens" in words:
                low = 20_000
            found.append(Number(start, match.end(), begin, low, None, vague=True))
            continue
        first = number_value(match["first"])
        if first is None or (match["first"].casefold() in ("hundred", "thousand") and not modifiers):
            continue
        core, end = match.start("first"), match.end()
        low = high = first
        if match["second"] is not None:
            second, link = number_value(match["second"]), match["link"].strip().casefold()
            joined = second is not None and (second > first if link != "or" else second != first)
            if link == "and" and "between" not in modifiers:
                joined = False
            if joined and second is not None:
                low, high = min(first, second), max(first, second)
            elif not link or link in "-–—":
                # A score or a part number ("2-1"), not two quantities.
                continue
            else:
                end = position = match.end("first")
        if not _is_quantity(text, core, end, high):
            continue
        whole = end == match.end()
        bounds = _bounds(
            (low, high), modifiers, (match["after"] or "").casefold() if whole else "", match["plus"] if whole else None
        )
        approximate = bool(modifiers or match["odd"]) and bounds == (low, high) and "between" not in modifiers
        found.append(Number(start, end, core, bounds[0], bounds[1], approximate))
    return found
