"""``dateline serve``: the desk, where people look, check and decide, and the API under it."""

from __future__ import annotations

import sys
from typing import Annotated

from cyclopts import Parameter

from dateline.cli.archive_options import DEFAULT_DB, Db


def serve(
    *,
    db: Db = DEFAULT_DB,
    host: str = "127.0.0.1",
    port: int = 8000,
    accounts: Annotated[bool, Parameter(negative="--no-accounts")] = False,
    who: str | None = None,
    name: Annotated[list[str] | None, Parameter(negative=())] = None,
    secure: Annotated[bool, Parameter(negative=())] = False,
    tiles: str | None = None,
    two_people: Annotated[bool, Parameter(negative=())] = False,
    review_share: float = 0.0,
    workers: int = 1,
) -> int:
    """Start the desk: pages at the address that is printed, the API below /api/v1. Ctrl-C ends it.

    Without accounts everybody who reaches the desk may do everything; it then listens on this machine alone. To let
    others in, make accounts (dateline user add NAME --role admin) and give --accounts and --host.

    Args:
        db: The archive: a file, or postgresql://user@host/database.
        host: The address to listen on; others than this machine's own need --accounts.
        port: The port to listen on.
        accounts: People sign in, and may do what their role allows.
        who: The name that decisions bear without accounts. Without it: your login name.
        name: A host name under which the desk is reached, as behind a proxy; may be repeated.
        secure: Cookies are sent over HTTPS alone; give it behind a proxy that speaks HTTPS.
        tiles: Address of a map style for online tiles. Without it: the basemap that comes with dateline, offline.
        two_people: Merge, split, edit, reject, and taking these back, wait until a second person confirms them.
        review_share: The share of events, 0 to 1, that two people code apart from one another.
        workers: How many processes; each holds about 130 MB for a million events.
    """
    from dateline.web.serving import Desk
    from dateline.web.settings import Settings

    settings = Settings(
        db=db,
        host=host,
        port=port,
        accounts=accounts,
        who=who,
        names=tuple(name or ()),
        secure=secure,
        tiles=tiles,
        two_people=two_people,
        review_share=review_share,
    )
    desk = Desk(settings, workers=workers)
    for line in desk.notes():
        print(line, file=sys.stderr)
    desk.run()
    return 0
