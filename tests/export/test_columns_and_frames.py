from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from struct import Struct

import pytest
from export_events import any_events, field, strike, telling
from export_records import drone_strike
from hypothesis import HealthCheck, given, settings

import dateline
from dateline.errors import InputError, InstallError
from dateline.export import About, FlatEvent, FlatMention, flatten, flatten_event, read_parquet
from dateline.export.parquet import read_about_of_parquet, write_parquet
from dateline.export.whole_files import whole_binary_file

SAME_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
ABOUT = About(format="parquet", made="2024-05-07T10:00:00Z")


def flat(events) -> list[FlatEvent]:
    return [flatten_event(telling(event)) for event in events]


class TestParquet:
    @pytest.fixture(autouse=True)
    def arrow(self):
        return pytest.importorskip("pyarrow")

    @SAME_FOLDER
    @given(events=any_events)
    def test_events_are_read_back_unchanged(self, tmp_path: Path, events):
        rows = flat(events)
        for geo in (False, True):
            path = tmp_path / "events.parquet"
            with whole_binary_file(path) as out:
                assert write_parquet(rows, FlatEvent, out, about=ABOUT, geo=geo) == len(rows)
            assert list(read_parquet(path, FlatEvent)) == rows

    def test_mentions_are_read_back_too_and_the_file_says_what_it_is(self, tmp_path: Path):
        rows, path = [flatten(drone_strike()), flatten(drone_strike(place=None, date=None))], tmp_path / "m.parquet"
        with whole_binary_file(path) as out:
            write_parquet(rows, FlatMention, out, about=ABOUT)
        assert list(read_parquet(path, FlatMention)) == rows
        about = read_about_of_parquet(path)
        assert about is not None
        assert (about.made, about.rows) == (ABOUT.made, 2)

    def test_a_day_is_a_date_and_a_count_a_whole_number(self, tmp_path: Path):
        path = tmp_path / "events.parquet"
        with whole_binary_file(path) as out:
            write_parquet(flat([strike()]), FlatEvent, out)
        import pyarrow.parquet

        table = pyarrow.parquet.read_table(path)
        assert str(table.schema.field("date_start").type) == "date32[day]"
        assert str(table.schema.field("killed_low").type) == "int64"
        assert table.column("date_start").to_pylist() == [date(2024, 5, 5)]
        assert not table.schema.field("id").nullable

    def test_geoparquet_says_where_its_points_are(self, tmp_path: Path):
        path = tmp_path / "events.parquet"
        rows = flat([strike(), strike(id="e-2", place=field(None))])
        with whole_binary_file(path) as out:
            write_parquet(rows, FlatEvent, out, geo=True)
        import pyarrow.parquet

        file = pyarrow.parquet.ParquetFile(path)
        geo = json.loads(file.metadata.metadata[b"geo"])
        assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
        column = geo["columns"]["geometry"]
        assert (column["encoding"], column["geometry_types"]) == ("WKB", ["Point"])
        assert column["bbox"] == [36.29128, 33.51234, 36.29128, 33.51234]
        assert column["covering"]["bbox"]["xmin"] == ["bbox", "xmin"]
        point, nothing = file.read(columns=["geometry"]).column("geometry").to_pylist()
        # Little end first, a point, longitude and latitude.
        assert Struct("<BIdd").unpack(point) == (1, 1, 36.29128, 33.51234)
        assert nothing is None

    def test_a_table_of_other_columns_is_refused(self, tmp_path: Path, arrow):
        import pyarrow.parquet

        path = tmp_path / "other.parquet"
        pyarrow.parquet.write_table(arrow.table({"town": ["Harun"]}), path)
        with pytest.raises(InputError, match=r"input\.not-our-parquet"):
            list(read_parquet(path, FlatEvent))
        path.write_bytes(b"no parquet")
        with pytest.raises(InputError, match=r"input\.not-our-parquet"):
            list(read_parquet(path, FlatEvent))


class TestFrames:
    def test_pandas_has_a_row_an_event_with_days_and_whole_numbers(self):
        pandas = pytest.importorskip("pandas")
        frame = dateline.to_frame([strike(), strike(id="e-2", date=field(None))])
        assert list(frame.columns) == list(FlatEvent.__struct_fields__)
        assert frame["date_start"].iloc[0] == pandas.Timestamp("2024-05-05")
        assert pandas.isna(frame["date_start"].iloc[1])
        assert str(frame["killed_high"].dtype) == "Int64"
        assert list(frame["id"]) == ["e-1", "e-2"]

    def test_polars_has_the_same(self):
        polars = pytest.importorskip("polars")
        frame = dateline.to_frame([strike(), strike(id="e-2", date=field(None))], kind="polars")
        assert frame.schema["date_start"] == polars.Date
        assert frame["date_start"].to_list() == [date(2024, 5, 5), None]
        assert frame["killed_low"].to_list() == [3, 3]

    def test_mentions_make_a_frame_of_mentions(self):
        pytest.importorskip("polars")
        frame = dateline.to_frame([drone_strike()], kind="polars")
        assert frame.columns == list(FlatMention.__struct_fields__)
        assert frame["trigger"].to_list() == ["drones struck"]

    @pytest.mark.parametrize("kind", ["pandas", "polars"])
    def test_nothing_makes_a_frame_without_rows(self, kind):
        pytest.importorskip(kind)
        frame = dateline.to_frame([], kind=kind)
        assert (len(frame), list(frame.columns)) == (0, list(FlatEvent.__struct_fields__))

    def test_another_library_is_not_known(self):
        with pytest.raises(ValueError, match="pandas"):
            dateline.to_frame([strike()], kind="excel")  # type: ignore[call-overload]

    def test_a_missing_library_is_named_with_the_command_that_brings_it(self, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setitem(sys.modules, "polars", None)
        with pytest.raises(InstallError, match=r"pip install 'dateline\[polars\]'") as caught:
            dateline.to_frame([strike()], kind="polars")
        assert caught.value.code == "install.extra"
