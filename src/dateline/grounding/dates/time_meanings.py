"""What a TIMEX3 expression says beyond the dates that can date an event: lengths, sets, quarters, vague references.

Where the words tell a day, a month or a year, `meanings` has the same thing already, and it is used here too. Points
of time have a grain; counts of grains are whole and negative in the past.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from dateline.grounding.dates import meanings as say

Grain: TypeAlias = Literal[
    "minute", "hour", "day", "weekend", "week", "fortnight", "month", "quarter", "half", "season", "year", "decade",
    "century",
]  # fmt: skip
Origin: TypeAlias = Literal["publication", "anchor"]
Reference: TypeAlias = Literal["PAST_REF", "PRESENT_REF", "FUTURE_REF"]


@dataclass(frozen=True, slots=True)
class Shifted:
    """ "last week" (week, -1), "two years ago" (year, -2), "the next day" (day, 1, from the date told last).

    ``loose`` marks "a year earlier", which compares like with like: in a text about a quarter, the same quarter.
    """

    grain: Grain
    count: int
    origin: Origin = "publication"
    loose: bool = False


@dataclass(frozen=True, slots=True)
class PartOfYear:
    """ "the third quarter of 2003", "last spring", "the second half of 2013".

    ``number`` is the quarter (1-4), the half (1-2) or the season (1-4, spring first); ``shift`` counts from the latest.
    """

    grain: Grain
    number: int
    year: int | None = None
    year_shift: int | None = None
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Century:
    """ "the 20th century" (20); ``before_christ`` counts backwards."""

    number: int
    before_christ: bool = False


@dataclass(frozen=True, slots=True)
class YearBeforeChrist:
    """ "310 BC"; ``month`` where one is told."""

    year: int
    month: int | None = None


@dataclass(frozen=True, slots=True)
class TimeInDay:
    """ "Friday night" (TNI), "9 p.m. Sunday" (T21:00); without a base the day is that of the text."""

    time: str
    base: TimeMeaning | None = None


@dataclass(frozen=True, slots=True)
class Length:
    """ "five years", "several weeks" (``count`` None), "the past three months" (``ending`` now, so it has days)."""

    unit: Grain
    count: float | None
    ending: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """ "every day", "weekly", "each Thursday": ``value`` as TIMEX3 writes it."""

    value: str


@dataclass(frozen=True, slots=True)
class Vague:
    """ "now", "recently", "the future"."""

    reference: Reference


TimeMeaning: TypeAlias = (
    say.Meaning | Shifted | PartOfYear | Century | YearBeforeChrist | TimeInDay | Length | Every | Vague
)
TIME_MEANINGS: tuple[type, ...] = get_args(TimeMeaning)
