"""Versions of the archive's tables: what a database holds, and how it is brought to the newest, all at once or not."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from dateline.archive.errors import ArchiveError

NEWEST = "0004"
"""The version that this dateline reads and writes; a test holds it to the newest migration."""
_VERSIONS = ("0001", "0002", "0003", "0004")
_LOCK = 0x646174656C696E65
_MIGRATIONS = Path(__file__).parent / "migrations"


def version_of(connection: Connection, where: str) -> str | None:
    """The version of an archive; None for a database without any tables.

    Raises:
        ArchiveError: the database holds tables, and they are no archive's (``archive.not-an-archive``).
    """
    names = set(inspect(connection).get_table_names())
    if "archive_version" in names:
        # A creation that was broken off leaves no row, on a database that cannot undo the making of tables.
        found = connection.execute(text("SELECT version_num FROM archive_version")).scalar()
        return None if found is None else str(found)
    if names:
        raise ArchiveError(
            "the database holds other tables, and is no archive of dateline",
            where=where,
            remedy="Give the archive a file or database of its own.",
            code="archive.not-an-archive",
        )
    return None


def check_version(found: str | None, where: str) -> None:
    """See that an archive can be used as it is.

    Raises:
        ArchiveError: it is of a newer version (``archive.newer``) or an older one (``archive.older``).
    """
    if found == NEWEST:
        return
    if found is not None and found not in _VERSIONS:
        raise ArchiveError(
            f"the archive is of version {found}, and this dateline knows up to {NEWEST}",
            where=where,
            remedy="Use the newer dateline that wrote it; nothing was changed.",
            code="archive.newer",
        )
    raise ArchiveError(
        f"the archive is of version {found or 'none'}, and this dateline works with {NEWEST}",
        where=where,
        remedy="Make a copy of it, then run `dateline migrate`.",
        code="archive.older",
    )


def migrate(engine: Engine, where: str, *, to: str = NEWEST) -> tuple[str | None, str]:
    """Bring a database to a version, in one transaction; returns the version before and after.

    Raises:
        ArchiveError: it is of a newer version, or no archive.
    """
    options: dict[str, str | bool] = {"dateline_writes": True}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "READ COMMITTED"
    with engine.connect().execution_options(**options) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        before = version_of(connection, where)
        if before is not None and before not in _VERSIONS:
            check_version(before, where)
        if before != to:
            _run(connection, to, down=before is not None and before > to)
        return before, to


def _run(connection: Connection, to: str, *, down: bool) -> None:
    # Alembic takes a fifth of a second to load, and is needed once in an archive's life.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    (command.downgrade if down else command.upgrade)(config, to)
