"""``dateline show``: one event, report or mention of an archive."""

from __future__ import annotations

from dateline.cli.archive_options import DEFAULT_DB, AsOf, Db, Json


def show(id: str, /, *, db: Db = DEFAULT_DB, as_of: AsOf = None, json: Json = False) -> int:
    """Show an event with what tells it and what was decided about it; or a mention, or a report, by its id.

    Args:
        id: The id of an event (e_…), a mention (m_…) or a report.
        db: The archive: a file, or postgresql://user@host/database.
        as_of: As it stood at the end of this day (2024-11-08) or at this time (2024-11-08T10:00:00Z), in UTC.
        json: The whole record as JSON.
    """
    from dateline.archive import Archive
    from dateline.cli.archive_pages import shown

    with Archive.open(db, create=False) as archive:
        print(shown(archive, id, as_of=as_of, as_json=json))
    return 0
