"""Names of the directory, alone and in the text: heads, acronyms, scripts, references, namesakes."""

from __future__ import annotations

import pytest
from asking import told
from hypothesis import given
from hypothesis import strategies as st

from dateline.grounding.actors import ActorResolver
from dateline.grounding.actors.keys import quick_key
from dateline.grounding.places.name_keys import name_key


class TestNamesAndHeads:
    @pytest.mark.parametrize(
        "words",
        [
            "Zoran Hill Movement",
            "the Zoran Hill Movement",
            "ZHM",
            "Zoran Hill Movement fighters",
            "a Zoran Hill Movement commander",
            "ZHM rebels",
            "members of the Hill Movement",
            "soldiers of the ZHM",
            "Hill Movement-run police",
            "Hill Movement's spokesman",
            "Zoran Hill Movement (ZHM)",
        ],
    )
    def test_words_around_a_name_leave_it_that_name(self, invented: ActorResolver, words: str) -> None:
        found = invented.resolve(words)
        assert (found.actor_id, found.kind, found.country, found.sector) == (
            "hill-movement",
            "rebel group",
            "SD",
            "REB",
        )

    @pytest.mark.parametrize(
        "words",
        ["pro-ZHM militia", "anti-ZHM fighters", "Hill Movement-backed militia", "ZHM-linked gunmen"],
    )
    def test_who_is_with_or_against_a_group_is_not_the_group(self, invented: ActorResolver, words: str) -> None:
        assert invented.resolve(words).actor_id != "hill-movement"

    @pytest.mark.parametrize("words", ["Hill Zoran Movement", "Movement of Zoran Hill"])
    def test_the_order_of_three_words_does_not_matter(self, invented: ActorResolver, words: str) -> None:
        assert invented.resolve(words).actor_id == "hill-movement"

    def test_a_branch_of_a_group_is_the_part_that_is_there(self, invented: ActorResolver) -> None:
        assert invented.resolve("Zoran Hill Movement's branch in Sudan").actor_id == "hill-movement-north"
        assert invented.resolve("Zoran Hill Movement's branch in Peru").actor_id == "hill-movement"

    def test_a_name_that_was_marked_in_part_is_read_on(self, invented: ActorResolver) -> None:
        text = "Zoran Hill Movement North took a post. The Hill said so."
        assert told(invented, text, "Zoran Hill Movement").actor_id == "hill-movement-north"

    def test_a_name_across_two_lines_is_a_name(self, invented: ActorResolver) -> None:
        assert invented.resolve("Zoran Hill\nMovement").actor_id == "hill-movement"

    def test_residents_and_supporters_of_a_group_are_civilians(self, invented: ActorResolver) -> None:
        assert invented.resolve("Hill Movement supporters", country="SD").kind == "civilians"

    @pytest.mark.parametrize(
        "name",
        [
            "Qaida al Qarm",
            "QA'IDA AL-QARM",
            "el-Qarm",
            "Al Qarm",
            "القرم الحر",
            "Вольный Карм",
            "חזית הקרם",
            "al-Qarm's",
        ],
    )
    def test_articles_hyphens_diacritics_and_scripts_are_folded(self, invented: ActorResolver, name: str) -> None:
        assert invented.resolve(name).actor_id == "qarm"

    def test_another_transliteration_is_found(self, shipped: ActorResolver) -> None:
        assert shipped.resolve("Hizbolla").actor_id == "hezbollah"

    def test_an_acronym_in_lower_case_is_a_word(self, invented: ActorResolver) -> None:
        assert invented.resolve("cgs").actor_id is None

    def test_the_kind_of_an_entry_wins_over_its_head_word(self, shipped: ActorResolver) -> None:
        assert shipped.resolve("Rapid Support Forces soldiers", day="2024").kind == "rebel group"

    def test_an_army_is_external_even_where_it_often_is(self, shipped: ActorResolver) -> None:
        assert shipped.resolve("IDF", country="LB").kind == "external forces"
        assert shipped.resolve("IDF", country="IL").kind == "state forces"

    def test_a_mission_has_no_country_of_its_own(self, invented: ActorResolver) -> None:
        found = invented.resolve("RISMI", country="SS")
        assert (found.actor_id, found.kind, found.country) == ("river-mission", "external forces", None)


class TestNamesakes:
    def test_the_country_of_the_event_decides(self, invented: ActorResolver) -> None:
        assert invented.resolve("LLF", country="TD").actor_id == "lake-front-chad"
        assert invented.resolve("LLF", country="ML").actor_id == "lake-front-mali"

    def test_the_day_of_the_event_decides(self, invented: ActorResolver) -> None:
        assert invented.resolve("LLF", day="1990-05-01").actor_id == "lake-front-chad"
        assert invented.resolve("LLF", day="2020").actor_id == "lake-front-mali"

    def test_the_countries_of_the_text_decide(self, invented: ActorResolver) -> None:
        assert told(invented, "In Mali, near Gao, the LLF burned a post. Mali mourns.", "LLF").actor_id == (
            "lake-front-mali"
        )

    def test_with_nothing_to_decide_by_the_name_stays_open(self, invented: ActorResolver) -> None:
        assert invented.resolve("LLF").actor_id is None

    def test_a_common_name_needs_the_place(self, invented: ActorResolver) -> None:
        assert invented.resolve("Presidential Guard", country="TD").actor_id == "presidential-guard-chad"
        assert invented.resolve("Presidential Guard", country="BF").actor_id == "state:BF:MIL"

    def test_another_countrys_peoples_army_is_not_chinas(self, shipped: ActorResolver) -> None:
        assert shipped.resolve("People's Liberation Army", country="CN").country == "CN"
        assert shipped.resolve("Zambian People's Liberation Army", country="ZM").country != "CN"

    def test_a_name_of_common_words_is_its_own_in_many_countries(self, shipped: ActorResolver) -> None:
        assert shipped.resolve("Islamic State", country="PH").actor_id == "islamic-state"

    def test_spla_is_decided_by_country(self, shipped: ActorResolver) -> None:
        assert shipped.resolve("SPLA", country="SS", day="2014").kind == "state forces"
        assert shipped.resolve("SPLA", country="SD", day="1995").kind == "rebel group"


class TestWhatTheTextSaidBefore:
    TEXT = "The Zoran Hill Movement attacked Kutum in Sudan. {} later left the town."

    @pytest.mark.parametrize("words", ["The group", "The movement", "It", "The rebels", "Its fighters", "The Zoranis"])
    def test_the_group_is_the_one_named(self, invented: ActorResolver, words: str) -> None:
        name = words.removeprefix("The ").removeprefix("Its ")
        assert told(invented, self.TEXT.format(words), name).actor_id == "hill-movement"

    def test_the_nearest_that_agrees_in_kind_is_meant(self, invented: ActorResolver) -> None:
        text = "The Coast Guardians met the Zoran Hill Movement. The militia and the rebels fought on."
        assert told(invented, text, "rebels").actor_id == "hill-movement"
        later = "The Zoran Hill Movement met the Coast Guardians. The group left."
        assert told(invented, later, "group").actor_id == "coast-guardians"

    def test_a_group_of_people_is_nobody_named(self, invented: ActorResolver) -> None:
        text = "The Zoran Hill Movement attacked Kutum. A group of herders fled."
        assert told(invented, text, "group of herders").actor_id != "hill-movement"

    def test_an_acronym_that_the_text_explains_is_its_long_form(self, invented: ActorResolver) -> None:
        text = "Fighters of the Lake Liberty Front (LLF) fled to Chad. The LLF denied it. Chad is calm."
        assert told(invented, text, "LLF", country="TD").actor_id == "lake-front-mali"

    def test_in_a_title_the_whole_text_is_before(self, invented: ActorResolver) -> None:
        report = invented.of_report("The Zoran Hill Movement attacked Kutum.", title="Rebels attack town")
        assert report.resolve(0, 6, in_title=True).actor_id == "hill-movement"


class TestUnknownNames:
    @pytest.mark.parametrize("name", ["Qorun Liberation Front", "Brigades of the Red Door", "QLFX"])
    def test_unknown_groups_stay_as_they_are_and_are_flagged(self, invented: ActorResolver, name: str) -> None:
        found = invented.resolve(name, country="SD")
        assert (found.actor_id, found.flagged) == (None, True)

    @pytest.mark.parametrize("words", ["a bus", "the road", "Omar Zad", "", "   ", "—", "the"])
    def test_what_is_no_group_is_not_flagged(self, invented: ActorResolver, words: str) -> None:
        assert not invented.resolve(words).flagged

    @given(st.text(max_size=60), st.sampled_from([None, "IQ", "XX"]), st.sampled_from([None, "2020-01-01", "soon"]))
    def test_no_words_raise(self, words: str, country: str | None, day: str | None) -> None:
        resolver = ActorResolver()
        found = resolver.resolve(words, country=country, day=day)
        assert 0.0 <= found.score <= 1.0

    def test_ten_thousand_characters_and_control_signs_are_read_in_no_time(self, shipped: ActorResolver) -> None:
        assert shipped.resolve("Hill " * 2000 + "\x00\x1b").actor_id is None

    @given(st.integers(-5, 90), st.integers(-5, 90), st.booleans())
    def test_no_offsets_raise(self, start: int, end: int, in_title: bool) -> None:
        report = ActorResolver().of_report("The Kenyan army met Hezbollah (HZ) of the U.S. The group fled.", title="A")
        assert report.resolve(start, end, in_title=in_title, country="KE", deed="arms") is not None

    @given(st.text(max_size=40))
    def test_the_quick_key_is_the_key(self, name: str) -> None:
        assert quick_key(name) == name_key(name)
