"""Time expressions to days: what the words mean on the calendar of the day the text was published.

The rules are those of the project's labelling guideline: days as in the text, "overnight" is the day before and the
day, "since" runs to publication, a weekday is the latest one not after publication unless the text announces it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, TypeAlias

from dateline.grounding.dates import meanings as say
from dateline.grounding.dates.calendar_days import (
    DAY,
    Days,
    date_or_none,
    first_of_month,
    month_days,
    moved,
    portion_of,
    single,
    unit_around,
    whole,
)
from dateline.grounding.dates.feasts import feast_starts
from dateline.records import Period, Span
from dateline.records.kinds import Basis

Tense: TypeAlias = Literal["past", "future"]
_WEEK = timedelta(days=7)
# Days from a date to publication beyond which it belongs to another year's story.
YEARS_BEFORE = 300
_FAR = timedelta(days=120)
_BACKWARDS = 1.5
_SOON = timedelta(days=31)
_LONG_PAST = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class Frame:
    """What an expression is resolved against.

    Attributes:
        published: the day of publication, or None.
        anchor: the days told last before the expression, or None.
        future: whether the text announces rather than reports.
        told: whether it reports, so that a day without its year does not lie ahead.
        near: whether the anchor stands so near that a day or month without its year takes it from there.
        clock: hour and minute of publication, where known.
    """

    published: date | None
    anchor: Days | None = None
    future: bool = False
    near: bool = True
    clock: tuple[int, int] | None = None
    told: bool = True


def resolve_date(
    expression: say.DateExpression,
    *,
    published: date | None,
    anchor: Period | date | None = None,
    tense: Tense | None = None,
) -> Period | None:
    """The days of an expression, or None where the calendar or what is known does not give them.

    Args:
        published: the day of publication; without it only full dates and what is anchored to one resolve.
        anchor: the date told last before the expression; "two days later" and "the 9th" count from it.
        tense: "future" where the text announces ("will march on Friday").
    """
    frame = Frame(published, _anchor_days(anchor), tense == "future")
    days = resolve_meaning(expression.meaning, frame)
    if days is None:
        return None
    span = Span(start=expression.start, end=expression.end, text=expression.text)
    return Period(start=days[0].isoformat(), end=days[1].isoformat(), basis=basis_of(expression.meaning), text=span)


def resolve_meaning(meaning: say.Meaning, frame: Frame) -> Days | None:
    """First and last day of a meaning, or None; impossible days and years are None, nothing is raised."""
    try:
        days = _days(meaning, frame)
    except (ValueError, OverflowError):
        # 30 February, or a count of years that leaves the calendar.
        return None
    return days if days is not None and days[0] <= days[1] else None


def basis_of(meaning: say.Meaning) -> Basis:
    """Whether the words state the date, count it from publication, or from another date of the text."""
    match meaning:
        case say.CalendarDay(month=None) | say.CalendarMonth(month=None):
            return "relative"
        case say.CalendarDay() | say.CalendarMonth() | say.CalendarYears() | say.EitherDay() | say.FeastDay():
            return "stated"
        case say.FromAnchor() | say.SameAsAnchor():
            return "anchored"
        case say.DayName(which="previous" | "following" | "that"):
            return "anchored"
        case say.InDay(base=base) | say.PartOf(base=base) | say.DayBefore(base=base) | say.Since(base=base):
            return basis_of(base)
        case say.Until(base=base):
            return basis_of(base)
        case say.NightTo(base=base) if base is not None:
            return basis_of(base)
        case say.Between(last=last):
            return basis_of(last)
    return "relative"


def _anchor_days(anchor: Period | date | None) -> Days | None:
    if anchor is None:
        return None
    if isinstance(anchor, Period):
        return date.fromisoformat(anchor.start), date.fromisoformat(anchor.end)
    return anchor, anchor


def _days(meaning: say.Meaning, frame: Frame) -> Days | None:
    match meaning:
        case say.CalendarDay():
            return _calendar_day(meaning, frame)
        case say.FeastDay():
            return _feast(meaning, frame)
        case say.EitherDay(first=first, second=second):
            return _either_day(first, second, frame)
        case say.CalendarMonth():
            return _calendar_month(meaning, frame)
        case say.CalendarYears(first=first_year, last=last_year, portion=portion):
            return portion_of(date(first_year, 1, 1), date(last_year, 12, 31), portion)
        case say.DayName():
            return _day_name(meaning, frame)
        case say.InDay(base=base):
            return _days(base, frame)
        case say.NightTo(base=base):
            return _night_to(base, frame)
        case say.DayBefore(base=base, unit=unit, count=count):
            days = _days(base, frame)
            return None if days is None else moved(days, unit, count)
        case say.Between(first=first, last=last):
            return _between(first, last, frame)
        case say.FromAnchor() | say.SameAsAnchor():
            return _anchored(meaning, frame)
        case say.TimeOfDay():
            return _time_of_day(meaning, frame)
        case say.PartOf():
            return _part_of(meaning, frame)
    return None if frame.published is None else _from_publication(meaning, frame, frame.published)


# ---------------------------------------------------------------- days


def _calendar_day(meaning: say.CalendarDay, frame: Frame) -> Days | None:
    if meaning.month is None:
        return _day_of_month(meaning.day, frame)
    if meaning.year is not None:
        return single(date(meaning.year, meaning.month, meaning.day))
    if frame.published is None:
        return None
    year = frame.published.year
    if meaning.year_shift is not None:
        return single(date(year + meaning.year_shift, meaning.month, meaning.day))
    if frame.near and frame.anchor is not None and _years_before(frame.anchor, frame.published):
        year = frame.anchor[0].year
    candidates = [day for shift in range(-8, 9) if (day := date_or_none(year + shift, meaning.month, meaning.day))]
    if frame.near and frame.anchor is not None and _years_before(frame.anchor, frame.published):
        return single(_carried_on(candidates, frame.anchor))
    return _chosen(candidates, frame)


def _carried_on(candidates: list[date], anchor: Days) -> date | None:
    """The day inside the days told last, or next to them; a story goes forward rather than back."""

    def distance(day: date) -> float:
        if day < anchor[0]:
            return _BACKWARDS * (anchor[0] - day).days
        return max(0, (day - anchor[1]).days)

    return min(candidates, key=distance, default=None)


def _years_before(anchor: Days, published: date) -> bool:
    return (published - anchor[1]).days > YEARS_BEFORE


def _feast(feast: say.FeastDay, frame: Frame) -> Days | None:
    if frame.published is None:
        return None
    year = frame.published.year
    starts = [day for shift in (-1, 0, 1) for day in feast_starts(feast, year + shift)]
    first = _chosen(starts, frame)
    return None if first is None else (first[0], first[0] + DAY * (feast.length - 1))


def _time_of_day(meaning: say.TimeOfDay, frame: Frame) -> Days | None:
    """The day told last, where it is near; else publication's, or the day before where the clock has not got so far."""
    if frame.near and frame.anchor is not None:
        return (frame.anchor[1], frame.anchor[1])
    if frame.published is None:
        return None
    if frame.clock is not None and meaning.hour is not None and (meaning.hour, meaning.minute) > frame.clock:
        return single(frame.published - DAY)
    return single(frame.published)


def _day_of_month(day: int, frame: Frame) -> Days | None:
    """The 9th: of the month told last, where that is another than publication's; else the latest one."""
    around = frame.published or (frame.anchor[0] if frame.anchor else None)
    if around is None:
        return None
    if frame.near and frame.anchor is not None and _far(frame.anchor, around):
        around = frame.anchor[0]
        return single(found) if (found := date_or_none(around.year, around.month, day)) else None
    candidates = []
    for shift in range(-3, 4):
        first = first_of_month(around, shift)
        if found := date_or_none(first.year, first.month, day):
            candidates.append(found)
    return _chosen(candidates, frame)


def _far(anchor: Days, published: date) -> bool:
    return abs((published - anchor[0]).days) > 45 and (anchor[1] - anchor[0]).days <= 31


def _chosen(candidates: list[date], frame: Frame) -> Days | None:
    """Of the same day in several months or years, the latest not after publication, or the next one if announced."""
    published = frame.published or (frame.anchor[0] if frame.anchor else None)
    if published is None:
        return None
    past = max((day for day in candidates if day <= published + DAY), default=None)
    ahead = min((day for day in candidates if day >= published), default=None)
    # "By June it expects to mend what the storm of 5 April broke" announces nothing for next April.
    if frame.future and ahead is not None and (past is None or not (ahead - published > _FAR > published - past)):
        return single(ahead)
    # "The trial opens on 3 December", printed in November, needs no word that announces.
    near = past is not None and ahead is not None and ahead - published <= _SOON and published - past >= _LONG_PAST
    if near and not frame.told:
        return single(ahead)
    # A text printed shortly before midnight abroad may carry the next day's date.
    return single(past)


def _either_day(first: say.CalendarDay, second: say.CalendarDay, frame: Frame) -> Days | None:
    one, other = resolve_meaning(first, frame), resolve_meaning(second, frame)
    if one is None or other is None or frame.published is None:
        return one or other
    published = frame.published

    def distance(days: Days) -> tuple[bool, int]:
        return days[0] > published and not frame.future, abs((published - days[0]).days)

    return min(one, other, key=distance)


def _day_name(meaning: say.DayName, frame: Frame) -> Days | None:
    if meaning.which in {"previous", "following", "that"} and frame.anchor is not None:
        return single(_weekday_by_anchor(meaning, frame.anchor))
    if frame.published is None:
        return None
    published = frame.published
    monday = published - DAY * published.weekday()
    back = (published.weekday() - meaning.weekday) % 7
    latest = published - DAY * back
    match meaning.which:
        case "last week" | "this week" | "next week":
            weeks = {"last week": -1, "this week": 0, "next week": 1}[meaning.which]
            return single(monday + weeks * _WEEK + DAY * meaning.weekday)
        case "last" | "previous":
            return single(latest - _WEEK if back == 0 else latest)
        case "next" | "following":
            return single(latest + _WEEK)
        case "this":
            day = monday + DAY * meaning.weekday
            return single(day if day <= published or frame.future else latest)
    if frame.future:
        return single(latest if back == 0 else latest + _WEEK)
    return single(latest)


def _weekday_by_anchor(meaning: say.DayName, anchor: Days) -> date:
    start, end = anchor
    if meaning.which == "following":
        return end + DAY * (((meaning.weekday - end.weekday() - 1) % 7) + 1)
    if meaning.which == "previous":
        return start - DAY * (((start.weekday() - meaning.weekday - 1) % 7) + 1)
    return start + DAY * ((meaning.weekday - start.weekday() + 3) % 7 - 3)


def _night_to(base: say.Meaning | None, frame: Frame) -> Days | None:
    if base is None:
        return None if frame.published is None else (frame.published - DAY, frame.published)
    days = _days(base, frame)
    return None if days is None else (days[0] - DAY, days[1])


# ---------------------------------------------------------------- months, years, units


def _calendar_month(meaning: say.CalendarMonth, frame: Frame) -> Days | None:
    if meaning.month is None:
        around = frame.anchor[0] if frame.anchor and frame.published is None else frame.published
        if around is None:
            return None
        return month_days(around.year, around.month, meaning.portion)
    year = meaning.year
    if year is None:
        if frame.published is None:
            return None
        if frame.near and frame.anchor is not None and _years_before(frame.anchor, frame.published):
            year = frame.anchor[0].year
            if meaning.year_shift is not None or meaning.which != "plain":
                year = _year_of_month(meaning, frame.published, frame.future)
        else:
            year = _year_of_month(meaning, frame.published, frame.future)
    return month_days(year, meaning.month, meaning.portion)


def _year_of_month(meaning: say.CalendarMonth, published: date, future: bool) -> int:
    month = meaning.month or published.month
    if meaning.year_shift is not None:
        return published.year + meaning.year_shift
    if meaning.which == "this":
        return published.year
    if meaning.which == "next" or (future and meaning.which != "last"):
        return published.year + (month < published.month or (month == published.month and meaning.which == "next"))
    if meaning.which == "last":
        return published.year - (month >= published.month - 1)
    return published.year - (month > published.month)


def _calendar_unit(meaning: say.CalendarUnit, published: date) -> Days | None:
    """Last week is Monday to Sunday; this week, month, year run to publication."""
    match meaning.unit:
        case "week":
            first = published - DAY * published.weekday() + _WEEK * meaning.shift
            last = first + 6 * DAY
        case "month":
            first = first_of_month(published, meaning.shift)
            last = first_of_month(published, meaning.shift + 1) - DAY
        case "year":
            first, last = date(published.year + meaning.shift, 1, 1), date(published.year + meaning.shift, 12, 31)
        case "decade":
            start = published.year // 10 * 10 + 10 * meaning.shift
            first, last = date(start, 1, 1), date(start + 9, 12, 31)
        case _:
            return None
    if meaning.portion is not None:
        first, last = portion_of(first, last, meaning.portion)
    if meaning.shift == 0:
        return (first, min(last, published)) if first <= published else (first, last)
    return first, last


def _weekend(meaning: say.Weekend, frame: Frame, published: date) -> Days:
    saturday = published - DAY * ((published.weekday() - 5) % 7)
    if meaning.which == "next" or (frame.future and published.weekday() < 5):
        saturday += _WEEK
    elif meaning.which == "last" and published.weekday() >= 5:
        saturday -= _WEEK
    return saturday, saturday + DAY


def _part_of(meaning: say.PartOf, frame: Frame) -> Days | None:
    base = _days(meaning.base, frame)
    if base is None:
        return None
    size = {"day": 1, "week": 7}.get(meaning.unit)
    if size is None:
        first = first_of_month(base[0], meaning.ordinal - 1) if meaning.ordinal > 0 else first_of_month(base[1], 0)
        return first, first_of_month(first, 1) - DAY
    if meaning.ordinal < 0:
        return base[1] - DAY * (size * meaning.length - 1), base[1]
    first = base[0] + DAY * size * (meaning.ordinal - 1)
    return first, first + DAY * (size * meaning.length - 1)


# ---------------------------------------------------------------- ranges


def _between(first: say.Meaning, last: say.Meaning, frame: Frame) -> Days | None:
    end = _days(last, frame)
    if end is None:
        return None
    # The first of "28 February and 3 March" is the latest one before the last.
    start = _days(first, Frame(end[1], frame.anchor, near=frame.near)) if _counts_back(first) else _days(first, frame)
    if start is None:
        return None
    if start[0] > end[1]:
        return None
    return start[0], end[1]


def _counts_back(meaning: say.Meaning) -> bool:
    match meaning:
        case (
            say.DayName() | say.CalendarDay(year=None, year_shift=None) | say.CalendarMonth(year=None, year_shift=None)
        ):
            return True
        case say.InDay(base=base):
            return _counts_back(base)
    return False


# ---------------------------------------------------------------- counted from another date


def _anchored(meaning: say.FromAnchor | say.SameAsAnchor, frame: Frame) -> Days | None:
    anchor = frame.anchor
    if anchor is None:
        # Before any date is told, "the previous day" can only be publication's.
        if frame.published is None or (isinstance(meaning, say.FromAnchor) and (meaning.count > 0 or meaning.of_event)):
            return None
        anchor = frame.published, frame.published
    if isinstance(meaning, say.SameAsAnchor):
        return unit_around(anchor, meaning.unit)
    if meaning.of_event and anchor[1] - anchor[0] <= DAY:
        return whole(moved(anchor, meaning.unit, meaning.count), meaning.unit)
    side = anchor[0] if meaning.count < 0 else anchor[1]
    return whole(moved((side, side), meaning.unit, meaning.count), meaning.unit)


def _from_publication(meaning: say.Meaning, frame: Frame, published: date) -> Days | None:
    match meaning:
        case say.CountedDay(days=shift):
            return single(published + DAY * shift)
        case say.CalendarUnit():
            return _calendar_unit(meaning, published)
        case say.Weekend():
            return _weekend(meaning, frame, published)
        case say.Ago(unit=unit, count=count, base=base, exact=exact):
            start = (published, published) if base is None else _days(base, frame)
            if start is None:
                return None
            there = moved(start, unit, count)
            return there if exact or base is not None or count > 0 else whole(there, unit)
        case say.Stretch(unit=unit, count=count):
            return _stretch(unit, count, published)
        case say.Running(unit=unit, count=count):
            end = frame.anchor[1] if frame.anchor and not _far(frame.anchor, published) else published
            if unit == "day":
                return end - DAY * (count - 1), end
            there = moved((published, published), unit, -count)
            return there[0], published
        case say.Since(base=base):
            days = _days(base, frame)
            if days is None:
                return None
            if isinstance(base, say.CalendarMonth) and base.portion == "middle":
                days = days[0].replace(day=15), days[1]
            return (days[0], published) if days[0] <= published else days
        case say.Until(base=base):
            days = _days(base, frame)
            return (published, days[1]) if days is not None and days[0] > published else days
    return None


def _stretch(unit: say.Unit, count: int, published: date) -> Days:
    if unit == "hour":
        return published - DAY * max(1, -(-count // 24)), published
    if unit == "day":
        return published - DAY * max(1, count - 1), published
    return moved((published, published), unit, -count)[0], published
