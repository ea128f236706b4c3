"""Dates: time expressions of English news found, read and turned into days."""

from dateline.grounding.dates.choosing import nearest_date, resolve_span
from dateline.grounding.dates.finding import find_dates
from dateline.grounding.dates.meanings import DateExpression
from dateline.grounding.dates.resolving import resolve_date
from dateline.grounding.dates.timeline import ResolvedDate, dates_of

__all__ = ["DateExpression", "ResolvedDate", "dates_of", "find_dates", "nearest_date", "resolve_date", "resolve_span"]
