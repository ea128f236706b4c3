"""A full disk, a file that may not be written, two writers, a server that goes away: told clearly, and nothing lost."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from killed_runs import killed
from postgres_server import PostgresServer, binaries
from sqlalchemy import text
from tellings import RUN, filled, groups, some_news, told

from dateline.archive import Archive, ArchiveError
from dateline.archive.address import Address
from dateline.errors import DatelineError, InstallError


@contextmanager
def no_file_above(size: int) -> Iterator[None]:
    """Writing beyond so many bytes of a file fails, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


class TestAFullDisk:
    def test_is_told_and_the_run_goes_on_when_there_is_room(self, new_place: Callable[[str], str]) -> None:
        place = Path(new_place("sqlite"))
        with Archive.open(place) as archive:
            filled(archive, told("a"))
            wal = place.with_name(place.name + "-wal")
            size = max(place.stat().st_size, wal.stat().st_size if wal.exists() else 0)
            long_ones = (told(f"r{n}", more=" It was loud." * 4_000) for n in range(500))
            with no_file_above(size + 50_000), pytest.raises(ArchiveError) as caught:
                archive.add(long_ones, RUN)
            assert caught.value.code == "archive.disk-full"
            assert "Make room" in caught.value.remedy
            assert archive.verify().clean
            assert archive.report("a").revision == 1
            filled(archive, told("late"))
            assert archive.verify().clean

    def test_while_a_backup_is_written_leaves_no_half_one(self, file_archive: Archive, tmp_path: Path) -> None:
        filled(file_archive, *some_news(30))
        with no_file_above(60_000), pytest.raises(ArchiveError) as caught:
            file_archive.backup(tmp_path / "copy.db")
        assert caught.value.code == "archive.disk-full"
        assert not list(tmp_path.glob("*copy*"))


class TestAFileThatMayNotBeWritten:
    def test_is_read_and_every_change_is_refused(self, new_place: Callable[[str], str]) -> None:
        place = Path(new_place("sqlite"))
        with Archive.open(place) as archive:
            filled(archive, told("a"))
        place.chmod(0o444)
        said = as_nobody(place, lambda: read_and_try_to_write(place))
        assert said == ["['e_a']", "archive.read-only"]

    def test_the_same_in_a_folder_that_may_not_be_written(self, new_place: Callable[[str], str]) -> None:
        place = Path(new_place("sqlite"))
        with Archive.open(place) as archive:
            filled(archive, told("a"))
        folder = place.parent / "locked"
        folder.mkdir()
        moved = place.rename(folder / "kept.db")
        folder.chmod(0o555)
        said = as_nobody(moved, lambda: read_and_try_to_write(moved))
        folder.chmod(0o755)
        assert said == ["['e_a']", "archive.read-only"]


def read_and_try_to_write(place: Path) -> Iterator[str]:
    """What an archive answers to a reader, and to a writer."""
    with Archive.open(place) as archive:
        yield str([kept.event.id for kept in archive.events().events])
        try:
            archive.decide("flag", "e_a")
        except DatelineError as error:
            yield error.code


def as_nobody(place: Path, work: Callable[[], Iterator[str]]) -> list[str]:
    """What ``work`` says in a process without the rights of root, for whom nothing is forbidden."""
    for folder in place.parents:
        if folder.stat().st_uid == os.getuid() and len(folder.parts) > 2:
            folder.chmod(folder.stat().st_mode | 0o055)

    def run(say: Callable[[str], None]) -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setgid(65_534)
            os.setuid(65_534)
        for line in work():
            say(line)
        say("done")

    lines, _ = killed(run, 1.5)
    assert lines[-1] == "done", lines
    return lines[:-1]


class TestTwoWriters:
    def test_at_once_both_are_kept(self, place: str) -> None:
        faults: list[BaseException] = []

        def write(letter: str) -> None:
            try:
                with Archive.open(place, who=letter) as archive:
                    for n in range(8):
                        filled(archive, told(f"{letter}{n}", town="Goma"))
            except BaseException as error:
                faults.append(error)

        writers = [threading.Thread(target=write, args=(letter,)) for letter in "xy"]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.join()
        assert faults == []
        with Archive.open(place) as archive:
            assert archive.verify().clean
            assert groups(archive) == {frozenset(f"m_{letter}{n}" for letter in "xy" for n in range(8))}
            assert {change.who for change in archive.journal()} == {"x", "y"}

    def test_one_that_never_ends_is_told_after_a_while(self, place: str) -> None:
        engine = Address(place).engine()
        with Archive.open(place, wait_seconds=0.2) as archive:
            with engine.connect().execution_options(dateline_writes=True) as other, other.begin():
                if other.dialect.name == "postgresql":
                    other.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": 0x646174656C696E65})
                with pytest.raises(ArchiveError) as caught:
                    archive.add([told("a")], RUN)
                assert caught.value.code == "archive.busy"
                assert not archive.events().events
            engine.dispose()
            filled(archive, told("a"))
            assert archive.verify().clean

    def test_a_reader_never_waits(self, archive: Archive, place: str) -> None:
        filled(archive, told("a"))
        reading = archive.all_events()
        first = next(reading)
        filled(archive, told("b", town="Goma"))
        assert first.event.id == "e_a"
        assert list(reading) == []


class TestAServerThatGoesAway:
    @pytest.fixture
    def own_server(self) -> Iterator[PostgresServer]:
        if binaries() is None:
            pytest.skip("PostgreSQL's programs (initdb, pg_ctl) are not installed")
        with PostgresServer() as running:
            yield running

    def test_midway_loses_nothing_and_is_used_again_when_it_is_back(self, own_server: PostgresServer) -> None:
        with Archive.open(own_server.new_database("kept")) as archive:
            filled(archive, told("a"))

            def news() -> Iterator[object]:
                for n in range(300):
                    if n == 150:
                        own_server.stop()
                    yield told(f"r{n:03}")

            with pytest.raises(ArchiveError) as caught:
                archive.add(news(), RUN)  # type: ignore[arg-type]
            assert caught.value.code == "archive.unreachable"
            with pytest.raises(ArchiveError) as caught:
                archive.events()
            assert caught.value.code == "archive.unreachable"
            own_server.start()
            assert archive.report("r127").revision == 1
            added = archive.add([told(f"r{n:03}") for n in range(300)], RUN)
            assert (added.passed_over, added.new) == (128, 172)
            assert archive.verify().clean

    def test_a_server_that_is_not_there_is_named_without_its_password(self, tmp_path: Path) -> None:
        with pytest.raises(ArchiveError) as caught:
            Archive.open(f"postgresql://ada:secret@/news?host={tmp_path}")
        assert caught.value.code == "archive.unreachable"
        assert "secret" not in str(caught.value)

    def test_a_database_that_is_not_there_is_told(self, server: PostgresServer) -> None:
        url = server.new_database("there").replace("/there?", "/elsewhere?")
        with pytest.raises(ArchiveError, match="createdb") as caught:
            Archive.open(url)
        assert caught.value.code == "archive.refused"

    def test_without_its_driver_the_remedy_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("dateline.archive.address.find_spec", lambda name: None)
        with pytest.raises(InstallError, match=r"dateline\[postgres\]"):
            Archive.open("postgresql://ada@localhost/news")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    for place in (tmp_path / "nowhere" / "kept.db", tmp_path):
        with pytest.raises(ArchiveError) as caught:
            Archive.open(place)
        assert caught.value.code == "archive.cannot-open"


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear reader, " * 100)
    with pytest.raises(ArchiveError) as caught:
        Archive.open(tmp_path / "letter.txt")
    assert caught.value.code == "archive.damaged"


def test_a_log_left_by_a_crash_is_taken_in(new_place: Callable[[str], str]) -> None:
    place = Path(new_place("sqlite"))

    def work(say: Callable[[str], None]) -> None:
        archive = Archive.open(place)
        filled(archive, told("a"))
        say("kept")
        signal.pause()

    said, _ = killed(work, 0.8)
    assert said == ["kept"]
    with closing(sqlite3.connect(place)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    with Archive.open(place) as archive:
        assert archive.report("a").revision == 1
        assert archive.verify().clean
