"""What an event may have answered, and what may have answered it: guesses from what is told, named as such."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from dateline.archive import Archive, EventQuery
from dateline.archive.answers import AsOf
from dateline.export.saying import title_of
from dateline.export.sides import key_of, perpetrators_of, targets_of
from dateline.records.event import Event

DAYS = 14
_MOST = 5
_LOOKED_AT = 60


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """Another event that this one may belong to, and why it is named."""

    id: str
    title: str
    why: str


def answers(archive: Archive, event: Event, *, as_of: AsOf = None) -> tuple[Answer, ...]:
    """Events of the two weeks before that may be what this one says it is in answer to.

    None unless a report says that it is an answer: those by this event's targets, newest first.
    """
    if not event.retaliation_for or event.date.value is None:
        return ()
    by = {key_of(one) for one in targets_of(event).actors}
    period = _around(event.date.value.start, before=DAYS)
    found = []
    for other in _near(archive, by, period, event.id, as_of):
        if by & {key_of(one) for one in perpetrators_of(other).actors}:
            found.append(
                Answer(id=other.id, title=title_of(other), why="by those whom this event was aimed at, before it")
            )
    return tuple(found[:_MOST])


def answered_by(archive: Archive, event: Event, *, as_of: AsOf = None) -> tuple[Answer, ...]:
    """Events of the two weeks after that say they are an answer, by those whom this one was aimed at."""
    if event.date.value is None:
        return ()
    by = {key_of(one) for one in targets_of(event).actors}
    period = _around(event.date.value.end, after=DAYS)
    found = []
    for other in _near(archive, by, period, event.id, as_of):
        if other.retaliation_for and by & {key_of(one) for one in perpetrators_of(other).actors}:
            found.append(
                Answer(id=other.id, title=title_of(other), why=f"says it is in answer to “{other.retaliation_for[0]}”")
            )
    return tuple(found[:_MOST])


def _near(archive: Archive, actors: set[str], period: tuple[str, str], but: str, as_of: AsOf) -> list[Event]:
    if not actors:
        return []
    query = EventQuery(actors=tuple(sorted(actors)), period=period)
    page = archive.events(query, as_of=as_of, limit=_LOOKED_AT)
    return [one.event for one in page.events if one.event.id != but]


def _around(day: str, *, before: int = 0, after: int = 0) -> tuple[str, str]:
    middle = date.fromisoformat(day)
    first = max(date.min.toordinal(), middle.toordinal() - before)
    last = min(date.max.toordinal(), middle.toordinal() + after)
    return date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()


def days_apart(one: str, other: str) -> int:
    """Days from one ISO day to another."""
    return abs((date.fromisoformat(one) - date.fromisoformat(other)) // timedelta(days=1))
