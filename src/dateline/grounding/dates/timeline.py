"""The dates of a whole text, each resolved in its place: what it is counted from, whether it lies ahead."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import zip_longest

from dateline.grounding.dates import meanings as say
from dateline.grounding.dates.announcing import CLAUSE_END, is_announced, is_telling, is_told
from dateline.grounding.dates.calendar_days import Days
from dateline.grounding.dates.finding import find_dates
from dateline.grounding.dates.resolving import YEARS_BEFORE, Frame, basis_of, resolve_meaning
from dateline.records import Period, Report, Span

_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9])|\n+")
_NO_END = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Lt|Sgt|Gov|Sen|Rep|St|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z])$"
)
_PARAGRAPH = re.compile(r"\n\s*\n")
_RECENT = 10
_A_NIGHT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ResolvedDate:
    """An expression with its days.

    Attributes:
        other: a second reading for an event told after the words: "two days after the attack" dates both the attack
            and what followed it; None where there is one reading.
        telling: whether it dates what somebody said ("said on Friday") rather than what happened.
    """

    expression: say.DateExpression
    period: Period
    other: Period | None = None
    telling: bool = False


def sentence_starts(text: str) -> list[int]:
    """Where the sentences of a text start; a line end starts one too."""
    starts = [0]
    for match in _SENTENCE_END.finditer(text):
        if (
            "\n" not in match.group()
            and text[match.start()] == "."
            and _NO_END.search(text, max(0, match.start() - 5), match.start())
        ):
            continue
        starts.append(match.end())
    return starts


def dates_of(text: str, published: date | None) -> list[ResolvedDate]:
    """Every time expression of a text that resolves, in order.

    "Two days later" counts from the date told before it, which a date of what somebody said ("said on Friday") is not.

    Args:
        published: the day of publication; given as a ``datetime``, its hour tells "at 23:10" of this day from that of
            the day before.
    """
    starts = sentence_starts(text)
    clock = (published.hour, published.minute) if isinstance(published, datetime) else None
    day = published.date() if isinstance(published, datetime) else published
    expressions = find_dates(text)
    resolved: list[ResolvedDate] = []
    paragraphs = [match.end() for match in _PARAGRAPH.finditer(text)]
    anchor: _Anchor | None = None
    day_anchor: _Anchor | None = None
    spoken: _Anchor | None = None
    for expression, following in zip_longest(expressions, expressions[1:]):
        if isinstance(expression.meaning, say.TimeOfDay) and _dated_by(expression, following, text):
            continue
        sentence = bisect_right(starts, expression.start)
        paragraph = bisect_right(paragraphs, expression.start)
        used = (day_anchor if _of_a_day(expression.meaning) else anchor) or spoken
        near = used is not None and _is_near(used, expression.meaning, sentence, paragraph)
        days_before = None if used is None else used.days
        if not near and isinstance(expression.meaning, say.TimeOfDay) and following is not None:
            # "It broke out at 9 p.m., the owner says, and was put out on Monday": the day told next.
            ahead = _day_told(following, day) if bisect_right(starts, following.start) == sentence else None
            near, days_before = ahead is not None, ahead or days_before
        frame = Frame(
            day,
            days_before,
            future=is_announced(
                text,
                expression.start,
                expression.end,
                starts[sentence - 1],
                until=isinstance(expression.meaning, say.Until),
            ),
            near=near,
            clock=clock,
            told=not isinstance(expression.meaning, say.CalendarDay)
            or is_told(text, expression.start, expression.end, starts[sentence - 1]),
        )
        days, other = _readings(
            expression.meaning,
            frame,
            leans=used is None
            or used.sentence == sentence
            or text[starts[sentence - 1] : expression.start].strip("\"'“‘( ") != "",
        )
        if days is None:
            continue
        telling = is_telling(text, expression.start, starts[sentence - 1])
        second = None if other is None else _period(expression, other)
        resolved.append(ResolvedDate(expression, _period(expression, days), second, telling))
        told = _Anchor(
            days,
            sentence,
            paragraph,
            0 if day is None else (day - days[1]).days,
            frame.near or _has_year(expression.meaning),
        )
        if telling:
            spoken = told
        elif not expression.dateline and _can_anchor(expression.meaning):
            anchor = told
            if days[1] - days[0] <= _A_NIGHT:
                day_anchor = told
    return resolved


def dates_of_report(report: Report) -> list[ResolvedDate]:
    """`dates_of` the report's text, with the hour of publication where the report gives one."""
    published: date | None = report.published_day
    if report.published is not None and len(report.published) > len("2024-11-08"):
        published = datetime.fromisoformat(report.published)
    return dates_of(report.text, published)


@dataclass(frozen=True, slots=True)
class _Anchor:
    days: Days
    sentence: int
    paragraph: int
    age: int  # days from its end to publication
    has_year: bool


def _has_year(meaning: say.Meaning) -> bool:
    match meaning:
        case say.CalendarYears() | say.CalendarDay(year=int()) | say.CalendarMonth(year=int()):
            return True
        case say.InDay(base=base) | say.Since(base=base) | say.Between(last=base) | say.PartOf(base=base):
            return _has_year(base)
    return False


def _dated_by(expression: say.DateExpression, following: say.DateExpression | None, text: str) -> bool:
    """Whether the day of a time follows in its own clause ("soon after the noon prayer on Saturday")."""
    if following is None or following.start - expression.end > 40:
        return False
    return CLAUSE_END.search(text, expression.end, following.start) is None


def _day_told(expression: say.DateExpression, published: date | None) -> Days | None:
    if isinstance(expression.meaning, say.DayName | say.CalendarDay | say.CountedDay | say.InDay):
        return resolve_meaning(expression.meaning, Frame(published))
    return None


def _is_near(anchor: _Anchor, meaning: say.Meaning, sentence: int, paragraph: int) -> bool:
    """Same sentence; for a time of the day, any date of the last days; else a paragraph about another year."""
    if isinstance(meaning, say.TimeOfDay):
        return anchor.sentence == sentence or anchor.age <= _RECENT
    if anchor.age > YEARS_BEFORE:
        # A story of another year goes on in that year until the paragraph ends.
        return anchor.has_year and anchor.paragraph == paragraph
    return anchor.sentence == sentence


def _of_a_day(meaning: say.Meaning) -> bool:
    """Whether only a day can be counted from: "that morning" is no morning of the October told before."""
    match meaning:
        case say.TimeOfDay() | say.SameAsAnchor(unit="day" | "hour") | say.FromAnchor(unit="day" | "hour"):
            return True
        case say.InDay(base=base):
            return _of_a_day(base)
    return False


def _readings(meaning: say.Meaning, frame: Frame, *, leans: bool) -> tuple[Days | None, Days | None]:
    """The days of a meaning, and a second reading; ``leans`` marks "it came a day after a raid", said of a told day."""
    days = resolve_meaning(meaning, frame)
    match meaning:
        case say.FromAnchor(unit=unit, count=count, of_event=True):
            # "Ten died on Friday, a day after a raid": Friday is told, so the words date the raid. At the head of a
            # sentence ("A day after the raid troops came") they date what followed.
            raid = resolve_meaning(say.FromAnchor(unit, -count), frame)
            return (raid, None) if leans else (days, frame.anchor)
        case say.Since(base=base) | say.Until(base=base):
            return days, resolve_meaning(base, frame)
    return days, None


def _can_anchor(meaning: say.Meaning) -> bool:
    # "A year earlier" compares, and the story goes on where it was.
    if isinstance(meaning, say.FromAnchor) and meaning.unit == "year" and meaning.count < 0:
        return False
    return not isinstance(meaning, say.Stretch | say.Until | say.Running | say.TimeOfDay)


def _period(expression: say.DateExpression, days: Days) -> Period:
    span = Span(start=expression.start, end=expression.end, text=expression.text)
    return Period(start=days[0].isoformat(), end=days[1].isoformat(), basis=basis_of(expression.meaning), text=span)
