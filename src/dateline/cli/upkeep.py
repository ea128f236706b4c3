"""``dateline verify``, ``backup``, ``restore`` and ``migrate``: looking after an archive."""

from __future__ import annotations

from pathlib import Path

from dateline.cli.archive_options import DEFAULT_DB, Db, Json

FLAWED = 1


def verify(*, db: Db = DEFAULT_DB, json: Json = False) -> int:
    """Look at everything that is kept: the chain of changes, offsets, what points to what, the triggers.

    Exit status: 0 nothing is lost or altered, 1 there are flaws (each is told).

    Args:
        db: The archive: a file, or postgresql://user@host/database.
        json: The whole answer as JSON.
    """
    from dateline.archive import Archive
    from dateline.export.legible import on_one_line

    with Archive.open(db, create=False) as archive:
        found = archive.verify()
    if json:
        from msgspec.json import encode

        print(encode(found).decode())
        return 0 if found.clean else FLAWED
    for flaw in found.flaws:
        print(on_one_line(f"{flaw.kind}: {flaw.where}: {flaw.what}"))
    looked_at = ", ".join(f"{number:,} {table.replace('_', ' ')}" for table, number in found.rows.items())
    print(f"{'clean' if found.clean else f'{len(found.flaws):,} flaws'}: {looked_at or 'nothing kept yet'}")
    return 0 if found.clean else FLAWED


def backup(file: Path, /, *, db: Db = DEFAULT_DB) -> int:
    """Write a copy of an archive into a new file, which either database can be restored from. Others may go on writing.

    Args:
        file: The file to write; it must not be there yet, and appears only when it is whole.
        db: The archive: a file, or postgresql://user@host/database.
    """
    from dateline.archive import Archive

    with Archive.open(db, create=False) as archive:
        archive.backup(file)
    print(f"written to {file}")
    return 0


def restore(file: Path, /, *, db: Db = DEFAULT_DB) -> int:
    """Fill a new archive from a backup.

    Args:
        file: What `dateline backup` wrote.
        db: The archive: a file that is not there yet, or postgresql://user@host/database, empty.
    """
    from dateline.archive import Archive

    Archive.restore(file, db)
    print(f"restored from {file}")
    return 0


def migrate(*, db: Db = DEFAULT_DB) -> int:
    """Bring an archive of an older dateline to the version of this one, all at once or not at all.

    Args:
        db: The archive: a file, or postgresql://user@host/database.
    """
    from dateline.archive import Archive

    before, after = Archive.migrate(db)
    print(f"version {after}, as before" if before == after else f"from version {before or 'none'} to {after}")
    return 0
