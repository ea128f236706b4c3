"""The archive's named errors, and how those of a database become them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from dateline.errors import DatelineError

GUARD = "dateline keeps this"
"""What the triggers say when they refuse; the text by which their refusal is told from other faults."""


class ArchiveError(DatelineError):
    """An archive that cannot be used, or a request that it refuses; nothing of the refused step was stored."""

    code = "archive"


class StaleVersionError(ArchiveError):
    """A decision about a version of an event that is no longer the newest."""

    code = "archive.stale-version"


class NoSuchIdError(ArchiveError):
    """An id that the archive does not hold, or did not hold on the day asked for."""

    code = "archive.no-such-id"


_RUN_AGAIN = "What was stored before is whole; the unfinished step left nothing behind"
_UNREACHABLE = frozenset({"57P01", "57P02", "57P03", "53300"})
_REFUSED = frozenset({"28000", "28P01", "3D000"})


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Turns what a database raises into an `ArchiveError`; ``where`` names the archive, without any password.

    Raises:
        ArchiveError: with one of the codes that start with ``archive.`` in docs/errors.md.
    """
    try:
        yield
    except DBAPIError as error:
        raise _translation(error.orig, where) from error
    except sqlite3.Error as error:
        raise _translation(error, where) from error
    except SQLAlchemyError as error:
        raise ArchiveError(
            f"the database could not be used ({_first_line(error)})",
            where=where,
            remedy=f"{_RUN_AGAIN}. Check the address given with --db.",
            code="archive.failed",
        ) from error


def _translation(error: BaseException | None, where: str) -> ArchiveError:
    if error is not None and GUARD in str(error):
        return ArchiveError(
            "the database refused to change or delete what is kept",
            where=where,
            remedy="Append a decision or a new version instead; nothing stored is ever changed.",
            code="archive.append-only",
        )
    if isinstance(error, sqlite3.Error):
        return _of_sqlite(error, where)
    return _of_postgres(error, where)


def _of_sqlite(error: sqlite3.Error, where: str) -> ArchiveError:
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_FULL") or name in ("SQLITE_IOERR_WRITE", "SQLITE_IOERR_SHMSIZE", "SQLITE_IOERR_FSYNC"):
        return _full(where)
    if name.startswith("SQLITE_READONLY"):
        return read_only(where)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return _busy(where)
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
        return ArchiveError(
            f"the file is no whole SQLite database ({_first_line(error)})",
            where=where,
            remedy="Check the name; if the disk failed, restore the newest backup with `dateline restore`.",
            code="archive.damaged",
        )
    if name.startswith("SQLITE_CANTOPEN"):
        return ArchiveError(
            "the file cannot be opened",
            where=where,
            remedy="Check that the folder exists and may be written.",
            code="archive.cannot-open",
        )
    if name.startswith("SQLITE_IOERR"):
        return ArchiveError(
            f"the disk could not be read or written ({name})",
            where=where,
            remedy=f"{_RUN_AGAIN}. Check the disk, then `dateline verify`.",
            code="archive.disk",
        )
    return _failed(error, where)


def _of_postgres(error: BaseException | None, where: str) -> ArchiveError:
    state = getattr(error, "sqlstate", None)
    if state in ("53100", "53200"):
        return _full(where)
    if state in ("25006", "42501"):
        return read_only(where)
    if state in ("55P03", "40001", "40P01"):
        return _busy(where)
    if state in _REFUSED or "authentication failed" in str(error) or "does not exist" in str(error):
        return ArchiveError(
            f"the server does not let us in ({_first_line(error)})",
            where=where,
            remedy="Check user, password and database name; the database must exist (`createdb`).",
            code="archive.refused",
        )
    if state is None or state.startswith("08") or state in _UNREACHABLE:
        return ArchiveError(
            "the database server cannot be reached, or went away",
            where=where,
            remedy=f"{_RUN_AGAIN}. Start the server, then run it again.",
            code="archive.unreachable",
        )
    return _failed(error, where)


def read_only(where: str) -> ArchiveError:
    """The error of an archive that may be read and not written."""
    return ArchiveError(
        "the archive may not be written",
        where=where,
        remedy="Change its permissions (the folder's too), or work on a copy made with `dateline backup`.",
        code="archive.read-only",
    )


def _full(where: str) -> ArchiveError:
    return ArchiveError(
        "there is no room left to write",
        where=where,
        remedy=f"{_RUN_AGAIN}. Make room, then run it again.",
        code="archive.disk-full",
    )


def _busy(where: str) -> ArchiveError:
    return ArchiveError(
        "another program is writing to the archive, and did not end in time",
        where=where,
        remedy=f"{_RUN_AGAIN}. Wait for the other, then run it again.",
        code="archive.busy",
    )


def _failed(error: BaseException | None, where: str) -> ArchiveError:
    return ArchiveError(
        f"the database refused a step ({_first_line(error)})",
        where=where,
        remedy=f"{_RUN_AGAIN}. `dateline verify` tells what is wrong; please send us the message.",
        code="archive.failed",
    )


def _first_line(error: BaseException | None) -> str:
    return (str(error).strip().splitlines() or ["no reason given"])[0]
