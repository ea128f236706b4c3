"""Writing: one transaction is one change, which says who, when and why, and is chained by hash to the one before.

The digest of a change covers every row that it appended, and which older rows it ended. So whatever is altered later,
by whichever program, no longer fits (`dateline.archive.verifying`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Table, bindparam, func, insert, select, text, update

from dateline.archive.answers import Change
from dateline.archive.event_figures import Keeping
from dateline.archive.tables import CHANGES, EVENTS, KEPT

_ENCODER = msgspec.json.Encoder()
_LOCK = 0x646174656C696E65  # "dateline": one writer at a time, whichever program it is in
FIRST = "0" * 64
"""What stands for the hash before the first change."""


def row_hash(table: Table, row: Mapping[str, Any]) -> bytes:
    """SHA-256 of a row's values in the table's order, but ``until``, which a later change sets."""
    values = [row.get(column.name) for column in table.columns if column.name != "until"]
    return hashlib.sha256(_ENCODER.encode(values)).digest()


class Digest:
    """What one change wrote: rows in the order of their keys, and the keys of those it ended."""

    def __init__(self) -> None:
        self._appended: dict[str, Any] = {}
        self._ended: dict[str, list[int]] = {}

    def append(self, table: Table, row: Mapping[str, Any]) -> None:
        """Take in a row; keys ascend within a table."""
        if table.name not in self._appended:
            self._appended[table.name] = hashlib.sha256()
        self._appended[table.name].update(row_hash(table, row))

    def end(self, table: Table, key: int) -> None:
        """Take in that a row ends."""
        self._ended.setdefault(table.name, []).append(key)

    @property
    def empty(self) -> bool:
        """Whether nothing was written."""
        return not self._appended and not self._ended

    def value(self) -> str:
        """The digest, as hexadecimal digits."""
        whole = hashlib.sha256()
        for table in KEPT:
            if table.name in self._appended:
                whole.update(f"+{table.name}:{self._appended[table.name].hexdigest()}\n".encode())
            if table.name in self._ended:
                keys = ",".join(str(key) for key in sorted(self._ended[table.name]))
                whole.update(f"-{table.name}:{hashlib.sha256(keys.encode()).hexdigest()}\n".encode())
        return whole.hexdigest()


def change_hash(number: int, at: str, who: str, action: str, why: str, digest: str, previous: str) -> str:
    """The hash of a change, which the next one carries on."""
    return hashlib.sha256(_ENCODER.encode([number, at, who, action, why, digest, previous])).hexdigest()


class Writing:
    """An open change: everything that is appended or ended in it becomes visible at once, or not at all."""

    def __init__(self, connection: Connection, change: Change, previous: str) -> None:
        self.connection = connection
        self.change = change
        self._previous = previous
        self._digest = Digest()
        self._keys: dict[str, int] = {}
        self._figures = Keeping()

    @property
    def number(self) -> int:
        """The number of this change."""
        return self.change.number

    def next_key(self, table: Table) -> int:
        """The key that the next row of a table will have."""
        if table.name not in self._keys:
            newest = self.connection.execute(select(func.max(table.c.key))).scalar()
            self._keys[table.name] = (newest or 0) + 1
        return self._keys[table.name]

    def append(self, table: Table, rows: Iterable[Mapping[str, Any]]) -> list[int]:
        """Append rows, which get their keys and this change's number; returns the keys."""
        first = self.next_key(table)
        nothing = {column.name: None for column in table.columns}
        made = [{**nothing, **row, "key": first + n, "since": self.number} for n, row in enumerate(rows)]
        if not made:
            return []
        self.connection.execute(insert(table), made)
        for row in made:
            self._digest.append(table, row)
        if table is EVENTS:
            self._figures.append(made)
        self._keys[table.name] = first + len(made)
        return [first + n for n in range(len(made))]

    def end(self, table: Table, keys: Sequence[int]) -> None:
        """End rows that hold: from this change on they are history."""
        if not keys:
            return
        ending = update(table).where(table.c.key == bindparam("_key")).values(until=self.number)
        self.connection.execute(ending, [{"_key": key} for key in keys])
        for key in keys:
            self._digest.end(table, key)
        if table is EVENTS:
            self._figures.end(keys)

    def finish(self) -> bool:
        """Append the change itself, unless it wrote nothing; returns whether it did."""
        if self._digest.empty:
            return False
        self._figures.store(self.connection, self.number)
        change, digest = self.change, self._digest.value()
        row = {
            "number": change.number,
            "at": change.at,
            "who": change.who,
            "action": change.action,
            "why": change.why,
            "digest": digest,
            "previous": self._previous,
        }
        row["sha256"] = change_hash(
            change.number, change.at, change.who, change.action, change.why, digest, self._previous
        )
        self.connection.execute(insert(CHANGES), [row])
        return True


@contextmanager
def writing(engine: Engine, *, who: str, action: str, why: str = "") -> Iterator[Writing]:
    """A change that is kept when the block ends well, and leaves nothing behind when it does not."""
    options: dict[str, Any] = {"dateline_writes": True}
    if engine.dialect.name == "postgresql":
        # A snapshot taken while waiting for the lock would not show what the other writer did.
        options["isolation_level"] = "READ COMMITTED"
    with engine.connect().execution_options(**options) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        newest = newest_change(connection)
        number, before, previous = newest or (0, "", FIRST)
        # A clock that was set back must not put a change before the one it follows.
        at = max(datetime.now(UTC).isoformat(timespec="microseconds"), before)
        change = Change(number=number + 1, at=at, who=who, action=action, why=why)
        one = Writing(connection, change, previous)
        yield one
        one.finish()


def newest_change(connection: Connection) -> tuple[int, str, str] | None:
    """Number, time and hash of the newest change; None in an empty archive."""
    row = connection.execute(
        select(CHANGES.c.number, CHANGES.c.at, CHANGES.c.sha256).order_by(CHANGES.c.number.desc()).limit(1)
    ).first()
    return None if row is None else (row.number, row.at, row.sha256)
