"""Which linked mentions a new one is compared with: linking's own blocks, kept in an index of the database.

Made from what is kept, like the words that reports are searched by, and so no part of the chain of changes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, bindparam, delete, insert, select

from dateline.archive.linking_port import blocks_of_mention
from dateline.archive.rows import mention_of, report_of
from dateline.archive.search_index import chunks
from dateline.archive.tables import LINKINGS, MENTION_BLOCKS, MENTIONS, REPORTS
from dateline.linking import Block, Telling
from dateline.records import Mention, Report

_BLOCK = MENTION_BLOCKS.c.block
_AT_ONCE = 5_000


class LinkedMentions:
    """The mentions that have been linked and hold now: `dateline.linking.Known`, read as they are asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read: dict[str, Mention] = {}

    def sharing(self, blocks: Sequence[Block]) -> set[str]:
        """See `dateline.linking.Known`."""
        keys: set[int] = set()
        for some in chunks(sorted({block.key for block in blocks if block.wide})):
            found = select(MENTION_BLOCKS.c.mention_key).where(_BLOCK.in_(some))
            keys.update(self._connection.execute(found).scalars())
        for some in chunks(sorted({block.key for block in blocks if not block.wide})):
            found = select(MENTION_BLOCKS.c.mention_key).where(_BLOCK.in_(some), MENTION_BLOCKS.c.wide == 1)
            keys.update(self._connection.execute(found).scalars())
        shared: set[str] = set()
        for some in chunks(sorted(keys)):
            query = select(MENTIONS.c.id, MENTIONS.c.body).where(MENTIONS.c.key.in_(some), MENTIONS.c.until.is_(None))
            for name, body in self._connection.execute(query):
                shared.add(name)
                if name not in self._read:
                    self._read[name] = mention_of(body)
        return shared

    def tellings(self, ids: Collection[str]) -> list[Telling]:
        """See `dateline.linking.Known`."""
        for some in chunks(sorted(name for name in ids if name not in self._read)):
            query = select(MENTIONS.c.id, MENTIONS.c.body).where(MENTIONS.c.id.in_(some), MENTIONS.c.until.is_(None))
            self._read.update((name, mention_of(body)) for name, body in self._connection.execute(query))
        found = [self._read[name] for name in sorted(ids) if name in self._read]
        reports: dict[str, Report] = {}
        for some in chunks(sorted({mention.document for mention in found})):
            asked = select(REPORTS).where(REPORTS.c.id.in_(some), REPORTS.c.until.is_(None))
            reports.update((row.id, report_of(row)) for row in self._connection.execute(asked))
        return [(mention, reports.get(mention.document)) for mention in found]


def frontier(connection: Connection) -> tuple[int, int]:
    """The change of the last linking, and the last mention that it has seen; zeros before the first."""
    query = select(LINKINGS.c.since, LINKINGS.c.last_mention).order_by(LINKINGS.c.key.desc()).limit(1)
    row = connection.execute(query).first()
    return (0, 0) if row is None else (row.since, row.last_mention)


class Ended:
    """Mentions that held when something was linked last, and hold no more: each with its report of then."""

    def __init__(self, connection: Connection, since: int) -> None:
        """``since``: the change of the last linking."""
        self._connection = connection
        query = select(MENTIONS.c.key).where(MENTIONS.c.until > since)
        self._keys = sorted(connection.execute(query).scalars())

    def __len__(self) -> int:
        return len(self._keys)

    def tellings(self) -> Iterator[Telling]:
        """Each of them, read anew on every call; memory holds some hundreds."""
        return (telling for _, telling in self._read())

    def forget(self) -> None:
        """Take them out of the index."""
        same = [column == bindparam(f"_{column.name}") for column in MENTION_BLOCKS.columns]
        rows = (row for key, (mention, report) in self._read() for row in _rows(key, mention, report))
        for some in chunks(rows, _AT_ONCE):
            gone = [{f"_{name}": value for name, value in row.items()} for row in some]
            self._connection.execute(delete(MENTION_BLOCKS).where(*same), gone)

    def _read(self) -> Iterator[tuple[int, Telling]]:
        query = select(MENTIONS.c.key, MENTIONS.c.body, REPORTS).join(REPORTS, REPORTS.c.key == MENTIONS.c.report_key)
        for some in chunks(self._keys):
            for row in self._connection.execute(query.where(MENTIONS.c.key.in_(some))).all():
                yield row[0], (mention_of(row[1]), report_of(row))


def add_blocks(connection: Connection, mentions: Iterable[tuple[int, Mention]], reports: Mapping[str, Report]) -> None:
    """Take in mentions that were linked: the key of each and itself, with their reports by id."""
    rows = (row for key, mention in mentions for row in _rows(key, mention, reports.get(mention.document)))
    for some in chunks(rows, _AT_ONCE):
        connection.execute(insert(MENTION_BLOCKS), some)


def _rows(key: int, mention: Mention, report: Report | None) -> Iterator[dict[str, int]]:
    for block in blocks_of_mention(mention, report):
        yield {"block": block.key, "wide": int(block.wide), "mention_key": key}


def fill_blocks(connection: Connection) -> None:
    """Make the index anew, of all mentions that were linked and hold."""
    connection.execute(delete(MENTION_BLOCKS))
    _, upto = frontier(connection)
    last = 0
    while True:
        query = select(MENTIONS.c.key, MENTIONS.c.body).where(
            MENTIONS.c.key > last, MENTIONS.c.key <= upto, MENTIONS.c.until.is_(None)
        )
        found = connection.execute(query.order_by(MENTIONS.c.key).limit(_AT_ONCE)).all()
        if not found:
            return
        mentions = [(key, mention_of(body)) for key, body in found]
        documents = sorted({mention.document for _, mention in mentions})
        reports: dict[str, Report] = {}
        for some in chunks(documents):
            asked = select(REPORTS).where(REPORTS.c.id.in_(some), REPORTS.c.until.is_(None))
            reports.update((row.id, report_of(row)) for row in connection.execute(asked))
        add_blocks(connection, mentions, reports)
        last = found[-1].key
