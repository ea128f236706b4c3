"""``dateline search``: events of an archive by place, time, kind, actor, source, words."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from dateline.cli.archive_options import DEFAULT_DB, AsOf, Db, Json


def search(
    text: str | None = None,
    /,
    *,
    db: Db = DEFAULT_DB,
    box: str | None = None,
    since: str | None = None,
    until: str | None = None,
    country: list[str] | None = None,
    type: list[str] | None = None,
    actor: list[str] | None = None,
    publisher: list[str] | None = None,
    source: list[str] | None = None,
    grade: list[str] | None = None,
    status: list[str] | None = None,
    review: list[str] | None = None,
    min_score: float | None = None,
    as_of: AsOf = None,
    limit: Annotated[int, Parameter(name=["--limit", "-n"])] = 50,
    after: str | None = None,
    json: Json = False,
) -> int:
    """List events, the newest day first. An option that is given several times takes any of its values.

    Args:
        text: Words of the reports that tell the event: all of them, "a phrase", -without, this OR that.
        db: The archive: a file, or postgresql://user@host/database.
        box: West, south, east and north in degrees, as 33,29,43,37.
        since: First day, as 2024-11-01.
        until: Last day, inclusive.
        country: ISO code of a country, two letters.
        type: A type of event, or the beginning of its name.
        actor: Name or id of a perpetrator or target.
        publisher: Who printed it.
        source: Who a report has it from.
        grade: confirmed, corroborated, single, contested or withdrawn.
        status: actual, denied, threatened, hypothetical or averted.
        review: open, accepted, rejected or flagged.
        min_score: The lowest score, 0 to 1.
        as_of: As the archive stood at the end of this day, or at this time, in UTC.
        limit: How many, up to 1,000.
        after: The cursor that the page before ended with.
        json: One JSON line an event, and the cursor on stderr.
    """
    from dateline.archive import Archive
    from dateline.cli.archive_pages import print_page, query_of

    query = query_of(
        text=text,
        box=box,
        since=since,
        until=until,
        countries=country,
        types=type,
        actors=actor,
        publishers=publisher,
        sources=source,
        grades=grade,
        statuses=status,
        reviews=review,
        min_score=min_score,
    )
    with Archive.open(db, create=False) as archive:
        print_page(archive.events(query, as_of=as_of, limit=limit, after=after), as_json=json)
    return 0
