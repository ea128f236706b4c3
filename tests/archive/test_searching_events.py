"""Events by place, time, kind and words: what matches and nothing else, in one order, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from tellings import RUN, Told, filled, ids, told

from dateline.archive import Archive, ArchiveError, EventQuery


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def news(request: pytest.FixtureRequest, new_place: Callable[[str], str]) -> Iterator[Archive]:
    """Five events: in Luhansk, Tripoli, Goma, Suva and one, in Luhansk, that goes on for months. Not to be changed."""
    archive = Archive.open(new_place(request.param))
    yield filled(
        archive,
        told("lu", day="2024-05-03"),
        told("tr", town="Tripoli", day="2024-05-10", group="Gunmen", publisher="Harbour News"),
        told("go", town="Goma", day="2024-06-01", killed=40, kind="Attack", more=" Villagers fled to the lake."),
        told("su", town="Suva", day="2024-06-20"),
        told("lo", day="2024-01-01", until="2024-12-31", more=" It went on all year."),
    )
    archive.close()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["su", "go", "tr", "lu", "lo"]),
        ({"box": (30, 40, 45, 50)}, ["lu", "lo"]),
        ({"box": (170, -30, -170, 0)}, ["su"]),
        ({"box": (-180, -90, 180, 90)}, ["su", "go", "tr", "lu", "lo"]),
        ({"period": ("2024-05-05", "2024-06-05")}, ["go", "tr", "lo"]),
        ({"period": ("2024-05-03", "2024-05-03"), "box": (30, 40, 45, 50)}, ["lu", "lo"]),
        ({"period": ("2023-01-01", "2023-12-31")}, []),
        ({"types": ("Attack",)}, ["go"]),
        ({"types": ("Attack", "Shelling/artillery/missile attack")}, ["su", "go", "tr", "lu", "lo"]),
        ({"types": ("Attack", "Grenade", "Other", "Arrests", "Agreement")}, ["go"]),
        ({"countries": ("UA", "LY")}, ["tr", "lu", "lo"]),
        ({"actors": ("gunmen",)}, ["tr"]),
        ({"actors": ("Gunmen", "THE RIVER  MILITIA"), "countries": ("LY", "CD")}, ["go", "tr"]),
        ({"actors": ("A market",), "period": ("2024-05-09", "2024-05-11")}, ["tr", "lo"]),
        ({"publishers": ("harbour news",)}, ["tr"]),
        ({"publishers": ("harbour news",), "actors": ("the river militia",)}, []),
        ({"grades": ("single",), "min_fatalities": 10}, ["go"]),
        ({"statuses": ("denied",)}, []),
        ({"reviews": ("open",), "min_score": 0.95}, []),
        ({"text": "villagers lake"}, ["go"]),
        ({"text": '"the lake"'}, ["go"]),
        ({"text": '"lake the"'}, []),
        ({"text": "market -villagers", "countries": ("CD", "FJ")}, ["su"]),
        ({"text": "villager OR gunman"}, ["go"]),
        ({"text": "GOVERNÓR (tripoli)"}, ["tr"]),
        ({"text": "gunmen", "period": ("2024-05-10", "2024-05-10")}, ["tr"]),
    ],
    ids=str,
)
def test_what_is_asked_for_is_found(news: Archive, asked: dict[str, Any], found: list[str]) -> None:
    assert ids(news, **asked) == [f"e_{name}" for name in found]
    swept = [kept.event.id for kept in news.all_events(EventQuery(**asked), order="kept")]
    assert sorted(swept) == sorted(f"e_{name}" for name in found)


def test_an_event_without_day_or_point_is_found_last_and_in_no_box(archive: Archive) -> None:
    report, (mention,) = told("a")
    assert mention.place is not None
    nowhere = msgspec.structs.replace(mention.place, lat=None, lon=None)
    vague: Told = (report, [msgspec.structs.replace(mention, date=None, place=nowhere)])
    filled(archive, vague, told("b", town="Goma"))
    assert ids(archive) == ["e_b", "e_a"]
    assert ids(archive, box=(-180, -90, 180, 90)) == ["e_b"]
    assert ids(archive, period=("0001-01-01", "9999-12-31")) == ["e_b"]


class TestPages:
    def test_pages_follow_one_another_without_gap_or_repeat(self, archive: Archive) -> None:
        filled(archive, *(told(f"r{n:02}", day=f"2024-05-{1 + n * 9 % 28:02}", town="Goma") for n in range(23)))
        everything = ids(archive)
        seen: list[str] = []
        after = None
        while True:
            page = archive.events(EventQuery(countries=("CD",)), limit=5, after=after)
            seen += [kept.event.id for kept in page.events]
            after = page.next
            if after is None:
                break
        assert seen == everything

    def test_later_pages_answer_as_of_the_first_whatever_is_added(self, archive: Archive) -> None:
        filled(archive, *(told(f"r{n}", day=f"2024-05-0{n}") for n in range(1, 7, 2)))
        first = archive.events(limit=1)
        filled(archive, told("new", day="2024-05-20", town="Goma"), told("old", day="2023-05-01", town="Goma"))
        second = archive.events(limit=10, after=first.next)
        assert [kept.event.id for kept in (*first.events, *second.events)] == ["e_r5", "e_r3", "e_r1"]

    def test_a_cursor_of_another_query_is_refused(self, news: Archive) -> None:
        cursor = news.events(limit=1).next
        for wrong in (cursor, "nonsense", "WzFd"):
            with pytest.raises(ArchiveError, match="cursor"):
                news.events(EventQuery(types=("Attack",)), after=wrong)


@pytest.mark.parametrize(
    "asked",
    [
        {"box": (0, 40, 10, 30)},
        {"box": (0, 0, 400, 10)},
        {"period": ("2024-06-01", "2024-05-01")},
        {"period": ("May", "June")},
        {"text": "-without"},
        {"text": '" "'},
    ],
    ids=str,
)
def test_what_makes_no_sense_is_refused_with_the_remedy(file_archive: Archive, asked: dict[str, Any]) -> None:
    with pytest.raises(ArchiveError) as caught:
        file_archive.events(EventQuery(**asked))
    assert caught.value.code == "archive.query"


@pytest.mark.parametrize(
    "words", ["'; DROP TABLE events", 'near("a b")', "a AND", "( x", "col: x", "* x", "x\0y", '"x']
)
def test_words_are_words_whatever_they_look_like(archive: Archive, words: str) -> None:
    filled(archive, told("a"))
    assert ids(archive, text=words) == []


def test_a_search_in_a_past_state_finds_what_stood_then(archive: Archive) -> None:
    archive.add([told("a")], RUN)
    archive.link()
    then = archive.journal()[-1].number
    filled(archive, told("b", town="Goma"))
    archive.decide("edit", "e_a", field="date", value=None)
    box_of_goma = EventQuery(box=(25, -5, 32, 0))
    assert archive.events(box_of_goma).events
    assert not archive.events(box_of_goma, as_of=then).events
    in_may = EventQuery(period=("2024-05-01", "2024-05-31"), countries=("UA",))
    assert not archive.events(in_may).events
    assert [kept.event.id for kept in archive.events(in_may, as_of=then).events] == ["e_a"]
