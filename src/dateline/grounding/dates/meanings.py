"""What a time expression says, before a calendar makes days of it.

Counts are whole units; negative ones lie in the past. Weekdays are 0 (Monday) to 6. A meaning is as the words give it:
what they leave open (a year, a month) is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Unit: TypeAlias = Literal["minute", "hour", "day", "week", "fortnight", "month", "year", "decade"]
Part: TypeAlias = Literal["morning", "afternoon", "evening", "night"]
Portion: TypeAlias = Literal["early", "middle", "late"]
Which: TypeAlias = Literal[
    "plain", "last", "this", "next", "previous", "following", "that", "last week", "this week", "next week"
]


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """ "8 November 2024", "8 November", "the 8th". ``year_shift`` -1 is "last year"."""

    day: int
    month: int | None = None
    year: int | None = None
    year_shift: int | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class EitherDay:
    """ "8/11": 8 November, or 11 August; publication decides."""

    first: CalendarDay
    second: CalendarDay


@dataclass(frozen=True, slots=True)
class FeastDay:
    """ "Good Friday", "Eid al-Fitr": a feast that another calendar moves; `feasts` says on which days it falls.

    ``day`` counts from Easter or from the Hebrew new year (negative: from the one after), or is the day of an Islamic
    ``month``; ``length`` is in days.
    """

    calendar: Literal["easter", "orthodox", "islamic", "hebrew", "lunar"]
    day: int
    month: int = 0
    length: int = 1


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """ "July", "July 2024", "early July", "last July"; ``month`` None is "the month" of the text."""

    month: int | None
    year: int | None = None
    year_shift: int | None = None
    portion: Portion | None = None
    which: Which = "plain"


@dataclass(frozen=True, slots=True)
class CalendarYears:
    """ "2019", "the 1990s": the first and the last year."""

    first: int
    last: int
    portion: Portion | None = None


@dataclass(frozen=True, slots=True)
class DayName:
    """ "Friday", "last Friday"."""

    weekday: int
    which: Which = "plain"


@dataclass(frozen=True, slots=True)
class Weekend:
    """ "at the weekend", "last weekend"."""

    which: Which = "plain"


@dataclass(frozen=True, slots=True)
class CountedDay:
    """ "today" (0), "yesterday" (-1), "tomorrow" (1)."""

    days: int


@dataclass(frozen=True, slots=True)
class CalendarUnit:
    """ "this week" (0), "last month" (-1), "next year" (1)."""

    unit: Unit
    shift: int
    portion: Portion | None = None


@dataclass(frozen=True, slots=True)
class Ago:
    """Such as "two weeks ago" (-2), "within the week" (1).

    ``base`` is the day it is counted from where the words name one; ``exact`` marks "two years ago to the day".
    """

    unit: Unit
    count: int
    base: Meaning | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class FromAnchor:
    """ "two days later" (2), "the day before" (-1), counted from the date told last.

    ``of_event`` marks "two days after the attack", where an event that is named, not a date, is counted from.
    ``night`` marks "the night before".
    """

    unit: Unit
    count: int
    of_event: bool = False
    night: bool = False


@dataclass(frozen=True, slots=True)
class SameAsAnchor:
    """ "the same day", "that night"; ``hours`` marks "hours later", "soon afterwards"."""

    unit: Unit = "day"
    night: bool = False
    hours: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """ "the past three weeks": up to publication; ``count`` is 1 where the words give none."""

    unit: Unit
    count: int


@dataclass(frozen=True, slots=True)
class Running:
    """ "for the third day running": the ``count``-th unit of something that goes on."""

    unit: Unit
    count: int


@dataclass(frozen=True, slots=True)
class PartOf:
    """ "the first week of June" (1), "the last two days of October" (-1, with ``length`` 2)."""

    unit: Unit
    ordinal: int
    base: Meaning
    length: int = 1


@dataclass(frozen=True, slots=True)
class InDay:
    """ "Friday night", "early on Friday": a part of a day, which remains that day."""

    base: Meaning
    part: Part


@dataclass(frozen=True, slots=True)
class TimeOfDay:
    """ "at 22:10", "before sunrise": a time without its day. ``hour`` and ``minute`` where a clock tells them."""

    part: Part | None = None
    hour: int | None = None
    minute: int = 0


@dataclass(frozen=True, slots=True)
class NightTo:
    """ "overnight" (``base`` None), "the night to Wednesday": the day before and the day."""

    base: Meaning | None = None


@dataclass(frozen=True, slots=True)
class DayBefore:
    """ "the eve of 3 May" (-1), "the day after Christmas" (1), "two days before 3 May"."""

    base: Meaning
    unit: Unit
    count: int


@dataclass(frozen=True, slots=True)
class Between:
    """ "from Monday to Wednesday", "3-5 May"."""

    first: Meaning
    last: Meaning


@dataclass(frozen=True, slots=True)
class Since:
    """ "since October 7": up to publication. ``when`` marks "since January, when ...", which tells of January too."""

    base: Meaning
    when: bool = False


@dataclass(frozen=True, slots=True)
class Until:
    """ "by Friday": from publication on, where it lies ahead."""

    base: Meaning


Meaning: TypeAlias = (
    CalendarDay
    | EitherDay
    | FeastDay
    | CalendarMonth
    | CalendarYears
    | DayName
    | Weekend
    | CountedDay
    | CalendarUnit
    | Ago
    | FromAnchor
    | SameAsAnchor
    | Stretch
    | Running
    | PartOf
    | InDay
    | TimeOfDay
    | NightTo
    | DayBefore
    | Between
    | Since
    | Until
)


@dataclass(frozen=True, slots=True)
class DateExpression:
    """A time expression: ``text`` is exactly the characters ``start`` to ``end`` (exclusive).

    Attributes:
        core: where it starts without a leading preposition ("on", "in", "at"); ``start`` where there is none.
        dateline: whether it is the date of a dateline ("BAMAKO, June 19 -"), which dates the text, not an event.
    """

    start: int
    end: int
    text: str
    core: int
    meaning: Meaning
    dateline: bool = False
