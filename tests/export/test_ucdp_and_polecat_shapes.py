from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from export_events import FRONT, GUARDS, HARUN, any_events, blamed, field, killed, on, strike, telling
from export_records import REPORT, actor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.errors import InputError
from dateline.export import PolecatRow, UcdpRow, read_polecat, read_ucdp, whole_file
from dateline.export.grid_cells import CELLS_A_ROW, ROWS, priogrid_gid
from dateline.export.polecat import polecat_rows, write_polecat
from dateline.export.tellings import Telling
from dateline.export.ucdp import ucdp_rows, write_ucdp
from dateline.records.event import Casualties

SAME_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
UCDP_COLUMNS = (
    "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,conflict_name,"
    "dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,side_b,"
    "number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,"
    "where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,"
    "region,event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,"
    "low,gwnoa,gwnob"
)
POLECAT_COLUMNS = (
    "Event ID,Event Date,Event Type,Event Mode,Intensity,Quad Code,Contexts,Actor Name,Actor Country,Actor COW,"
    "Primary Actor Sector,Actor Sectors,Actor Title,Actor Name Raw,Wikipedia Actor ID,Recipient Name,"
    "Recipient Country,Recipient COW,Primary Recipient Sector,Recipient Sectors,Recipient Title,Recipient Name Raw,"
    "Wikipedia Recipient ID,Placename,City,District,Province,Country,Latitude,Longitude,GeoNames ID,Raw Placename,"
    "Feature Type,Source,Publication Date,Story People,Story Organizations,Story Locations,Language,Version"
)


def ucdp(event, **more) -> UcdpRow:
    (row,) = ucdp_rows([telling(event, **more)])
    return row


def polecat(event, **more) -> PolecatRow:
    (row,) = polecat_rows([telling(event, **more)])
    return row


class TestUcdpColumns:
    def test_they_are_the_49_that_loaders_expect_in_this_order(self):
        out = io.StringIO(newline="")
        write_ucdp([], out)
        assert out.getvalue().strip() == UCDP_COLUMNS

    def test_a_rebel_attack_on_soldiers_is_state_based_with_the_government_first(self):
        row = ucdp(strike(), reports={"r-1": REPORT})
        assert (row.type_of_violence, row.side_a, row.side_b) == (1, "guards", "Lowland Front")
        assert (row.gwnoa, row.gwnob, row.dyad_name) == (652, None, "guards - Lowland Front")
        assert (row.country, row.country_id, row.region) == ("Syria", 652, "Middle East")
        assert (row.best, row.high, row.low, row.deaths_unknown, row.deaths_a) == (3, None, 3, 3, None)
        assert (row.event_clarity, row.date_prec, row.where_prec) == (2, 1, 1)
        assert row.source_article == ('"Lowland Courier,2024-05-06,Drones hit depot at Harun"',)
        assert row.source_original == ("governor",)
        assert row.geom_wkt == "POINT (36.291280 33.512340)"

    def test_what_dateline_does_not_know_is_empty(self):
        row = ucdp(strike())
        unknown = ("relid", "active_year", "code_status", "conflict_name", "dyad_new_id", "side_a_new_id", "adm_2")
        assert [getattr(row, name) for name in unknown] == [None] * len(unknown)

    @pytest.mark.parametrize(
        ("one", "other", "violence"),
        [
            ("state forces", "rebel group", 1),
            ("rebel group", "state forces", 1),
            ("external forces", "rebel group", 1),
            ("rebel group", "political militia", 2),
            ("identity militia", "identity militia", 2),
            ("rebel group", "civilians", 3),
            ("state forces", "protesters", 3),
            ("rioters", "civilians", None),
            ("civilians", "rebel group", None),
            ("unidentified", "civilians", None),
            ("rebel group", None, None),
        ],
    )
    def test_the_kinds_of_the_sides_make_the_type_of_violence(self, one, other, violence):
        did, met = msgspec.structs.replace(FRONT, kind=one), msgspec.structs.replace(GUARDS, kind=other)
        row = ucdp(strike(perpetrators=(blamed(did),), targets=field(met)))
        assert row.type_of_violence == violence
        assert (row.dyad_name is None) == (violence is None)

    def test_peacekeepers_of_no_state_are_no_government(self):
        peacekeepers = msgspec.structs.replace(GUARDS, kind="external forces", country=None)
        assert ucdp(strike(targets=field(peacekeepers))).type_of_violence is None

    @pytest.mark.parametrize(
        ("last", "precision"),
        [
            ("2024-05-05", 1),
            ("2024-05-06", 2),
            ("2024-05-10", 2),
            ("2024-05-11", 3),
            ("2024-05-31", 4),
            ("2024-08-01", 5),
        ],
    )
    def test_the_precision_of_the_date_is_the_length_of_the_period(self, last: str, precision: int):
        assert ucdp(strike(date=field(on("2024-05-05", last)))).date_prec == precision

    @pytest.mark.parametrize(
        ("precision", "radius", "number"),
        [
            ("site", 3.0, 1),
            ("site", 20.0, 2),
            ("site", 33.0, 3),
            ("district", 9.0, 3),
            ("province", 9.0, 4),
            ("country", 9.0, 6),
        ],
    )
    def test_the_precision_of_the_place(self, precision: str, radius: float, number: int):
        place = msgspec.structs.replace(HARUN, precision=precision, radius_km=radius)
        assert ucdp(strike(place=field(place))).where_prec == number


class TestOnlyDeaths:
    @pytest.mark.parametrize(
        ("figures", "kept"),
        [
            (Casualties(), False),
            (killed(0, 0), False),
            (killed(0, 4, best=0), False),
            (killed(0, 4, best=2), True),
            (killed(1), True),
            (Casualties(high=3), True),
        ],
    )
    def test_an_event_is_a_row_only_where_somebody_died(self, figures: Casualties, kept: bool):
        left_out: Counter[str] = Counter()
        rows = list(ucdp_rows([telling(strike(fatalities=figures))], left_out=left_out))
        assert bool(rows) is kept
        assert left_out == ({} if kept else {"no death": 1})

    def test_a_threat_is_left_out_unless_it_is_asked_for(self):
        threat = telling(strike(status=field("threatened")))
        assert list(ucdp_rows([threat])) == []
        assert len(list(ucdp_rows([threat], any_status=True))) == 1


class TestGrid:
    def test_cells_are_counted_from_the_south_west_corner(self):
        assert priogrid_gid(-89.9, -179.9) == 1
        assert priogrid_gid(-89.9, 179.9) == CELLS_A_ROW
        assert priogrid_gid(-89.4, -179.9) == CELLS_A_ROW + 1
        assert priogrid_gid(90, 180) == CELLS_A_ROW * ROWS

    def test_kabul_lies_in_the_cell_that_the_grid_has_for_it(self):
        assert priogrid_gid(34.53, 69.17) == 179779

    @given(lat=st.floats(-90, 90), lon=st.floats(-180, 180))
    def test_every_point_lies_in_a_cell_whose_corners_are_around_it(self, lat: float, lon: float):
        row, column = divmod(priogrid_gid(lat, lon) - 1, CELLS_A_ROW)
        assert row / 2 - 90 <= lat <= row / 2 - 89.5
        assert column / 2 - 180 <= lon <= column / 2 - 179.5


class TestPolecatColumns:
    def test_they_are_the_40_that_loaders_expect_with_tabs_between(self):
        out = io.StringIO(newline="")
        write_polecat([], out)
        assert out.getvalue().strip().split("\t") == POLECAT_COLUMNS.split(",")

    def test_a_drone_strike_is_an_assault_by_drone(self):
        row = polecat(strike(), reports={"r-1": REPORT})
        assert (row.event_type, row.event_mode, row.quad_code) == ("ASSAULT", "drone", "MATERIAL CONFLICT")
        assert (row.actor_name, row.actor_country, row.actor_cow) == (("Lowland Front",), ("SYR",), ("652",))
        assert (row.primary_actor_sector, row.primary_recipient_sector) == ("REB", "MIL")
        assert (row.city, row.province, row.country, row.geonames_id) == ("Harun", "Damascus", "SYR", "170654")
        assert (row.language, row.publication_date) == ("en", "2024-05-06")

    def test_what_is_missing_is_the_word_none_and_no_cell_is_empty(self):
        out = io.StringIO(newline="")
        write_polecat(polecat_rows([telling(strike(place=field(None)))]), out)
        (row,) = csv.DictReader(io.StringIO(out.getvalue(), newline=""), delimiter="\t")
        assert row["Intensity"] == row["City"] == row["Latitude"] == row["Story People"] == "None"
        assert "" not in row.values()

    def test_a_threat_is_a_threat_and_a_denied_event_has_no_type(self):
        assert polecat(strike(status=field("threatened"))).event_type == "THREATEN"
        left_out: Counter[str] = Counter()
        assert list(polecat_rows([telling(strike(status=field("denied")))], left_out=left_out)) == []
        assert left_out == {"no PLOVER type": 1}

    def test_a_name_over_two_lines_stays_in_its_row(self):
        broken = msgspec.structs.replace(actor("guards"), name="Free\tHill\nBrigade")
        assert polecat(strike(targets=field(broken))).recipient_name == ("Free Hill Brigade",)


class TestReadingBack:
    @SAME_FOLDER
    @given(events=any_events)
    def test_ucdp_rows_are_read_back_unchanged(self, tmp_path: Path, events):
        report = REPORT
        tellings = [Telling(event=event, reports={"r-1": report}) for event in events]
        rows, path = list(ucdp_rows(tellings, any_status=True)), tmp_path / "events.csv"
        with whole_file(path) as out:
            assert write_ucdp(rows, out) == len(rows)
        assert list(read_ucdp(path)) == rows

    @SAME_FOLDER
    @given(events=any_events)
    def test_polecat_rows_are_read_back_unchanged(self, tmp_path: Path, events):
        rows, path = list(polecat_rows([telling(event) for event in events])), tmp_path / "events.tsv"
        with whole_file(path) as out:
            assert write_polecat(rows, out) == len(rows)
        assert list(read_polecat(path)) == rows

    def test_one_shape_is_not_taken_for_another(self, tmp_path: Path):
        path = tmp_path / "events.csv"
        with whole_file(path) as out:
            write_ucdp(ucdp_rows([telling()]), out)
        with pytest.raises(InputError, match=r"input\.not-our-table"):
            list(read_polecat(path))
