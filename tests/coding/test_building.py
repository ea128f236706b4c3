"""From what was marked to a record: every rule that coding implements, on readings made by hand."""

from __future__ import annotations

from typing import Any, get_args

import pytest

from dateline.coding import AWAITS_CALENDAR, build
from dateline.reading.sentences import split_sentences
from dateline.records import (
    Coder,
    Mention,
    Reading,
    Report,
    Role,
    RoleSpan,
    Stance,
    Status,
    SubEventType,
    Telling,
    Weapon,
)

CODER = Coder(version="0", model="test")


def told(text: str, trigger: str, roles: list[tuple[Role, str]] | None = None, **marks: Any) -> Mention:
    """The only record that `all_told` gives."""
    (mention,) = all_told(text, trigger, roles, **marks)
    return mention


def all_told(
    text: str,
    trigger: str,
    roles: list[tuple[Role, str]] | None = None,
    *,
    kind: SubEventType = "Attack",
    status: Status = "actual",
    weapon: Weapon | None = None,
    count: str = "one",
    background: float = 0.1,
    stances: dict[str, Stance] | None = None,
    score: float = 0.9,
    scores: dict[int, float] | None = None,
) -> list[Mention]:
    report = Report(id="r", text=text)

    def span(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    telling = Telling(
        trigger=report.span(*span(trigger)),
        score=score,
        types={t: float(t == kind) for t in get_args(SubEventType)},
        statuses={s: float(s == status) for s in get_args(Status)},
        weapons={w: float(w == weapon) for w in (None, *get_args(Weapon))},
        counts={c: float(c == count) for c in ("one", "many", "number")},
        background=background,
        roles=tuple(
            RoleSpan(
                span=report.span(*span(words)),
                role=role,
                score=(scores or {}).get(n, 0.9),
                stance=(stances or {}).get(words, "reports") if role == "source" else None,
            )
            for n, (role, words) in enumerate(roles or [])
        ),
    )
    reading = Reading(
        report=report, sentences=tuple(report.span(*s) for s in split_sentences(text)), tellings=(telling,)
    )
    return build(reading, accept=0.5, coder=CODER)


class TestWhat:
    def test_the_record_has_type_group_codes_and_trigger(self) -> None:
        mention = told("Drones hit the fuel depot.", "hit", kind="Air/drone strike", weapon="drone")
        assert (mention.sub_event_type, mention.event_type) == ("Air/drone strike", "Explosions/Remote violence")
        assert mention.codes.cameo == "195"
        assert mention.trigger.text == "hit"

    def test_what_is_less_sure_than_asked_for_makes_no_record(self) -> None:
        report = Report(id="r", text="Shots fell.")
        assert build(Reading(report=report, sentences=()), accept=0.5, coder=CODER) == []
        with pytest.raises(ValueError, match="not enough values"):
            told("Shots fell.", "Shots", score=0.4)

    @pytest.mark.parametrize("status", get_args(Status))
    def test_the_status_is_written_as_marked(self, status: Status) -> None:
        assert told("Shots fell.", "Shots", status=status).status == status

    def test_context_is_background(self) -> None:
        assert told("Last year shots fell.", "shots", background=0.8).background is True


class TestHowMany:
    def test_a_number_before_the_trigger_is_the_count(self) -> None:
        assert (
            told("Four drone strikes hit the valley.", "drone strikes", kind="Air/drone strike", count="number").count
            == 4
        )

    def test_a_plural_without_a_number_is_unknown(self) -> None:
        assert told("Air strikes hit the valley.", "Air strikes", kind="Air/drone strike", count="many").count is None

    def test_a_single_incident_is_one(self) -> None:
        assert told("A strike hit the valley.", "strike", kind="Air/drone strike").count == 1

    def test_at_least_is_an_open_range(self) -> None:
        mention = told("The raid killed at least three herders.", "raid", [("killed", "at least three")])
        assert mention.fatalities is not None
        assert (mention.fatalities.low, mention.fatalities.high) == (3, None)

    def test_two_tolls_make_a_range_and_each_keeps_its_teller(self) -> None:
        text = "The army said five died. The rebels said nine died in the raid."
        mention = told(
            text, "raid", [("killed", "five died"), ("killed", "nine died"), ("source", "army"), ("source", "rebels")]
        )
        assert mention.fatalities is not None
        assert (mention.fatalities.low, mention.fatalities.high) == (5, 9)
        assert [t.source for t in mention.fatalities.told] == ["army", "rebels"]

    def test_nine_wounded_are_not_among_the_dead_whatever_was_marked(self) -> None:
        mention = told("Shells killed four and wounded nine.", "Shells", [("killed", "four"), ("killed", "nine")])
        assert mention.fatalities is not None
        assert (mention.fatalities.low, mention.fatalities.high) == (4, 4)

    def test_nobody_hurt_is_nought(self) -> None:
        mention = told("The blast hurt nobody.", "blast", [("injured", "nobody")])
        assert mention.injuries is not None
        assert (mention.injuries.low, mention.injuries.high) == (0, 0)

    def test_no_figure_told_is_null(self) -> None:
        assert told("The blast shook the town.", "blast").fatalities is None


class TestTotalsThatAreSplit:
    TEXT = "The brigade said it made four drone strikes on Friday: three in the Negev and one on the Golan Heights."

    def test_three_in_one_region_and_one_on_a_plateau_are_two_records(self) -> None:
        mentions = all_told(self.TEXT, "drone strikes", kind="Air/drone strike", count="one")
        assert [(m.count, m.place.name if m.place else None) for m in mentions] == [(3, "Negev"), (1, "Golan Heights")]
        assert [m.trigger.text for m in mentions] == ["three in the Negev", "one on the Golan Heights"]
        assert len({m.id for m in mentions}) == 2

    def test_a_joint_toll_goes_on_none_of_the_parts(self) -> None:
        text = self.TEXT[:-1] + ", killing six."
        mentions = all_told(text, "drone strikes", [("killed", "killing six")], kind="Air/drone strike")
        assert [m.fatalities for m in mentions] == [None, None]

    def test_parts_that_do_not_add_up_split_nothing(self) -> None:
        (mention,) = all_told(self.TEXT.replace("three", "two"), "drone strikes", kind="Air/drone strike")
        assert mention.count == 4


class TestWho:
    def test_who_is_marked_on_both_sides_stands_on_the_surer_one(self) -> None:
        roles: list[tuple[Role, str]] = [("perpetrator", "Reed Column"), ("target", "Reed Column"), ("target", "mill")]
        mention = told("The Reed Column burned the mill.", "burned", roles, scores={0: 0.7, 1: 0.4})
        assert [a.name for a in mention.perpetrators] == ["Reed Column"]
        assert [a.name for a in mention.targets] == ["mill"]

    def test_a_part_of_a_name_is_completed(self) -> None:
        mention = told("Guards said the Reed Column burned the mill.", "burned", [("perpetrator", "Column")])
        assert [a.name for a in mention.perpetrators] == ["Reed Column"]

    def test_names_lose_articles_and_numerals(self) -> None:
        mention = told(
            "The Reed Column killed 40 villagers.",
            "killed",
            [("perpetrator", "The Reed Column"), ("target", "40 villagers")],
        )
        assert [a.name for a in mention.perpetrators] == ["Reed Column"]
        assert [a.name for a in mention.targets] == ["villagers"]

    def test_of_two_spans_of_one_name_the_fullest_stays(self) -> None:
        text = "Reed Column fighters raided the mill. The Reed Column boasted."
        mention = told(text, "raided", [("perpetrator", "Reed Column fighters"), ("perpetrator", "The Reed Column")])
        assert [a.name for a in mention.perpetrators] == ["Reed Column fighters"]

    def test_every_name_points_at_its_characters(self) -> None:
        text = "The Reed Column killed two guards."
        mention = told(text, "killed", [("perpetrator", "The Reed Column"), ("target", "two guards")])
        for actor in (*mention.perpetrators, *mention.targets):
            assert text[actor.start : actor.end] == actor.name


class TestWhoSaysSo:
    def test_a_source_has_stance_and_cue(self) -> None:
        text = "The Reed Column claimed responsibility for the ambush."
        mention = told(text, "ambush", [("source", "The Reed Column")], stances={"The Reed Column": "claims"})
        (source,) = mention.sources
        assert (source.name, source.stance) == ("Reed Column", "claims")
        assert source.cue is not None
        assert "claimed" in source.cue

    def test_a_denial_stands_beside_a_claim(self) -> None:
        text = "The militia claimed the strike; the ministry denied it."
        mention = told(
            text,
            "strike",
            [("source", "militia"), ("source", "ministry")],
            stances={"militia": "claims", "ministry": "denies"},
        )
        assert [s.stance for s in mention.sources] == ["claims", "denies"]


class TestWhereAndWhen:
    def test_place_and_date_wait_for_grounding_with_their_words(self) -> None:
        text = "On Friday shells fell on Luuk."
        mention = told(text, "shells", [("place", "Luuk"), ("date", "On Friday")])
        assert mention.place is not None
        assert (mention.place.name, mention.place.lat) == ("Luuk", None)
        assert mention.date is None
        assert [(u.field, u.text.text, u.why) for u in mention.unresolved] == [("date", "On Friday", AWAITS_CALENDAR)]

    def test_no_words_no_value(self) -> None:
        mention = told("Shells fell.", "Shells")
        assert mention.place is None
        assert mention.unresolved == ()

    def test_what_it_answers_is_kept_in_its_words(self) -> None:
        text = "The shelling avenged the raid on the mill."
        mention = told(text, "shelling", [("retaliation", "raid on the mill")])
        assert mention.retaliation_for is not None
        assert mention.retaliation_for.text == "raid on the mill"
