"""Whether everything is there and as it was appended: the chain, the records, what points to what, the triggers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Table, func, literal_column, select, text

from dateline.archive.answers import Flaw, Verification
from dateline.archive.block_index import frontier
from dateline.archive.desk_tables import EVENT_FIGURES
from dateline.archive.event_figures import blocks_of_records
from dateline.archive.guards import TRIGGERS
from dateline.archive.journal import FIRST, Digest, change_hash
from dateline.archive.offsets import misfit
from dateline.archive.rows import event_of_row, event_row, mention_of, mention_row, report_of
from dateline.archive.search_index import chunks
from dateline.archive.tables import (
    CHANGES,
    CODINGS,
    DECISIONS,
    EVENT_TERMS,
    EVENTS,
    KEPT,
    MEMBERSHIPS,
    MENTION_BLOCKS,
    MENTIONS,
    REPORTS,
)

MOST_FLAWS = 1_000
"""So many flaws are told; a damaged archive has more than anybody reads."""
_AT_ONCE = 1_000


def verify(connection: Connection) -> Verification:
    """Look at every row; memory holds a thousand of them."""
    flaws: list[Flaw] = []
    rows: Counter[str] = Counter()
    for flaw in _all_flaws(connection, rows):
        flaws.append(flaw)
        if len(flaws) == MOST_FLAWS:
            break
    return Verification(rows=dict(rows), flaws=tuple(flaws))


def _all_flaws(connection: Connection, rows: Counter[str]) -> Iterator[Flaw]:
    yield from _file(connection)
    yield from _triggers(connection)
    yield from _chain(connection, rows)
    yield from _reports(connection)
    yield from _mentions(connection)
    yield from _events(connection)
    yield from _histories(connection)
    yield from _orphans(connection)
    yield from _memberships(connection)
    yield from _searched(connection)
    yield from _figures(connection)


def _file(connection: Connection) -> Iterator[Flaw]:
    if connection.dialect.name != "sqlite":
        return
    for told in connection.exec_driver_sql("PRAGMA quick_check(20)").scalars():
        if told != "ok":
            yield Flaw(kind="file", where="the database file", what=str(told))


def _triggers(connection: Connection) -> Iterator[Flaw]:
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = (
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND tgenabled IN ('O', 'A') AND relnamespace = current_schema()::regnamespace"
        )
    there = set(connection.execute(text(query)).scalars())
    for name in TRIGGERS:
        if name not in there:
            yield Flaw(kind="trigger", where=name, what="the trigger is missing or off, so rows could be altered")


class _Rows:
    """The rows of a table in the order of keys, and the ends of rows in the order of changes, each read once."""

    def __init__(self, connection: Connection, table: Table, rows: Counter[str]) -> None:
        self.table, self._rows = table, rows
        self._appended = _stream(connection, table)
        self._next = next(self._appended, None)
        self._ends: Iterator[tuple[int, int]] = iter(())
        if "until" in table.c:
            self._ends = _ends(connection, table)
        self._end = next(self._ends, None)

    def take(self, number: int, digest: Digest) -> None:
        while self._next is not None and self._next["since"] <= number:
            digest.append(self.table, self._next)
            self._rows[self.table.name] += 1
            self._next = next(self._appended, None)
        while self._end is not None and self._end[0] <= number:
            digest.end(self.table, self._end[1])
            self._end = next(self._ends, None)

    @property
    def left(self) -> bool:
        return self._next is not None or self._end is not None


def _stream(connection: Connection, table: Table) -> Iterator[Mapping[str, Any]]:
    key = table.c.key
    last: int | None = None
    while True:
        query = select(table).order_by(key).limit(_AT_ONCE)
        found = connection.execute(query if last is None else query.where(key > last)).mappings().all()
        yield from found  # type: ignore[misc]
        if len(found) < _AT_ONCE:
            return
        last = found[-1]["key"]


def _ends(connection: Connection, table: Table) -> Iterator[tuple[int, int]]:
    until, key = table.c.until, table.c.key
    after: tuple[int, int] = (0, 0)
    while True:
        query = (
            select(until, key)
            .where(until.is_not(None), (until > after[0]) | ((until == after[0]) & (key > after[1])))
            .order_by(until, key)
            .limit(_AT_ONCE)
        )
        found = [(row[0], row[1]) for row in connection.execute(query)]
        yield from found
        if len(found) < _AT_ONCE:
            return
        after = found[-1]


def _chain(connection: Connection, rows: Counter[str]) -> Iterator[Flaw]:
    tables = [_Rows(connection, table, rows) for table in KEPT]
    previous, expected, at = FIRST, 1, ""
    query = select(CHANGES).order_by(CHANGES.c.number)
    numbers = connection.execute(select(func.max(CHANGES.c.number))).scalar() or 0
    for first in range(1, numbers + 1, _AT_ONCE):
        some = query.where(CHANGES.c.number.between(first, first + _AT_ONCE - 1))
        for change in connection.execute(some).all():
            where = f"change {change.number}"
            rows["changes"] += 1
            if change.number != expected:
                yield Flaw(kind="chain", where=where, what=f"change {expected} is missing before it")
            if change.at < at:
                yield Flaw(kind="chain", where=where, what="its time is before that of the change it follows")
            if change.previous != previous:
                yield Flaw(kind="chain", where=where, what="it does not follow the change before it")
            values = (change.number, change.at, change.who, change.action, change.why, change.digest, change.previous)
            if change.sha256 != change_hash(*values):
                yield Flaw(kind="chain", where=where, what="who, when, why or digest were altered")
            digest = Digest()
            for table in tables:
                table.take(change.number, digest)
            if digest.value() != change.digest:
                yield Flaw(kind="chain", where=where, what="rows that it wrote were altered, added or taken away")
            previous, expected, at = change.sha256, change.number + 1, change.at
    for table in tables:
        if table.left:
            yield Flaw(kind="chain", where=table.table.name, what="there are rows that no change wrote")


def _reports(connection: Connection) -> Iterator[Flaw]:
    for row in _stream(connection, REPORTS):
        report = report_of(_Attributes(row))  # type: ignore[arg-type]
        if report.text_sha256 != row["text_sha256"]:
            yield Flaw(kind="report", where=report.id, what=f"revision {row['revision']} does not fit its hash")


class _Attributes:
    def __init__(self, values: Mapping[str, Any]) -> None:
        self.__dict__.update(values)


def _mentions(connection: Connection) -> Iterator[Flaw]:
    stream = _stream(connection, MENTIONS)
    for some in chunks(stream, _AT_ONCE):
        keys = sorted({row["report_key"] for row in some})
        reports: dict[int, Any] = {}
        for part in chunks(keys):
            found = connection.execute(select(REPORTS).where(REPORTS.c.key.in_(part)))
            reports.update((row.key, report_of(row)) for row in found)
        for row in some:
            where = f"{row['id']} version {row['version']}"
            try:
                mention = mention_of(row["body"])
            except msgspec.MsgspecError as error:
                yield Flaw(kind="mention", where=where, what=f"it cannot be read ({error})")
                continue
            made = mention_row(mention)
            for name in _different(made, row):
                yield Flaw(kind="mention", where=where, what=f"column {name} is not as the record has it")
            report = reports.get(row["report_key"])
            if report is None:
                yield Flaw(kind="orphan", where=where, what="its report is missing")
                continue
            wrong = misfit(mention, report)
            if wrong is not None:
                yield Flaw(kind="offsets", where=where, what=wrong)


def _different(made: Mapping[str, Any], row: Mapping[str, Any]) -> list[str]:
    """The columns that are not as the record has them; that the record itself is as it was, the chain tells."""
    return [name for name in made if name != "body" and made[name] != row[name]]


def _events(connection: Connection) -> Iterator[Flaw]:
    for row in _stream(connection, EVENTS):
        where = f"{row['id']} version {row['version']}"
        try:
            event = event_of_row(row["body"])
        except msgspec.MsgspecError as error:
            yield Flaw(kind="event", where=where, what=f"it cannot be read ({error})")
            continue
        made = event_row(event, row["review"])
        for name in _different(made, row):
            yield Flaw(kind="event", where=where, what=f"column {name} is not as the record has it")


def _histories(connection: Connection) -> Iterator[Flaw]:
    """Versions follow one another: each ends when the next one starts, and one at most holds."""
    for table, number in ((EVENTS, "version"), (MENTIONS, "version"), (REPORTS, "revision")):
        later = table.alias("later")
        query = (
            select(table.c.id, table.c[number])
            .join(later, (later.c.id == table.c.id) & (later.c[number] == table.c[number] + 1))
            .where(table.c.until.is_(None) | (table.c.until > later.c.since))
        )
        for row in connection.execute(query):
            yield Flaw(kind="history", where=row[0], what=f"{number} {row[1]} does not end when the next one starts")
    open_twice = (
        select(MEMBERSHIPS.c.mention)
        .where(MEMBERSHIPS.c.until.is_(None))
        .group_by(MEMBERSHIPS.c.mention)
        .having(func.count() > 1)
    )
    for mention in connection.execute(open_twice).scalars():
        yield Flaw(kind="history", where=mention, what="the mention tells two events at once")


def _orphans(connection: Connection) -> Iterator[Flaw]:
    checks: Iterable[tuple[str, Any, Any, str]] = (
        ("coding", CODINGS.c.report_key, REPORTS.c.key, "its report is missing"),
        ("membership", MEMBERSHIPS.c.mention, MENTIONS.c.id, "its mention is missing"),
        ("membership", MEMBERSHIPS.c.event, EVENTS.c.id, "its event is missing"),
        ("decision", DECISIONS.c.subject, EVENTS.c.id, "its event is missing"),
    )
    for kind, column, target, what in checks:
        missing = ~select(literal_column("1")).where(target == column).exists()
        for one in connection.execute(select(column).where(missing).distinct()).scalars():
            yield Flaw(kind="orphan", where=f"{kind} of {one}", what=what)


def _memberships(connection: Connection) -> Iterator[Flaw]:
    """What an event says tells it is what the memberships say, but for mentions that were not linked anew yet."""
    linked_upto, _ = frontier(connection)
    query = select(EVENTS.c.key, EVENTS.c.id, EVENTS.c.body).where(EVENTS.c.until.is_(None)).order_by(EVENTS.c.key)
    last = 0
    while True:
        some: list[Row[Any]] = list(connection.execute(query.where(EVENTS.c.key > last).limit(_AT_ONCE)))
        members: dict[str, set[str]] = {row.id: set() for row in some}
        for part in chunks(members):
            asked = select(MEMBERSHIPS.c.event, MEMBERSHIPS.c.mention).where(
                MEMBERSHIPS.c.event.in_(part), MEMBERSHIPS.c.until.is_(None)
            )
            for member in connection.execute(asked):
                members[member.event].add(member.mention)
        named = sorted(set[str]().union(*members.values()))
        open_mentions: set[str] = set()
        for part in chunks(named):
            asked_ids = select(MENTIONS.c.id).where(
                MENTIONS.c.id.in_(part), MENTIONS.c.until.is_(None) | (MENTIONS.c.until > linked_upto)
            )
            open_mentions.update(connection.execute(asked_ids).scalars())
        for row in some:
            try:
                told = set(event_of_row(row.body).mentions)
            except msgspec.MsgspecError:
                # It is told where events are looked at one by one.
                continue
            if told != members[row.id]:
                yield Flaw(kind="event", where=row.id, what="its mentions are not those that the memberships name")
            for mention in sorted(members[row.id] - open_mentions):
                yield Flaw(kind="orphan", where=row.id, what=f"mention {mention} tells it no more, and still counts")
        if len(some) < _AT_ONCE:
            return
        last = some[-1].key


def _searched(connection: Connection) -> Iterator[Flaw]:
    reports = connection.execute(select(func.count()).select_from(REPORTS)).scalar()
    words = "report_words_docsize" if connection.dialect.name == "sqlite" else "report_words"
    if connection.execute(text(f"SELECT count(*) FROM {words}")).scalar() != reports:
        yield Flaw(kind="search", where="report_words", what="the words of some reports cannot be searched")
    yield from _neighbours(connection)
    known = select(literal_column("1")).where(EVENTS.c.key == EVENT_TERMS.c.event_key).exists()
    if connection.execute(select(EVENT_TERMS.c.event_key).where(~known).limit(1)).first() is not None:
        yield Flaw(kind="search", where="event_terms", what="terms of events that are not there")


def _figures(connection: Connection) -> Iterator[Flaw]:
    """What maps and timelines count by, against the records."""
    kept = select(EVENT_FIGURES.c.block, EVENT_FIGURES.c.versions)
    blocks = 0
    for block, _, versions in blocks_of_records(connection):
        blocks += 1
        held = connection.execute(kept.where(EVENT_FIGURES.c.block == block)).first()
        if held is None or bytes(held.versions) != versions:
            yield Flaw(kind="figures", where=f"block {block}", what="events are counted otherwise than they are kept")
    if (connection.execute(select(func.count()).select_from(EVENT_FIGURES)).scalar() or 0) > blocks:
        yield Flaw(kind="figures", where="the last blocks", what="events are counted that are not kept")


def _neighbours(connection: Connection) -> Iterator[Flaw]:
    """Every mention that was linked, holds, and has a day and a point, is found by its neighbours."""
    _, upto = frontier(connection)
    newest = connection.execute(select(func.max(MENTIONS.c.key))).scalar() or 0
    indexed = bytearray(newest + 1)
    blocks = select(MENTION_BLOCKS.c.mention_key).execution_options(yield_per=_AT_ONCE)
    for key in connection.execute(blocks).scalars():
        if key > newest:
            yield Flaw(kind="search", where="mention_blocks", what="neighbours of mentions that are not there")
            return
        indexed[key] = 1
    wanted = (
        select(MENTIONS.c.key, MENTIONS.c.id)
        .where(MENTIONS.c.until.is_(None), MENTIONS.c.key <= upto)
        .where(MENTIONS.c.first_day.is_not(None), MENTIONS.c.cell.is_not(None))
        .execution_options(yield_per=_AT_ONCE)
    )
    for key, mention in connection.execute(wanted):
        if not indexed[key]:
            yield Flaw(kind="search", where=mention, what="it is not found by the mentions that it is compared with")
