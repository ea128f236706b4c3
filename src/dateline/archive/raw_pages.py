"""Pages of events as JSON, put together from the records as they are kept: to read them first takes far longer."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from dateline.archive.answers import Change, EventQuery
from dateline.archive.rows import change_of
from dateline.archive.searching import keys_of_page, rows_of

_ENCODER = msgspec.json.Encoder()


class _RawEvent(msgspec.Struct):
    event: msgspec.Raw
    review: str
    change: Change


class _RawPage(msgspec.Struct):
    events: list[_RawEvent]
    next: str | None


def page(
    connection: Connection, query: EventQuery, *, at: int | None, limit: int, after: str | None, newest: int
) -> bytes:
    """The JSON of what `dateline.archive.searching.page` gives; raises as that."""
    keys, following = keys_of_page(connection, query, at=at, limit=limit, after=after, newest=newest)
    events = [
        _RawEvent(event=msgspec.Raw(row.body), review=row.review, change=change_of(row))
        for row in rows_of(connection, keys)
    ]
    return _ENCODER.encode(_RawPage(events=events, next=following))
