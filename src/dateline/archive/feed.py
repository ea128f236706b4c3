"""What became of events after a moment: the feed of those who keep a copy elsewhere."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, or_, select

from dateline.archive.answers import Changed
from dateline.archive.search_index import chunks
from dateline.archive.tables import EVENTS, standing

_COLUMNS = (EVENTS.c.id, EVENTS.c.merged_into, EVENTS.c.grade, EVENTS.c.review)


def changed_since(connection: Connection, since: int, upto: int) -> Changed:
    """Ids of events by what became of them after change ``since`` up to change ``upto``.

    One that was both made and merged away, or withdrawn, in between is told by what it is now: a reader who never saw
    it can pass it over.
    """
    touched = select(EVENTS.c.id).where(
        or_(
            (EVENTS.c.since > since) & (EVENTS.c.since <= upto),
            (EVENTS.c.until > since) & (EVENTS.c.until <= upto),
        )
    )
    ids = sorted(set(connection.execute(touched).scalars()))
    found: dict[str, list[str]] = {"new": [], "changed": [], "merged": [], "withdrawn": []}
    for some in chunks(ids):
        was = _states(connection, some, since)
        now = _states(connection, some, upto)
        for event in some:
            if event in now:
                found[_kind(was.get(event), now[event])].append(event)
    return Changed(since=since, upto=upto, **{kind: tuple(told) for kind, told in found.items()})


def _states(connection: Connection, ids: list[str], at: int) -> dict[str, Row[Any]]:
    query = select(*_COLUMNS).where(EVENTS.c.id.in_(ids), standing(EVENTS, at))
    rows: list[Row[Any]] = list(connection.execute(query))
    return {row.id: row for row in rows}


def _kind(was: Row[Any] | None, now: Row[Any]) -> str:
    if now.merged_into is not None:
        return "changed" if was is not None and was.merged_into is not None else "merged"
    if _gone(now):
        return "changed" if was is not None and _gone(was) else "withdrawn"
    # An event that comes back (a merge undone) is new to those who were told that it went.
    return "new" if was is None or was.merged_into is not None or _gone(was) else "changed"


def _gone(row: Row[Any]) -> bool:
    return bool(row.grade == "withdrawn" or row.review == "rejected")
