"""``dateline actor``, and ``dateline code --actors`` with a user's own file."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import dateline, json_lines, report, write_reports

HEAD = "id,name,aliases,kind,country,since,until,parent,sector,source"


def test_the_entry_of_a_name_is_shown_with_why() -> None:
    done = dateline("actor", "Hezbollah", "--country", "LB")
    assert done.returncode == 0
    assert "[hezbollah]" in done.stdout
    assert "why: name in the directory" in done.stdout


def test_in_json_there_is_a_line_a_name_and_the_status_tells_of_unknown_ones() -> None:
    done = dateline("actor", "Kenyan police", "Qwxz", "--json")
    first, second = json_lines(done.stdout)
    assert (first["actor_id"], first["label"]) == ("state:KE:COP", "Police Forces of Kenya")
    assert second["actor_id"] is None
    assert done.returncode == 3


@pytest.mark.parametrize("wrong", [("--country", "iq"), ("--day", "yesterday"), ("--day", "2024-02-30")])
def test_a_country_or_day_that_is_none_is_told(wrong: tuple[str, str]) -> None:
    done = dateline("actor", "gunmen", *wrong)
    assert done.returncode == 1
    assert "[input.unusable-option]" in done.stderr


def test_no_name_at_all_is_told() -> None:
    done = dateline("actor")
    assert done.returncode == 1
    assert done.stderr.strip()


@pytest.mark.usefixtures("installed")
def test_a_users_actor_is_in_the_record(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(f"{HEAD}\nqorun,Qorun Brigades,Qoruns,rebel group,SY,2019,,,REB,me\n", "utf-8")
    text = "Qorun Brigades attacked a police checkpoint in Aleppo on Sunday, killing four officers, the governor said."
    reports = write_reports(tmp_path / "in.jsonl", report(text=text, title="Attack in Aleppo"))
    done = dateline("code", reports, "--actors", own, "-f", "jsonl", "--quiet")
    assert done.returncode == 0
    ids = {actor["actor_id"] for one in json_lines(done.stdout) for actor in one["perpetrators"]}  # type: ignore[attr-defined]
    assert "qorun" in ids


@pytest.mark.usefixtures("installed")
def test_all_bad_lines_of_a_users_file_are_told_at_once(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text(f"{HEAD}\nqorun,Qorun,,rebels,SY,19,,,REB,me\nother,,,rebel group,XX,,,,,me\n", "utf-8")
    done = dateline("code", write_reports(tmp_path / "in.jsonl", report()), "--actors", own)
    assert done.returncode == 1
    for part in ("line 2, kind", "line 2, since", "line 3, name", "line 3, country", "[input.actors]"):
        assert part in done.stderr, part
