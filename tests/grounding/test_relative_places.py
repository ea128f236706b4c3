"""Relative places: "20 km north of X", "the border of X and Y", "X's eastern suburbs", "off the coast of X"."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.grounding.places import Gazetteer, PlaceResolver, open_gazetteer
from dateline.grounding.places.gazetteer import Entry
from dateline.grounding.places.geodesy import bearing, distance_km
from dateline.grounding.places.phrases import Phrase, taken_apart
from dateline.grounding.places.relative import halfway, located
from dateline.grounding.places.standing import settled
from dateline.grounding.places.viewpoint import Viewpoint
from dateline.records import Place, Report


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


def found(gazetteer: Gazetteer, text: str, name: str) -> Place:
    places = PlaceResolver(gazetteer).of_report(Report(id="r", text=text, published="2025-03-01"))
    start = text.index(name)
    asked = Place(name=name, start=start, end=start + len(name))
    return settled(asked, places, gazetteer, day="2025-03-01", viewpoint=Viewpoint())


def away(place: Place, lat: float, lon: float) -> float:
    assert place.lat is not None
    assert place.lon is not None
    return distance_km(place.lat, place.lon, lat, lon)


class TestSoFarFrom:
    @pytest.mark.parametrize(
        ("name", "km", "way"),
        [
            ("20 km north of Kirkuk", 20, 0),
            ("some 15 miles east of Kirkuk", 24.1, 90),
            ("about 30 kilometres (19 miles) south-west of Kirkuk", 30, 225),
            ("ten kilometres from Kirkuk", 10, None),
            ("nearly 40km southeast of the city of Kirkuk", 40, 135),
        ],
    )
    def test_the_words_are_read(self, name: str, km: float, way: float | None) -> None:
        phrase = taken_apart(name)
        assert phrase.core == "Kirkuk"
        assert phrase.offset_km == pytest.approx(km, abs=0.1)
        assert phrase.bearing == way

    def test_the_point_lies_there(self, gazetteer: Gazetteer) -> None:
        place = found(gazetteer, "A patrol was hit some 15 miles east of Kirkuk, Iraq.", "some 15 miles east of Kirkuk")
        assert away(place, 35.468, 44.392) == pytest.approx(24.1, abs=2)
        assert place.lon is not None
        assert place.lon > 44.6
        assert place.precision == "site"
        assert place.radius_km is not None
        assert 6 <= place.radius_km <= 20

    @given(
        st.floats(-89, 89), st.floats(-180, 179.9), st.floats(1, 300), st.sampled_from([0.0, 45.0, 90.0, 180.0, 292.5])
    )
    def test_the_computed_point_is_as_far_as_told_and_the_radius_grows_with_it(
        self, lat: float, lon: float, km: float, way: float
    ) -> None:
        town = Entry(1, "Town", "city", lat, lon, "XX", "", 5_000, 0, None)
        new_lat, new_lon, _, radius = located(town, Phrase("Town", offset_km=km, bearing=way))
        assert distance_km(lat, lon, new_lat, new_lon) == pytest.approx(km, abs=0.01)
        assert radius >= km / 4


class TestBetweenTwo:
    @pytest.mark.parametrize(
        "name",
        [
            "between Tyre and Naqoura",
            "halfway between Tyre and Naqoura",
            "the road from Tyre to Naqoura",
            "the coastal road between Tyre and Naqoura",
            "the highway linking Tyre to Naqoura",
            "Tyre-Naqoura road",
        ],
    )
    def test_a_road_is_known_by_its_ends(self, name: str) -> None:
        assert taken_apart(name).pair == ("Tyre", "Naqoura")

    def test_on_the_road(self, gazetteer: Gazetteer) -> None:
        place = found(gazetteer, "A van was hit on the Tyre-Naqoura road in Lebanon.", "Tyre-Naqoura road")
        assert away(place, 33.2, 35.17) < 6

    def test_half_way_is_nearer_the_middle_than_anywhere_between(self) -> None:
        ends = (13.0, 44.0, 5.0), (14.0, 44.0, 5.0)
        assert halfway(*ends, half=True)[3] < halfway(*ends)[3]

    def test_between_two_islands_over_the_date_line(self) -> None:
        lat, lon, _, radius = halfway((-17.0, 179.5, 3.0), (-17.0, -179.5, 3.0))
        assert abs(lon) == pytest.approx(180, abs=0.01)
        assert lat == pytest.approx(-17, abs=0.1)
        assert radius < 100

    @given(st.floats(-89, 89), st.floats(-180, 179), st.floats(-5, 5), st.floats(-5, 5))
    def test_the_circle_holds_both_ends(self, lat: float, lon: float, up: float, right: float) -> None:
        other = max(-90.0, min(90.0, lat + up)), lon + right
        middle_lat, middle_lon, _, radius = halfway((lat, lon, 1.0), (*other, 1.0))
        assert distance_km(middle_lat, middle_lon, lat, lon) <= radius + 0.1
        assert distance_km(middle_lat, middle_lon, *other) <= radius + 0.1


class TestBorders:
    @pytest.mark.parametrize(
        ("name", "identifier"),
        [
            ("the Afghan-Pakistan border", "dateline:border-af-pk"),
            ("Pakistan's border with Afghanistan", "dateline:border-af-pk"),
            ("border between Chad and Sudan", "dateline:border-sd-td"),
            ("the Mali-Niger border area", "dateline:border-ml-ne"),
            ("US-Mexico border", "dateline:border-mx-us"),
            ("along the Turkish-Syrian border", "dateline:border-sy-tr"),
        ],
    )
    def test_the_border_of_two_countries(self, gazetteer: Gazetteer, name: str, identifier: str) -> None:
        place = found(gazetteer, f"Shots were fired near {name} on Friday.", name)
        assert place.gazetteer_id == identifier
        assert place.precision == "region"

    def test_the_other_side_is_where_the_report_is(self, gazetteer: Gazetteer) -> None:
        text = "Rockets fell near the Lebanese border, the Israeli army said in Kiryat Shmona, northern Israel."
        place = found(gazetteer, text, "Lebanese border")
        assert (place.gazetteer_id, place.country) == ("dateline:border-il-lb", "IL")

    def test_provinces_have_borders_too(self) -> None:
        assert taken_apart("the border of Kano and Katsina").pair == ("Kano", "Katsina")

    @pytest.mark.parametrize("name", ["border town of Arsal", "Rafah border crossing", "border guards' post"])
    def test_not_everything_at_a_border_is_one(self, name: str) -> None:
        assert not taken_apart(name).border


class TestParts:
    @pytest.mark.parametrize(
        ("name", "way"),
        [("Aleppo's eastern suburbs", 90), ("northern outskirts of Aleppo", 0), ("the southern edge of Aleppo", 180)],
    )
    def test_a_side_of_a_town_lies_on_that_side(self, gazetteer: Gazetteer, name: str, way: float) -> None:
        place = found(gazetteer, f"Shells hit {name}, Syrian medics said.", name)
        assert place.precision == "site"
        assert 2 <= away(place, 36.2012, 37.1612) <= 20
        assert place.lat is not None
        assert place.lon is not None
        assert abs((bearing(36.2012, 37.1612, place.lat, place.lon) - way + 180) % 360 - 180) < 10

    def test_the_outskirts_alone_keep_the_point_and_widen_the_radius(self, gazetteer: Gazetteer) -> None:
        place = found(gazetteer, "Fighting reached the outskirts of Kismayo in Somalia.", "outskirts of Kismayo")
        assert away(place, -0.358, 42.545) < 2
        assert place.precision == "site"

    @pytest.mark.parametrize(
        ("name", "lat", "lon"),
        [("southern Lebanon", 33.25, 35.4), ("northern Iraq", 36.4, 43.8), ("eastern Congo", -1.5, 28.8)],
    )
    def test_parts_of_countries_that_the_news_names_have_their_own_point(
        self, gazetteer: Gazetteer, name: str, lat: float, lon: float
    ) -> None:
        place = found(gazetteer, f"Raids were reported in {name} on Monday.", name)
        assert away(place, lat, lon) < 150
        assert place.precision == "region"

    @given(st.sampled_from(["province", "district", "country", "city"]), st.integers(5, 900), st.floats(0, 359))
    def test_a_part_lies_within_the_whole(self, kind: str, radius: int, way: float) -> None:
        whole = Entry(1, "Whole", kind, 40.0, 20.0, "XX", "", 0, radius, None)
        lat, lon, _, _ = located(whole, Phrase("Whole", part=True, direction=way))
        assert distance_km(40.0, 20.0, lat, lon) <= radius


class TestOffTheCoast:
    def test_the_sea_before_a_country_is_no_ones_land(self, gazetteer: Gazetteer) -> None:
        place = found(gazetteer, "A tanker was boarded off the coast of Somalia.", "off the coast of Somalia")
        assert place.country is None
        assert place.precision == "region"

    def test_the_sea_before_a_town_is_near_it(self, gazetteer: Gazetteer) -> None:
        place = found(gazetteer, "A ship was hit off the coast of Hodeidah, Yemen.", "off the coast of Hodeidah")
        assert away(place, 14.8, 42.95) < 60
        assert place.radius_km is not None
        assert place.radius_km >= 40

    @pytest.mark.parametrize(("miles", "country"), [("60 nautical miles", None), ("36NM", None), ("5 NM", "YE")])
    def test_beyond_territorial_waters_is_no_country(
        self, gazetteer: Gazetteer, miles: str, country: str | None
    ) -> None:
        place = found(gazetteer, f"A ship was hit {miles} west of Hodeidah, Yemen, its owner said.", "Hodeidah")
        assert place.country == country

    @given(st.text(max_size=80))
    def test_no_words_make_it_fail(self, words: str) -> None:
        assert isinstance(taken_apart(words).core, str)
