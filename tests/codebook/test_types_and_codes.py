import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline import codebook
from dateline.codebook.entries import EventType
from dateline.errors import CodebookError
from dateline.records import ActorKind, Codes, Stance, Status, SubEventType, Weapon

types = st.sampled_from(get_args(SubEventType))
weapons = st.sampled_from((None, *get_args(Weapon)))
statuses = st.sampled_from(get_args(Status))


class TestEveryListIsWhole:
    def test_all_types_are_there_once_in_the_order_of_the_contract(self) -> None:
        assert tuple(codebook.load().types) == get_args(SubEventType)

    def test_all_weapons_stances_statuses_and_kinds_are_there(self) -> None:
        book = codebook.load()
        assert set(book.weapons) == set(get_args(Weapon))
        assert set(book.stances) == set(get_args(Stance))
        assert set(book.statuses) == set(get_args(Status))
        assert set(book.actor_kinds) == set(get_args(ActorKind))

    def test_the_six_groups_have_their_types(self) -> None:
        book = codebook.load()
        sizes = Counter(book.event_type_of(name) for name in get_args(SubEventType))
        assert sizes == {
            "Battles": 3,
            "Explosions/Remote violence": 6,
            "Violence against civilians": 3,
            "Protests": 3,
            "Riots": 2,
            "Strategic developments": 8,
        }
        assert set(sizes) == set(get_args(EventType))

    def test_the_shipped_files_keep_every_rule(self, data_folder: Path) -> None:
        assert codebook.check(data_folder).types == codebook.load().types

    def test_the_codebook_is_read_once(self) -> None:
        assert codebook.load() is codebook.load()

    def test_the_codebook_cannot_be_changed(self) -> None:
        with pytest.raises(TypeError):
            codebook.load().types["Attack"] = None  # type: ignore[index]

    def test_no_entry_uses_loaded_words_in_our_own_voice(self) -> None:
        book = codebook.load()
        entries = (*book.types.values(), *book.weapons.values(), *book.stances.values(), *book.actor_kinds.values())
        assert not [entry for entry in entries if re.search(r"terroris|martyr", entry.definition, re.IGNORECASE)]


class TestEventTypeOf:
    @pytest.mark.parametrize(
        ("sub_event_type", "event_type"),
        [
            ("Armed clash", "Battles"),
            ("Grenade", "Explosions/Remote violence"),
            ("Attack", "Violence against civilians"),
            ("Excessive force against protesters", "Protests"),
            ("Mob violence", "Riots"),
            ("Arrests", "Strategic developments"),
        ],
    )
    def test_a_type_belongs_to_its_group(self, sub_event_type: SubEventType, event_type: str) -> None:
        assert codebook.event_type_of(sub_event_type) == event_type

    def test_a_type_that_is_none_is_an_error_that_names_it(self) -> None:
        with pytest.raises(CodebookError, match="'Earthquake' is not in the codebook"):
            codebook.event_type_of("Earthquake")  # type: ignore[arg-type]


class TestCodesFor:
    @given(types, weapons, statuses)
    def test_every_type_weapon_and_status_has_an_answer_of_known_codes(
        self, sub_event_type: SubEventType, weapon: Weapon | None, status: Status
    ) -> None:
        book = codebook.load()
        codes = book.codes_for(sub_event_type, weapon, status)
        assert (codes.plover is None) == (codes.cameo is None)
        assert codes.plover is None or codes.plover in book.codes.plover.codes
        assert codes.cameo is None or codes.cameo in book.codes.cameo.codes

    @given(types, weapons, st.sampled_from(["denied", "hypothetical"]))
    def test_what_did_not_happen_has_no_code(
        self, sub_event_type: SubEventType, weapon: Weapon | None, status: Status
    ) -> None:
        assert codebook.codes_for(sub_event_type, weapon, status) == Codes()

    @given(types.filter(lambda name: name != "Other"), weapons, st.sampled_from(["actual", "averted", "threatened"]))
    def test_everything_else_but_other_has_one(
        self, sub_event_type: SubEventType, weapon: Weapon | None, status: Status
    ) -> None:
        assert codebook.codes_for(sub_event_type, weapon, status).plover is not None

    @given(types, weapons)
    def test_a_foiled_attack_is_coded_as_the_attack(self, sub_event_type: SubEventType, weapon: Weapon | None) -> None:
        assert codebook.codes_for(sub_event_type, weapon, "averted") == codebook.codes_for(sub_event_type, weapon)

    @given(types.filter(lambda name: name not in ("Other", "Agreement", "Non-violent transfer of territory")), weapons)
    def test_a_threat_is_coded_as_a_threat(self, sub_event_type: SubEventType, weapon: Weapon | None) -> None:
        codes = codebook.codes_for(sub_event_type, weapon, "threatened")
        assert (codes.plover or "").startswith("THREATEN")
        assert (codes.cameo or "").startswith("13")

    @pytest.mark.parametrize(
        ("sub_event_type", "weapon", "status", "plover", "cameo"),
        [
            ("Air/drone strike", "drone", "actual", "ASSAULT:drone", "195"),
            ("Air/drone strike", "aircraft", "actual", "ASSAULT:aerial", "195"),
            ("Suicide bomb", "suicide vest", "actual", "ASSAULT:suicide-attack", "1831"),
            ("Suicide bomb", "vehicle bomb", "actual", "ASSAULT:suicide-attack", "1831"),
            ("Remote explosive/landmine/IED", "vehicle bomb", "actual", "ASSAULT:explosives", "1832"),
            ("Remote explosive/landmine/IED", "landmine", "actual", "ASSAULT:explosives", "1833"),
            ("Remote explosive/landmine/IED", "ied", "averted", "ASSAULT:explosives", "183"),
            ("Armed clash", "small arms", "actual", "ASSAULT:firearms", "193"),
            ("Armed clash", "artillery", "threatened", "THREATEN:violence", "1384"),
            ("Abduction/forced disappearance", None, "actual", "ASSAULT:abduct", "181"),
            ("Peaceful protest", None, "actual", "PROTEST:demo", "141"),
            ("Peaceful protest", None, "threatened", "THREATEN", "133"),
            ("Violent demonstration", "fire", "actual", "PROTEST:riot", "145"),
            ("Agreement", None, "actual", "AGREE", "057"),
            ("Arrests", None, "actual", "COERCE:arrest", "173"),
            ("Looting/property destruction", "fire", "actual", "ASSAULT:destroy", "1712"),
            ("Attack", "blade", "actual", "ASSAULT:primitive", "182"),
        ],
    )
    def test_weapon_and_status_refine_the_code(
        self, sub_event_type: SubEventType, weapon: Weapon | None, status: Status, plover: str, cameo: str
    ) -> None:
        assert codebook.codes_for(sub_event_type, weapon, status) == Codes(plover=plover, cameo=cameo)

    def test_a_weapon_that_is_none_is_an_error(self) -> None:
        with pytest.raises(CodebookError, match="trebuchet"):
            codebook.codes_for("Attack", "trebuchet")  # type: ignore[arg-type]


def test_the_page_of_the_codebook_is_current() -> None:
    page = Path(__file__).parents[2] / "docs" / "codebook.md"
    assert page.read_text(encoding="utf-8") == codebook.as_markdown(), "write it anew: its first lines say how"
