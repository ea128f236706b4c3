"""What is known of each publisher: how much it prints, how soon, in which languages, how often first-hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from statistics import median

import msgspec
from sqlalchemy import func, select

from dateline.archive import Archive
from dateline.archive.tables import REPORTS

EVENTS_LOOKED_AT = 3_000
"""Lag and origins are counted over the newest events, since they stand in the records alone."""


class SourceFigures(msgspec.Struct, frozen=True, kw_only=True):
    """One publisher.

    Attributes:
        publisher: its name; None for reports that name none.
        reports: how many are kept, the newest revision of each.
        corrections: how many revisions of them came later.
        languages: how many reports in which language, the most first.
        first, last: days of its first and last report.
        events: of the newest events, how many it tells.
        origins: in how many of those a report of its own is where others have it from, or stands alone.
        lag_days: the median of days from an event to its first report of it; None where no days are known.
    """

    publisher: str | None
    reports: int
    corrections: int
    languages: tuple[tuple[str, int], ...]
    first: str | None
    last: str | None
    events: int
    origins: int
    lag_days: float | None


def sources(archive: Archive, *, limit: int = 500) -> tuple[SourceFigures, ...]:
    """The publishers with the most reports, the most first."""
    reports: Counter[str | None] = Counter()
    corrections: Counter[str | None] = Counter()
    languages: dict[str | None, Counter[str]] = defaultdict(Counter)
    days: dict[str | None, list[str]] = defaultdict(list)
    columns = REPORTS.c
    query = (
        select(
            columns.publisher,
            columns.language,
            func.count().filter(columns.until.is_(None)).label("now"),
            func.count().filter(columns.revision > 1).label("later"),
            func.min(columns.published).label("first"),
            func.max(columns.published).label("last"),
        )
        .group_by(columns.publisher, columns.language)
        .order_by(columns.publisher, columns.language)
    )
    with archive.reading() as connection:
        for row in connection.execute(query):
            reports[row.publisher] += row.now
            corrections[row.publisher] += row.later
            languages[row.publisher][row.language or "unknown"] += row.now
            days[row.publisher] += [day[:10] for day in (row.first, row.last) if day]
    told = _told(archive)
    return tuple(
        SourceFigures(
            publisher=name,
            reports=number,
            corrections=corrections[name],
            languages=tuple(languages[name].most_common()),
            first=min(days[name], default=None),
            last=max(days[name], default=None),
            events=told[name].events,
            origins=told[name].origins,
            lag_days=told[name].lag,
        )
        for name, number in reports.most_common(limit)
    )


class _Told:
    def __init__(self) -> None:
        self.events = self.origins = 0
        self.lags: list[int] = []

    @property
    def lag(self) -> float | None:
        return median(self.lags) if self.lags else None


def _told(archive: Archive) -> dict[str | None, _Told]:
    found: dict[str | None, _Told] = defaultdict(_Told)
    for number, kept in enumerate(archive.all_events()):
        if number == EVENTS_LOOKED_AT:
            break
        event = kept.event
        publishers: dict[str, str | None] = {}
        first: dict[str | None, str] = {}
        for told in event.sub_event_type.told:
            publishers[told.document] = told.publisher
            if told.published and told.published[:10] < first.get(told.publisher, "9999"):
                first[told.publisher] = told.published[:10]
        leading = {publishers[origin.id] for origin in event.origins if origin.id in publishers}
        period = event.date.value
        for publisher in set(publishers.values()):
            one = found[publisher]
            one.events += 1
            one.origins += publisher in leading
            if period is not None and publisher in first:
                one.lags.append(max(0, (date.fromisoformat(first[publisher]) - date.fromisoformat(period.end)).days))
    return found
