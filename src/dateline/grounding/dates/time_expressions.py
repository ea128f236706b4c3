"""Every time expression of a text, with the type and value of TIMEX3 and the days it means."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from dateline.grounding.dates import meanings as say
from dateline.grounding.dates.announcing import is_announced, is_telling, is_told
from dateline.grounding.dates.calendar_days import DAY, Days, date_or_none
from dateline.grounding.dates.finding import apply_layer
from dateline.grounding.dates.resolving import YEARS_BEFORE, Frame, basis_of, resolve_meaning
from dateline.grounding.dates.time_meanings import (
    TIME_MEANINGS,
    Century,
    Every,
    Length,
    PartOfYear,
    Shifted,
    TimeInDay,
    TimeMeaning,
    Vague,
    YearBeforeChrist,
)
from dateline.grounding.dates.time_phrases import LEXICON, TIME_LAYERS
from dateline.grounding.dates.time_values import (
    Point,
    days_of,
    length_value,
    part_of_year,
    point_around,
    point_shifted,
    stretch_to,
    value_of,
)
from dateline.grounding.dates.timeline import sentence_starts
from dateline.grounding.dates.tokens import code_of, cut
from dateline.records import Report, TimeExpression, TimexType
from dateline.records.kinds import Basis

_MADE = frozenset(
    code_of(kind) for kind in ("DATE", "MON", "YEARS", "NAMED", "TIME", "RANGE", "LENGTH", "PERIOD", "VAGUE")
)
_PARAGRAPH = re.compile(r"\n\s*\n")
# After these words a day or month without its year is rather the next one than one long past.
_AHEAD = re.compile(
    r"\b(?:until|till|by|through|before|effective|payable|due|expires?|begin(?:s|ning)?|start(?:s|ing)?|extended to|"
    r"record|redemption|takes? effect|maturing|deadline|would|to be|completed|closing|redeemed?|conclude|into)\b"
    r"[^.;:!?\n]{0,24}$",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:until|till|as (?:soon|early) as|no later than|extended to|deadline of)\s$", re.IGNORECASE)
_AHEAD_DAYS = 150
_SOON_DAYS = 31
_HISTORY_YEARS = 5


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    meaning: TimeMeaning


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The point told last and where; ``has_year`` says whether its words or those it leans on give a year."""

    point: Point
    sentence: int
    paragraph: int
    has_year: bool


@dataclass(frozen=True, slots=True)
class _Context:
    """What a meaning is set against.

    Attributes:
        anchor: the point told last.
        quarter: the quarter that the text is about.
        future: whether the clause announces.
        near: whether a day or month without its year takes it from the anchor.
        told: whether the clause has a verb of the past.
        ahead: whether the words before ("until", "effective") prefer a day that lies a little ahead.
    """

    published: date | None
    anchor: Point | None
    quarter: Point | None
    future: bool
    near: bool
    told: bool
    ahead: bool

    def frame(self) -> Frame:
        anchor = None if self.anchor is None else days_of(self.anchor)
        return Frame(self.published, anchor, self.future, self.near)


@dataclass(frozen=True, slots=True)
class _Told:
    """A meaning in its place: the value, the point that later words may count from, the days, the basis."""

    value: str | None
    point: Point | None = None
    days: Days | None = None
    basis: Basis | None = None


def time_expressions_of(report: Report) -> list[TimeExpression]:
    """Every time expression of a report's text, in order and without overlap: dates, times, durations and sets."""
    text, published = report.text, report.published_day
    starts = sentence_starts(text)
    paragraphs = [match.end() for match in _PARAGRAPH.finditer(text)]
    expressions = []
    anchor: _Anchor | None = None
    quarter: Point | None = None
    all_found = _find(text)
    history = published is not None and _is_history(all_found, published)
    for found in all_found:
        sentence = bisect_right(starts, found.start)
        paragraph = 0 if history else bisect_right(paragraphs, found.start)
        near = _is_near(anchor, published, sentence, paragraph)
        context = _context_of(text, found, starts[sentence - 1], published, anchor, quarter, near=near)
        told = _told(found.meaning, context)
        days = told.days
        expressions.append(
            TimeExpression(
                document=report.id,
                start=found.start,
                end=found.end,
                text=text[found.start : found.end],
                type=_type_of(found.meaning),
                value=told.value,
                from_=None if days is None else days[0].isoformat(),
                to=None if days is None else days[1].isoformat(),
                basis=None if days is None else told.basis,
            )
        )
        if told.point is None or (isinstance(found.meaning, Shifted) and found.meaning.loose):
            continue
        if told.point.grain == "quarter":
            quarter = told.point
        if history and told.basis == "relative":
            continue
        if anchor is not None and is_telling(text, found.start, starts[sentence - 1]):
            continue
        leans = anchor is not None and anchor.has_year and told.basis == "anchored"
        anchor = _Anchor(told.point, sentence, paragraph, near or leans or _has_year(found.meaning))
    return expressions


def _context_of(
    text: str,
    found: _Found,
    sentence_start: int,
    published: date | None,
    anchor: _Anchor | None,
    quarter: Point | None,
    *,
    near: bool,
) -> _Context:
    start, end = found.start, found.end
    future = is_announced(text, start, end, sentence_start)
    if isinstance(found.meaning, say.DayName | TimeInDay):
        future = future or _UNTIL.search(text, max(0, start - 20), start) is not None
    return _Context(
        published=published,
        anchor=None if anchor is None else anchor.point,
        quarter=quarter,
        future=future,
        near=near,
        told=is_told(text, start, end, sentence_start),
        ahead=_AHEAD.search(text, max(sentence_start, start - 40), start) is not None,
    )


def _is_near(anchor: _Anchor | None, published: date | None, sentence: int, paragraph: int) -> bool:
    """Whether a day without its year takes it from the point told last: in a paragraph about another year it does."""
    if anchor is None:
        return False
    if published is None:
        return True
    if not anchor.has_year and anchor.point.grain not in {"day", "month"}:
        return False
    if anchor.sentence == sentence:
        return True
    return anchor.has_year and anchor.paragraph == paragraph and (published - anchor.point.day).days > YEARS_BEFORE


def _is_history(all_found: Sequence[_Found], published: date) -> bool:
    """Whether a text tells of other years than that of its publication throughout, so that its years carry on."""
    far = sum(
        isinstance(found.meaning, say.CalendarYears | say.CalendarDay | say.CalendarMonth)
        and _has_year(found.meaning)
        and _year_of(found.meaning) < published.year - 1
        for found in all_found
    )
    near = sum(isinstance(found.meaning, say.DayName) or found.meaning == Shifted("day", 0) for found in all_found)
    return far >= _HISTORY_YEARS and near * 5 <= far


def _year_of(meaning: say.CalendarYears | say.CalendarDay | say.CalendarMonth) -> int:
    return meaning.last if isinstance(meaning, say.CalendarYears) else meaning.year or 0


def _find(text: str) -> list[_Found]:
    tokens = cut(text, LEXICON)
    for layer in TIME_LAYERS:
        tokens = apply_layer(layer, tokens)
    found = []
    for token in tokens:
        if token.code in _MADE and isinstance(token.value, TIME_MEANINGS):
            found.append(_Found(token.start, token.end, cast(TimeMeaning, token.value)))
    return found


def _has_year(meaning: TimeMeaning) -> bool:
    match meaning:
        case say.CalendarYears() | say.CalendarDay(year=int()) | say.CalendarMonth(year=int()) | PartOfYear(year=int()):
            return True
        case TimeInDay(base=base) if base is not None:
            return _has_year(base)
    return False


def _type_of(meaning: TimeMeaning) -> TimexType:
    match meaning:
        case TimeInDay():
            return "TIME"
        case Length():
            return "DURATION"
        case Every():
            return "SET"
    return "DATE"


def _told(meaning: TimeMeaning, context: _Context) -> _Told:
    try:
        return _read(meaning, context)
    except (ValueError, OverflowError):
        # 30 February, or a count that leaves the calendar.
        return _Told(None)


def _read(meaning: TimeMeaning, context: _Context) -> _Told:
    match meaning:
        case Vague(reference=reference):
            return _Told(reference)
        case Every(value=value):
            return _Told(value)
        case Length():
            days = stretch_to(context.published, meaning) if meaning.ending and context.published else None
            return _Told(length_value(meaning), days=days, basis="relative")
        case Century(number=number, before_christ=before):
            if before or not 1 <= number <= 100:
                return _Told(f"BC{number - 1:02}" if before else None)
            return _at(Point("century", date(max(1, (number - 1) * 100), 1, 1)), "stated")
        case YearBeforeChrist(year=year, month=month):
            return _Told(f"BC{year:04}" + (f"-{month:02}" if month else ""))
        case TimeInDay(time=time, base=base):
            told = _day_of(context) if base is None else _read(base, context)
            if told.point is None or told.point.grain != "day":
                return replace(told, value=f"{told.value or 'XXXX-XX-XX'}{time}")
            return replace(told, value=value_of(told.point) + time)
        case PartOfYear():
            return _part(meaning, context)
        case Shifted():
            return _shifted(meaning, context)
        case _:
            return _calendar(meaning, context)


def _at(point: Point, basis: Basis) -> _Told:
    return _Told(value_of(point), point, days_of(point), basis)


def _day_of(context: _Context) -> _Told:
    """The day of a time that has none beside it."""
    if context.anchor is not None and context.anchor.grain == "day" and context.near:
        return _at(context.anchor, "anchored")
    return _Told("XXXX-XX-XX") if context.published is None else _at(Point("day", context.published), "relative")


def _shifted(meaning: Shifted, context: _Context) -> _Told:
    grain, count = meaning.grain, meaning.count
    anchor = context.anchor
    if grain == "quarter" and meaning.origin == "anchor" and context.quarter is not None:
        return _at(point_shifted(context.quarter, grain, count), "anchored")
    if meaning.loose and context.quarter is not None:
        return _at(point_shifted(context.quarter, grain, count), "anchored")
    if meaning.origin == "anchor" and anchor is not None:
        side = anchor.day
        return _at(point_shifted(point_around(grain, side), grain, count), "anchored")
    if context.published is None:
        return _Told(None)
    if grain == "weekend" and context.future and count == 0:
        return _at(point_around(grain, date.fromordinal(context.published.toordinal() + 6)), "relative")
    return _at(point_shifted(point_around(grain, context.published), grain, count), "relative")


def _part(meaning: PartOfYear, context: _Context) -> _Told:
    published = context.published
    if meaning.year is not None:
        return _at(part_of_year(meaning.grain, meaning.number, meaning.year), "stated")
    letter = {"quarter": f"Q{meaning.number}", "half": f"H{meaning.number}"}.get(
        meaning.grain, ("SP", "SU", "FA", "WI")[meaning.number - 1]
    )
    if meaning.year_shift is not None and published is not None:
        return _at(part_of_year(meaning.grain, meaning.number, published.year + meaning.year_shift), "relative")
    if context.anchor is not None and _carried(context) and meaning.grain == "season":
        return _at(part_of_year(meaning.grain, meaning.number, context.anchor.day.year), "anchored")
    if published is None:
        return _Told(f"XXXX-{letter}")
    there = part_of_year(meaning.grain, meaning.number, published.year)
    if meaning.grain == "quarter" and context.future and there.day > published and meaning.number < 4:
        return _at(there, "relative")
    if meaning.shift > 0 or (context.future and meaning.grain != "quarter"):
        there = there if there.day > published else point_shifted(there, "year", 1)
    elif there.day > published or (meaning.shift < 0 and point_around(meaning.grain, published) == there):
        there = point_shifted(there, "year", -1)
    return _at(there, "relative")


def _carried(context: _Context) -> bool:
    return context.near and _long_ago(context)


def _long_ago(context: _Context) -> bool:
    return (
        context.published is None
        or context.anchor is None
        or (context.published - context.anchor.day).days > YEARS_BEFORE
    )


def _calendar(meaning: say.Meaning, context: _Context) -> _Told:
    """Days, months and years: the days of the calendar that the event dates have too, written at their grain."""
    days = resolve_meaning(meaning, context.frame())
    if days is not None and context.published is not None and _is_open(meaning) and not _carried(context):
        later = resolve_meaning(meaning, replace(context, future=True, near=False).frame())
        most = (_AHEAD_DAYS if context.ahead else 0 if context.told else _SOON_DAYS) * DAY
        if later is not None and later[0] - context.published < min(most, context.published - days[1]):
            days = later
    if days is None:
        return _Told(_open_value(meaning))
    basis = basis_of(meaning)
    match meaning:
        case say.CalendarMonth():
            return _at(point_around("month", days[0]), basis)
        case say.CalendarYears(first=first, last=last):
            if first == last:
                return _at(Point("year", date(first, 1, 1)), basis)
            return _at(Point("decade", date(first, 1, 1)), basis)
        case say.PartOf(unit="week"):
            return _at(point_around("week", days[0]), basis)
        case say.Ago(unit=unit):
            return _at(point_around("day" if days[0] == days[1] else unit, days[0]), basis)
    return replace(_at(Point("day", days[0]), basis), days=days)


def _is_open(meaning: say.Meaning) -> bool:
    """Whether the words give a day or month and no year."""
    match meaning:
        case say.CalendarDay(year=None, year_shift=None) | say.CalendarMonth(year=None, year_shift=None, which="plain"):
            return meaning.month is not None
    return False


def _open_value(meaning: say.Meaning) -> str | None:
    """A date whose year nothing tells; None for a day that no calendar has."""
    match meaning:
        case say.CalendarDay(month=int(month), day=int(day), year=None, year_shift=None):
            # 2000 was a leap year: what it lacks every year lacks.
            return f"XXXX-{month:02}-{day:02}" if date_or_none(2000, month, day) else None
        case say.CalendarMonth(month=int(month), year=None):
            return f"XXXX-{month:02}"
        case say.DayName(weekday=weekday):
            return f"XXXX-WXX-{weekday + 1}"
    return None
