"""TimeBank, AQUAINT and WikiWars: finding time expressions, and saying which day, month or year they mean.

Metrics: F1 of extents, strict (same first and last character) and relaxed (any shared character, one to one), over all
gold expressions, as in TempEval-3 (UzZaman et al. 2013). Our span is the core of the expression, without the leading
preposition or conjunction, which TIMEX leaves outside too.

Values: F1 of calendar values over the gold expressions whose value is a day, a month or a year (``1998-08-07``,
``1998-08``, ``1998``) and ours that resolve to one; right where an overlapping pair has the same value. A day's part
("Friday night") is a time in TIMEX, so it takes no part; the portion of a month ("early May") is a modifier there, so
its value is the month's. TempEval's value F1 is over all expressions and cannot be set beside this figure.

Sources: TimeBank 1.2 and AQUAINT with TIMEX3, WikiWars (Mazur and Dale 2010) with TIMEX2; each document's own date is
its day of publication.

Rows outside our scope: durations ("five years"), sets ("every Monday") and vague references ("now") cannot date an
event, so dateline does not look for them; they are wanted all the same in the extent figures, as in the references.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.figures import Benchmark, Figure, f1_figures
from benchmarks.metrics import Interval, Tally, paired, sets_tally
from benchmarks.rows import rows
from dateline.grounding.dates import DateExpression, ResolvedDate, dates_of, find_dates
from dateline.grounding.dates import meanings as say
from dateline.records import Period, Report

_CALENDAR = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_LEADING = re.compile(
    r"(?:since|from|until|till|by|during|over|within|through|throughout|between|before|after|in|on|at|for)\s+", re.I
)
_TIMEX3 = "TempEval-3: HeidelTime {}"
_WIKIWARS = "HeidelTime {}"


def extent(expression: DateExpression) -> Interval:
    """The characters that TIMEX would mark."""
    leading = _LEADING.match(expression.text, expression.core - expression.start)
    return (expression.start + leading.end() if leading else expression.core, expression.end)


def calendar_value(resolved: ResolvedDate) -> str | None:
    """The day, month or year that an expression means, as TIMEX writes it; None for any other span of time."""
    meaning, period = resolved.expression.meaning, resolved.period
    while isinstance(meaning, say.Since | say.Until) and resolved.other is not None:
        meaning, period = meaning.base, resolved.other
    match meaning:
        case say.InDay() | say.TimeOfDay() | say.NightTo():
            return None
        case say.CalendarMonth() | say.CalendarUnit(unit="month"):
            return period.start[:7]
        case say.CalendarUnit(unit="year"):
            return period.start[:4]
        case say.CalendarYears(first=first, last=last):
            return f"{first:04}" if first == last else None
    return _whole(period)


def _whole(period: Period) -> str | None:
    first, last = date.fromisoformat(period.start), date.fromisoformat(period.end)
    if first == last:
        return period.start
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return period.start[:4]
    if first.day == 1 and last == date(first.year, first.month, monthrange(first.year, first.month)[1]):
        return period.start[:7]
    return None


def _gold_value(timex: dict[str, Any]) -> str | None:
    value = timex.get("value") or timex.get("val") or ""
    return value if _CALENDAR.fullmatch(value) and timex.get("type", "DATE") == "DATE" else None


def _values(text: str, published: date | None, timexes: Sequence[dict[str, Any]]) -> Tally:
    wanted = [(timex["start"], timex["end"], value) for timex in timexes if (value := _gold_value(timex)) is not None]
    found = [
        (*extent(resolved.expression), value)
        for resolved in dates_of(text, published)
        if (value := calendar_value(resolved)) is not None
    ]
    pairs = paired([f[:2] for f in found], [w[:2] for w in wanted])
    right = sum(found[f][2] == wanted[w][2] for f, w in pairs)
    return Tally(len(found), len(wanted), right, right)


def _score(path: Path, strict_reference: str, relaxed_reference: str) -> Sequence[Figure]:
    strict, relaxed, values = Tally(), Tally(), Tally()
    for row in rows(path):
        text, timexes = row["text"], row["timexes"]
        found = [extent(expression) for expression in find_dates(text)]
        wanted = [(timex["start"], timex["end"]) for timex in timexes]
        strict += sets_tally(frozenset(found), frozenset(wanted))
        right = len(paired(found, wanted))
        relaxed += Tally(len(found), len(wanted), right, right)
        published = Report(text=text, published=row["dct"]).published_day if row.get("dct") else None
        values += _values(text, published, timexes)
    return [
        Figure("extents strict F1", strict.f1, strict_reference),
        *f1_figures("extents relaxed", relaxed, relaxed_reference),
        *f1_figures("calendar values", values),
    ]


def score_timex3(path: Path, _data: Path) -> Sequence[Figure]:
    """Extents strict and relaxed, and calendar values."""
    return _score(path, _TIMEX3.format(".818"), _TIMEX3.format(".907"))


def score_wikiwars(path: Path, _data: Path) -> Sequence[Figure]:
    """As `score_timex3`, beside WikiWars' own references."""
    return _score(path, _WIKIWARS.format(".836"), _WIKIWARS.format(".914"))


TIMEBANK = Benchmark("timebank", "timeml/timebank.jsonl.gz", score_timex3)
AQUAINT = Benchmark("aquaint", "timeml/aquaint.jsonl.gz", score_timex3)
WIKIWARS = Benchmark("wikiwars", "wikiwars/docs.jsonl.gz", score_wikiwars)
