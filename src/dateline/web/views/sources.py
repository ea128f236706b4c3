"""What the page of publishers shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec

from dateline.archive import Archive
from dateline.export.legible import on_one_line
from dateline.web.source_figures import EVENTS_LOOKED_AT, SourceFigures, sources


class SourceLine(msgspec.Struct, frozen=True, kw_only=True):
    """One publisher; shares are 0 to 1, None where there is nothing to share."""

    name: str
    publisher: str | None
    reports: int
    share: float
    corrections: int
    corrected: float | None
    languages: str
    first: str
    last: str
    events: int
    own: float | None
    lag: str
    lag_days: float | None


class SourcesShown(msgspec.Struct, frozen=True, kw_only=True):
    """All publishers, and how many reports there are."""

    lines: tuple[SourceLine, ...]
    reports: int
    looked_at: int = EVENTS_LOOKED_AT


_HIGH = float("inf")
SORTS: Final[dict[str, Callable[[SourceLine], Any]]] = {
    "name": lambda one: one.name.casefold(),
    "reports": lambda one: -one.reports,
    "events": lambda one: -one.events,
    "own": lambda one: -(one.own or 0),
    "lag": lambda one: _HIGH if one.lag_days is None else one.lag_days,
    "corrections": lambda one: -(one.corrected or 0),
}
"""The columns by which the table can be sorted."""


def sources_shown(archive: Archive, by: str, text: str = "") -> SourcesShown:
    """The publishers whose name holds ``text``, sorted by one of `SORTS`."""
    found = sources(archive)
    reports = sum(one.reports for one in found)
    wanted = text.strip().casefold()
    lines = [_line(one, reports) for one in found if wanted in (one.publisher or "").casefold()]
    return SourcesShown(lines=tuple(sorted(lines, key=SORTS[by])), reports=reports)


def _line(one: SourceFigures, reports: int) -> SourceLine:
    return SourceLine(
        name=on_one_line(one.publisher) if one.publisher else "no publisher named",
        publisher=one.publisher,
        reports=one.reports,
        share=one.reports / reports if reports else 0.0,
        corrections=one.corrections,
        corrected=one.corrections / one.reports if one.reports else None,
        languages=", ".join(
            f"{name} {number:,}" if len(one.languages) > 1 else name for name, number in one.languages[:4]
        ),
        first=one.first or "",
        last=one.last or "",
        events=one.events,
        own=one.origins / one.events if one.events else None,
        lag="–" if one.lag_days is None else f"{one.lag_days:g} d",
        lag_days=one.lag_days,
    )
