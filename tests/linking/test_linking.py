"""One event, one id: what is joined, what is kept apart, and that the order of arrival decides nothing."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.linking import fold_retold, link
from dateline.records import Actor, Coder, Figures, Mention, Period, Place, Source, Span

LUHANSK = (48.57, 39.33)
TRIPOLI = (32.89, 13.19)


def telling(document: str = "a", start: int = 0, **changes: Any) -> Mention:
    made = Mention(
        id=f"m_{document}_{start}",
        document=document,
        sub_event_type="Shelling/artillery/missile attack",
        event_type="Explosions/Remote violence",
        trigger=Span(start=start, end=start + 7, text="shelled"),
        count=1,
        perpetrators=(Actor(name="river militia", start=0, end=13),),
        targets=(Actor(name="market", start=20, end=26),),
        place=at("Luhansk", LUHANSK),
        date=on("2024-05-03"),
        score=0.9,
        coder=Coder(version="0", model="m"),
    )
    return msgspec.structs.replace(made, **changes)


def at(name: str, point: tuple[float, float]) -> Place:
    return Place(name=name, start=30, end=30 + len(name), lat=point[0], lon=point[1], precision="city", radius_km=5)


def on(first: str, last: str | None = None) -> Period:
    return Period(start=first, end=last or first, basis="stated", text=Span(start=40, end=45, text="3 May"))


def told(low: int | None, high: int | None) -> Figures:
    return Figures(low=low, high=high)


class TestAcrossReports:
    def test_one_strike_in_three_outlets_is_one_event(self) -> None:
        linked = link([telling("a"), telling("b", fatalities=told(5, 5)), telling("c", fatalities=told(6, 6))])
        assert len({m.event_id for m in linked}) == 1

    @pytest.mark.parametrize(
        "other",
        [
            telling("b", date=on("2024-05-09")),
            telling("b", place=at("Tripoli", TRIPOLI)),
            telling("b", sub_event_type="Peaceful protest", event_type="Protests"),
            telling("b", fatalities=told(90, 90)),
            telling(
                "b",
                perpetrators=(Actor(name="hill scouts", start=0, end=11),),
                targets=(Actor(name="depot", start=0, end=5),),
            ),
            telling("b", status="threatened"),
        ],
        ids=["another day", "another town", "another type", "a very different toll", "other people", "only threatened"],
    )
    def test_what_conflicts_stays_apart(self, other: Mention) -> None:
        first, second = link([telling("a", fatalities=told(2, 2)), other])
        assert first.event_id != second.event_id

    def test_two_tellings_of_one_report_are_not_joined(self) -> None:
        first, second = link([telling("a", 0), telling("a", 50)])
        assert first.event_id != second.event_id

    def test_without_a_day_or_a_place_nothing_is_plain(self) -> None:
        linked = link(
            [
                telling("a", date=None),
                telling("b", date=None),
                telling("c", place=None, targets=(), perpetrators=()),
                telling("d", place=None, targets=(), perpetrators=()),
            ]
        )
        assert len({m.event_id for m in linked}) == 4

    @given(st.permutations(range(6)))
    def test_the_order_of_arrival_decides_nothing(self, order: list[int]) -> None:
        mentions = [
            telling("a"),
            telling("b", fatalities=told(5, 5)),
            telling("c", fatalities=told(60, 60)),
            telling("d", date=on("2024-05-03", "2024-05-04")),
            telling("e", place=at("Tripoli", TRIPOLI)),
            telling("f", perpetrators=()),
        ]
        expected = {m.id: m.event_id for m in link(mentions)}
        assert {m.id: m.event_id for m in link([mentions[n] for n in order])} == expected

    def test_linking_twice_changes_nothing(self) -> None:
        once = link([telling("a"), telling("b"), telling("c", date=on("2024-06-01"))])
        assert link(once) == once


class TestInsideOneReport:
    def test_a_second_telling_is_no_second_record(self) -> None:
        assert len(fold_retold([telling(start=0), telling(start=200)])) == 1

    def test_a_second_telling_fills_what_the_first_left_open(self) -> None:
        source = Source(name="mayor", stance="reports", start=220, end=225)
        first, again = telling(start=0, fatalities=None), telling(start=200, fatalities=told(4, 4), sources=(source,))
        (folded,) = fold_retold([again, first])
        assert folded.trigger.start == 0
        assert folded.fatalities == told(4, 4)
        assert folded.sources == (source,)

    @pytest.mark.parametrize(
        "other",
        [
            telling(start=200, place=at("Tripoli", TRIPOLI)),
            telling(start=200, date=on("2024-04-01")),
            telling(start=200, status="threatened"),
            telling(start=200, sub_event_type="Arrests"),
        ],
        ids=["elsewhere", "another day", "a threat", "another type"],
    )
    def test_another_incident_stays_a_record_of_its_own(self, other: Mention) -> None:
        assert len(fold_retold([telling(start=0), other])) == 2

    def test_a_bare_second_word_of_the_same_type_is_not_enough(self) -> None:
        bare = telling(start=200, place=None, date=None, perpetrators=(), targets=())
        assert len(fold_retold([telling(start=0), bare])) == 2
