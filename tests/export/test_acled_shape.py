from __future__ import annotations

import csv
import io
from collections import Counter
from pathlib import Path

import msgspec
import pytest
from export_events import FRONT, GUARDS, HARUN, any_events, blamed, field, killed, mention_with, on, strike, told
from export_records import actor, drone_strike
from hypothesis import HealthCheck, given, settings

from dateline.errors import InputError
from dateline.export import AcledRow, read_acled, whole_file
from dateline.export.acled import COLUMNS, acled_rows, hxl_tags, wants_mentions, write_acled
from dateline.export.tellings import Telling
from dateline.records import Figures, ToldFigure
from dateline.records.event import Casualties

SAME_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
AS_ASKED = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,"
    "actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,"
    "latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp"
)


def rows_of(*events, mentions=(), any_status=False, left_out=None):
    tellings = [Telling(event=event, mentions=tuple(mentions)) for event in events]
    return list(acled_rows(tellings, any_status=any_status, left_out=left_out))


def row_of(event, **more) -> AcledRow:
    (row,) = rows_of(event, **more)
    return row


def written(rows, **more) -> str:
    out = io.StringIO(newline="")
    write_acled(rows, out, **more)
    return out.getvalue()


class TestColumns:
    def test_they_are_the_31_that_loaders_expect_in_this_order(self):
        assert written([]).strip() == AS_ASKED
        assert len(COLUMNS) == 31

    def test_a_drone_strike_fills_what_is_known_and_nothing_else(self):
        cells = next(csv.DictReader(io.StringIO(written(rows_of(strike())), newline="")))
        notes = cells.pop("notes")
        assert cells == {
            "event_id_cnty": "e-1",
            "event_date": "2024-05-05",
            "year": "2024",
            "time_precision": "1",
            "disorder_type": "Political violence",
            "event_type": "Explosions/Remote violence",
            "sub_event_type": "Air/drone strike",
            "actor1": "Lowland Front",
            "assoc_actor_1": "",
            "inter1": "Rebel group",
            "actor2": "guards",
            "assoc_actor_2": "",
            "inter2": "State forces",
            "interaction": "State forces-Rebel group",
            "civilian_targeting": "",
            "iso": "760",
            "region": "Middle East",
            "country": "Syria",
            "admin1": "Damascus",
            "admin2": "",
            "admin3": "",
            "location": "Harun",
            "latitude": "33.5123",
            "longitude": "36.2913",
            "geo_precision": "1",
            "source": "Lowland Courier",
            "source_scale": "",
            "fatalities": "3",
            "tags": "grade=confirmed;score=0.910;count=2",
            "timestamp": "",
        }
        assert notes.startswith("2 × Air/drone strike (drone), 2024-05-05, Harun, SY (city, ±4 km).")
        assert "Lowland Front: claimed by a spokesman." in notes

    def test_an_event_of_which_nothing_is_known_is_a_row_of_empty_cells(self):
        bare = strike(place=field(None), date=field(None), perpetrators=(), targets=field(None))
        row = row_of(bare)
        assert (row.event_date, row.year, row.time_precision) == (None, None, None)
        assert (row.latitude, row.geo_precision, row.iso, row.interaction) == (None, None, None, None)

    def test_the_time_of_the_last_change_is_in_unix_seconds(self):
        (row,) = acled_rows([Telling(event=strike(), changed="2024-05-07T00:00:00+00:00")])
        assert row.timestamp == 1715040000


class TestTimeAndPlace:
    @pytest.mark.parametrize(
        ("last", "precision"), [("2024-05-05", 1), ("2024-05-06", 2), ("2024-05-11", 2), ("2024-05-12", 3)]
    )
    def test_the_precision_of_time_grows_with_the_period(self, last: str, precision: int):
        row = row_of(strike(date=field(on("2024-05-05", last))))
        assert (row.event_date, row.time_precision) == ("2024-05-05", precision)

    @pytest.mark.parametrize(
        ("precision", "radius", "number"),
        [
            ("site", 2.0, 1),
            ("site", 33.0, 2),
            ("city", 20.0, 1),
            ("district", 30.0, 2),
            ("province", 90.0, 3),
            ("country", 400.0, 3),
        ],
    )
    def test_the_precision_of_place_is_that_of_the_place_told(self, precision: str, radius: float, number: int):
        place = msgspec.structs.replace(HARUN, precision=precision, radius_km=radius)
        assert row_of(strike(place=field(place))).geo_precision == number

    def test_congo_goes_by_the_name_of_that_data_set(self):
        row = row_of(strike(place=field(msgspec.structs.replace(HARUN, country="CD"))))
        assert (row.country, row.iso, row.region) == ("Democratic Republic of Congo", 180, "Middle Africa")

    def test_kosovo_has_no_number_and_gets_none(self):
        row = row_of(strike(place=field(msgspec.structs.replace(HARUN, country="XK"))))
        assert (row.country, row.iso) == ("Kosovo", None)


class TestFatalities:
    def figure(self, text: str, low: int | None = None, high: int | None = None) -> Figures:
        return Figures(low=low, high=high, told=(ToldFigure(text=text, start=0, end=len(text), low=low, high=high),))

    @pytest.mark.parametrize(
        ("text", "low", "counted"),
        [
            ("dozens killed", 24, 12),
            ("several dozen dead", 24, 12),
            ("Hundreds have died", 200, 100),
            ("at least 24 killed", 24, 24),
        ],
    )
    def test_sizes_in_words_count_as_that_codebook_has_them(self, text: str, low: int, counted: int):
        event = strike(fatalities=killed(low, None))
        assert wants_mentions(event)
        assert row_of(event, mentions=[mention_with(self.figure(text, low))]).fatalities == counted

    def test_only_figures_that_may_stand_in_words_need_the_mentions(self):
        assert not wants_mentions(strike())
        assert wants_mentions(strike(fatalities=killed(24)))
        assert not wants_mentions(strike(fatalities=killed(24, 24)))
        assert wants_mentions(strike(fatalities=Casualties()))
        assert not wants_mentions(strike(sub_event_type="Peaceful protest", fatalities=Casualties()))

    def test_several_dead_are_three(self):
        nobody_counted = strike(fatalities=Casualties())
        mentions = [mention_with(self.figure("several killed"))]
        assert row_of(nobody_counted, mentions=mentions).fatalities == 3

    def test_deaths_told_without_any_size_are_no_figure(self):
        uncounted = strike(fatalities=Casualties())
        assert row_of(uncounted, mentions=[mention_with(self.figure("civilians killed"))]).fatalities is None

    def test_no_deaths_told_is_nought(self):
        untold = strike(fatalities=Casualties(), injuries=killed(4, 4))
        assert row_of(untold, mentions=[drone_strike(fatalities=None)]).fatalities == 0

    def test_of_two_figures_that_stand_the_lowest_is_taken(self):
        assert row_of(strike(fatalities=killed(3, 7, best=5))).fatalities == 3

    def test_up_to_five_is_five(self):
        assert row_of(strike(fatalities=killed(None, 5))).fatalities == 5


class TestWhatIsLeftOut:
    @pytest.mark.parametrize("status", ["threatened", "hypothetical", "denied"])
    def test_what_did_not_happen_is_left_out_and_counted(self, status: str):
        left_out: Counter[str] = Counter()
        event = strike(status=field(status))
        assert rows_of(event, left_out=left_out) == []
        assert left_out == {f"status {status}": 1}
        assert len(rows_of(event, any_status=True)) == 1

    def test_an_intercepted_missile_is_a_disrupted_use_of_weapons(self):
        row = row_of(strike(sub_event_type="Shelling/artillery/missile attack", status=field("averted")))
        assert (row.sub_event_type, row.event_type) == ("Disrupted weapons use", "Strategic developments")
        assert row.disorder_type == "Strategic developments"
        assert "status=averted" in row.tags

    def test_a_foiled_attack_with_a_bomb_is_one_too_and_a_foiled_abduction_is_none(self):
        bomb = strike(sub_event_type="Attack", weapon=field("ied"), status=field("averted"))
        assert row_of(bomb).sub_event_type == "Disrupted weapons use"
        kidnap = strike(sub_event_type="Abduction/forced disappearance", weapon=field(None), status=field("averted"))
        assert rows_of(kidnap) == []

    def test_a_sum_of_events_that_stand_by_themselves_is_not_counted_twice(self):
        assert rows_of(strike(summary_of=("e-2", "e-3"))) == []

    def test_what_was_taken_back_is_left_out(self):
        assert rows_of(strike(grade="withdrawn")) == []


class TestSides:
    def test_those_told_together_are_company_and_others_are_not(self):
        helper, rival = actor("depot"), actor("guards")
        event = strike(
            perpetrators=(blamed(FRONT, "m-1"), blamed(helper, "m-1"), blamed(rival, "m-2", stance="accuses"))
        )
        row = row_of(event)
        assert (row.actor1, row.assoc_actor_1) == ("Lowland Front", ("depot",))
        assert "Others are named instead: guards." in (row.notes or "")

    def test_one_side_alone_is_only_that(self):
        row = row_of(strike(perpetrators=(), targets=field(GUARDS)))
        assert (row.interaction, row.inter1) == ("State forces only", None)

    def test_an_unidentified_group_has_no_kind_there(self):
        nameless = msgspec.structs.replace(FRONT, kind="unidentified")
        assert row_of(strike(perpetrators=(blamed(nameless),))).inter1 is None

    def test_civilians_among_the_targets_of_violence_are_marked(self):
        people = msgspec.structs.replace(GUARDS, kind="civilians")
        assert row_of(strike(targets=field(people))).civilian_targeting == "Civilian targeting"
        looting = strike(sub_event_type="Looting/property destruction", targets=field(people))
        assert row_of(looting).civilian_targeting is None


class TestSameDayPlaceAndSides:
    def test_two_strikes_of_one_day_are_one_row_with_their_sum(self):
        left_out: Counter[str] = Counter()
        row = rows_of(strike(), strike(id="e-2", fatalities=killed(2, 2)), left_out=left_out)
        assert [(one.event_id_cnty, one.fatalities) for one in row] == [("e-1", 5)]
        assert "with=e-2" in row[0].tags
        assert sum(left_out.values()) == 1

    def test_another_day_place_side_or_type_is_another_row(self):
        elsewhere = msgspec.structs.replace(HARUN, name="Oldbridge", lat=33.9)
        others = [
            strike(id="e-2", date=field(on("2024-05-06"))),
            strike(id="e-3", place=field(elsewhere)),
            strike(id="e-4", targets=field(actor("depot"))),
            strike(id="e-5", sub_event_type="Grenade"),
        ]
        assert len(rows_of(strike(), *others)) == 5

    def test_strikes_by_unknown_hands_or_at_vague_places_stay_apart(self):
        nobody = strike(perpetrators=())
        vague = strike(place=field(msgspec.structs.replace(HARUN, precision="province")))
        weeks = strike(date=field(on("2024-05-05", "2024-05-11")))
        for event in (nobody, vague, weeks):
            assert len(rows_of(event, msgspec.structs.replace(event, id="e-2"))) == 2


class TestReadingBack:
    @SAME_FOLDER
    @given(events=any_events)
    def test_what_was_written_is_read_back_unchanged(self, tmp_path: Path, events):
        rows = rows_of(*events, any_status=True)
        for hxl in (False, True):
            path = tmp_path / "events.csv"
            with whole_file(path) as out:
                assert write_acled(rows, out, hxl=hxl) == len(rows)
            assert list(read_acled(path)) == rows

    def test_a_row_of_tags_stands_below_the_header_where_it_is_asked_for(self):
        lines = written(rows_of(strike()), hxl=True).splitlines()
        assert lines[1].split(",") == list(hxl_tags())
        assert {"#event+code", "#date+occurred", "#geo+lat", "#affected+killed"} < set(hxl_tags())

    def test_a_name_that_a_spreadsheet_would_run_is_made_text_and_comes_back(self, tmp_path: Path):
        hostile = msgspec.structs.replace(FRONT, name="=cmd|' /C calc'!A0")
        rows = rows_of(strike(perpetrators=(blamed(hostile),)))
        path = tmp_path / "events.csv"
        with whole_file(path) as out:
            write_acled(rows, out)
        assert "'=cmd" in path.read_text()
        assert list(read_acled(path)) == rows

    def test_a_table_with_other_columns_is_refused(self, tmp_path: Path):
        path = tmp_path / "other.csv"
        path.write_text("event_id_cnty,event_date\ne-1,2024-05-05\n")
        with pytest.raises(InputError, match=r"input\.not-our-table"):
            list(read_acled(path))

    def test_several_publishers_are_a_list(self, tmp_path: Path):
        event = strike(
            sub_event_type=field("Air/drone strike", told("Air/drone strike", "m-2", publisher="Hill; News"))
        )
        rows = rows_of(event)
        assert rows[0].source == ("Lowland Courier", "Hill, News")
        assert "Lowland Courier;Hill, News" in written(rows)
