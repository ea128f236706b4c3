"""``dateline merge``, ``split`` and ``undo``: what people decide about events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.cli.archive_options import DEFAULT_DB, Db

if TYPE_CHECKING:
    from dateline.records.event import Decision


def merge(
    event: str, /, *others: str, db: Db = DEFAULT_DB, version: int | None = None, who: str | None = None, why: str = ""
) -> int:
    """Merge events into one, which keeps the id of the first. Later linking keeps them together.

    Args:
        event: The id of the event that stays.
        others: The ids of those that are merged into it.
        db: The archive: a file, or postgresql://user@host/database.
        version: The version of the event that you saw; refused if it has changed since.
        who: Who decides. Without it: your login name.
        why: Why, in your words.
    """
    from dateline.archive import Archive

    with Archive.open(db, create=False, who=who) as archive:
        return _told(archive.decide("merge", event, others=others, version=version, why=why))


def split(
    event: str,
    /,
    *mentions: str,
    db: Db = DEFAULT_DB,
    version: int | None = None,
    who: str | None = None,
    why: str = "",
) -> int:
    """Split mentions off an event into one of their own. Later linking keeps them apart.

    Args:
        event: The id of the event.
        mentions: The ids of the mentions that leave it.
        db: The archive: a file, or postgresql://user@host/database.
        version: The version of the event that you saw; refused if it has changed since.
        who: Who decides. Without it: your login name.
        why: Why, in your words.
    """
    from dateline.archive import Archive

    with Archive.open(db, create=False, who=who) as archive:
        return _told(archive.decide("split", event, others=mentions, version=version, why=why))


def undo(decision: int, /, *, db: Db = DEFAULT_DB, who: str | None = None, why: str = "") -> int:
    """Take a decision back. Both stay in the archive.

    Args:
        decision: The number of the decision; `dateline show` tells those about an event.
        db: The archive: a file, or postgresql://user@host/database.
        who: Who decides. Without it: your login name.
        why: Why, in your words.
    """
    from dateline.archive import Archive

    with Archive.open(db, create=False, who=who) as archive:
        return _told(archive.undo(decision, why=why))


def _told(decision: Decision) -> int:
    print(f"decision {decision.number}: {decision.action} {decision.subject} {' '.join(decision.others)}".rstrip())
    if decision.after is not None and decision.action in ("merge", "split"):
        from msgspec import json

        for event, mentions in json.decode(decision.after, type=dict[str, list[str]]).items():
            print(f"  {event}: {', '.join(mentions)}")
    return 0
