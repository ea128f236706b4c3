"""One backup for both databases, made while others write, and restored whole into either."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tellings import filled, told

from dateline.archive import Archive, ArchiveError, EventQuery


@pytest.fixture
def kept(archive: Archive) -> Archive:
    """An archive with a history."""
    filled(archive, told("a"), told("b"), told("c", town="Goma"), told("d", town="Suva", killed=9))
    archive.decide("merge", "e_a", others=["e_c"])
    archive.decide("edit", "e_d", field="count", value=2, why="counted again")
    return filled(archive, told("a", killed=8))


def everything(archive: Archive) -> list[object]:
    """All that an archive answers."""
    versions = [archive.versions(one) for one in ("e_a", "e_c", "e_d")]
    past = [[kept.event for kept in archive.all_events(as_of=n)] for n in range(7)]
    words = [
        kept.event.id for kept in archive.all_events(EventQuery(text="shelled market", actors=("the river militia",)))
    ]
    return [versions, past, words, archive.journal(), archive.decisions(), archive.mentions("e_a"), archive.runs()]


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
def test_what_is_restored_answers_as_the_original(
    kept: Archive, new_place: Callable[[str], str], tmp_path: Path, into: str
) -> None:
    kept.backup(tmp_path / "copy.db")
    place = new_place(into)
    Archive.restore(tmp_path / "copy.db", place)
    with Archive.open(place) as restored:
        assert restored.verify() == kept.verify()
        assert restored.verify().clean
        assert everything(restored) == everything(kept)
        restored.decide("flag", "e_d")
        filled(restored, told("e", town="Tripoli"))
        assert restored.verify().clean


def test_a_backup_is_one_file_and_an_archive_itself(kept: Archive, tmp_path: Path) -> None:
    kept.backup(tmp_path / "copy.db")
    assert [path.name for path in tmp_path.glob("*copy*")] == ["copy.db"]
    with Archive.open(tmp_path / "copy.db") as copy:
        assert everything(copy) == everything(kept)


def test_an_older_backup_is_never_written_over(kept: Archive, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("the only copy")
    with pytest.raises(ArchiveError) as caught:
        kept.backup(tmp_path / "copy.db")
    assert caught.value.code == "archive.exists"
    assert (tmp_path / "copy.db").read_text() == "the only copy"


def test_nothing_is_restored_over_what_is_there(kept: Archive, place: str, tmp_path: Path) -> None:
    kept.backup(tmp_path / "copy.db")
    before = everything(kept)
    with pytest.raises(ArchiveError) as caught:
        Archive.restore(tmp_path / "copy.db", place)
    assert caught.value.code == "archive.not-empty"
    assert everything(kept) == before


def test_what_is_no_backup_is_refused(empty_place: str, tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear reader, " * 500)
    with pytest.raises(ArchiveError) as caught:
        Archive.restore(tmp_path / "letter.db", empty_place)
    assert caught.value.code == "archive.damaged"
    with pytest.raises(ArchiveError) as caught:
        Archive.restore(tmp_path / "nothing.db", empty_place)
    assert caught.value.code == "archive.no-such-file"


def test_a_backup_into_a_folder_that_is_not_there_leaves_nothing(kept: Archive, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError) as caught:
        kept.backup(tmp_path / "nowhere" / "copy.db")
    assert caught.value.code == "archive.cannot-open"
