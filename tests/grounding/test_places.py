"""Names of places in reports: the right one of several, honest nothing, relative places, disputed territory."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.grounding.places import PlaceResolver, ReportPlaces, open_gazetteer
from dateline.grounding.places.geodesy import distance_km
from dateline.records import Place


@pytest.fixture(scope="session")
def resolver() -> PlaceResolver:
    return PlaceResolver(open_gazetteer())


def found(resolver: PlaceResolver, text: str, name: str, **more: str | None) -> Place:
    start = text.index(name)
    return resolver.resolve(name, start=start, end=start + len(name), text=text, **more)


def near(place: Place, lat: float, lon: float, km: float = 25.0) -> bool:
    assert place.lat is not None
    assert place.lon is not None
    return distance_km(place.lat, place.lon, lat, lon) <= km


class TestOneNameManyPlaces:
    @pytest.mark.parametrize(
        ("text", "country"),
        [
            ("Militias from Misrata entered Tripoli on Sunday, the Libyan interior ministry said.", "LY"),
            ("Soldiers sealed off a street in Tripoli after a clash, the Lebanese army said in Beirut.", "LB"),
            ("A strike closed shops in Tripoli, in the Peloponnese, Greek police said in Athens.", "GR"),
        ],
    )
    def test_tripoli_is_the_one_whose_country_the_report_speaks_of(
        self, resolver: PlaceResolver, text: str, country: str
    ) -> None:
        assert found(resolver, text, "Tripoli").country == country

    @pytest.mark.parametrize(
        ("text", "country", "precision"),
        [
            ("Protesters blocked roads across Georgia, police in Tbilisi and Batumi said.", "GE", "country"),
            (
                "Deputies in Atlanta and Savannah made arrests across Georgia, the US state's governor said.",
                "US",
                "province",
            ),
        ],
    )
    def test_georgia_is_a_country_or_a_state(
        self, resolver: PlaceResolver, text: str, country: str, precision: str
    ) -> None:
        place = found(resolver, text, "Georgia")
        assert (place.country, place.precision) == (country, precision)

    @pytest.mark.parametrize(
        ("text", "country"),
        [
            ("Police fired tear gas in Córdoba, and a second march was held in Rosario, Argentina.", "AR"),
            ("A device was defused in Cordoba, Spain's Guardia Civil said in Seville.", "ES"),
            ("Gunmen stopped a bus near Cordoba in the Mexican state of Veracruz.", "MX"),
        ],
    )
    def test_cordoba_with_and_without_its_accent(self, resolver: PlaceResolver, text: str, country: str) -> None:
        assert found(resolver, text, "Córdoba" if "Córdoba" in text else "Cordoba").country == country

    def test_the_others_are_kept_as_candidates(self, resolver: PlaceResolver) -> None:
        place = found(resolver, "Shots were heard in San José.", "San José")
        assert len(place.others) >= 3
        assert place.gazetteer_id not in {other.gazetteer_id for other in place.others}

    def test_the_publisher_can_tip_the_balance(self, resolver: PlaceResolver) -> None:
        text = "Shots were heard in Victoria on Monday night."
        assert found(resolver, text, "Victoria", publisher="Seychelles Nation").country == "SC"


class TestSpelling:
    @pytest.mark.parametrize(
        ("name", "lat", "lon"),
        [
            ("Suweida", 32.71, 36.57),
            ("Deir Ezzor", 35.34, 40.14),
            ("Khan Younes", 31.34, 34.31),
            ("Hodeidah", 14.8, 42.95),
            ("Kharkov", 49.98, 36.25),
            ("خان يونس", 31.34, 34.31),
            ("Харків", 49.98, 36.25),
            ("באר שבע", 31.25, 34.79),
        ],
    )
    def test_variants_and_scripts_meet(self, resolver: PlaceResolver, name: str, lat: float, lon: float) -> None:
        assert near(found(resolver, f"Shells fell on {name} overnight.", name), lat, lon)

    def test_telegrams_in_capitals(self, resolver: PlaceResolver) -> None:
        place = found(
            resolver, "KABUL JAN 3 - ROCKETS STRUCK OUTSKIRTS OF JALALABAD STOP NO CASUALTIES STOP", "JALALABAD"
        )
        assert place.country == "AF"

    def test_scraped_text_without_capitals(self, resolver: PlaceResolver) -> None:
        text = "two men were shot dead in mosul on tuesday, iraqi police said, a week after a bombing in the same city"
        assert found(resolver, text, "mosul").country == "IQ"


class TestPartsAndSurroundings:
    def test_a_province_is_a_province_and_reaches_far(self, resolver: PlaceResolver) -> None:
        place = found(resolver, "Fighting spread through Idlib province in Syria.", "Idlib province")
        assert place.precision == "province"
        assert place.radius_km is not None
        assert place.radius_km > 30

    def test_the_south_of_a_country_is_a_region(self, resolver: PlaceResolver) -> None:
        place = found(resolver, "Raids were reported from southern Ethiopia.", "southern Ethiopia")
        assert (place.country, place.precision) == ("ET", "region")

    def test_twenty_kilometres_north_is_computed(self, resolver: PlaceResolver) -> None:
        text = "A patrol was ambushed 20 km north of Kirkuk, Iraqi officers said."
        whole = found(resolver, text, "20 km north of Kirkuk")
        assert near(whole, 35.468 + 20 / 111.2, 44.392, km=4)
        assert found(resolver, text, "Kirkuk").lat == whole.lat, "the words before a bare name count as well"

    def test_nautical_miles_off_a_port(self, resolver: PlaceResolver) -> None:
        place = found(resolver, "INCIDENT 36NM SW of Hodeidah, Yemen: two skiffs closed a tanker.", "Hodeidah")
        assert near(place, 14.8 - 0.424, 42.95 - 0.439, km=15)

    def test_between_two_villages_is_their_middle(self, resolver: PlaceResolver) -> None:
        place = found(resolver, "Drones hit a van between Tyre and Naqoura in Lebanon.", "between Tyre and Naqoura")
        assert near(place, 33.19, 35.17, km=8)
        assert place.precision in ("district", "region")

    def test_a_suburb_is_found_through_its_city(self, resolver: PlaceResolver) -> None:
        text = "A bomb went off in Baghdad's Karrada district on Friday."
        assert near(found(resolver, text, "Karrada district"), 33.3, 44.42, km=8)

    def test_a_site_nobody_lists_has_the_point_of_its_town(self, resolver: PlaceResolver) -> None:
        text = "In Kismayo, gunmen burst into the vegetable market beside the old mill, Somali police said."
        place = found(resolver, text, "vegetable market beside the old mill")
        assert near(place, -0.358, 42.545)
        assert place.precision == "site"
        assert place.radius_km is not None
        assert place.radius_km >= 15

    def test_a_namesake_on_another_continent_is_not_taken_for_a_quarter(self, resolver: PlaceResolver) -> None:
        text = "Shelling hit the Milano quarter of Taiz, Yemeni medics said. Taiz has been besieged for years."
        assert near(found(resolver, text, "Milano quarter"), 13.58, 44.02)


class TestSayingNothing:
    def test_an_unknown_name_in_a_report_without_places(self, resolver: PlaceResolver) -> None:
        place = found(resolver, "They met at Qzxwvutopia and parted as friends.", "Qzxwvutopia")
        assert (place.lat, place.country, place.score) == (None, None, None)

    @pytest.mark.parametrize("name", ["", " ", "\x00\x07", "\u200f\u202e", "-", "x" * 10_000, "Ж" * 10_000, "''" * 400])
    def test_hopeless_names_do_no_harm(self, resolver: PlaceResolver, name: str) -> None:
        place = resolver.resolve(name, start=0, end=len(name), text="Nothing here.")
        assert place.lat is None
        assert place.name == name

    @settings(max_examples=150, deadline=None)
    @given(name=st.text(max_size=60), text=st.text(max_size=200))
    def test_no_string_makes_it_fail(self, name: str, text: str) -> None:
        resolver = PlaceResolver(_gazetteer())
        place = resolver.resolve(name, start=0, end=len(name), text=text, title=text[:20], publisher=name)
        assert (place.lat is None) == (place.lon is None)
        assert place.score is None or 0 <= place.score <= 1


class TestDisputedTerritory:
    @pytest.mark.parametrize(
        ("name", "country", "claimant"),
        [
            ("Golan Heights", "IL", "SY"),
            ("Mount Dov", "IL", "LB"),
            ("Sevastopol", "RU", "UA"),
            ("Pristina", "XK", "RS"),
            ("Ramallah", "PS", "IL"),
            ("Srinagar", "IN", "PK"),
        ],
    )
    def test_country_is_who_administers_and_claims_are_told(
        self, resolver: PlaceResolver, name: str, country: str, claimant: str
    ) -> None:
        place = found(resolver, f"Shots were fired in {name} on Monday.", name)
        assert place.country == country
        assert claimant in place.disputed

    def test_gaza_is_palestinian(self, resolver: PlaceResolver) -> None:
        assert found(resolver, "Strikes hit Gaza City at dawn.", "Gaza City").country == "PS"

    def test_crimea_before_its_annexation_is_ukrainian(self, resolver: PlaceResolver) -> None:
        text = "Crowds gathered in Sevastopol, officials of Ukraine said."
        assert found(resolver, text, "Sevastopol", day="2012-05-01").country == "UA"

    def test_the_high_seas_have_no_country(self, resolver: PlaceResolver) -> None:
        place = found(resolver, "A drone boat was sunk in the Red Sea.", "Red Sea")
        assert (place.country, place.precision) == (None, "region")


class TestCountriesOfActors:
    def test_demonyms_and_countries_name_the_actors_country(self, resolver: PlaceResolver) -> None:
        places = ReportPlaces(resolver.gazetteer, "")
        assert places.country_in("Malian army") == "ML"
        assert places.country_in("South Sudan People's Defence Forces") == "SS"
        assert places.country_in("the Russians") == "RU"
        assert places.country_in("gunmen") is None


_OPEN: list[object] = []


def _gazetteer() -> object:
    # Hypothesis must not take function-scoped fixtures; one open index serves all examples.
    if not _OPEN:
        _OPEN.append(open_gazetteer())
    return _OPEN[0]
