"""Arithmetic on days: months that end, units that are added."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TypeAlias

from dateline.grounding.dates import meanings as say

Days: TypeAlias = tuple[date, date]
DAY = timedelta(days=1)


def month_days(year: int, month: int, portion: say.Portion | None) -> Days:
    """The days of a month, or of its early (1-10), middle (11-20) or late part."""
    last = calendar.monthrange(year, month)[1]
    first_day, last_day = {None: (1, last), "early": (1, 10), "middle": (11, 20), "late": (21, last)}[portion]
    return date(year, month, first_day), date(year, month, last_day)


def portion_of(first: date, last: date, portion: say.Portion | None) -> Days:
    """The first, middle or last third of some days."""
    if portion is None:
        return first, last
    third = ((last - first).days + 1) / 3
    start, end = {"early": (0, 1), "middle": (1, 2), "late": (2, 3)}[portion]
    return first + timedelta(days=round(third * start)), first + timedelta(days=round(third * end) - 1)


def unit_around(days: Days, unit: say.Unit) -> Days:
    """The week, month or year that holds the first day; the days themselves for other units."""
    match unit:
        case "week":
            monday = days[0] - DAY * days[0].weekday()
            return monday, monday + 6 * DAY
        case "month":
            return month_days(days[0].year, days[0].month, None)
        case "year":
            return date(days[0].year, 1, 1), date(days[0].year, 12, 31)
    return days


def whole(days: Days, unit: say.Unit) -> Days:
    """The month or year around a day: "five months ago" pretends to no day."""
    return unit_around(days, "year" if unit == "decade" else unit) if unit in {"month", "year", "decade"} else days


def moved(days: Days, unit: say.Unit, count: int) -> Days:
    """Days moved by a number of units; months and years keep the day of the month where there is one.

    Raises:
        ValueError, OverflowError: the result is outside the calendar.
    """
    if unit in {"month", "year", "decade"}:
        months = count * {"month": 1, "year": 12, "decade": 120}[unit]
        return _months_on(days[0], months), _months_on(days[1], months)
    if unit == "hour":
        count, unit = round(count / 24), "day"
    step = timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}.get(unit, 0))
    return days[0] + step, days[1] + step


def _months_on(day: date, months: int) -> date:
    first = first_of_month(day, months)
    return first.replace(day=min(day.day, calendar.monthrange(first.year, first.month)[1]))


def first_of_month(day: date, shift: int) -> date:
    """The first day of the month that lies ``shift`` months on."""
    year, month = divmod(day.year * 12 + day.month - 1 + shift, 12)
    return date(year, month + 1, 1)


def single(day: date | None) -> Days | None:
    """One day as days."""
    return None if day is None else (day, day)


def date_or_none(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
