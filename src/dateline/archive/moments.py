"""A past moment, as people name it, to the number of the last change before it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Connection, select

from dateline.archive.answers import AsOf
from dateline.archive.errors import ArchiveError
from dateline.archive.tables import CHANGES


def change_at(connection: Connection, as_of: AsOf) -> int | None:
    """The number of the last change up to a moment: 0 before the first, None for now.

    A day stands for its end in UTC, a time without a zone is in UTC.

    Raises:
        ArchiveError: it is neither a day nor a time (``archive.moment``).
    """
    if as_of is None or isinstance(as_of, int):
        return as_of
    until = CHANGES.c.at < _end(as_of)
    newest = select(CHANGES.c.number).where(until).order_by(CHANGES.c.at.desc(), CHANGES.c.number.desc()).limit(1)
    return connection.execute(newest).scalar() or 0


def _end(as_of: str | date | datetime) -> str:
    """The first microsecond after the moment, as changes write theirs."""
    try:
        if isinstance(as_of, str):
            day = len(as_of) == len("2024-11-08")
            as_of = date.fromisoformat(as_of) if day else datetime.fromisoformat(as_of.replace("Z", "+00:00"))
        if not isinstance(as_of, datetime):
            as_of = datetime.combine(as_of, time.max, tzinfo=UTC)
        if as_of.tzinfo is None:
            as_of = as_of.replace(tzinfo=UTC)
        return (as_of.astimezone(UTC) + timedelta(microseconds=1)).isoformat(timespec="microseconds")
    except (ValueError, OverflowError) as error:
        raise ArchiveError(
            f"{as_of!r} is neither a day nor a time",
            remedy="Give it as 2024-11-08 or 2024-11-08T10:00:00Z.",
            code="archive.moment",
        ) from error
