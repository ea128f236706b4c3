"""What the matched words of a length, a set, a time of the day or a vague reference say.

Each function takes what a rule of `time_phrases` matched and returns its meaning, or None to reject the match.
"""

from __future__ import annotations

import re
from typing import Any

from dateline.grounding.dates import meanings as say
from dateline.grounding.dates.rules import Found, Maker
from dateline.grounding.dates.time_meanings import (
    Every,
    Grain,
    Length,
    Reference,
    Shifted,
    TimeInDay,
    Vague,
)
from dateline.grounding.dates.time_points import is_day, number, word
from dateline.grounding.dates.time_values import length_value

ADVERBS: dict[str, Grain] = {
    "daily": "day",
    "weekly": "week",
    "biweekly": "week",
    "monthly": "month",
    "yearly": "year",
    "annually": "year",
    "hourly": "hour",
    "nightly": "day",
}


def vague(reference: Reference) -> Maker:
    """ "now", "recently", "the future"."""
    return lambda _: Vague(reference)


# ---------------------------------------------------------------- lengths


def length(found: Found) -> Length | None:
    """ "five years", "the past three weeks", "a year and a half"."""
    unit = found["unit"]
    if (
        unit is None
        or (found["age"] and unit == "year")
        or (found["n"] == 3 and unit == "quarter" and not found["which"])
    ):
        # "6-year-old" is whose age it is, "three quarters" mostly a share.
        return None
    count: float = number(found["n"])
    return Length(unit, count + 0.5 if found["half"] else count, ending=word(found["which"]) in {"last", "past"})


def article_length(found: Found) -> Length | None:
    """ "a year"; "a quarter" is mostly a share."""
    return None if found["unit"] == "quarter" else length(found)


def year_ended(found: Found) -> Length | None:
    """ "the year ended 30 June" is no calendar year."""
    return Length("year", 1) if found["unit"] == "year" else None


def unknown_length(found: Found) -> Length:
    """ "several weeks", "recent years"."""
    return Length(found["unit"], None, ending=word(found["which"]) in {"last", "past", "recent"})


def with_fraction(found: Found) -> Length | None:
    """ "2 1/2 years"."""
    return Length(found["unit"], number(found["n"]) + 0.5) if found["fraction"] == "1/2" else None


def half_length(found: Found) -> Length | None:
    """ "half an hour"."""
    match found["unit"]:
        case "year" | "hour" | "day":
            return Length(found["unit"], 0.5)
        case "century":
            return Length("year", 50)
        case "decade":
            return Length("year", 5)
    return None


def with_modifier(found: Found) -> Any:
    """ "more than two years": what it modifies."""
    return found["base"] if isinstance(found["base"], Length) else None


def time_with_modifier(found: Found) -> Any:
    """ "about 9:05", "nearly four years ago"."""
    base = found["base"]
    if isinstance(base, TimeInDay):
        return base
    return base if isinstance(base, Shifted) and base.count and base.grain != "day" else None


# ---------------------------------------------------------------- sets


def every(found: Found) -> Every | None:
    """ "every day", "five times a year"."""
    return None if found["unit"] is None else Every(length_value(Length(found["unit"], number(found["n"]))))


def every_adverb(found: Found) -> Every:
    """ "weekly"."""
    return Every(length_value(Length(ADVERBS[word(found["adverb"])], 1)))


def every_part(found: Found) -> Every:
    """ "every night"."""
    return Every(f"XXXX-XX-XX{found['part']}")


def every_named(found: Found) -> Every | None:
    """ "each Thursday", "every July"."""
    match found["base"]:
        case say.DayName(weekday=weekday):
            return Every(f"XXXX-WXX-{weekday + 1}{found['part'] or ''}")
        case say.CalendarMonth(month=int(month)):
            return Every(f"XXXX-{month:02}")
    return None


# ---------------------------------------------------------------- times of the day


def part_today(shift: int) -> Maker:
    """ "this morning", "last night"."""
    return lambda found: TimeInDay(found["part"], Shifted("day", shift))


def part_alone(found: Found) -> TimeInDay:
    """ "in the morning": the day is that of the text."""
    return TimeInDay(found["part"])


def overnight(_: Found) -> TimeInDay:
    """ "overnight"."""
    return TimeInDay("TNI", Shifted("day", 0))


def part_of_day(found: Found) -> TimeInDay | None:
    """ "Friday night", "noon Sunday"."""
    base = found["base"]
    if isinstance(base, TimeInDay):
        return TimeInDay(found["part"], base.base) if found["part"].startswith("T1") else None
    return TimeInDay(found["part"], base) if is_day(base) else None


def early_hours(found: Found) -> TimeInDay | None:
    """ "the early hours of Thursday"."""
    base = found["base"].base if isinstance(found["base"], TimeInDay) else found["base"]
    hours = isinstance(found["hours"], Length) and found["hours"].unit == "hour" and found["hours"].count is None
    return TimeInDay("TMO", base) if hours and is_day(base) else None


def clock(found: Found) -> TimeInDay | None:
    """ "9:05 a.m." is T09:05, "5 p.m." T17:00; "$8.40" is none."""
    written = str(found["clock"])
    digits = re.match(r"(\d\d?)(?:[:.]?(\d\d))?", written)
    half = re.search(r"([ap])\.?m", written, re.IGNORECASE)
    if digits is None or (half is None and "." in written):
        return None
    hour, minute = int(digits[1]), int(digits[2] or 0)
    if hour > 24 or minute > 59:
        return None
    if half is not None:
        hour = hour % 12 + (12 if half[1] in "pP" else 0)
    return TimeInDay(f"T{hour:02}:{minute:02}")


def clock_in_words(found: Found) -> TimeInDay | None:
    """ "three in the morning"."""
    hour = found["n"]
    late = found["part"] in {"TAF", "TEV"} or (found["part"] == "TNI" and hour > 5)
    return TimeInDay(f"T{hour + 12 if late and hour < 12 else hour:02}:00") if hour <= 24 else None


def clock_on(found: Found) -> TimeInDay | None:
    """ "9 p.m. Sunday"."""
    time = found["clock"]
    if not isinstance(time, TimeInDay) or time.base is not None or not is_day(found["base"]):
        return None
    return TimeInDay(time.time, found["base"])


# ---------------------------------------------------------------- parts of anything


def portion(found: Found) -> Any:
    """ "the end of 1911", "early Friday": a modifier in TIMEX3, so the value is that of the whole."""
    base = found["base"]
    return None if isinstance(base, Length | Every | Vague) else base
