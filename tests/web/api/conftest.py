"""A desk over a small archive of made-up news, in a file and on a server of PostgreSQL; with accounts and without."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from shutil import copyfile

import pytest
from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parents[2] / "archive"))
sys.path.insert(0, str(Path(__file__).parent))

from desks import desk_at, fill, settle
from postgres_server import PostgresServer, binaries

from dateline.archive import Archive

_NUMBERS = count(1)
DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    """A server of our own; skipped only where PostgreSQL is not installed."""
    if binaries() is None:
        pytest.skip("PostgreSQL's programs (initdb, pg_ctl) are not installed; Debian has them in `postgresql`")
    with PostgresServer() as running:
        yield running


@pytest.fixture(scope="session")
def new_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Gives a copy of the filled archive, by the name of its database."""
    folder = tmp_path_factory.mktemp("desks")
    made: dict[str, str] = {}

    def new(database: str) -> str:
        name = f"desk_{next(_NUMBERS)}"
        if database == "sqlite":
            if database not in made:
                made[database] = str(folder / "template.db")
                with Archive.open(made[database], who="Ada") as archive:
                    fill(archive)
            return str(copyfile(made[database], folder / f"{name}.db"))
        running = request.getfixturevalue("server")
        if database not in made:
            made[database] = running.new_database("desk_template")
            with Archive.open(made[database], who="Ada") as archive:
                fill(archive)
        return str(running.new_database(name, template="desk_template"))

    return new


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, new_place: Callable[[str], str]) -> str:
    """Where a filled archive is."""
    return new_place(request.param)


@pytest.fixture
def file_place(new_place: Callable[[str], str]) -> str:
    """The same in a file, where the database makes no difference."""
    return new_place("sqlite")


@pytest.fixture
def archive(place: str) -> Iterator[Archive]:
    """The archive that a desk is over."""
    with Archive.open(place, who="Ada") as opened:
        yield opened


@pytest.fixture
def desk(place: str) -> Iterator[TestClient]:
    """A desk without accounts."""
    with desk_at(place) as client:
        yield client


@pytest.fixture
def file_desk(file_place: str) -> Iterator[TestClient]:
    """The same over a file."""
    with desk_at(file_place) as client:
        yield client


@pytest.fixture(scope="session")
def peopled(new_place: Callable[[str], str]) -> str:
    """An archive with accounts, to be copied: hashing passwords takes its time, as it should."""
    place = new_place("sqlite")
    with Archive.open(place) as opened:
        settle(opened)
    return place


@pytest.fixture
def peopled_place(peopled: str, tmp_path: Path) -> str:
    """An archive with accounts."""
    return str(copyfile(peopled, tmp_path / "peopled.db"))


@pytest.fixture
def guarded(peopled_place: str) -> Iterator[TestClient]:
    """A desk with accounts; nobody has signed in."""
    with desk_at(peopled_place, accounts=True) as client:
        yield client
