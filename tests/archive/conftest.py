"""The same archive in a file and on a server: every test that takes `archive` or a place runs on both."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count
from pathlib import Path
from shutil import copyfile

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from postgres_server import PostgresServer, binaries

from dateline.archive import Archive

_NUMBERS = count(1)
DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    """A server of our own in a temporary folder; skipped only where PostgreSQL is not installed."""
    if binaries() is None:
        pytest.skip("PostgreSQL's programs (initdb, pg_ctl) are not installed; Debian has them in `postgresql`")
    with PostgresServer() as running:
        yield running


@pytest.fixture(scope="session")
def new_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Gives a new empty archive, by the name of its database; all are copies of one that was made once."""
    folder = tmp_path_factory.mktemp("places")

    @cache
    def template(database: str) -> str:
        place = str(folder / "template.db") if database == "sqlite" else _server(request).new_database("template")
        Archive.open(place).close()
        return place

    def new(database: str) -> str:
        made, name = template(database), f"kept_{next(_NUMBERS)}"
        if database == "sqlite":
            return str(copyfile(made, folder / f"{name}.db"))
        return _server(request).new_database(name, template="template")

    return new


def _server(request: pytest.FixtureRequest) -> PostgresServer:
    server = request.getfixturevalue("server")
    assert isinstance(server, PostgresServer)
    return server


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, new_place: Callable[[str], str]) -> Iterator[str]:
    """Where a new archive is: a path, or the URL of a database."""
    made = new_place(request.param)
    running = _server(request) if request.param == "postgresql" else None
    yield made
    if running is not None:
        running.drop(made.partition("@/")[2].partition("?")[0])


@pytest.fixture(params=DATABASES)
def empty_place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an archive can be made."""
    if request.param == "sqlite":
        return str(tmp_path / "new.db")
    return _server(request).new_database(f"empty_{next(_NUMBERS)}")


@pytest.fixture
def archive(place: str) -> Iterator[Archive]:
    """A new archive."""
    with Archive.open(place, who="Ada") as made:
        yield made


@pytest.fixture
def file_archive(tmp_path: Path) -> Iterator[Archive]:
    """A new archive in a file, where the database makes no difference."""
    with Archive.open(tmp_path / "file.db", who="Ada") as made:
        yield made
