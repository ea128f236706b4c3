"""Dates: time expressions of English news found, read and turned into days."""

from dateline.grounding.dates.choosing import date_of_event, nearest_date, resolve_span
from dateline.grounding.dates.finding import find_dates
from dateline.grounding.dates.meanings import DateExpression
from dateline.grounding.dates.resolving import resolve_date
from dateline.grounding.dates.timeline import ResolvedDate, dates_of, dates_of_report

__all__ = [
    "DateExpression",
    "ResolvedDate",
    "date_of_event",
    "dates_of",
    "dates_of_report",
    "find_dates",
    "nearest_date",
    "resolve_date",
    "resolve_span",
]
