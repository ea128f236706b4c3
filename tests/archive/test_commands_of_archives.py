"""The commands, as a person types them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tellings import filled, told

from dateline.archive import Archive


def dateline(*arguments: object, folder: Path, db: str | None = None) -> subprocess.CompletedProcess[str]:
    """The finished command, run in a folder."""
    environment = {**os.environ, "COLUMNS": "160", **({"DATELINE_DB": db} if db else {})}
    return subprocess.run(
        [sys.executable, "-m", "dateline.cli", *(str(argument) for argument in arguments)],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an archive where the commands look for one."""
    with Archive.open(tmp_path / "dateline.db", who="Ada") as archive:
        filled(archive, told("a"), told("b", publisher="Radio Plateau"), told("c", town="Goma"))
    return tmp_path


class TestAdding:
    def test_reports_are_coded_kept_and_linked_and_passed_over_the_next_time(self, tmp_path: Path) -> None:
        text = "Gunmen attacked a police checkpoint in Aleppo on Sunday, killing four officers, the governor said."
        line = {"id": "r", "published": "2024-05-06T09:00:00Z", "publisher": "Lowland Courier", "text": text}
        (tmp_path / "news.jsonl").write_text(json.dumps(line) + "\n{\n")
        done = dateline("add", "news.jsonl", "--db", "kept.db", "--why", "a test", folder=tmp_path)
        assert done.returncode == 3
        assert "report.not-json" in done.stderr
        assert "1 new" in done.stderr
        again = dateline("add", "news.jsonl", "--db", "kept.db", folder=tmp_path)
        assert "1 there before" in again.stderr
        with Archive.open(tmp_path / "kept.db", create=False) as archive:
            (kept,) = archive.events().events
            assert kept.event.fatalities.best == 4
            assert {change.why for change in archive.journal()} == {"a test"}
            assert archive.runs()[0].read == ("news.jsonl",)
            assert archive.verify().clean


class TestAsking:
    def test_an_event_is_shown_with_who_tells_it_and_what_was_decided(self, folder: Path) -> None:
        with Archive.open(folder / "dateline.db") as archive:
            archive.decide("flag", "e_a", who="Grace", why="ask again")
        shown = dateline("show", "e_a", folder=folder).stdout
        assert "Radio Plateau" in shown
        assert "Grace: flag: ask again" in shown
        assert "killed: 4" in shown

    @pytest.mark.parametrize(("id", "key"), [("e_a", "event"), ("m_a", "mention"), ("a", "report")])
    def test_any_record_is_shown_as_json(self, folder: Path, id: str, key: str) -> None:
        assert json.loads(dateline("show", id, "--json", folder=folder).stdout)[key]["id"] == id

    def test_a_past_day_is_shown_as_it_was(self, folder: Path) -> None:
        gone = dateline("show", "e_a", "--as-of", "2001-01-01", folder=folder)
        assert gone.returncode == 1
        assert "archive.no-such-id" in gone.stderr

    def test_a_search_lists_what_matches(self, folder: Path) -> None:
        found = dateline("search", "--country", "cd", "--since", "2024-05-01", "--type", "shelling", folder=folder)
        assert found.stdout.startswith("e_c 2024-05-03 Goma, CD")
        words = dateline("search", "luhansk market", "--json", folder=folder)
        assert json.loads(words.stdout)["event"]["id"] == "e_a"
        paged = dateline("search", "-n", 1, folder=folder)
        cursor = paged.stderr.split()[-1]
        assert len(dateline("search", "-n", 1, "--after", cursor, folder=folder).stdout.splitlines()) == 1

    @pytest.mark.parametrize(
        "option", [("--box", "here"), ("--type", "party"), ("--grade", "sure"), ("--since", "May"), ("--as-of", "then")]
    )
    def test_a_value_that_makes_no_sense_is_told(self, folder: Path, option: tuple[str, str]) -> None:
        done = dateline("search", *option, folder=folder)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert option[1] in done.stderr


class TestDeciding:
    def test_events_are_merged_split_and_put_back(self, folder: Path) -> None:
        merged = dateline("merge", "e_a", "e_c", "--who", "Grace", "--why", "one shelling", folder=folder)
        assert merged.stdout.splitlines()[0] == "decision 1: merge e_a e_c"
        stale = dateline("split", "e_a", "m_c", "--version", 1, folder=folder)
        assert "archive.stale-version" in stale.stderr
        assert dateline("split", "e_a", "m_c", folder=folder).returncode == 0
        assert dateline("undo", 2, folder=folder).returncode == 0
        assert dateline("undo", 1, "--why", "two after all", folder=folder).returncode == 0
        assert dateline("link", "--everything", folder=folder).returncode == 0
        assert len(dateline("search", folder=folder).stdout.splitlines()) == 2
        assert dateline("verify", folder=folder).stdout.startswith("clean: ")


class TestUpkeep:
    def test_a_backup_is_restored_by_the_environments_address(self, folder: Path) -> None:
        assert dateline("backup", "copy.db", folder=folder).returncode == 0
        assert dateline("restore", "copy.db", folder=folder, db="second.db").returncode == 0
        assert dateline("verify", folder=folder, db="second.db").returncode == 0
        assert "as before" in dateline("migrate", folder=folder, db="second.db").stdout

    def test_flaws_are_told_and_give_a_status(self, folder: Path) -> None:
        import sqlite3

        with sqlite3.connect(folder / "dateline.db") as connection:
            connection.execute("DROP TRIGGER reports_no_change")
        done = dateline("verify", folder=folder)
        assert done.returncode == 1
        assert "trigger: reports_no_change" in done.stdout
        assert json.loads(dateline("verify", "--json", folder=folder).stdout)["flaws"][0]["kind"] == "trigger"

    @pytest.mark.parametrize("command", [("show", "e_a"), ("search",), ("link",), ("verify",), ("undo", "1")])
    def test_without_an_archive_none_is_made(self, tmp_path: Path, command: tuple[str, ...]) -> None:
        done = dateline(*command, folder=tmp_path)
        assert done.returncode == 1
        assert "archive.no-such-file" in done.stderr
        assert not list(tmp_path.iterdir())
