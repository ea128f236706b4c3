"""TIMEX3 values: points of time with a grain, how they are written, and which days they cover.

The notation is that of ISO 8601 with TIMEX3's additions (Pustejovsky et al. 2005, TimeML annotation guidelines 1.2.1,
section 2.2): 1998-W32, 1998-Q3, 1998-SU, 199 (a decade), 19 (a century), P5Y, 1998-08-07TNI, PAST_REF.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from dateline.grounding.dates.calendar_days import DAY, Days, first_of_month, moved
from dateline.grounding.dates.time_meanings import Grain, Length

_MONTHS: dict[Grain, int] = {
    "month": 1,
    "quarter": 3,
    "half": 6,
    "season": 3,
    "year": 12,
    "decade": 120,
    "century": 1200,
}
_DAYS: dict[Grain, int] = {"day": 1, "weekend": 7, "week": 7, "fortnight": 14}
_SEASONS = ("SP", "SU", "FA", "WI")
_FIRST_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_LETTERS: dict[Grain, str] = {
    "minute": "TM",
    "hour": "TH",
    "day": "D",
    "week": "W",
    "month": "M",
    "quarter": "Q",
    "season": "Q",
    "year": "Y",
    "decade": "E",
    "century": "C",
}
# What TIMEX writes as a number of smaller units.
_SMALLER: dict[Grain, tuple[Grain, int]] = {
    "fortnight": ("week", 2),
    "weekend": ("day", 2),
    "half": ("month", 6),
    "decade": ("year", 10),
    "century": ("year", 100),
}
_HALVES: dict[Grain, str] = {"minute": "30S", "hour": "30M", "day": "T12H", "year": "6M"}


class Point(NamedTuple):
    """A stretch of the calendar: its grain and its first day."""

    grain: Grain
    day: date


def point_around(grain: Grain, day: date) -> Point:
    """The stretch of a grain that holds a day.

    Raises:
        ValueError, OverflowError: outside the calendar.
    """
    match grain:
        case "week" | "fortnight":
            return Point("week", day - DAY * day.weekday())
        case "weekend":
            return Point(grain, day - DAY * ((day.weekday() - 5) % 7))
        case "month":
            return Point(grain, day.replace(day=1))
        case "quarter" | "half":
            size = _MONTHS[grain]
            return Point(grain, date(day.year, (day.month - 1) // size * size + 1, 1))
        case "season":
            return Point(grain, first_of_month(day.replace(day=1), -(day.month % 3)))
        case "year":
            return Point(grain, date(day.year, 1, 1))
        case "decade":
            return Point(grain, date(max(1, day.year // 10 * 10), 1, 1))
        case "century":
            return Point(grain, date(max(1, day.year // 100 * 100), 1, 1))
    return Point("day", day)


def point_shifted(point: Point, grain: Grain, count: int) -> Point:
    """A point moved by a number of grains; a count of years keeps the grain of the point.

    Raises:
        ValueError, OverflowError: outside the calendar.
    """
    if grain in _MONTHS:
        there = moved((point.day, point.day), "month", count * _MONTHS[grain])[0]
    else:
        there = point.day + timedelta(days=count * _DAYS.get(grain, 0))
    return point_around(point.grain, there)


def last_day(point: Point) -> date:
    """The last day of a point.

    Raises:
        ValueError, OverflowError: outside the calendar.
    """
    if point.grain == "weekend":
        return point.day + DAY
    if point.grain in _MONTHS:
        return first_of_month(point.day, _MONTHS[point.grain]) - DAY
    return point.day + DAY * (_DAYS[point.grain] - 1)


def value_of(point: Point) -> str:
    """How TIMEX3 writes a point."""
    day = point.day
    match point.grain:
        case "week" | "weekend":
            year, week, _ = day.isocalendar()
            return f"{year:04}-W{week:02}" + ("-WE" if point.grain == "weekend" else "")
        case "month":
            return day.isoformat()[:7]
        case "quarter":
            return f"{day.year:04}-Q{(day.month + 2) // 3}"
        case "half":
            return f"{day.year:04}-H{1 if day.month < 7 else 2}"
        case "season":
            return f"{day.year:04}-{_SEASONS[day.month // 3 - 1]}"
        case "year":
            return f"{day.year:04}"
        case "decade":
            return f"{day.year:04}"[:3]
        case "century":
            return f"{day.year:04}"[:2]
    return day.isoformat()


def length_value(length: Length) -> str:
    """How TIMEX3 writes a length: P5Y, PT30M, PXW where the words give no number."""
    unit, count = length.unit, length.count
    if unit in _SMALLER and (count is not None or unit in {"fortnight", "weekend", "half"}):
        unit, times = _SMALLER[unit]
        count = None if count is None else count * times
    letters = _LETTERS[unit]
    time, letter = ("T", letters[1]) if letters.startswith("T") else ("", letters)
    if count is None:
        return f"P{time}X{letter}"
    whole, half = divmod(count, 1)
    if half == 0.5 and unit in _HALVES:
        first = f"{int(whole)}{letter}" if whole else ""
        return f"P{time if first or not _HALVES[unit].startswith('T') else ''}{first}{_HALVES[unit]}"
    return f"P{time}{count:g}{letter}"


def stretch_to(published: date, length: Length) -> Days | None:
    """The days of a length that ends on the day of publication; None where its number is not told."""
    if length.count is None:
        return None
    unit, count = length.unit, int(length.count)
    if unit in _SMALLER:
        unit, times = _SMALLER[unit]
        count *= times
    if unit in {"minute", "hour"}:
        return published - DAY * max(1, -(-count // (24 if unit == "hour" else 1440))), published
    if unit == "day":
        return published - DAY * max(1, count - 1), published
    start = point_shifted(Point("day", published), unit, -count)
    return start.day, published


_VALUE = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)(?:T.*)?|(?P<week>\d{4}-W\d\d)(?P<weekend>-WE)?|(?P<month>\d{4}-\d\d)|"
    r"(?P<part>\d{4}-(?:Q[1-4]|H[12]|SP|SU|FA|WI))|(?P<year>\d{4})|(?P<decade>\d{3})|(?P<century>\d\d)"
)


def point_of_value(value: str) -> Point | None:
    """The point that a TIMEX3 value writes; None for lengths, sets, vague references and days no calendar has."""
    found = _VALUE.fullmatch(value)
    if found is None:
        return None
    try:
        match found.lastgroup:
            case "day":
                return Point("day", date.fromisoformat(found["day"]))
            case "week" | "weekend":
                monday = date.fromisoformat(found["week"] + "-1")
                return Point("weekend", monday + DAY * 5) if found["weekend"] else Point("week", monday)
            case "month":
                return Point("month", date.fromisoformat(value + "-01"))
            case "part":
                return _part_of_year(int(value[:4]), value[5:])
            case "year":
                return Point("year", date(int(value), 1, 1))
            case "decade":
                return Point("decade", date(int(value) * 10, 1, 1))
        return Point("century", date(int(value) * 100, 1, 1))
    except ValueError:
        return None


def _part_of_year(year: int, part: str) -> Point:
    if part[0] == "Q":
        return Point("quarter", date(year, int(part[1]) * 3 - 2, 1))
    if part[0] == "H":
        return Point("half", date(year, int(part[1]) * 6 - 5, 1))
    return Point("season", date(year, _FIRST_MONTH[part], 1))


def part_of_year(grain: Grain, number: int, year: int) -> Point:
    """The quarter, half or season of a year; a winter starts in the December of its year.

    Raises:
        ValueError: outside the calendar.
    """
    if grain == "season":
        return _part_of_year(year, _SEASONS[number - 1])
    return _part_of_year(year, f"{'Q' if grain == 'quarter' else 'H'}{number}")


def days_of(point: Point) -> Days | None:
    """First and last day of a point; None where its end is outside the calendar."""
    try:
        return point.day, last_day(point)
    except (ValueError, OverflowError):
        return None
