"""Which place of a name is meant, how sure that is, and how far off it may be."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import InstallError
from dateline.grounding.places import PlaceResolver, open_gazetteer
from dateline.grounding.places.abbreviations import abbreviations, load_abbreviations
from dateline.grounding.places.geodesy import distance_km
from dateline.grounding.places.grounds import GROUNDS, INDEX
from dateline.grounding.places.ranking import Weights, load_weights, shipped_weights
from dateline.grounding.places.settled_areas import load_settled_areas, middle_of, settled_areas
from dateline.grounding.places.told_areas import is_area_elsewhere, tells_area
from dateline.grounding.places.us_counties import derive
from dateline.records import Place, Report


@pytest.fixture(scope="module")
def resolver() -> PlaceResolver:
    return PlaceResolver(open_gazetteer())


def found(resolver: PlaceResolver, text: str, name: str, **more: str | None) -> Place:
    start = text.index(name)
    report = Report(id="one", text=text, **more)  # type: ignore[arg-type]
    return resolver.of_report(report).resolve(Place(name=name, start=start, end=start + len(name)))


class TestWhatTheReportSays:
    def test_an_unknown_village_is_not_its_namesake_abroad(self, resolver: PlaceResolver) -> None:
        text = "Gunmen raided an army post in Luuk on the island of Jolo, the Philippine military said in Zamboanga."
        assert found(resolver, text, "Luuk").country == "PH"

    @pytest.mark.parametrize("name", ["Africa", "Asia", "Europe", "Latin America"])
    def test_a_continent_is_no_town(self, resolver: PlaceResolver, name: str) -> None:
        place = found(resolver, f"Arms dealers from across {name} were named by the panel.", name)
        assert (place.precision, place.country) == ("region", None)

    def test_a_sea_is_not_the_province_beside_it(self, resolver: PlaceResolver) -> None:
        place = found(resolver, "A tanker was hit in the Red Sea at dawn.", "Red Sea")
        assert place.gazetteer_id is not None
        assert place.gazetteer_id.startswith("dateline:")

    def test_idlib_alone_is_the_city_and_across_idlib_the_province(self, resolver: PlaceResolver) -> None:
        city = found(resolver, "Two shells fell in Idlib on Sunday, Syrian medics said.", "Idlib")
        province = found(resolver, "Air strikes were reported across Idlib on Sunday, Syrian medics said.", "Idlib")
        assert (city.precision, province.precision) == ("city", "province")

    def test_the_told_province_decides_among_namesakes(self, resolver: PlaceResolver) -> None:
        north = found(resolver, "San Pedro, Coahuila state, Mexico", "San Pedro")
        south = found(resolver, "San Pedro, Jalisco state, Mexico", "San Pedro")
        assert north.lat is not None
        assert south.lat is not None
        assert north.lat > 24 > south.lat

    @pytest.mark.parametrize(
        ("text", "admin1"),
        [
            ("A depot burned in Springfield, Mo., on Friday.", "Missouri"),
            ("A depot burned in Springfield, Ill., on Friday.", "Illinois"),
            ("A depot burned in Springfield, Ohio, on Friday.", "Ohio"),
        ],
    )
    def test_a_state_in_short_behind_a_comma(self, resolver: PlaceResolver, text: str, admin1: str) -> None:
        assert found(resolver, text, "Springfield").admin1 == admin1

    def test_ambiguous_names_settle_each_other(self, resolver: PlaceResolver) -> None:
        text = "Deputies from Rapides Parish searched two houses in Alexandria and one in Pineville."
        place = found(resolver, text, "Alexandria")
        assert (place.country, place.admin1) == ("US", "Louisiana")

    def test_a_name_has_one_sense_in_a_report(self, resolver: PlaceResolver) -> None:
        text = "Police in Tripoli fired shots. The march in Tripoli, in Lebanon, had been banned."
        first = text.index("Tripoli")
        place = resolver.of_report(Report(id="one", text=text)).resolve(
            Place(name="Tripoli", start=first, end=first + 7)
        )
        assert place.country == "LB"

    def test_far_from_a_city_is_not_in_it(self, resolver: PlaceResolver) -> None:
        text = "A BOMB WENT OFF IN CALI, 300 KM SOUTHWEST OF BOGOTA, COLOMBIAN POLICE SAID."
        place = found(resolver, text, "CALI")
        assert place.lat is not None
        assert place.lon is not None
        assert distance_km(place.lat, place.lon, 3.44, -76.52) < 25

    def test_the_address_of_the_report_tells_its_country(self, resolver: PlaceResolver) -> None:
        text = "Two men were hurt in Newcastle on Friday night."
        at_home = found(resolver, text, "Newcastle", url="https://news.example.co.za/story/1")
        assert at_home.country == "ZA"

    def test_a_county_is_found(self, resolver: PlaceResolver) -> None:
        place = found(resolver, "The sheriff of Rapides Parish, Louisiana, closed the road.", "Rapides Parish")
        assert (place.precision, place.admin1) == ("district", "Louisiana")


class TestHowSure:
    def test_without_any_hint_there_is_no_match_but_all_candidates(self, resolver: PlaceResolver) -> None:
        place = found(resolver, "The shop in Santa Rosa stayed closed.", "Santa Rosa")
        assert place.lat is None
        assert len(place.others) > 3

    def test_the_candidates_and_no_place_share_one_probability(self, resolver: PlaceResolver) -> None:
        text = "Shots were heard in Victoria and Valencia on Monday."
        places = resolver.of_report(Report(id="one", text=text))
        order = places.choices(Place(name="Valencia", start=text.index("Valencia"), end=text.index("Valencia") + 8))
        assert 0 < sum(each.share for each in order) < 1
        assert [each.score for each in order] == sorted((each.score for each in order), reverse=True)

    def test_more_grounds_for_a_country_never_lower_its_towns(self, resolver: PlaceResolver) -> None:
        bare = found(resolver, "Rockets hit Tripoli.", "Tripoli")
        told = found(resolver, "Rockets hit Tripoli, Libyan officials in Benghazi and Misrata said.", "Tripoli")
        assert told.score is not None
        assert told.country == "LY"
        assert told.score >= (bare.score or 0.0)


class TestHowFarOff:
    def test_an_unknown_village_of_a_told_province_reaches_over_its_towns(self, resolver: PlaceResolver) -> None:
        place = found(resolver, "Tall Qaswarat village, Deir ez-Zor Governorate, Syria", "Tall Qaswarat village")
        assert place.precision == "province"
        assert place.radius_km is not None
        assert 40 < place.radius_km < 150

    def test_an_unknown_village_near_a_town_may_be_further_off_than_a_market_in_it(
        self, resolver: PlaceResolver
    ) -> None:
        market = found(resolver, "In Kismayo, gunmen burst into the fish market, Somali police said.", "fish market")
        village = found(resolver, "Kismayo residents fled to Xqaarobey, Somali police said.", "Xqaarobey")
        assert market.radius_km is not None
        assert village.radius_km is not None
        assert village.radius_km > market.radius_km >= 15

    def test_the_middle_of_towns_is_where_most_people_live(self) -> None:
        area = middle_of([(10.0, 20.0, 900_000), (10.2, 20.0, 1_000), (14.0, 20.0, 1_000)])
        assert 10.0 < area.lat < 10.5
        assert area.radius_km < 460

    def test_the_middle_of_towns_across_the_date_line(self) -> None:
        assert abs(middle_of([(-17.0, 179.5, 1000), (-17.0, -179.5, 1000)]).lon) > 179


class TestTheTables:
    def test_every_ground_has_a_weight(self) -> None:
        assert len(shipped_weights().of) == len(GROUNDS) == len(INDEX)
        assert 0 < shipped_weights().least < 1

    @pytest.mark.parametrize("text", ["", "least = 0.3\n[weights]\nsize = 1.0\n", "least = 'much'\n[weights]\n"])
    def test_damaged_weights_are_named(self, tmp_path: Path, text: str) -> None:
        path = tmp_path / "weights.toml"
        path.write_text(text, "utf-8")
        with pytest.raises(InstallError, match="weights that rank places"):
            load_weights(path)

    def test_every_short_form_leads_to_a_province(self, resolver: PlaceResolver) -> None:
        context = resolver.of_report(Report(id="one", text="No names here.")).context
        assert [short for short in abbreviations().meanings if not context.abbreviated(short)] == []

    def test_a_damaged_table_of_short_forms_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "short.csv"
        path.write_text("short,long\nTx,Texas\n", "utf-8")
        with pytest.raises(InstallError, match="short forms of states"):
            load_abbreviations(path)

    def test_where_people_live_is_told_for_most_provinces(self, tmp_path: Path) -> None:
        assert len(settled_areas()) > 1_500
        assert all(abs(area.lat) <= 90 and abs(area.lon) <= 180 for area in settled_areas().values())
        with pytest.raises(InstallError, match="where the people of provinces live"):
            load_settled_areas(tmp_path / "none.csv")

    def test_counties_are_derived_from_their_outlines(self) -> None:
        topology = {
            "transform": {"scale": [0.1, 0.1], "translate": [-90.0, 30.0]},
            "arcs": [[[0, 0], [10, 0], [0, 10]], [[10, 10], [-10, 0], [0, -10]]],
            "objects": {"counties": {"geometries": [{"type": "Polygon", "id": "22999", "arcs": [[0, 1]]}]}},
        }
        (row,) = derive(topology, [{"fips": "22999", "name": "Test Parish", "state": "LA"}])
        assert (row["lat"], row["lon"], row["state"]) == ("30.500", "-89.500", "LA")


class TestWordsAround:
    def test_words_that_speak_of_an_area(self) -> None:
        text = "Fighting spread across Hama and to villages in Homs, and into Aleppo."
        assert tells_area(text, text.index("Hama"))
        assert tells_area(text, text.index("Homs"))
        assert not tells_area(text, text.index("Aleppo"))

    def test_a_name_that_is_a_province_elsewhere_in_the_text(self) -> None:
        assert is_area_elsewhere("He fled Hama province.", "Hama")
        assert is_area_elsewhere("the province of Hama", "Hama")
        assert not is_area_elsewhere("He fled Hama.", "Hama")


@given(name=st.text(max_size=60) | st.just("A" * 10_000) | st.text(alphabet="\x00\x07\x1b\n\t\u202e(.*+", max_size=300))
@settings(max_examples=40, deadline=None)
def test_no_name_does_harm(name: str) -> None:
    text = f"Shots in {name[:300]} were heard in Kyiv."
    place = (
        _resolver()
        .of_report(Report(id="one", text=text), (name,))
        .resolve(Place(name=name, start=9, end=9 + len(name)))
    )
    assert (place.lat is None) == (place.lon is None)
    assert place.score is None or 0 <= place.score <= 1


@given(weights=st.lists(st.floats(-5, 5), min_size=len(GROUNDS), max_size=len(GROUNDS)))
@settings(max_examples=20, deadline=None)
def test_shares_are_probabilities_whatever_the_weights(weights: list[float]) -> None:
    resolver = PlaceResolver(_resolver().gazetteer, Weights(tuple(weights), 0.3))
    text = "A blast in San Juan, near Santiago, was heard in Cordoba."
    order = resolver.of_report(Report(id="one", text=text)).choices(Place(name="Cordoba", start=49, end=56))
    assert 0 <= sum(each.share for each in order) <= 1 + 1e-9
    assert all(0 <= each.score <= 1 for each in order)


_OPEN: list[PlaceResolver] = []


def _resolver() -> PlaceResolver:
    # Hypothesis must not take function-scoped fixtures; one open index serves all examples.
    if not _OPEN:
        _OPEN.append(PlaceResolver(open_gazetteer()))
    return _OPEN[0]
