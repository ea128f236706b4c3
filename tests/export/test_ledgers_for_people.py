"""The ledger as a person reads it in a terminal."""

from __future__ import annotations

import io

import msgspec

from dateline.export.ledger_terminal import marks_of, write_ledgers
from dateline.records import Actor
from dateline.records.event import Casualties, Event, Field, Origin, Responsibility, Told, Toll, Voice

FRONT = Actor(name="Mountain [Front]", start=0, end=5, kind="rebel group")


def told(value: object, document: str, publisher: str, day: str, *source: str, by_side: bool = False) -> Told:
    return Told(
        value=value,
        mention=f"m_{document}",
        document=document,
        publisher=publisher,
        published=day,
        origin=document,
        source=source,
        by_side=by_side,
    )


KINDS = (told("Attack", "mon", "Valley Wire", "2030-05-06"), told("Armed clash", "tue", "Ridge Post", "2030-05-07"))
EVENT = Event(
    id="e_1",
    mentions=("m_mon", "m_tue"),
    reports=("mon", "tue"),
    origins=(Origin(id="mon", reports=("mon",)), Origin(id="tue", reports=("tue",), credit="AFP")),
    grade="contested",
    grade_reason="Mountain [Front] denied having done it.",
    sub_event_type=Field(value="Attack", rule="most origins", contested=True, told=KINDS),
    event_type="Violence against civilians",
    fatalities=Casualties(
        low=6,
        best=6,
        high=40,
        rule="most origins",
        told=(
            told(Toll(low=6, high=6), "mon", "Valley Wire", "2030-05-06", "a nurse"),
            told(Toll(low=40, high=40), "tue", "Ridge Post", "2030-05-07", "the front", by_side=True),
        ),
    ),
    perpetrators=(
        Responsibility(
            actor=FRONT,
            mentions=("m_tue",),
            voices=(Voice(name="Mountain [Front]", stance="denies", mention="m_tue", document="tue"),),
        ),
    ),
    summary_of=("e_2",),
)


def shown(*events: Event) -> str:
    out = io.StringIO()
    assert write_ledgers(events, out) == len(events)
    return out.getvalue()


class TestLedger:
    def test_reports_go_by_the_letter_of_their_origin(self) -> None:
        assert marks_of(EVENT) == {"mon": "A1", "tue": "B1"}

    def test_each_value_has_its_tellers(self) -> None:
        text = shown(EVENT)
        assert "A1  Attack" in text
        assert "B1  Armed clash" in text
        assert "B1 2030-05-07 Ridge Post  (has it from AFP)" in text

    def test_a_figure_shows_its_day_and_voice_and_whether_it_is_a_sides(self) -> None:
        text = shown(EVENT)
        assert "6 to 40" in text
        assert "A1  6  2030-05-06  a nurse" in text
        assert "B1  40  2030-05-07  the front  (a side's own)" in text

    def test_grade_reason_denial_and_parts_stand_there(self) -> None:
        text = shown(EVENT)
        assert "contested" in text
        assert "Mountain [Front] denied having done it." in text
        assert "B1  Mountain [Front] denies it" in text
        assert "sums up" in text

    def test_what_several_tell_comes_first(self) -> None:
        alone = msgspec.structs.replace(EVENT, id="e_alone", reports=("mon",))
        text = shown(alone, EVENT)
        assert text.index("e_1") < text.index("e_alone")

    def test_nothing_told_is_said(self) -> None:
        assert shown().strip() == "No events."

    def test_no_control_character_reaches_the_terminal(self) -> None:
        evil = msgspec.structs.replace(FRONT, name="Front\x1b[2J")
        event = msgspec.structs.replace(EVENT, perpetrators=(Responsibility(actor=evil, mentions=("m_mon",)),))
        assert "\x1b" not in shown(event)
