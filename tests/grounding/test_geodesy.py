"""Distances and directions on the globe: laws that hold everywhere, at the poles and over the date line."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dateline.grounding.places.geodesy import BEARINGS, bearing, between, distance_km, inside, moved, wrapped

LATS = st.floats(-90, 90)
LONS = st.floats(-180, 180)
WAYS = st.floats(0, 360)
HALF_WAY_ROUND = math.pi * 6371.0


class TestMoving:
    @given(LATS, LONS, st.floats(0, 5_000), WAYS)
    def test_who_goes_so_far_is_so_far_away(self, lat: float, lon: float, km: float, way: float) -> None:
        assert distance_km(lat, lon, *moved(lat, lon, km, way)) == pytest.approx(km, abs=1e-3)

    @given(LATS, LONS, st.floats(0, 20_000), WAYS)
    def test_one_always_arrives_on_earth(self, lat: float, lon: float, km: float, way: float) -> None:
        new_lat, new_lon = moved(lat, lon, km, way)
        assert -90 <= new_lat <= 90
        assert -180 <= new_lon < 180

    @given(st.floats(-80, 80), LONS, st.floats(1, 1_000), WAYS)
    def test_the_way_back_leads_home(self, lat: float, lon: float, km: float, way: float) -> None:
        there = moved(lat, lon, km, way)
        assume(abs(there[0]) < 89.9)
        back = moved(*there, km, bearing(*there, lat, lon))
        assert distance_km(lat, lon, *back) < 0.01

    def test_north_over_the_pole_is_south_on_the_other_side(self) -> None:
        lat, lon = moved(89.5, 20.0, 2 * 0.5 * 111.195, 0.0)
        assert (lat, lon) == (pytest.approx(89.5, abs=0.01), pytest.approx(-160.0, abs=0.1))

    def test_east_over_the_date_line(self) -> None:
        lat, lon = moved(0.0, 179.9, 22.239, 90.0)
        assert (lat, lon) == (pytest.approx(0.0, abs=1e-6), pytest.approx(-179.9, abs=1e-3))

    def test_twenty_kilometres_north_is_less_than_a_fifth_of_a_degree(self) -> None:
        assert moved(35.468, 44.392, 20.0, BEARINGS["north"])[0] == pytest.approx(35.648, abs=0.001)


class TestBetween:
    @given(LATS, LONS, LATS, LONS)
    def test_the_middle_is_as_far_from_both_ends(self, lat1: float, lon1: float, lat2: float, lon2: float) -> None:
        apart = distance_km(lat1, lon1, lat2, lon2)
        assume(apart < HALF_WAY_ROUND - 10)
        middle = between(lat1, lon1, lat2, lon2)
        assert distance_km(lat1, lon1, *middle) == pytest.approx(apart / 2, abs=0.01)
        assert distance_km(lat2, lon2, *middle) == pytest.approx(apart / 2, abs=0.01)

    @given(LATS, LONS, LATS, LONS)
    def test_the_middle_has_no_direction(self, lat1: float, lon1: float, lat2: float, lon2: float) -> None:
        assume(distance_km(lat1, lon1, lat2, lon2) < HALF_WAY_ROUND - 10)
        there, back = between(lat1, lon1, lat2, lon2), between(lat2, lon2, lat1, lon1)
        assert distance_km(*there, *back) < 0.01

    def test_fiji_is_not_in_the_gulf_of_guinea(self) -> None:
        lat, lon = between(-17.0, 179.0, -17.0, -179.0)
        assert (round(lat), abs(round(lon))) == (-17, 180)

    def test_opposite_points_have_a_middle_too(self) -> None:
        lat, lon = between(0.0, 0.0, 0.0, 180.0)
        assert -90 <= lat <= 90
        assert distance_km(0.0, 0.0, lat, lon) == pytest.approx(HALF_WAY_ROUND / 2, abs=1)


class TestDistance:
    @given(LATS, LONS, LATS, LONS)
    def test_it_is_the_same_both_ways_and_never_more_than_half_way_round(
        self, lat1: float, lon1: float, lat2: float, lon2: float
    ) -> None:
        there = distance_km(lat1, lon1, lat2, lon2)
        assert there == pytest.approx(distance_km(lat2, lon2, lat1, lon1), abs=1e-6)
        assert 0 <= there <= HALF_WAY_ROUND + 1e-6

    @given(LONS, LONS)
    def test_a_pole_is_one_point_whatever_its_longitude(self, lon1: float, lon2: float) -> None:
        assert distance_km(90, lon1, 90, lon2) < 1e-6

    @given(st.floats(-1e6, 1e6))
    def test_longitudes_come_round(self, lon: float) -> None:
        assert -180 <= wrapped(lon) < 180


class TestInside:
    SQUARE = ((10.0, 10.0), (10.0, 20.0), (20.0, 20.0), (20.0, 10.0))

    @given(st.floats(-60, 60), LONS, st.floats(0.5, 20), st.floats(0.5, 60), st.floats(-1.5, 1.5), st.floats(-1.5, 1.5))
    def test_a_box_holds_its_inside_wherever_it_lies(
        self, lat: float, lon: float, high: float, wide: float, up: float, right: float
    ) -> None:
        assume(abs(abs(up) - 1) > 0.01)
        assume(abs(abs(right) - 1) > 0.01)
        box = [(lat + i * high, wrapped(lon + j * wide)) for i, j in ((-1, -1), (-1, 1), (1, 1), (1, -1))]
        point = (lat + up * high, wrapped(lon + right * wide))
        assert inside(*point, box) == (abs(up) < 1 and abs(right) < 1)

    @given(LATS, LONS)
    def test_the_order_of_the_corners_does_not_matter(self, lat: float, lon: float) -> None:
        assert inside(lat, lon, self.SQUARE) == inside(lat, lon, self.SQUARE[::-1])

    def test_two_corners_hold_nothing(self) -> None:
        assert not inside(10.0, 15.0, self.SQUARE[:2])
