"""What the overview counts is what the archive holds: on both databases, after every change, as of any of them."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from desks import fill
from sqlalchemy import text
from starlette.testclient import TestClient
from tellings import NEWER, filled, some_news, told

from dateline.archive import Archive, EventQuery, KeptEvent
from dateline.archive.address import Address
from dateline.archive.event_figures import blocks_of_records, codes
from dateline.archive.migrating import migrate
from dateline.web.overview_figures import MOST_STEPS, bins, facets, timeline

QUERIES: tuple[EventQuery, ...] = (
    EventQuery(),
    EventQuery(box=(28, -3, 31, 1)),
    EventQuery(box=(170, -30, -170, 0)),
    EventQuery(period=("2024-05-02", "2024-05-03")),
    EventQuery(countries=("CD", "FJ"), min_score=0.5),
    EventQuery(admin1=("North Kivu",)),
    EventQuery(types=("Armed clash", "Abduction/forced disappearance")),
    EventQuery(event_types=("Explosions/Remote violence",), grades=("single", "corroborated")),
    EventQuery(actors=("the river militia",), statuses=("actual",)),
    EventQuery(publishers=("Radio Plateau", "The Delta Post")),
    EventQuery(text="market Suva"),
    EventQuery(reviews=("accepted", "flagged")),
    EventQuery(min_fatalities=4),
    EventQuery(merged=True),
    EventQuery(actors=("nobody of that name",)),
)


def stands(archive: Archive, query: EventQuery, as_of: int | None = None) -> list[KeptEvent]:
    return list(archive.all_events(query, as_of=as_of))


def check(archive: Archive, query: EventQuery, as_of: int | None = None) -> None:
    kept = stands(archive, query, as_of)
    counted = facets(archive, query, as_of=as_of)
    assert counted.events == len(kept)
    assert counted.deaths == sum(one.event.fatalities.best or 0 for one in kept)
    points = [one.event.place.value for one in kept]
    located = [one for one in points if one is not None and one.lat is not None]
    assert counted.unplaced == len(kept) - len(located)
    found = bins(archive, query, zoom=5, as_of=as_of)
    assert sum(one.events for one in found) == len(located)
    days = timeline(archive, query, step="day", as_of=as_of)
    dated = [one for one in kept if one.event.date.value is not None]
    assert sum(one.events for one in days) == len(dated) == len(kept) - counted.undated
    for name, values in counted.values.items():
        assert len(values) == len(dict(values)), name


def decided(archive: Archive) -> None:
    archive.decide("accept", "e_r000")
    archive.decide("merge", "e_r003", others=["e_r006"])
    archive.decide("flag", "e_r009")
    archive.decide("edit", "e_r012", field="sub_event_type", value="Armed clash")
    archive.decide("edit", "e_r015", field="place", value=None)
    archive.decide("split", "e_r018", others=["m_r019"])
    archive.decide("reject", "e_wide")
    number = archive.decide("edit", "e_r021", field="fatalities", value={"low": 90, "high": None}).number
    archive.undo(number)


@pytest.mark.parametrize("query", QUERIES, ids=repr)
def test_counts_are_those_of_a_search_after_every_change_and_as_of_each(archive: Archive, query: EventQuery) -> None:
    check(archive, query)
    decided(archive)
    check(archive, query)
    newest = archive.changes("9999-01-01").upto
    for then in random.Random(3).sample(range(newest + 1), 4):
        check(archive, query, then)


def test_what_another_program_adds_is_counted_at_once(archive: Archive, place: str) -> None:
    before = facets(archive, EventQuery()).events
    with Archive.open(place) as other:
        filled(other, told("late", town="Tripoli", day="2024-09-09", killed=2))
    assert facets(archive, EventQuery()).events == before + 1
    assert timeline(archive, EventQuery(), step="day")[-1].day == "2024-09-09"


def test_each_filter_tells_what_its_other_values_would_find(archive: Archive) -> None:
    counted = facets(archive, EventQuery(countries=("CD",)))
    everywhere = dict(facets(archive, EventQuery()).values["country"])
    assert dict(counted.values["country"]) == everywhere
    assert sum(number for _, number in counted.values["grade"]) == counted.events == everywhere["CD"]


def test_a_square_of_the_map_holds_its_events_and_opens_when_looked_at_closer(archive: Archive) -> None:
    wide = bins(archive, EventQuery(), zoom=0)
    near = bins(archive, EventQuery(), zoom=12)
    assert sum(one.events for one in wide) == sum(one.events for one in near)
    assert len(wide) < len(near)
    for one in (*wide, *near):
        west, south, east, north = one.box
        assert west <= one.lon <= east
        assert south <= one.lat <= north
    alone = [one for one in near if one.events == 1]
    assert [one.event for one in alone] == ["e_wide"]
    (vague,) = [one for one in near if one.vague]
    assert (vague.event, vague.radius_km) == ("e_wide", 150.0)


def test_only_what_is_seen_of_the_map_is_counted(archive: Archive) -> None:
    seen = bins(archive, EventQuery(), (28, -3, 31, 1), 4)
    assert sum(one.events for one in seen) == len(stands(archive, EventQuery(box=(28, -3, 31, 1))))
    assert bins(archive, EventQuery(), (0, 50, 1, 51), 4) == ()


def test_a_timeline_has_no_gaps_and_never_too_many_steps(archive: Archive) -> None:
    days = timeline(archive, EventQuery(), step="day")
    assert days[0].day == "2022-01-05"
    assert [one.events for one in days].count(0) > 800
    assert len(timeline(archive, EventQuery())) <= MOST_STEPS
    weeks = timeline(archive, EventQuery(), step="week")
    assert [one.day for one in weeks[:2]] == ["2022-01-03", "2022-01-10"]
    months = timeline(archive, EventQuery(), step="month")
    assert [one.day for one in (*months[:2], months[-1])] == ["2022-01-01", "2022-02-01", "2024-05-01"]
    assert len(months) == 29
    years = timeline(archive, EventQuery(), step="year")
    assert [one.day for one in years] == ["2022-01-01", "2023-01-01", "2024-01-01"]
    for steps in (weeks, months, years):
        assert sum(one.events for one in steps) == sum(one.events for one in days)


def blocks(place: str) -> tuple[list[Any], list[Any]]:
    engine = Address(place).engine()
    with engine.connect() as connection, connection.begin():
        kept = [
            (row.block, bytes(row.versions))
            for row in connection.execute(text("SELECT block, versions FROM event_figures ORDER BY block"))
        ]
        anew = [(block, versions) for block, _, versions in blocks_of_records(connection)]
    engine.dispose()
    return kept, anew


def flaws(archive: Archive) -> list[str]:
    return [flaw.where for flaw in archive.verify().flaws if flaw.kind == "figures"]


def test_the_figures_kept_beside_the_records_are_those_made_of_them(archive: Archive, place: str) -> None:
    decided(archive)
    kept, anew = blocks(place)
    assert kept == anew
    assert flaws(archive) == []


def test_figures_that_were_altered_are_found(archive: Archive, place: str) -> None:
    engine = Address(place).engine()
    with engine.connect().execution_options(dateline_writes=True) as connection, connection.begin():
        versions = bytearray(connection.execute(text("SELECT versions FROM event_figures")).scalar())
        versions[-3] ^= 1
        connection.execute(text("UPDATE event_figures SET versions = :versions"), {"versions": bytes(versions)})
    engine.dispose()
    assert flaws(archive) == ["block 0"]


def test_an_older_archive_is_counted_once_it_is_brought_up(archive: Archive, place: str) -> None:
    decided(archive)
    before = facets(archive, EventQuery())
    archive.close()
    engine = Address(place).engine()
    migrate(engine, place, to="0003")
    engine.dispose()
    Archive.migrate(place)
    with Archive.open(place) as migrated:
        assert facets(migrated, EventQuery()) == before
        assert flaws(migrated) == []


def test_a_restored_archive_is_counted_as_the_original(archive: Archive, tmp_path: Path) -> None:
    decided(archive)
    archive.backup(tmp_path / "backup.db")
    Archive.restore(tmp_path / "backup.db", tmp_path / "restored.db")
    with Archive.open(tmp_path / "restored.db") as restored:
        assert facets(restored, EventQuery()) == facets(archive, EventQuery())


def test_more_versions_than_fit_one_block_are_counted(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "many.db") as archive:
        fill(archive)
        for _ in range(57):
            for event in ("e_r000", "e_r003", "e_r006"):
                for action in ("accept", "flag", "reject"):
                    archive.decide(action, event)  # type: ignore[arg-type]
        assert len(blocks(str(tmp_path / "many.db"))[0]) == 2
        check(archive, EventQuery(reviews=("rejected",)))
        archive.add(some_news(3), NEWER)
        archive.link()
        check(archive, EventQuery())
        kept, anew = blocks(str(tmp_path / "many.db"))
        assert kept == anew


def test_an_empty_archive_has_nothing_to_count(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "empty.db") as archive:
        assert facets(archive, EventQuery()).events == 0
        assert bins(archive, EventQuery()) == ()
        assert timeline(archive, EventQuery()) == ()


def test_numbers_that_stand_for_names_do_not_move() -> None:
    # Blocks that were written hold these numbers: new names go to the end.
    assert codes()["type"][:3] == (
        "Government regains territory",
        "Non-state actor overtakes territory",
        "Armed clash",
    )
    assert len(codes()["type"]) == 25
    assert codes()["grade"] == ("confirmed", "corroborated", "single", "contested", "withdrawn")
    assert codes()["review"] == ("open", "accepted", "rejected", "flagged")
    assert codes()["status"] == ("actual", "denied", "threatened", "hypothetical", "averted")
    assert codes()["precision"] == ("site", "city", "district", "province", "country", "region")


def test_pages_and_programs_are_told_the_same_figures(desk: TestClient, archive: Archive) -> None:
    answer = desk.get("/api/v1/bins", params={"zoom": 5, "country": "CD"}).json()["bins"]
    assert [one["events"] for one in answer] == [
        one.events for one in bins(archive, EventQuery(countries=("CD",)), zoom=5)
    ]
