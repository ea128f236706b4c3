"""``dateline link``: find the events of what an archive holds."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from dateline.cli.archive_options import DEFAULT_DB, Db


def link(
    *,
    db: Db = DEFAULT_DB,
    everything: Annotated[bool, Parameter(name=["--everything"], negative=())] = False,
    who: str | None = None,
    why: str = "",
) -> int:
    """Find which mentions tell one event, for those that came since the last time. What people decided holds.

    Args:
        db: The archive: a file, or postgresql://user@host/database.
        everything: Link every mention anew, as after a new version of dateline.
        who: Who does it. Without it: your login name.
        why: Why, for those who read the journal.
    """
    from dateline.archive import Archive

    with Archive.open(db, create=False, who=who) as archive:
        linked = archive.link(everything=everything, why=why)
    print(
        f"{linked.mentions:,} mentions looked at; events: {linked.new:,} new, {linked.changed:,} changed, "
        f"{linked.merged:,} merged, {linked.withdrawn:,} withdrawn"
    )
    return 0
