"""What the matched words of a point of time say: days, weeks, quarters, seasons, years, centuries.

Each function takes what a rule of `time_phrases` matched and returns its meaning, or None to reject the match.
"""

from __future__ import annotations

from typing import Any

from dateline.grounding.dates import meanings as say
from dateline.grounding.dates.rules import Found, Maker
from dateline.grounding.dates.time_meanings import (
    Century,
    Grain,
    Length,
    Origin,
    PartOfYear,
    Shifted,
    TimeInDay,
    YearBeforeChrist,
)

SEASONS = {"spring": 1, "summer": 2, "fall": 3, "autumn": 3, "winter": 4}
SHIFTS = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "this": 0,
    "current": 0,
    "present": 0,
    "next": 1,
    "coming": 1,
    "upcoming": 1,
}
DECADES = {
    "twenties": 1920,
    "thirties": 1930,
    "forties": 1940,
    "fifties": 1950,
    "sixties": 1960,
    "seventies": 1970,
    "eighties": 1980,
    "nineties": 1990,
}
_NEIGHBOUR = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1, "following": 1}
_COUNTED_THINGS = frozenset({"people", "men", "women", "children", "troops"})
_YEAR_NOUN_ENDINGS = frozenset({"ngs", "lts"})  # "2012 earnings", "2012 results"


def number(value: Any) -> int:
    """The number of a counting word; 1 for "a"."""
    return value if isinstance(value, int) else 1


def word(value: Any) -> str:
    """A word in lower case; empty for what is no word."""
    return value.lower() if isinstance(value, str) else ""


def is_day(meaning: Any) -> bool:
    """Whether a meaning is one day, so that a part of the day or a clock can belong to it."""
    return isinstance(meaning, say.CalendarDay | say.DayName | say.EitherDay | say.FeastDay) or (
        isinstance(meaning, Shifted) and meaning.grain == "day"
    )


# ---------------------------------------------------------------- numbers of years in words


def year_in_words(found: Found) -> int | None:
    """ "nineteen eighty-four"."""
    return 100 * found["century"] + found["n"] if found["century"] in {17, 18, 19, 20} and found["n"] >= 10 else None


def thousands(found: Found) -> int | None:
    """ "two thousand" as a year."""
    return 2000 if found["n"] == 2 else None


def hundreds(found: Found) -> int:
    """ "four hundred"."""
    return 100 * int(found["n"])


# ---------------------------------------------------------------- counted from publication


def counted_day(found: Found) -> Shifted | TimeInDay:
    """ "yesterday", "tonight"."""
    written, days = found["counted"]
    return TimeInDay("TNI", Shifted("day", 0)) if written == "tonight" else Shifted("day", days)


def beside_counted(found: Found) -> Shifted:
    """ "the day before yesterday"."""
    return Shifted("day", found["counted"][1] + (-1 if word(found["side"]) == "before" else 1))


def shifted(found: Found) -> Shifted | None:
    """ "last week"."""
    if found["unit"] in {"minute", "hour", "fortnight"}:
        return None
    return Shifted(found["unit"], SHIFTS[word(found["shift"])])


def the_shifted(found: Found) -> Shifted | Length | None:
    """ "the past year" is a length that ends now, "the last week" and "the next year" are points."""
    which = word(found["shift"])
    if found["unit"] in {"minute", "hour", "fortnight"}:
        return None
    if which == "past":
        return Length(found["unit"], 1, ending=True)
    origin: Origin = "anchor" if which in {"previous", "next"} else "publication"
    return Shifted(found["unit"], SHIFTS[which], origin)


def weekend(found: Found) -> Shifted:
    """ "the weekend", "last weekend"."""
    return Shifted("weekend", SHIFTS[word(found["shift"])] if found["shift"] else 0)


def counted(sign: int, origin: Origin) -> Maker:
    """ "three years ago", "two days later"."""

    def make(found: Found) -> Shifted | Length | None:
        unit: Grain = found["unit"]
        count = number(found["n"])
        if unit in {"minute", "hour"}:
            return Shifted("day", 0, "anchor") if origin == "anchor" else Length(unit, count)
        if found["half"]:
            if unit == "year":
                return Shifted("month", sign * (12 * count + 6), origin)
            return Shifted("year", sign * (10 * count + 5), origin) if unit == "decade" else None
        if unit == "fortnight":
            unit, count = "week", 2 * count
        elif unit == "decade":
            unit, count = "year", 10 * count
        return Shifted(unit, sign * count, origin, loose=unit == "year" and count == 1)

    return make


def half_ago(found: Found) -> Shifted | None:
    """ "half a century ago"."""
    match found["unit"]:
        case "century":
            return Shifted("year", -50)
        case "decade":
            return Shifted("year", -5)
        case "year":
            return Shifted("month", -6)
    return None


def latest(found: Found) -> Shifted | None:
    """ "the latest quarter" is the one that the text is about."""
    if found["unit"] in {"minute", "hour", "day"}:
        return None
    return Shifted("quarter", 0, "anchor") if found["unit"] == "quarter" else Shifted(found["unit"], 0)


def ago_day(found: Found) -> say.Ago | None:
    """ "a week ago Monday", "two years ago today": the day."""
    base, ago = found["base"], found["ago"]
    if not isinstance(ago, Shifted) or ago.origin != "publication" or ago.count >= 0:
        return None
    unit: say.Unit
    match ago.grain:
        case "week" | "month" | "year":
            unit = ago.grain
        case _:
            return None
    if isinstance(base, Shifted) and base.grain == "day":
        return say.Ago(unit, ago.count, say.CountedDay(base.count))
    return say.Ago(unit, ago.count, base) if isinstance(base, say.DayName) and unit == "week" else None


# ---------------------------------------------------------------- counted from the date told last


def beside(shift: int) -> Maker:
    """ "the next day", "the previous year", "that night"."""

    def make(found: Found) -> Shifted | TimeInDay | None:
        if found["part"]:
            return TimeInDay(found["part"], Shifted("day", shift, "anchor"))
        return None if found["unit"] in {"minute", "hour"} else Shifted(found["unit"], shift, "anchor")

    return make


def bare_unit(found: Found) -> Shifted | None:
    """ "the quarter", "the year", "the week" of the text."""
    return Shifted(found["unit"], 0, "anchor") if found["unit"] in {"quarter", "year", "week"} else None


def year_ago(found: Found) -> Shifted | None:
    """ "the year-ago quarter", "year-earlier results"."""
    return Shifted("year", -1, "anchor", loose=True) if found["unit"] == "year" else None


def text_quarter(_: Found) -> Shifted:
    """ "the latest period" of a company's report."""
    return Shifted("quarter", 0, "anchor")


def of_that_year(found: Found) -> Any:
    """ "August 9 of that year"."""
    return found["base"] if found["that"] == Shifted("year", 0, "anchor") else None


# ---------------------------------------------------------------- parts of years, years, decades, centuries


def told_year(found: Found) -> int | None:
    """The year beside a part of it, written as a number or found by an earlier layer."""
    years = found["years"]
    if isinstance(years, say.CalendarYears):
        return years.first
    return int(found["year"]) if found["year"] else None


def _year_shift(found: Found) -> int | None:
    return SHIFTS[word(found["yearshift"])] if found["yearshift"] else None


def season(found: Found) -> PartOfYear:
    """ "last spring", "the winter of 1911"."""
    which = word(found["which"])
    shift = 0 if which == "this" and not found["year"] else _year_shift(found)
    return PartOfYear("season", SEASONS[word(found["season"])], told_year(found), shift, _NEIGHBOUR.get(which, 0))


def quarter(found: Found) -> PartOfYear | None:
    """ "the third quarter", "last year's final quarter", "the latter half of 2013"."""
    if found["unit"] not in {"quarter", None} or (found["unit"] is None) == (found["half"] is None):
        return None
    grain: Grain = "quarter" if found["unit"] else "half"
    parts = 4 if grain == "quarter" else 2
    ordinal = found["ordinal"] or parts  # "last", "final", "latter"
    if ordinal > parts:
        return None
    return PartOfYear(
        grain, ordinal, told_year(found), _year_shift(found), _NEIGHBOUR.get(word(found["which"]), 0)
    )  # fmt: skip


def half_of_the_year(found: Found) -> PartOfYear | None:
    """ "the first half of the year"."""
    return quarter(found) if found["of"] == "year" else None


def year_period(found: Found) -> say.CalendarYears | None:
    """ "the 2003 period"."""
    return year_value(found) if found["unit"] in {None, "year", "quarter"} else None


def year_value(found: Found) -> say.CalendarYears:
    """A year as it is."""
    return say.CalendarYears(found["year"], found["year"])


def the_year(found: Found) -> say.CalendarYears | None:
    """ "the year 1972"."""
    return year_value(found) if found["unit"] == "year" else None


def bare_year(found: Found) -> say.CalendarYears | None:
    """A number that may be a year, with no noun after it."""
    return year_value(found) if found["year"] <= 2100 else None


def year_before_noun(found: Found) -> say.CalendarYears | None:
    """ "2012 campaign" is a year, "1930 soldiers" is not."""
    noun = word(found["next"])
    if not 1900 <= found["year"] <= 2050 or noun in _COUNTED_THINGS:
        return None
    plural = noun.endswith("s") and noun[-3:] not in _YEAR_NOUN_ENDINGS and len(noun) > 3
    return None if plural else year_value(found)


def second_year(found: Found) -> say.CalendarYears | None:
    """ "2001-02": the second one."""
    first = found["first"]
    year = first if isinstance(first, int) else first.first if isinstance(first, say.CalendarYears) else None
    if year is None or not 0 <= found["n"] <= 99:
        return None
    last = year // 100 * 100 + found["n"]
    return say.CalendarYears(last, last) if year < last <= year + 60 else None


def decade(found: Found) -> say.CalendarYears | None:
    """ "the '80s"."""
    digits = int(found["digits"])
    return None if digits % 10 or digits > 90 else say.CalendarYears(1900 + digits, 1909 + digits)


def decade_in_words(found: Found) -> say.CalendarYears:
    """ "the nineties"."""
    first = DECADES[word(found["word"])]
    return say.CalendarYears(first, first + 9)


def century(found: Found) -> Century | None:
    """ "the 20th century"."""
    return Century(found["ordinal"], found["bc"] is not None) if found["unit"] == "century" else None


def before_christ(found: Found) -> YearBeforeChrist | None:
    """ "310 BC"."""
    year = int(found["digits"])
    return YearBeforeChrist(year, found["month"]) if year else None


def first_before_christ(found: Found) -> YearBeforeChrist | None:
    """The 310 of "310-305 BC"."""
    return YearBeforeChrist(int(found["digits"])) if isinstance(found["last"], YearBeforeChrist) else None


def part_before_christ(found: Found) -> YearBeforeChrist | None:
    """ "June 305 BC"."""
    base, years = found["base"], found["years"]
    if not isinstance(years, YearBeforeChrist) or years.month is not None:
        return None
    return YearBeforeChrist(years.year, base.month if isinstance(base, say.CalendarMonth) else None)


def decade_or_part(found: Found) -> say.CalendarYears | None:
    """ "the early 1990s": the article belongs to it; to a bare year it does not."""
    base = found["base"]
    return base if isinstance(base, say.CalendarYears) and (base.first != base.last or base.portion) else None


# ---------------------------------------------------------------- days


def week_of(found: Found) -> say.PartOf | None:
    """ "the week of June 9"."""
    return say.PartOf("week", 1, found["base"]) if found["unit"] == "week" and is_day(found["base"]) else None


def feast_of_year(found: Found) -> say.CalendarDay | None:
    """ "Christmas 1971"."""
    base = found["base"]
    if not isinstance(base, say.CalendarDay) or base.month is None or base.year is not None:
        return None
    return say.CalendarDay(base.day, base.month, told_year(found))


def first_day(found: Found) -> say.CalendarDay | None:
    """The 11 of "11-14 October"."""
    last = found["date"]
    if not isinstance(last, say.CalendarDay) or last.month is None:
        return None
    return say.CalendarDay(found["day"], last.month, last.year)


def second_day(found: Found) -> say.CalendarDay | None:
    """The 8 of "June 7 and 8"."""
    first = found["date"]
    if not isinstance(first, say.CalendarDay) or first.month is None or found["day"] <= first.day:
        return None
    return say.CalendarDay(found["day"], first.month, first.year)
