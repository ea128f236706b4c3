"""From a path or URL to a database that is ready to use: one file of SQLite, or a server of PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool

from dateline.archive.errors import ArchiveError
from dateline.errors import InstallError

WAIT_SECONDS = 30.0
"""How long a writer waits for another one."""
_CACHE_KIB = 64 * 1024


class Address:
    """Where an archive is.

    Attributes:
        path: the SQLite file; None for a server.
        where: the same for people, without a password.
    """

    def __init__(self, url_or_path: str | Path) -> None:
        """Raises `ArchiveError` (``archive.address``) for what is neither a path nor a URL that is understood."""
        given = str(url_or_path)
        self.path: Path | None = None
        self._url: URL | None = None
        if "://" not in given:
            self.path = Path(given)
        elif given.startswith("sqlite:///"):
            self.path = Path(given.removeprefix("sqlite:///"))
        else:
            self._url = _postgres_url(given)
        self.where = str(self.path) if self._url is None else self._url.render_as_string(hide_password=True)

    @property
    def exists(self) -> bool:
        """Whether the file is there; of a server, that is found out by connecting."""
        return self.path is None or self.path.exists()

    @property
    def writable(self) -> bool:
        """Whether the file, and the folder in which its log stands beside it, may be written."""
        if self.path is None:
            return True
        folder = os.access(self.path.parent, os.W_OK)
        return folder and (not self.path.exists() or os.access(self.path, os.W_OK))

    def engine(self, *, wait_seconds: float = WAIT_SECONDS) -> Engine:
        """A new engine; it connects when it is first used."""
        if self._url is None:
            return self._sqlite(wait_seconds)
        if find_spec("psycopg") is None:
            raise InstallError(
                "the driver of PostgreSQL is not installed",
                where=self.where,
                remedy='Install it with `pip install "dateline[postgres]"`.',
                code="install.postgres-driver",
            )
        options = f"-c lock_timeout={int(wait_seconds * 1000)} -c jit=off -c timezone=UTC"
        return create_engine(
            self._url,
            pool_pre_ping=True,
            isolation_level="REPEATABLE READ",
            connect_args={"options": options, "connect_timeout": 10, "prepare_threshold": 5},
        )

    def _sqlite(self, wait_seconds: float) -> Engine:
        path = self.path
        assert path is not None
        writable = self.writable
        name = f"file:{quote(str(path.absolute()))}"
        if not writable:
            # Without a log beside it nobody writes, and no file for the log's index can be made here.
            log = path.with_name(path.name + "-wal")
            name += "?mode=ro" if log.exists() else "?immutable=1"

        def connect() -> sqlite3.Connection:
            made = sqlite3.connect(name, uri=True, timeout=wait_seconds, isolation_level=None, check_same_thread=False)
            try:
                prepare(made, writable=writable)
            except BaseException:
                made.close()
                raise
            return made

        engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=4)

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            # Readers never wait; a writer takes its turn before it reads what it will build on.
            writes = connection.get_execution_options().get("dateline_writes", False)
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

        return engine


def prepare(connection: sqlite3.Connection, *, writable: bool = True) -> None:
    """Set what an archive needs on a connection to SQLite."""
    if writable:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    # Without it, REPLACE would delete rows past the triggers that refuse it.
    connection.execute("PRAGMA recursive_triggers = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")


def _postgres_url(given: str) -> URL:
    try:
        url = make_url(given)
    except ArgumentError as error:
        raise _not_understood(given.split("@")[-1]) from error
    if url.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise _not_understood(url.drivername)
    return url.set(drivername="postgresql+psycopg")


def _not_understood(given: str) -> ArchiveError:
    return ArchiveError(
        f"{given!r} is no address of an archive",
        remedy="Give the path of a file, or postgresql://user@host/database.",
        code="archive.address",
    )
