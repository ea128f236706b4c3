"""TimeBank, AQUAINT and WikiWars: finding time expressions, and saying what they mean.

Metrics, as in TempEval-3 (UzZaman et al. 2013): F1 of extents, strict (same first and last character) and relaxed (any
shared character, one to one); F1 of values and of types, over all expressions, where a pair of the relaxed kind counts
if its value (type) is the same. For WikiWars, whose TIMEX2 has no types, the values are compared as they are written.

Beside them, F1 of calendar values: what the dates that can date an event mean, over the gold expressions whose value is
a day, a month or a year (``1998-08-07``, ``1998-08``, ``1998``) and ours that resolve to one; right where a pair that
overlaps has the same value. A day's part ("Friday night") is a time in TIMEX, so it takes no part; the portion of a
month ("early May") is a modifier there, so its value is the month's.

Sources: TimeBank 1.2 and AQUAINT with TIMEX3, WikiWars (Mazur and Dale 2010) with TIMEX2; each document's own date is
its day of publication.

Rows outside our scope: none; WikiWars' TIMEX2 takes whole clauses ("the day after the battle") of which TIMEX3 has the
head, which costs strict extents.
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
from dateline.grounding.dates import DateExpression, ResolvedDate, dates_of
from dateline.grounding.dates import meanings as say
from dateline.grounding.dates.time_expressions import time_expressions_of
from dateline.records import Period, Report

_CALENDAR = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_LEADING = re.compile(
    r"(?:since|from|until|till|by|during|over|within|through|throughout|between|before|after|in|on|at|for)\s+", re.I
)
_TIMEX3 = "TempEval-3: {}"
_WIKIWARS = "{}"


def extent(expression: DateExpression) -> Interval:
    """The characters that TIMEX would mark of a date that can date an event."""
    leading = _LEADING.match(expression.text, expression.core - expression.start)
    return (expression.start + leading.end() if leading else expression.core, expression.end)


def calendar_value(resolved: ResolvedDate) -> str | None:
    """The day, month or year that an expression means, as TIMEX writes it; None for any other span of time."""
    meaning, period = resolved.expression.meaning, resolved.period
    while isinstance(meaning, say.Since | say.Until) and resolved.other is not None:
        meaning, period = meaning.base, resolved.other
    match meaning:
        case say.InDay() | say.TimeOfDay() | say.NightTo() | say.SameAsAnchor(hours=True):
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


def _value(timex: dict[str, Any]) -> str | None:
    found: str | None = timex.get("value") or timex.get("val")
    return found


def _calendar_value(timex: dict[str, Any]) -> str | None:
    value = _value(timex) or ""
    return value if _CALENDAR.fullmatch(value) and timex.get("type", "DATE") == "DATE" else None


def _calendar_values(text: str, published: date | None, timexes: Sequence[dict[str, Any]]) -> Tally:
    wanted = [
        (timex["start"], timex["end"], value) for timex in timexes if (value := _calendar_value(timex)) is not None
    ]
    found = [
        (*extent(resolved.expression), value)
        for resolved in dates_of(text, published)
        if (value := calendar_value(resolved)) is not None
    ]
    pairs = paired([f[:2] for f in found], [w[:2] for w in wanted])
    right = sum(found[f][2] == wanted[w][2] for f, w in pairs)
    return Tally(len(found), len(wanted), right, right)


def _score(path: Path, reference: str, strict_of: str, relaxed_of: str, value_of: str) -> Sequence[Figure]:
    strict, relaxed, values, types, calendar = Tally(), Tally(), Tally(), Tally(), Tally()
    has_types = False
    for row in rows(path):
        timexes = row["timexes"]
        report = Report(text=row["text"], published=row.get("dct") or None)
        ours = time_expressions_of(report)
        found = [(expression.start, expression.end) for expression in ours]
        wanted = [(timex["start"], timex["end"]) for timex in timexes]
        pairs = paired(found, wanted)
        strict += sets_tally(frozenset(found), frozenset(wanted))
        relaxed += Tally(len(found), len(wanted), len(pairs), len(pairs))
        same_value = sum(ours[f].value is not None and ours[f].value == _value(timexes[w]) for f, w in pairs)
        values += Tally(len(found), len(wanted), same_value, same_value)
        has_types = has_types or any("type" in timex for timex in timexes)
        same_type = sum(ours[f].type == timexes[w].get("type") for f, w in pairs)
        types += Tally(len(found), len(wanted), same_type, same_type)
        calendar += _calendar_values(report.text, report.published_day, timexes)
    return [
        Figure("extents strict F1", strict.f1, reference.format(strict_of)),
        *f1_figures("extents relaxed", relaxed, reference.format(relaxed_of)),
        Figure("value F1", values.f1, reference.format(value_of) if value_of else ""),
        *([Figure("type F1", types.f1)] if has_types else []),
        *f1_figures("calendar values", calendar),
    ]


def score_timex3(path: Path, _data: Path) -> Sequence[Figure]:
    """Extents strict and relaxed, values, types, and calendar values."""
    return _score(path, _TIMEX3, "HeidelTime .818", "HeidelTime .907", "UWTime .814")


def score_wikiwars(path: Path, _data: Path) -> Sequence[Figure]:
    """As `score_timex3` without types, beside WikiWars' own references."""
    return _score(path, _WIKIWARS, "HeidelTime .836", "HeidelTime .914", "")


TIMEBANK = Benchmark("timebank", "timeml/timebank.jsonl.gz", score_timex3)
AQUAINT = Benchmark("aquaint", "timeml/aquaint.jsonl.gz", score_timex3)
WIKIWARS = Benchmark("wikiwars", "wikiwars/docs.jsonl.gz", score_wikiwars)
