"""Backups: one SQLite file whatever the archive is kept in, which is an archive itself and can be asked like one.

Both databases can be restored from it. Rows are copied with their keys, so the chain of changes holds in the copy.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, func, insert, select, text

from dateline.archive.address import Address
from dateline.archive.desk_tables import DESK, EVENT_FIGURES
from dateline.archive.errors import ArchiveError, translated
from dateline.archive.migrating import check_version, migrate, version_of
from dateline.archive.search_index import add_words
from dateline.archive.tables import CHANGES, EVENT_TERMS, KEPT, MENTION_BLOCKS, REPORTS

_AT_ONCE = 2_000
_COPIED = (CHANGES, *KEPT, EVENT_TERMS, MENTION_BLOCKS, EVENT_FIGURES, *DESK)
_PAGES_AT_ONCE = 4_096


def backup(engine: Engine, address: Address, target: Path) -> None:
    """Write a copy of the archive as it is at one moment; others may go on writing meanwhile.

    The file appears only when it is whole.

    Raises:
        ArchiveError: there is a file of that name (``archive.exists``), or it cannot be written.
    """
    if target.exists():
        raise ArchiveError(
            "there is a file of that name",
            where=str(target),
            remedy="Give the backup another name; an older one is never written over.",
            code="archive.exists",
        )
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.unfinished")
    try:
        with translated(str(target)):
            if address.path is not None:
                _copy_file(address.path, unfinished)
            else:
                _copy_out(engine, unfinished)
            _settle(unfinished)
        unfinished.replace(target)
    finally:
        for leftover in (unfinished, *(Path(f"{unfinished}{end}") for end in ("-wal", "-shm", "-journal"))):
            with suppress(OSError):
                leftover.unlink()


def restore(source: Path, engine: Engine, address: Address) -> None:
    """Fill a new archive from a backup, all at once or not at all.

    Raises:
        ArchiveError: the backup is missing, damaged or of another version, or the archive holds something already
            (``archive.not-empty``).
    """
    if not source.is_file():
        raise ArchiveError(
            "there is no such backup", where=str(source), remedy="Check the name.", code="archive.no-such-file"
        )
    backed_up = Address(source)
    reading = backed_up.engine()
    try:
        with translated(str(source)), reading.connect() as old:
            check_version(version_of(old, str(source)), str(source))
        with translated(address.where):
            with engine.connect() as new:
                # Before anything is done to it: an older archive that holds something is not even brought up.
                if version_of(new, address.where) is not None:
                    _check_empty(new, address.where)
            migrate(engine, address.where)
        options: dict[str, Any] = {"dateline_writes": True}
        with translated(address.where), engine.connect().execution_options(**options) as new, new.begin():
            _check_empty(new, address.where)
            with translated(str(source)), reading.connect() as old:
                _copy_rows(old, new)
            if new.dialect.name == "postgresql":
                # Until it has counted the rows it would search them in poor ways.
                for table in _COPIED:
                    new.execute(text(f"ANALYZE {table.name}"))
    finally:
        reading.dispose()


def _check_empty(connection: Connection, where: str) -> None:
    if connection.execute(select(func.count()).select_from(CHANGES)).scalar():
        raise ArchiveError(
            "the archive holds something already",
            where=where,
            remedy="Restore into a new file or an empty database.",
            code="archive.not-empty",
        )


def _copy_file(source: Path, target: Path) -> None:
    reading = f"{source.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(reading, uri=True)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new, pages=_PAGES_AT_ONCE)


def _settle(path: Path) -> None:
    """Leave one file that stands by itself: no log beside it, and all of it on the disk."""
    with closing(sqlite3.connect(path)) as copied:
        copied.execute("PRAGMA journal_mode = DELETE")
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _copy_out(engine: Engine, target: Path) -> None:
    address = Address(target)
    copying = address.engine()
    try:
        migrate(copying, str(target))
        # One transaction at one snapshot: what others write meanwhile is not in the copy.
        with engine.connect() as old, old.begin():
            check_version(version_of(old, str(target)), str(target))
            with copying.connect().execution_options(dateline_writes=True) as new, new.begin():
                _copy_rows(old, new)
    finally:
        copying.dispose()


def _copy_rows(old: Connection, new: Connection) -> None:
    for table in _COPIED:
        for rows in _rows(old, table):
            _insert(new, table, rows)
            if table is REPORTS:
                add_words(new, [(row["key"], row["title"], row["text"]) for row in rows])


def _rows(connection: Connection, table: Table) -> Iterator[Sequence[Mapping[str, Any]]]:
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=_AT_ONCE)
    partitions: Any = connection.execute(query).mappings().partitions(_AT_ONCE)
    return iter(partitions)


def _insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if connection.dialect.name != "postgresql":
        connection.execute(insert(table), [dict(row) for row in rows])
        return
    # COPY is ten times as fast as inserting.
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    driver: Any = connection.connection.dbapi_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row([row[column.name] for column in table.columns])
