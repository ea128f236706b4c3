"""Actors that no list needs to name: states' forces and governments, gunmen, crowds, civilians."""

from __future__ import annotations

import pytest
from asking import told

from dateline.grounding.actors import ActorDirectory, ActorResolver
from dateline.grounding.actors.nations import nations


@pytest.fixture(scope="module")
def bare() -> ActorResolver:
    """Without any entry: what the rules do alone."""
    return ActorResolver(ActorDirectory([]))


class TestForcesOfStates:
    @pytest.mark.parametrize(
        ("words", "identifier", "label"),
        [
            ("Israeli warplanes", "state:IL:MIL", "Military Forces of Israel"),
            ("Sudanese army", "state:SD:MIL", "Military Forces of Sudan"),
            ("Kenyan police", "state:KE:COP", "Police Forces of Kenya"),
            ("Russian forces", "state:RU:MIL", "Military Forces of Russia"),
            ("the Malian military", "state:ML:MIL", "Military Forces of Mali"),
            ("Israel's air force", "state:IL:MIL", "Military Forces of Israel"),
            ("soldiers of Chad", "state:TD:MIL", "Military Forces of Chad"),
            ("security forces in Guinea", "state:GN:SEC", "Security Forces of Guinea"),
            ("Chinese coast guard", "state:CN:CGD", "Coast Guard of China"),
            ("Pakistani intelligence officers", "state:PK:SPY", "Intelligence Services of Pakistan"),
            ("the Iranian foreign ministry", "state:IR:GOV", "Government of Iran"),
            ("an Argentine judge", "state:AR:JUD", "Judiciary of Argentina"),
            ("Poland's parliament", "state:PL:LEG", "Legislature of Poland"),
            ("U.S. soldier", "state:US:MIL", "Military Forces of United States"),
            ("government of Uganda", "state:UG:GOV", "Government of Uganda"),
            ("Democratic People's Republic of Korea troops", "state:KP:MIL", "Military Forces of North Korea"),
            ("American B-1 bombers", "state:US:MIL", "Military Forces of United States"),
            ("a Kosovo Police jeep", "state:XK:COP", "Police Forces of Kosovo"),
        ],
    )
    def test_a_nation_and_a_force_make_an_actor(
        self, bare: ActorResolver, words: str, identifier: str, label: str
    ) -> None:
        found = bare.resolve(words)
        assert (found.actor_id, found.label) == (identifier, label)

    def test_every_country_has_an_army(self, bare: ActorResolver) -> None:
        missed = [
            code
            for code in ("DZ", "BR", "CN", "DK", "ET", "FR", "GH", "HN", "IN", "JP", "KZ", "LY", "NP", "TH", "ZW")
            if bare.resolve(f"army of {nations().name(code)}").actor_id != f"state:{code}:MIL"
        ]
        assert missed == []

    def test_french_troops_in_mali_are_external_forces(self, bare: ActorResolver) -> None:
        found = bare.resolve("French troops", country="ML")
        assert (found.actor_id, found.kind, found.country) == ("state:FR:MIL", "external forces", "FR")
        assert bare.resolve("French troops", country="FR").kind == "state forces"

    def test_the_french_government_is_not_external_forces_in_mali(self, bare: ActorResolver) -> None:
        assert bare.resolve("the French government", country="ML").kind == "state forces"

    def test_soldiers_in_the_west_bank_are_israels(self, bare: ActorResolver) -> None:
        found = bare.resolve("soldiers", country="PS")
        assert (found.actor_id, found.kind) == ("state:IL:MIL", "external forces")

    def test_an_adjective_takes_its_noun_from_the_text(self, bare: ActorResolver) -> None:
        assert told(bare, "On Monday Russian drones hit a depot.", "Russian").actor_id == "state:RU:MIL"
        hungarian = told(bare, "Senior Hungarian and Romanian officials met.", "Hungarian")
        assert (hungarian.actor_id, hungarian.sector) == ("state:HU:GOV", "GOV")

    def test_a_country_that_bombs_is_its_military(self, bare: ActorResolver) -> None:
        assert bare.resolve("Russia", country="UA", deed="arms").label == "Military Forces of Russia"
        assert bare.resolve("Russia").label == "Government of Russia"


class TestWhoseTheyAreNot:
    @pytest.mark.parametrize(
        "words",
        ["pro-Iranian militia", "Iran-backed militia", "Iranian-made drones", "anti-Iranian militia"],
    )
    def test_a_militia_that_iran_backs_is_not_irans(self, bare: ActorResolver, words: str) -> None:
        assert bare.resolve(words).country is None

    def test_us_in_lower_case_is_no_country(self, bare: ActorResolver) -> None:
        assert told(bare, "They told us nothing.", "us").country is None

    def test_a_car_is_not_the_central_african_republic(self, bare: ActorResolver) -> None:
        assert told(bare, "Gunmen in a car bomb plot fled.", "car").country is None
        assert bare.resolve("CAR army").country == "CF"


class TestPeople:
    @pytest.mark.parametrize(
        ("words", "country", "identifier", "kind", "sector"),
        [
            ("gunmen", "IQ", "unidentified:IQ", "unidentified", "UAF"),
            ("unknown attackers", "NG", "unidentified:NG", "unidentified", "UAF"),
            ("armed men", "ML", "unidentified:ML", "unidentified", "UAF"),
            ("protesters", "FR", "protesters:FR", "protesters", "CVL"),
            ("a mob", "IN", "rioters:IN", "rioters", "CVL"),
            ("villagers", "CD", "civilians:CD", "civilians", "CVL"),
            ("students", "BD", "civilians:BD", "civilians", "EDU"),
            ("journalists", "MX", "civilians:MX", "civilians", "MED"),
            ("medics", "SY", "civilians:SY", "civilians", "HLH"),
            ("Palestinian refugees", "LB", "civilians:PS", "civilians", "REF"),
            ("Syrian rebels", "SY", "rebels:SY", "rebel group", "REB"),
        ],
    )
    def test_people_are_of_their_nation_or_the_events_country(
        self, bare: ActorResolver, words: str, country: str, identifier: str, kind: str, sector: str
    ) -> None:
        found = bare.resolve(words, country=country)
        assert (found.actor_id, found.kind, found.sector) == (identifier, kind, sector)

    def test_without_a_country_they_are_people_all_the_same(self, bare: ActorResolver) -> None:
        assert (bare.resolve("civilians").actor_id, bare.resolve("civilians").label) == ("civilians", "Civilians")

    def test_students_who_demonstrate_are_protesters_and_who_burn_cars_rioters(self, bare: ActorResolver) -> None:
        assert bare.resolve("students", country="KE", deed="protest").label == "Protesters (Kenya)"
        assert bare.resolve("students", country="KE", deed="riot").label == "Rioters (Kenya)"

    def test_men_who_shoot_are_unidentified(self, bare: ActorResolver) -> None:
        assert bare.resolve("men", country="HN", deed="arms").actor_id == "unidentified:HN"
        assert bare.resolve("men", country="HN").actor_id == "civilians:HN"

    @pytest.mark.parametrize(
        ("words", "identifier"),
        [
            ("a group of students", "civilians:NG"),
            ("members of the armed forces", "state:NG:MIL"),
            ("dozens of heavily armed men", "unidentified:NG"),
            ("men with rifles", "unidentified:NG"),
            ("men in military uniforms", "unidentified:NG"),
            ("rebel positions", "rebels:NG"),
            ("government warplanes", "state:NG:MIL"),
            ("unidentified persons", "unidentified:NG"),
        ],
    )
    def test_what_hands_over_and_what_is_owned(self, bare: ActorResolver, words: str, identifier: str) -> None:
        assert bare.resolve(words, country="NG").actor_id == identifier

    def test_a_people_is_communal_in_arms_and_civilian_without(self, bare: ActorResolver) -> None:
        assert bare.resolve("Druze", country="SY", deed="arms").label == "Communal Militias (Syria)"
        assert bare.resolve("the Fulani", country="ML").label == "Civilians (Mali)"
        assert bare.resolve("Fulani herders", country="ML").kind == "identity militia"

    @pytest.mark.parametrize("thing", ["a bus", "a power station", "the market", "a hospital", "two houses"])
    def test_a_thing_is_no_actor(self, bare: ActorResolver, thing: str) -> None:
        found = bare.resolve(thing, country="UA")
        assert found.actor_id is None
        assert not found.flagged


class TestGovernments:
    @pytest.mark.parametrize(
        ("seat", "country"),
        [("Tehran", "IR"), ("the Kremlin", "RU"), ("Beijing", "CN"), ("Islamabad", "PK"), ("White House", "US")],
    )
    def test_a_seat_stands_for_its_government(self, bare: ActorResolver, seat: str, country: str) -> None:
        found = bare.resolve(seat)
        assert found.country == country
        assert found.label == f"Government of {nations().name(country)}"

    @pytest.mark.parametrize(
        ("seat", "before", "after", "ids"),
        [
            ("Damascus", "2024-12-01", "2024-12-20", ("state:SY:GOV:1970", "state:SY:GOV:2024")),
            ("Kabul", "2021-08-01", "2021-08-20", ("state:AF:GOV:2001", "state:AF:GOV:2021")),
            ("Naypyidaw", "2021-01-20", "2021-02-20", ("state:MM:GOV:2011", "state:MM:GOV:2021")),
        ],
    )
    def test_governments_change_with_the_day(
        self, bare: ActorResolver, seat: str, before: str, after: str, ids: tuple[str, str]
    ) -> None:
        assert (bare.resolve(seat, day=before).actor_id, bare.resolve(seat, day=after).actor_id) == ids

    def test_who_rules_is_the_government_and_his_forces_are_the_military(self, bare: ActorResolver) -> None:
        assert bare.resolve("President Boris Yeltsin").country == "RU"
        assert bare.resolve("Saddam Hussein's forces").actor_id == "state:IQ:MIL"

    def test_a_title_before_an_unknown_name_tells_the_role(self, bare: ActorResolver) -> None:
        found = told(bare, "In Fiji, Defence Secretary Omar King resigned.", "Defence Secretary Omar King")
        assert (found.country, found.sector) == ("FJ", "GOV")


class TestWhoseArmyTheTextMeans:
    def test_the_army_is_the_one_named_before(self, bare: ActorResolver) -> None:
        text = "The Turkish army shelled a ridge in Iraq. The army said three fighters fell."
        assert told(bare, text, "army", country="IQ").actor_id == "state:TR:MIL"

    def test_police_are_the_events_countrys(self, bare: ActorResolver) -> None:
        text = "Turkish troops shelled a ridge. Police closed the road."
        assert told(bare, text, "Police", country="IQ").actor_id == "state:IQ:COP"

    def test_ethnic_albanians_in_serbia_are_serbias_people(self, bare: ActorResolver) -> None:
        text = "Some 100 ethnic Albanians rallied in Serbia, Belgrade radio said."
        assert told(bare, text, "ethnic Albanians").country == "RS"
