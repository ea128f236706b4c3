"""Disputed territory: who administers a place on the day of the event, who claims it, and whose view is told."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import InputError, InstallError
from dateline.grounding import Grounder
from dateline.grounding.places.build import DATA
from dateline.grounding.places.disputed import FIELDS, administration, load_territories, territories
from dateline.grounding.places.standing import day_of
from dateline.grounding.places.viewpoint import country_codes, viewpoint_named
from dateline.records import Coder, Mention, Period, Place, Report, Span

KHERSON = (46.64, 32.62)
IZIUM = (49.21, 37.26)
AVDIIVKA = (48.14, 37.75)
DONETSK = (48.0, 37.8)
MARIUPOL = (47.1, 37.55)
SEVASTOPOL = (44.6, 33.53)
MELITOPOL = (46.85, 35.37)
KRAMATORSK = (48.74, 37.58)
LYMAN = (48.99, 37.81)


class TestTheFrontInUkraine:
    @pytest.mark.parametrize(
        ("place", "day", "country"),
        [
            (SEVASTOPOL, "2013-07-01", "UA"),
            (SEVASTOPOL, "2014-03-18", "RU"),
            (DONETSK, "2013-07-01", "UA"),
            (DONETSK, "2019-05-01", "UA"),
            (DONETSK, "2022-03-01", "RU"),
            (MARIUPOL, "2022-03-16", "UA"),
            (MARIUPOL, "2022-06-01", "RU"),
            (MELITOPOL, "2023-01-01", "RU"),
            (KHERSON, "2022-02-20", "UA"),
            (KHERSON, "2022-07-15", "RU"),
            (KHERSON, "2022-11-11", "UA"),
            (IZIUM, "2022-06-01", "RU"),
            (IZIUM, "2022-09-11", "UA"),
            (LYMAN, "2022-07-01", "RU"),
            (LYMAN, "2022-10-02", "UA"),
            (AVDIIVKA, "2024-02-16", "UA"),
            (AVDIIVKA, "2024-02-18", "RU"),
            (KRAMATORSK, "2024-06-01", "UA"),
            ((45.255, 30.204), "2022-04-01", "RU"),
            ((45.255, 30.204), "2022-07-01", "UA"),
        ],
    )
    def test_who_held_a_town_depends_on_the_day(self, place: tuple[float, float], day: str, country: str) -> None:
        assert administration(*place, "UA", day)[0] == country

    def test_towns_that_russia_claims_and_does_not_hold_are_disputed_since_the_annexation(self) -> None:
        assert administration(*KRAMATORSK, "UA", "2022-09-29") == ("UA", ())
        assert administration(*KRAMATORSK, "UA", "2022-10-01") == ("UA", ("UA", "RU"))

    def test_the_unrecognised_republics_claimed_donetsk_before_russia_did(self) -> None:
        country, claimants = administration(*DONETSK, "UA", "2018-01-01")
        assert country == "UA"
        assert "Donetsk People's Republic" in claimants

    def test_a_province_of_which_only_a_part_is_held_stays_ukrainian(self) -> None:
        assert administration(*DONETSK, "UA", "2023-06-01", radius_km=110)[0] == "UA"
        assert administration(*DONETSK, "UA", "2023-06-01", radius_km=12)[0] == "RU"

    @pytest.mark.parametrize("town", [(48.33, 39.95), (47.21, 38.93), (50.6, 36.6), (48.05, 39.95)])
    def test_russian_towns_beside_the_border_are_just_russian(self, town: tuple[float, float]) -> None:
        assert administration(*town, "RU", "2024-01-01") == ("RU", ())


class TestElsewhere:
    @pytest.mark.parametrize(
        ("place", "home", "day", "country", "claimant"),
        [
            ((33.13, 35.78), "SY", "2024-07-27", "IL", "SY"),
            ((33.27, 35.71), "LB", "2020-01-01", "IL", "LB"),
            ((31.9, 35.2), "PS", "2023-01-01", "PS", "IL"),
            ((31.78, 35.233), "PS", "2021-05-10", "IL", "PS"),
            ((34.08, 74.8), "IN", "2019-08-05", "IN", "PK"),
            ((34.37, 73.47), "PK", "2019-08-05", "PK", "IN"),
            ((35.2, 79.2), "CN", "2020-06-15", "CN", "IN"),
            ((27.59, 91.87), "IN", "2022-12-09", "IN", "CN"),
            ((27.15, -13.2), "EH", "2010-11-08", "MA", "EH"),
            ((21.3, -16.95), "EH", "2020-11-13", "MA", "EH"),
            ((43.0, 41.02), "GE", "2008-08-10", "GE", "Abkhazia"),
            ((42.23, 43.97), "GE", "2008-08-08", "GE", "South Ossetia"),
            ((46.84, 29.63), "MD", "2022-04-25", "MD", "Transnistria"),
            ((39.82, 46.75), "AZ", "2020-10-04", "AZ", "Nagorno-Karabakh Republic"),
            ((35.34, 33.32), "CY", "1996-08-11", "CY", "Northern Cyprus"),
            ((9.56, 44.06), "SO", "2022-01-01", "SO", "Somaliland"),
            ((25.03, 121.5), "TW", "2022-08-04", "TW", "CN"),
            ((9.75, 115.87), "", "2024-06-17", "PH", "CN"),
            ((15.15, 117.76), "", "2024-04-30", "CN", "PH"),
            ((22.22, 36.65), "EG", "2015-01-01", "EG", "SD"),
            ((6.0, -59.5), "GY", "2023-12-06", "GY", "VE"),
            ((-51.7, -57.85), "FK", "2012-04-02", "FK", "AR"),
            ((-51.7, -57.85), "FK", "1982-05-01", "AR", "FK"),
            ((44.03, 145.86), "RU", "2016-12-15", "RU", "JP"),
            ((37.24, 131.87), "KR", "2012-08-10", "KR", "JP"),
            ((25.74, 123.47), "JP", "2012-09-11", "JP", "CN"),
            ((14.39, 104.68), "KH", "2011-02-04", "KH", "TH"),
            ((42.89, 20.87), "XK", "2023-09-24", "XK", "RS"),
            ((26.23, 55.3), "IR", "2012-04-11", "IR", "AE"),
        ],
    )
    def test_country_is_who_administers_and_claims_are_told(
        self, place: tuple[float, float], home: str, day: str, country: str, claimant: str
    ) -> None:
        administrator, claimants = administration(*place, home, day)
        assert administrator == country
        assert claimant in claimants

    def test_karabakh_is_no_longer_disputed_after_september_2023(self) -> None:
        assert administration(39.82, 46.75, "AZ", "2023-09-19")[1]
        assert administration(39.82, 46.75, "AZ", "2023-09-21") == ("AZ", ())

    def test_abyei_is_nobodys_plainly(self) -> None:
        assert administration(9.6, 28.43, "SD", "2022-01-01") == ("SD", ("SD", "SS"))

    def test_gaza_is_claimed_by_one_party_alone(self) -> None:
        assert administration(31.5, 34.46, "PS", "2024-01-01") == ("PS", ())

    def test_what_lies_in_a_coarse_outline_but_belongs_to_a_neighbour_is_left_alone(self) -> None:
        assert administration(33.0, 35.75, "JO", "2020-01-01") == ("JO", ())

    @given(st.floats(-90, 90), st.floats(-180, 180), st.sampled_from(["", "FR", "UA", "IL"]))
    def test_every_point_on_earth_has_an_answer(self, lat: float, lon: float, home: str) -> None:
        country, claimants = administration(lat, lon, home, "2020-01-01")
        assert country == "" or country in country_codes()
        assert claimants == () or set(claimants) != {country}


class TestViewpoints:
    @pytest.mark.parametrize(
        ("place", "home", "views"),
        [
            (SEVASTOPOL, "UA", {"practice": "RU", "UN": "UA", "RU": "RU", "UA": "UA", "FR": "UA"}),
            ((33.13, 35.78), "SY", {"practice": "IL", "UN": "SY", "SY": "SY", "IL": "IL", "US": "IL", "DE": "SY"}),
            ((42.66, 21.16), "XK", {"practice": "XK", "UN": "RS", "RS": "RS", "CN": "RS", "US": "XK"}),
            ((25.03, 121.5), "TW", {"practice": "TW", "UN": "CN", "CN": "CN", "TW": "TW", "PY": "TW", "FR": "CN"}),
            ((27.15, -13.2), "EH", {"practice": "MA", "UN": "EH", "MA": "MA", "US": "MA", "DZ": "EH"}),
            ((34.08, 74.8), "IN", {"practice": "IN", "UN": "", "PK": "PK", "IN": "IN", "FR": "IN"}),
            ((43.0, 41.02), "GE", {"practice": "GE", "UN": "GE", "RU": "", "FR": "GE"}),
            ((-6.0, 72.0), "IO", {"practice": "IO", "UN": "MU", "GB": "IO", "MU": "MU"}),
        ],
    )
    def test_each_sees_it_as_they_do(self, place: tuple[float, float], home: str, views: dict[str, str]) -> None:
        assert {view: administration(*place, home, "2024-06-01", view)[0] for view in views} == views

    def test_a_view_that_changed_is_dated(self) -> None:
        golan = (33.13, 35.78)
        assert administration(*golan, "SY", "2018-01-01", "US")[0] == "SY"
        assert administration(*golan, "SY", "2020-01-01", "US")[0] == "IL"

    def test_claims_are_told_whatever_the_view(self) -> None:
        assert {administration(*SEVASTOPOL, "UA", "2024-01-01", view)[1] for view in ("practice", "UN", "RU")} == {
            ("RU", "UA")
        }

    @pytest.mark.parametrize(("given", "code"), [("un", "UN"), ("Practice", "practice"), (" ua ", "UA"), ("XK", "XK")])
    def test_names_of_viewpoints_are_read_in_any_case(self, given: str, code: str) -> None:
        assert viewpoint_named(given).code == code

    @pytest.mark.parametrize("given", ["", "NATO", "ZZ", "Ukraine", "x" * 10_000])
    def test_an_unknown_viewpoint_is_a_named_error(self, given: str) -> None:
        with pytest.raises(InputError) as caught:
            viewpoint_named(given)
        assert caught.value.code == "input.unknown-viewpoint"
        assert len(str(caught.value)) < 400

    def test_the_name_of_a_country_is_answered_with_its_code(self) -> None:
        with pytest.raises(InputError, match="its code is UA"):
            viewpoint_named("Ukrain")


def told(viewpoint: str, text: str, name: str, *, day: str | None, published: str = "2024-11-10") -> Place:
    report = Report(id="r", text=text, published=published)
    start = text.index(name)
    words = Span(text=text[:1], start=0, end=1)
    mention = Mention(
        id="m", document="r", sub_event_type="Attack", event_type="Violence against civilians",
        trigger=report.span(0, 1), score=0.9, coder=Coder(version="0", model="m"),
        place=Place(name=name, start=start, end=start + len(name)),
        date=Period(start=day, end=day, basis="stated", text=words) if day else None,
    )  # fmt: skip
    (found,) = Grounder.load(viewpoint=viewpoint).ground(report, [mention])
    assert found.place is not None
    return found.place


class TestInRecords:
    TEXT = "Shells fell on Kherson in Ukraine, residents said."

    def test_the_day_of_the_event_decides_not_that_of_publication(self) -> None:
        assert told("practice", self.TEXT, "Kherson", day="2022-07-15").country == "RU"
        assert told("practice", self.TEXT, "Kherson", day=None).country == "UA"

    def test_before_a_dispute_a_place_is_whose_it_was(self) -> None:
        place = told("practice", "Crowds met in Sevastopol, Ukraine.", "Sevastopol", day="2012-05-01")
        assert (place.country, place.disputed) == ("UA", ())

    def test_the_un_view_of_an_occupied_town(self) -> None:
        place = told("UN", self.TEXT, "Kherson", day="2022-07-15")
        assert place.country == "UA"
        assert "RU" in place.disputed

    def test_a_country_is_seen_too(self) -> None:
        text = "Police were shot at in Kosovo, officials in Pristina said."
        assert told("RS", text, "Kosovo", day="2023-09-24").country == "RS"
        assert told("practice", text, "Kosovo", day="2023-09-24").country == "XK"

    def test_somalia_is_not_disputed_because_its_middle_is(self) -> None:
        place = told("practice", "Raids were reported across Somalia, Mogadishu said.", "Somalia", day="2024-01-01")
        assert (place.country, place.disputed) == ("SO", ())

    def test_the_middle_of_a_period_is_its_day(self) -> None:
        words = Span(text="x", start=0, end=1)
        assert day_of(Period(start="2022-01-01", end="2022-12-31", basis="stated", text=words), None) == "2022-07-02"
        assert day_of(None, "2024-01-05") == "2024-01-05"
        assert day_of(None, None) is None


class TestTheTable:
    def test_territories_are_many_and_each_says_who_holds_and_claims_it_since_when_and_by_which_source(self) -> None:
        assert len(territories()) >= 100
        assert len({each.id for each in territories()}) == len(territories())
        for territory in territories():
            assert territory.claimants or territory.id == "bir-tawil", territory.id
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", territory.since), territory.id
            assert not territory.until or territory.since <= territory.until, territory.id
            assert territory.circles or territory.outlines, territory.id
            assert territory.source, territory.id
            assert (
                territory.administrator != territory.un
                or len(territory.claimants) != 1
                or territory.id in ("gaza-strip",)
            ), territory.id

    def test_its_columns_are_those_that_are_read(self) -> None:
        with (DATA / "disputed.csv").open(encoding="utf-8", newline="") as file:
            assert tuple(next(csv.reader(file))) == FIELDS

    @pytest.mark.parametrize(
        "row",
        [
            "x,X,FR,FR|DE,,,1900-01-01,,,4;5,me",
            "x,X,FR,FR|DE,,,1900-13-01,,,1 1;2 2;3 1,me",
            "x,X,QQ,FR|DE,,,1900-01-01,,,1 1;2 2;3 1,me",
            "x,X,FR,FR|DE,,,1900-01-01,,,1 1;2 2;95 1,me",
            "x,X,FR,FR|DE,,US=QQ,1900-01-01,,,1 1;2 2;3 1,me",
            "x,X,FR",
        ],
    )
    def test_a_broken_row_is_named_by_its_line(self, tmp_path: Path, row: str) -> None:
        path = tmp_path / "disputed.csv"
        path.write_text(f"{','.join(FIELDS)}\n{row}\n", encoding="utf-8")
        with pytest.raises(InstallError) as caught:
            load_territories(path)
        assert (caught.value.where, caught.value.code) == (f"{path}:2", "install.disputed")
