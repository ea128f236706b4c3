"""What several tellings of one event come to: every told value kept, one resolved, and how sure it is."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ledger_tellings import (
    ARMY,
    FRONT,
    GHORA,
    LOGAR,
    ZABUL,
    days,
    event,
    figures,
    report,
    source,
    telling,
    toll,
)

from dateline.linking.ledger import event_of
from dateline.records import Figures, Mention, Report, Span, ToldFigure
from dateline.records.event import Event, Origin, Toll

MONDAY = report("mon", "Valley Wire", "2030-05-06T20:00:00Z")
TUESDAY = report("tue", "Ridge Post", "2030-05-07T08:00:00Z")
WEDNESDAY = report("wed", "Valley Wire", "2030-05-08T08:00:00Z")


class TestEveryToldValueIsKept:
    def test_each_teller_stands_beside_his_value_in_order_of_publication(self) -> None:
        told = event(
            [telling("tue", place=LOGAR, sources=(source("the governor"),)), telling("mon")], [TUESDAY, MONDAY]
        ).place.told
        assert [(one.publisher, one.value.name, one.source) for one in told] == [
            ("Valley Wire", "Ghora", ()),
            ("Ridge Post", "Logar", ("the governor",)),
        ]

    def test_a_report_without_a_date_is_told_last(self) -> None:
        told = event([telling("some"), telling("mon")], [report("some", "Undated Sheet"), MONDAY]).date.told
        assert [one.document for one in told] == ["mon", "some"]

    def test_what_no_report_tells_stays_open(self) -> None:
        made = event([telling("mon", date=None, weapon=None, place=None)], [MONDAY])
        assert (made.date.value, made.weapon.value, made.place.value, made.fatalities.best) == (None, None, None, None)

    def test_an_outlet_does_not_count_as_its_own_source(self) -> None:
        made = event([telling("mon", sources=(source("Valley Wire", "denies"), source("a nurse")))], [MONDAY])
        assert made.place.told[0].source == ("a nurse",)
        assert made.grade == "single"

    def test_an_event_needs_a_mention(self) -> None:
        with pytest.raises(ValueError, match="needs a mention"):
            event([])


class TestWhereAndWhen:
    def test_the_quarter_wins_over_the_province_that_it_lies_in(self) -> None:
        place = event([telling("mon", place=LOGAR), telling("tue")], [MONDAY, TUESDAY]).place
        assert (place.value, place.rule, place.contested) == (GHORA, "most precise place within agreement", False)

    def test_two_origins_in_one_province_outvote_a_precise_town_far_away(self) -> None:
        far = msgspec.structs.replace(GHORA, name="Qalat", lat=32.1, lon=66.9)
        mentions = [telling("mon", place=LOGAR), telling("tue"), telling("thu", place=far)]
        place = event(mentions, [MONDAY, TUESDAY, report("thu", "Far Mail", "2030-05-09")]).place
        assert place.value == GHORA
        assert place.contested

    def test_monday_evening_narrows_the_night_to_tuesday(self) -> None:
        date = event(
            [telling("mon", date=days("2030-05-06", "2030-05-07")), telling("tue", date=days("2030-05-06"))],
            [MONDAY, TUESDAY],
        ).date
        assert date.value == days("2030-05-06")
        assert (date.rule, date.contested) == ("narrowest day told by the most", False)

    def test_two_outlets_with_two_days_are_contested(self) -> None:
        mentions = [telling("mon", date=days("2030-05-05")), telling("tue", date=days("2030-05-06"))]
        assert event(mentions, [MONDAY, TUESDAY]).date.contested


class TestTolls:
    def test_a_growing_toll_of_one_wire_is_one_figure_that_moves(self) -> None:
        made = event([telling("mon", fatalities=toll(6)), telling("wed", fatalities=toll(9))], [MONDAY, WEDNESDAY])
        assert (made.fatalities.low, made.fatalities.best, made.fatalities.high) == (9, 9, 9)
        assert [one.value.low for one in made.fatalities.told] == [6, 9]
        assert "latest of each origin" in made.fatalities.rule

    def test_a_stale_copy_does_not_bring_an_old_toll_back(self) -> None:
        copy = report("copy", "Late Mirror", "2030-05-09T08:00:00Z")
        origins = [Origin(id="mon", reports=("mon", "wed", "copy"))]
        mentions = [telling("mon", fatalities=toll(6)), telling("wed", fatalities=toll(9))]
        made = event([*mentions, telling("copy", fatalities=toll(6))], [MONDAY, WEDNESDAY, copy], origins)
        assert made.fatalities.best == 9

    def test_two_outlets_give_a_range_and_the_later_figure_is_best(self) -> None:
        made = event([telling("mon", fatalities=toll(4)), telling("tue", fatalities=toll(7))], [MONDAY, TUESDAY])
        assert (made.fatalities.low, made.fatalities.best, made.fatalities.high) == (4, 7, 7)

    def test_the_figure_of_a_side_bounds_the_range_but_is_not_best(self) -> None:
        boast = figures(40, 40, "Mountain Front")
        mentions = [
            telling("mon", fatalities=toll(7, source="the hospital"), sources=(source("the hospital"),)),
            telling("tue", fatalities=boast, perpetrators=(FRONT,), sources=(source("Mountain Front", "claims"),)),
        ]
        made = event(mentions, [MONDAY, TUESDAY])
        assert (made.fatalities.low, made.fatalities.best, made.fatalities.high) == (7, 7, 40)
        assert [one.by_side for one in made.fatalities.told] == [False, True]

    def test_two_voices_of_one_report_are_told_apart(self) -> None:
        told = (
            ToldFigure(text="23", start=0, end=2, low=23, high=23, source="state radio"),
            ToldFigure(text="seven", start=5, end=9, low=7, high=7, source="a spokeswoman"),
        )
        made = event([telling("mon", fatalities=Figures(low=7, high=23, told=told))], [MONDAY])
        assert [(one.value.low, one.source) for one in made.fatalities.told] == [
            (23, ("state radio",)),
            (7, ("a spokeswoman",)),
        ]

    def test_two_dead_soldiers_and_three_dead_villagers_are_five(self) -> None:
        told = (
            ToldFigure(text="two soldiers", start=0, end=2, low=2, high=2),
            ToldFigure(text="three villagers", start=5, end=9, low=3, high=3),
        )
        made = event([telling("mon", fatalities=Figures(low=5, high=5, told=told))], [MONDAY])
        assert [one.value for one in made.fatalities.told] == [Toll(low=5, high=5)]

    def test_at_least_fifty_leaves_the_end_open(self) -> None:
        mentions = [telling("mon", fatalities=figures(50, None)), telling("tue", fatalities=toll(40))]
        made = event(mentions, [MONDAY, TUESDAY]).fatalities
        assert (made.low, made.high) == (40, None)

    def test_one_who_denies_in_the_same_sentence_is_not_whom_the_figure_is_from(self) -> None:
        mention = telling(
            "mon", fatalities=toll(7, source="Mountain Front"), sources=(source("Mountain Front", "denies"),)
        )
        assert event([mention], [MONDAY]).fatalities.told[0].source == ()

    def test_a_correction_downwards_replaces_what_its_outlet_had_told(self) -> None:
        corrected = report("cor", "Valley Wire", "2030-05-08T08:00:00Z", "Correction: we wrongly said nine had died.")
        made = event([telling("mon", fatalities=toll(9)), telling("cor", fatalities=toll(6))], [MONDAY, corrected])
        assert (made.fatalities.low, made.fatalities.high, made.fatalities.rule) == (6, 6, "latest correction")


class TestCorrections:
    def test_a_corrected_place_stands(self) -> None:
        corrected = report("cor", "Valley Wire", "2030-05-08", "This story has been corrected: it was in Zabul.")
        made = event([telling("mon"), telling("cor", place=ZABUL)], [MONDAY, corrected])
        assert (made.place.value, made.place.rule) == (ZABUL, "latest correction")
        assert len(made.place.told) == 2

    def test_a_paper_that_withdraws_its_story_tells_that_it_did_not_happen(self) -> None:
        text = (
            "On Monday we said that raiders had attacked the mill. The report was wrong and we withdraw it.\n\n"
            "On Thursday police and raiders attacked one another at the ford."
        )
        paper = report("wed", "Valley Wire", "2030-05-08", text)
        mill, ford = (
            Span(start=at, end=at + 8, text="attacked") for at in (text.index("attacked"), text.rindex("attacked"))
        )
        assert event([telling("mon"), telling("wed", trigger=mill)], [MONDAY, paper]).grade == "withdrawn"
        assert event([telling("wed", trigger=ford)], [paper]).grade == "single"

    def test_the_correction_of_one_outlet_leaves_what_another_told(self) -> None:
        corrected = report("cor", "Far Mail", "2030-05-08", "This story has been corrected: it was in Zabul.")
        made = event([telling("mon"), telling("tue"), telling("cor", place=ZABUL)], [MONDAY, TUESDAY, corrected])
        assert made.place.value == GHORA


class TestGrades:
    def grade(self, *mentions: Mention, reports: tuple[Report, ...] = (MONDAY, TUESDAY, WEDNESDAY)) -> str:
        made = event(mentions, reports)
        assert made.grade_reason.endswith(".")
        return made.grade

    def test_one_outlet_is_single(self) -> None:
        assert self.grade(telling("mon")) == "single"

    def test_one_outlet_on_two_days_is_still_single(self) -> None:
        assert self.grade(telling("mon"), telling("wed")) == "single"

    def test_two_outlets_corroborate(self) -> None:
        assert self.grade(telling("mon"), telling("tue")) == "corroborated"

    def test_an_outlet_that_only_cites_the_other_does_not(self) -> None:
        assert self.grade(telling("mon"), telling("tue", sources=(source("Valley Wire"),))) == "single"

    def test_two_outlets_with_one_agency_are_one_origin(self) -> None:
        origins = [Origin(id="mon", reports=("mon",), credit="AFP"), Origin(id="tue", reports=("tue",), credit="AFP")]
        made = event([telling("mon"), telling("tue")], [MONDAY, TUESDAY], origins)
        assert [one.reports for one in made.origins] == [("mon", "tue")]
        assert made.grade == "single"

    def test_without_origins_given_a_copy_is_found_by_its_text(self) -> None:
        text = "Gunmen raided the mill of Ghora on Monday night, set the sacks on fire and led the mules away."
        texts = {"mon": report("mon", "Valley Wire", "2030-05-06", text), "tue": report("tue", "Post", None, text)}
        assert event_of([telling("mon"), telling("tue")], texts).grade == "single"
        assert event_of([telling("mon"), telling("tue")], texts, ()).grade == "corroborated"

    def test_two_outlets_that_carry_one_sides_word_do_not_corroborate(self) -> None:
        ministry = (source("Ministry of Defence", "accuses"),)
        mentions = [telling(name, targets=(ARMY,), sources=ministry) for name in ("mon", "tue")]
        assert self.grade(*mentions) == "single"

    def test_a_side_and_a_free_outlet_do(self) -> None:
        ministry = (source("Ministry of Defence", "accuses"),)
        assert self.grade(telling("mon", targets=(ARMY,), sources=ministry), telling("tue")) == "corroborated"

    def test_who_did_it_says_so(self) -> None:
        claim = telling("mon", perpetrators=(FRONT,), sources=(source("Mountain Front", "claims"),))
        assert self.grade(claim) == "confirmed"

    def test_both_sides_tell_it(self) -> None:
        one = telling(
            "mon", perpetrators=(FRONT,), targets=(ARMY,), sources=(source("a fighter of the Mountain Front"),)
        )
        other = telling("tue", perpetrators=(FRONT,), targets=(ARMY,), sources=(source("the army"),))
        assert self.grade(one, other) == "confirmed"

    def test_a_denial_of_responsibility_contests_it(self) -> None:
        denial = telling("tue", perpetrators=(FRONT,), sources=(source("Mountain Front", "denies"),))
        made = event([telling("mon", perpetrators=(FRONT,)), denial], [MONDAY, TUESDAY])
        assert (made.grade, made.status.value) == ("contested", "actual")
        assert "denied having done it" in made.grade_reason

    def test_two_who_claim_one_attack_contest_it(self) -> None:
        rival = msgspec.structs.replace(FRONT, name="Red Dawn", actor_id="dawn")
        mentions = [
            telling("mon", perpetrators=(FRONT,), sources=(source("Mountain Front", "claims"),)),
            telling("tue", perpetrators=(rival,), sources=(source("Red Dawn", "claims"),)),
        ]
        assert self.grade(*mentions) == "contested"

    def test_told_by_one_and_refuted_by_another_is_contested(self) -> None:
        assert self.grade(telling("mon"), telling("tue", status="denied")) == "contested"

    def test_what_its_outlet_takes_back_is_withdrawn(self) -> None:
        made = event([telling("mon"), telling("wed", status="denied")], [MONDAY, WEDNESDAY])
        assert (made.grade, made.status.value, made.status.rule) == ("withdrawn", "denied", "latest correction")

    def test_taken_back_by_one_but_told_by_another_is_contested(self) -> None:
        mentions = [telling("mon"), telling("tue"), telling("wed", status="denied")]
        assert self.grade(*mentions) == "contested"

    def test_a_rumour_that_is_only_told_as_false_is_withdrawn(self) -> None:
        assert self.grade(telling("mon", status="denied")) == "withdrawn"

    def test_a_threat_carried_out_is_not_contested(self) -> None:
        made = event([telling("mon", status="threatened"), telling("tue")], [MONDAY, TUESDAY])
        assert (made.status.value, made.status.contested) == ("actual", False)


class TestResponsibility:
    def test_claim_accusation_and_denial_stand_side_by_side(self) -> None:
        text = "The army blamed the Mountain Front. The Mountain Front denied any role."
        voices = (
            msgspec.structs.replace(source("army", "accuses"), start=4, end=8),
            msgspec.structs.replace(source("Mountain Front", "denies"), start=40, end=54),
        )
        told = report("mon", "Valley Wire", "2030-05-06", text)
        (one,) = event([telling("mon", perpetrators=(FRONT,), targets=(ARMY,), sources=voices)], [told]).perpetrators
        assert [(voice.name, voice.stance) for voice in one.voices] == [
            ("army", "accuses"),
            ("Mountain Front", "denies"),
        ]

    def test_an_accuser_is_not_accused_by_himself(self) -> None:
        mention = telling("mon", perpetrators=(FRONT, ARMY), sources=(source("Mountain Front", "accuses"),))
        voices = {one.actor.name: len(one.voices) for one in event([mention], [MONDAY]).perpetrators}
        assert voices == {"Mountain Front": 0, "army": 1}

    def test_a_mayor_who_says_that_nothing_happened_denies_the_event_and_nobodys_part_in_it(self) -> None:
        text = "Gunmen raided the mill. The mayor denied that any attack had taken place."
        mayor = msgspec.structs.replace(source("mayor", "denies"), start=28, end=33)
        made = event(
            [telling("mon", perpetrators=(FRONT,), sources=(mayor,))], [report("mon", "Valley Wire", None, text)]
        )
        assert made.perpetrators[0].voices == ()
        assert made.grade == "contested"
        assert "denied that it happened" in made.grade_reason

    def test_a_claim_by_nobodys_spokesman_is_that_of_the_only_one_named(self) -> None:
        mention = telling("mon", perpetrators=(FRONT,), sources=(source("the group's spokesman", "claims"),))
        assert event([mention], [MONDAY]).grade == "confirmed"

    @pytest.mark.parametrize("claimant", ["Hezbollah", "the Ministry of Defence", "army"])
    def test_a_claim_by_another_body_is_not(self, claimant: str) -> None:
        mention = telling("mon", perpetrators=(FRONT,), targets=(ARMY,), sources=(source(claimant, "claims"),))
        assert event([mention], [MONDAY]).perpetrators[0].voices == ()

    @pytest.mark.parametrize("claimant", ["JNIM", "Nusrat al-Islam", "Abu Jalal"])
    def test_a_group_claims_under_any_of_its_names_or_through_a_person(self, claimant: str) -> None:
        group = msgspec.structs.replace(FRONT, name="Group for the Support of Islam and Muslims", actor_id="jnim")
        mention = telling("mon", perpetrators=(group,), sources=(source(claimant, "claims"),))
        assert event([mention], [MONDAY]).grade == "confirmed"

    def test_what_the_whole_claims_its_part_has_done(self) -> None:
        part = msgspec.structs.replace(FRONT, name="insurgents", actor_id="is-mozambique")
        mention = telling("mon", perpetrators=(part,), sources=(source("Islamic State", "claims"),))
        assert event([mention], [MONDAY]).grade == "confirmed"


_PLACES = st.sampled_from([GHORA, LOGAR, ZABUL, None])
_DAYS = st.sampled_from([days("2030-05-06"), days("2030-05-06", "2030-05-07"), days("2030-05-01", "2030-05-31"), None])
_ENDS = st.none() | st.integers(0, 60)
_FIGURES = st.none() | st.tuples(_ENDS, _ENDS).filter(
    lambda pair: pair[0] is None or pair[1] is None or pair[0] <= pair[1]
).map(lambda pair: figures(*pair))
_SOURCES = st.lists(
    st.builds(
        source,
        st.sampled_from(["Mountain Front", "army", "a nurse", "Valley Wire"]),
        st.sampled_from(["reports", "claims", "accuses", "confirms", "denies"]),
    ),
    max_size=2,
).map(tuple)


@st.composite
def nights(draw: st.DrawFn) -> tuple[list[Mention], list[Report], list[Origin]]:
    """Some tellings of one night, in reports of a few outlets with a few origins."""
    names = [f"r{n}" for n in range(draw(st.integers(1, 5)))]
    reports = [
        report(
            name,
            draw(st.sampled_from(["Valley Wire", "Ridge Post", "Far Mail", None])),
            draw(st.sampled_from(["2030-05-06", "2030-05-07T08:00:00Z", "2030-05-08", None])),
            draw(st.sampled_from(["", "Correction: we wrongly said more.", "Shots were heard."])),
        )
        for name in names
    ]
    mentions = [
        telling(
            name,
            place=draw(_PLACES),
            date=draw(_DAYS),
            fatalities=draw(_FIGURES),
            injuries=draw(_FIGURES),
            weapon=draw(st.sampled_from(["drone", "small arms", None])),
            count=draw(st.sampled_from([1, 2, None])),
            status=draw(st.sampled_from(["actual", "actual", "denied", "threatened", "averted"])),
            perpetrators=tuple(draw(st.lists(st.sampled_from([FRONT, ARMY]), max_size=2, unique=True))),
            sources=draw(_SOURCES),
        )
        for name in names
    ]
    cut = draw(st.integers(0, len(names)))
    origins = [Origin(id=part[0], reports=tuple(part)) for part in (names[:cut], names[cut:]) if part]
    return mentions, reports, origins


class TestLaws:
    @given(nights(), st.randoms(use_true_random=False))
    @settings(deadline=None)
    def test_the_order_of_tellings_decides_nothing(
        self, night: tuple[list[Mention], list[Report], list[Origin]], random: object
    ) -> None:
        mentions, reports, origins = night
        first = event(mentions, reports, origins)
        for some in (mentions, reports, origins):
            random.shuffle(some)  # type: ignore[attr-defined]
        assert event(mentions, reports, origins) == first

    @given(nights())
    @settings(deadline=None)
    def test_a_resolved_value_was_told_by_somebody(
        self, night: tuple[list[Mention], list[Report], list[Origin]]
    ) -> None:
        made = event(*night)
        for field in (made.sub_event_type, made.place, made.date, made.weapon, made.count, made.targets, made.status):
            values = [one.value for one in field.told]
            assert field.value in values if values else field.value is None
        for casualties in (made.fatalities, made.injuries):
            ends = {end for one in casualties.told for end in (one.value.low, one.value.high)}
            assert {casualties.low, casualties.best, casualties.high} - {None} <= ends

    @given(nights())
    @settings(deadline=None)
    def test_low_best_and_high_are_in_order(self, night: tuple[list[Mention], list[Report], list[Origin]]) -> None:
        made = event(*night)
        for casualties in (made.fatalities, made.injuries):
            ends = [end for end in (casualties.low, casualties.best, casualties.high) if end is not None]
            assert ends == sorted(ends)

    @given(nights())
    @settings(deadline=None)
    def test_each_report_is_of_one_origin_and_the_record_survives_being_written(
        self, night: tuple[list[Mention], list[Report], list[Origin]]
    ) -> None:
        made = event(*night)
        assert sorted(document for origin in made.origins for document in origin.reports) == list(made.reports)
        assert msgspec.json.decode(msgspec.json.encode(made), type=Event) == made
