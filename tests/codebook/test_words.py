from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import codebook
from dateline.codebook.inflection import Inflector
from dateline.codebook.matching import TermTrie
from dateline.records import ActorKind, Stance, Status, SubEventType, Weapon


def named(text: str) -> list[tuple[str, str]]:
    """The event words of a text, each with its most typical type."""
    return [(text[hit.start : hit.end], hit.types[0]) for hit in codebook.load().lexicon.find(text)]


class TestEventWordsInNews:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Jets bombed a depot near Kessarat", [("Jets bombed", "Air/drone strike")]),
            ("Gunmen opened fire on a bus", [("opened fire on", "Attack")]),
            ("A man blew himself up in the bazaar", [("blew himself up", "Suicide bomb")]),
            ("The rebels laid down their arms", [("laid down their arms", "Change to group/activity")]),
            ("Villagers were kidnapped at dawn", [("kidnapped", "Abduction/forced disappearance")]),
            ("MORTARS LANDED beside the clinic", [("MORTARS LANDED", "Shelling/artillery/missile attack")]),
            ("They signed a truce", [("signed a truce", "Agreement")]),
            ("Police arrested six men", [("arrested", "Arrests")]),
            (
                "an air-strike, then two air strikes",
                [("air-strike", "Air/drone strike"), ("air strikes", "Air/drone strike")],
            ),
            ("They shot\nat a ferry", [("shot\nat", "Attack")]),
        ],
    )
    def test_the_longest_words_that_name_an_event_are_found(self, text: str, found: list[tuple[str, str]]) -> None:
        assert named(text) == found

    @pytest.mark.parametrize(
        "text",
        [
            "The mayor died of a heart attack.",
            "Rail workers went on strike over pay.",
            "The minister was bombarded with questions.",
            "It was a market rally of note.",
            "He struck a deal with the club.",
            "The singer has a hit single.",
            "Bombay and Shellharbour are towns.",
        ],
    )
    def test_figures_of_speech_are_no_event(self, text: str) -> None:
        assert named(text) == []

    def test_an_ambiguous_word_offers_every_type_with_the_most_typical_first(self) -> None:
        (hit,) = codebook.load().lexicon.find("an attack was reported")
        assert hit.types[:2] == ("Attack", "Armed clash")

    def test_the_lexicon_is_rich_and_every_type_has_words_of_its_own(self) -> None:
        forms = list(codebook.load().lexicon.forms)
        assert sum(bool(kinds) for _, kinds in forms) >= 5000
        assert {kinds[0] for _, kinds in forms if kinds} == set(get_args(SubEventType))

    @given(st.lists(st.sampled_from(["shelled", "a", "heart", "attack", "opened", "fire", "-", "'", ".", "\n", "İ"])))
    def test_hits_are_whole_words_in_order_without_overlap(self, pieces: list[str]) -> None:
        text = " ".join(pieces)
        hits = codebook.load().lexicon.find(text)
        assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
        assert all(first.end <= second.start for first, second in pairwise(hits))
        assert all(not text[hit.start - 1 : hit.start].isalnum() for hit in hits if hit.start)
        assert all(not text[hit.end : hit.end + 1].isalnum() for hit in hits)

    def test_every_form_is_found_where_it_stands_alone(self) -> None:
        lexicon = codebook.load().lexicon
        for form, kinds in lexicon.forms:
            hits = lexicon.find(f"Then {form.upper()}, they say")
            assert [(hit.start, hit.end) for hit in hits] == ([(5, 5 + len(form))] if kinds else []), form


class TestWeaponOf:
    @pytest.mark.parametrize(
        ("words", "weapon"),
        [
            ("Shahed drones", "drone"),
            ("a Grad", "rocket"),
            ("155 mm howitzers", "artillery"),
            ("Kalashnikovs", "small arms"),
            ("stun grenades", "other"),
            ("hand grenade", "grenade"),
            ("rocket-propelled grenades", "rocket"),
            ("suicide car bomb", "vehicle bomb"),
            ("tear gas", "other"),
            ("nerve gas", "chemical"),
            ("knives and machetes", "blade"),
            ("petrol bombs", "fire"),
            ("mine", "landmine"),
            ("mines", "landmine"),
            ("warplanes", "aircraft"),
            ("roadside bomb", "ied"),
            ("explosive belt", "suicide vest"),
            ("ballistic missiles", "missile"),
            ("spoon", None),
            ("", None),
        ],
    )
    def test_a_span_names_its_weapon(self, words: str, weapon: Weapon | None) -> None:
        assert codebook.weapon_of(words) == weapon

    def test_the_first_named_of_several_weapons_counts(self) -> None:
        assert codebook.weapon_of("rockets and drones") == "rocket"

    def test_running_text_yields_only_words_that_surely_name_a_weapon(self) -> None:
        text = "At the coal mine, drones dropped grenades."
        found = codebook.load().find_weapons(text)
        assert [(text[hit.start : hit.end], hit.value) for hit in found] == [
            ("drones", "drone"),
            ("grenades", "grenade"),
        ]


class TestActorKindOf:
    @pytest.mark.parametrize(
        ("words", "kind"),
        [
            ("Marwan National Army", "state forces"),
            ("riot police", "state forces"),
            ("rebels", "rebel group"),
            ("Tolum Liberation Army", "rebel group"),
            ("soldiers of the hill country", "state forces"),
            ("members of the police", "state forces"),
            ("two fishermen", "civilians"),
            ("residents of Kessarat", "civilians"),
            ("dozens of protesters", "protesters"),
            ("angry mob", "rioters"),
            ("UN peacekeepers", "external forces"),
            ("unidentified gunmen", "unidentified"),
            ("tribal militias", "identity militia"),
            ("cartel", "political militia"),
            ("police station", None),
            ("Ali Marwan", None),
            ("members", None),
            ("of", None),
            ("", None),
        ],
    )
    def test_the_head_of_the_phrase_tells_the_kind(self, words: str, kind: ActorKind | None) -> None:
        assert codebook.actor_kind_of(words) == kind

    @given(st.text())
    def test_any_text_has_a_kind_or_none(self, words: str) -> None:
        assert codebook.actor_kind_of(words) in (None, *get_args(ActorKind))


class TestCues:
    @pytest.mark.parametrize(
        ("cue", "stance"),
        [
            ("said", "reports"),
            ("according to", "reports"),
            ("claimed responsibility for", "claims"),
            ("claimed that", "reports"),
            ("blamed", "accuses"),
            ("has denied", "denies"),
            ("denied it and accused", "denies"),
            ("confirmed", "confirms"),
            ("sang", None),
        ],
    )
    def test_a_cue_shows_how_its_source_stands(self, cue: str, stance: Stance | None) -> None:
        assert codebook.stance_of(cue) == stance

    @pytest.mark.parametrize(
        ("cue", "status"),
        [
            ("foiled", "averted"),
            ("was intercepted", "averted"),
            ("would", "hypothetical"),
            ("threatened to", "threatened"),
            ("denied that any", "denied"),
            ("would have exploded but was defused", "averted"),
            ("yesterday", None),
        ],
    )
    def test_a_cue_shows_whether_it_happened(self, cue: str, status: Status | None) -> None:
        assert codebook.status_of(cue) == status


class TestForms:
    @pytest.mark.parametrize(
        ("verb", "forms"),
        [
            ("kill", {"kill", "kills", "killing", "killed"}),
            ("seize", {"seize", "seizes", "seizing", "seized"}),
            ("stab", {"stab", "stabs", "stabbing", "stabbed"}),
            ("raid", {"raid", "raids", "raiding", "raided"}),
            ("bury", {"bury", "buries", "burying", "buried"}),
            ("clash with", {"clash with", "clashes with", "clashing with", "clashed with"}),
            ("free", {"free", "frees", "freeing", "freed"}),
            ("shoot at", {"shoot at", "shoots at", "shooting at", "shot at"}),
            ("booby-trap", {"booby-trap", "booby-traps", "booby-trapping", "booby-trapped"}),
            ("re-shoot", {"re-shoot", "re-shoots", "re-shooting", "re-shot"}),
        ],
    )
    def test_verbs_are_inflected(self, verb: str, forms: set[str]) -> None:
        assert set(Inflector({"shoot": ["shoots", "shooting", "shot"]}, {}).verb(verb)) == forms

    @pytest.mark.parametrize(
        ("noun", "plural"),
        [
            ("ambush", "ambushes"),
            ("sortie", "sorties"),
            ("battery", "batteries"),
            ("army convoy", "army convoys"),
            ("gunman", "gunmen"),
            ("exchange of fire", "exchanges of fire"),
            ("knife", "knives"),
        ],
    )
    def test_nouns_are_pluralised(self, noun: str, plural: str) -> None:
        assert Inflector({}, {"knife": "knives"}).noun(noun) == (noun, plural)


class TestTrie:
    def test_a_failed_longer_term_does_not_hide_a_shorter_one(self) -> None:
        trie = TermTrie([("car", 1), ("car bomb squad", 2), ("bomb", 3)])
        assert [hit.value for hit in trie.find("a car bomb")] == [1, 3]

    def test_punctuation_parts_terms(self) -> None:
        assert TermTrie([("opened fire", 1)]).find("The gate opened. Fire spread.") == []

    def test_terms_without_a_word_are_passed_over(self) -> None:
        assert len(TermTrie([("--", 1), ("", 2)])) == 0


class TestMonthsAndAdverbs:
    def test_march_is_a_month_beside_a_day_and_a_protest_elsewhere(self) -> None:
        assert named("On 3 March they held a march") == [("held a march", "Peaceful protest")]
        assert named("Since March 12 nothing has moved") == []

    def test_down_is_no_event_but_downed_is(self) -> None:
        assert named("Prices went down; crews downed two of them") == [("downed", "Air/drone strike")]
