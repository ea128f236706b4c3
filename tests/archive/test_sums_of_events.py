"""A summary ("thirty killed this week in three attacks") links to its parts, whatever comes first, and is not added."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import msgspec
import pytest
from tellings import NEWER, Told, changed, filled, told

from dateline.archive import Archive, summing
from dateline.cli.archive_pages import shown
from dateline.export.exporting import Wish, export
from dateline.export.from_archive import ArchiveEvents
from dateline.export.selection import Selection
from dateline.linking import to_be_added


def week(**changes: object) -> Told:
    """A report of three attacks of the first week of May, in and around the town."""
    one = told("week", day="2024-05-01", until="2024-05-07", killed=30, publisher="Radio Plateau")
    place = one[1][0].place
    assert place is not None
    wide = msgspec.structs.replace(place, precision="province", radius_km=80.0)
    return changed(one, **{"count": 3, "place": wide} | changes)


def mon(killed: int = 6) -> Told:
    return told("mon", day="2024-05-02", killed=killed)


def fri(killed: int = 11) -> Told:
    return told("fri", day="2024-05-05", killed=killed)


def parts(archive: Archive, event: str = "e_week") -> tuple[str, ...]:
    return archive.event(event).event.summary_of


@pytest.mark.parametrize("order", list(permutations((week, mon, fri))), ids=lambda o: " ".join(f.__name__ for f in o))
def test_it_names_its_parts_in_whatever_order_the_news_comes(
    archive: Archive, order: tuple[Callable[[], Told], ...]
) -> None:
    for one in order:
        filled(archive, one())
    assert parts(archive) == ("e_fri", "e_mon")
    assert archive.verify().clean


def test_news_that_comes_together_makes_one_version_of_it(archive: Archive) -> None:
    filled(archive, fri(), week(), mon())
    assert [kept.event.summary_of for kept in archive.versions("e_week")] == [("e_fri", "e_mon")]


def test_its_dead_are_counted_once(archive: Archive) -> None:
    filled(archive, week(), mon(), fri())
    events = [kept.event for kept in archive.all_events()]
    assert sum(event.fatalities.best or 0 for event in to_be_added(events)) == 17


def test_what_it_summed_up_on_a_past_day_can_be_asked_for(archive: Archive) -> None:
    filled(archive, week(), mon())
    then = archive.changes(0).upto
    filled(archive, fri())
    assert archive.event("e_week", as_of=then).event.summary_of == ("e_mon",)
    assert parts(archive) == ("e_fri", "e_mon")
    assert archive.changes(then).changed == ("e_week",)


def test_a_part_that_is_taken_back_is_no_part_any_more(archive: Archive) -> None:
    filled(archive, week(), mon(), fri())
    archive.add([(fri()[0], [])], NEWER)
    archive.link()
    assert parts(archive) == ("e_mon",)


def test_a_part_that_turns_out_to_be_of_june_is_no_part_any_more(archive: Archive) -> None:
    filled(archive, week(), mon(), fri())
    june = told("fri", day="2024-06-05", killed=11)[1][0].date
    archive.add([changed(fri(), date=june)], NEWER)
    archive.link()
    assert parts(archive) == ("e_mon",)


def test_parts_that_a_person_merges_and_takes_apart_again_are_named_as_they_stand(archive: Archive) -> None:
    filled(archive, week(), mon(), fri())
    decision = archive.decide("merge", "e_mon", others=["e_fri"], why="one night")
    assert "e_fri" not in parts(archive)
    archive.undo(decision.number)
    assert parts(archive) == ("e_fri", "e_mon")


def test_a_person_who_says_that_it_was_one_attack_ends_the_sum(archive: Archive) -> None:
    filled(archive, week(), mon(), fri())
    archive.decide("edit", "e_week", field="count", value=1, why="read it again")
    assert parts(archive) == ()


def test_linking_everything_anew_finds_the_same_sums(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(archive, week(), mon(), fri())
    before = [kept.event for kept in archive.all_events()]
    monkeypatch.setattr(summing, "MANY", 0)
    archive.link(everything=True)
    assert [kept.event for kept in archive.all_events()] == before


def test_where_many_events_come_at_once_they_are_found_too(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summing, "MANY", 0)
    filled(archive, week(), mon(), fri())
    assert parts(archive) == ("e_fri", "e_mon")
    assert archive.verify().clean


def test_people_and_programs_are_told_what_it_sums_up(file_archive: Archive, tmp_path: Path) -> None:
    filled(file_archive, week(), mon(), fri())
    assert "sums up: e_fri, e_mon" in shown(file_archive, "e_week", as_of=None, as_json=False).splitlines()
    source = ArchiveEvents(file_archive, Selection())
    export(source.kept(), tmp_path / "all.csv", Wish(format="csv"), library=source)
    assert "e_fri" in next(line for line in (tmp_path / "all.csv").read_text("utf-8").splitlines() if "e_week" in line)
    counted = export(source.kept(by_day=True), tmp_path / "acled.csv", Wish(format="acled"), library=source)
    assert (counted.rows, sum(counted.left_out.values())) == (2, 1)
