"""Archives of other versions: an older one is brought up whole, a newer one is left alone."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from tellings import filled, groups, ids, told

import dateline.archive.migrations
from dateline.archive import Archive, ArchiveError
from dateline.archive.address import Address
from dateline.archive.migrating import NEWEST, migrate
from dateline.archive.tables import METADATA


def test_the_newest_migration_is_the_version_that_is_read() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(dateline.archive.migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [NEWEST]


def test_the_migrations_make_the_tables_that_the_code_reads(archive: Archive, place: str) -> None:
    engine = Address(place).engine()
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "archive_version"})
        found = compare_metadata(context, METADATA)
    engine.dispose()
    # The words of reports are searched by means that differ from database to database.
    other = [one for one in found if "report_words" not in str(one)]
    assert other == []


def test_an_older_archive_says_so_and_is_brought_up_with_all_it_holds(archive: Archive, place: str) -> None:
    filled(archive, told("a"), told("b"), told("c", town="Goma"))
    before = groups(archive)
    archive.close()
    engine = Address(place).engine()
    migrate(engine, place, to="0001")
    engine.dispose()
    with pytest.raises(ArchiveError, match="dateline migrate") as caught:
        Archive.open(place)
    assert caught.value.code == "archive.older"
    assert Archive.migrate(place) == ("0001", NEWEST)
    assert Archive.migrate(place) == (NEWEST, NEWEST)
    with Archive.open(place) as migrated:
        assert migrated.verify().clean
        assert groups(migrated) == before
        assert ids(migrated, text="shelled", actors=("the river militia",), publishers=("lowland courier",)) == [
            "e_c",
            "e_a",
        ]


def test_a_newer_archive_is_refused_and_left_as_it_is(archive: Archive, place: str) -> None:
    archive.close()
    engine = Address(place).engine()
    with engine.connect().execution_options(dateline_writes=True) as connection, connection.begin():
        connection.execute(text("UPDATE archive_version SET version_num = '9000'"))
    engine.dispose()
    for use in (Archive.open, Archive.migrate):
        with pytest.raises(ArchiveError, match="version 9000") as caught:
            use(place)
        assert caught.value.code == "archive.newer"


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection:
        connection.execute("CREATE TABLE orders (number INTEGER)")
    with pytest.raises(ArchiveError) as caught:
        Archive.open(tmp_path / "shop.db")
    assert caught.value.code == "archive.not-an-archive"


def test_an_archive_that_is_not_there_is_made_only_when_asked(empty_place: str) -> None:
    with pytest.raises(ArchiveError) as caught:
        Archive.open(empty_place, create=False)
    assert caught.value.code == "archive.no-such-file"
    with Archive.open(empty_place) as made:
        assert made.verify().clean
        assert not made.events().events


@pytest.mark.parametrize("address", ["mysql://localhost/news", "http://example.org", "postgres:/x://"])
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(ArchiveError) as caught:
        Archive.open(address)
    assert caught.value.code == "archive.address"
