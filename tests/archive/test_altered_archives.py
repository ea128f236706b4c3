"""The database refuses to alter what is kept; what is altered past it, `verify` finds."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError
from tellings import filled, told

from dateline.archive import Archive, ArchiveError
from dateline.archive.address import Address
from dateline.archive.errors import GUARD
from dateline.archive.tables import CHANGES, KEPT


@pytest.fixture
def kept(archive: Archive) -> Archive:
    """An archive with a row in every table but links and successors."""
    filled(archive, told("a"), told("b"), told("c", town="Goma"))
    archive.decide("merge", "e_a", others=["e_c"], why="one and the same")
    return archive


def run(place: str, *statements: str) -> None:
    """Statements of another program, each on its own."""
    address = Address(place)
    if address.path is not None:
        with closing(sqlite3.connect(address.path, isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)
        return
    engine = create_engine(place.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


FILLED = [table.name for table in (CHANGES, *KEPT) if table.name not in ("links", "successors")]


@pytest.mark.parametrize("table", FILLED)
def test_another_program_can_neither_change_nor_delete(kept: Archive, place: str, table: str) -> None:
    column = "who" if table == "changes" else "since"
    for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises((DBAPIError, sqlite3.Error), match=GUARD):
            run(place, statement)
    assert kept.verify().clean


def test_a_row_ends_once_and_never_comes_back(kept: Archive, place: str) -> None:
    for statement in (
        "UPDATE events SET until = NULL WHERE until IS NOT NULL",
        "UPDATE events SET until = 99 WHERE until IS NOT NULL",
        "UPDATE events SET until = 99, score = 0 WHERE until IS NULL",
    ):
        with pytest.raises((DBAPIError, sqlite3.Error), match=GUARD):
            run(place, statement)
    assert kept.verify().clean


def unguarded(place: str, statement: str) -> None:
    """What somebody does who takes the triggers away first, and puts them back."""
    if Address(place).path is None:
        table = statement.split()[2 if statement.startswith(("DELETE", "INSERT")) else 1]
        run(place, f"ALTER TABLE {table} DISABLE TRIGGER USER", statement, f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    with closing(sqlite3.connect(place)) as connection:
        saved = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    run(place, *(f"DROP TRIGGER {name}" for name, _ in saved), statement, *(sql for _, sql in saved))


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("UPDATE reports SET text = replace(text, '4', '7') WHERE id = 'a'", "report"),
        ("UPDATE reports SET publisher = 'nobody' WHERE id = 'a'", "chain"),
        ("UPDATE mentions SET score = 0.1 WHERE id = 'm_a'", "mention"),
        ("UPDATE mentions SET body = replace(body, 'shelled', 'bombed!') WHERE id = 'm_b'", "offsets"),
        ("UPDATE events SET grade = 'confirmed' WHERE id = 'e_a'", "event"),
        ("UPDATE events SET body = '{}' WHERE id = 'e_a'", "event"),
        ("UPDATE events SET until = NULL WHERE id = 'e_a' AND version = 1", "history"),
        ("UPDATE decisions SET why = 'no reason'", "chain"),
        ("UPDATE decisions SET who = 'Eve'", "chain"),
        ("UPDATE changes SET who = 'Eve' WHERE number = 2", "chain"),
        ("UPDATE changes SET at = '2001-01-01' WHERE number = 3", "chain"),
        ("DELETE FROM decision_mentions", "chain"),
        ("DELETE FROM changes WHERE number = 2", "chain"),
        ("DELETE FROM memberships WHERE mention = 'm_a'", "event"),
        ("UPDATE memberships SET event = 'e_none' WHERE mention = 'm_b'", "orphan"),
        ("INSERT INTO linkings (key, since, last_mention) VALUES (99, 99, 99)", "chain"),
        ("DELETE FROM report_words WHERE report_key = 1", "search"),
        ("DELETE FROM mention_blocks WHERE mention_key = 1", "search"),
    ],
    ids=str,
)
def test_what_was_altered_is_found(kept: Archive, place: str, statement: str, kind: str) -> None:
    if "report_words" in statement:
        if Address(place).path is not None:
            statement = "DELETE FROM report_words_docsize WHERE id = 1"
        run(place, statement)
    elif "mention_blocks" in statement:
        run(place, statement)
    else:
        unguarded(place, statement)
    assert kind in {flaw.kind for flaw in kept.verify().flaws}


def test_a_missing_trigger_is_found(kept: Archive, place: str) -> None:
    on = "" if Address(place).path is not None else " ON decisions"
    run(place, f"DROP TRIGGER decisions_no_delete{on}")
    assert [(flaw.kind, flaw.where) for flaw in kept.verify().flaws] == [("trigger", "decisions_no_delete")]


def test_a_file_that_is_damaged_is_told_as_such(new_place: Callable[[str], str]) -> None:
    place = Path(new_place("sqlite"))
    with Archive.open(place) as archive:
        filled(archive, *(told(f"r{n}") for n in range(30)))
    with place.open("r+b") as file:
        file.seek(4_096)
        file.write(b"\xff" * 40_960)
    with pytest.raises(ArchiveError, match="restore the newest backup") as caught, Archive.open(place) as archive:
        archive.verify()
    assert caught.value.code == "archive.damaged"
