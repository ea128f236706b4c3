from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from export_records import any_mention, drone_strike
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dateline.errors import InputError
from dateline.export import flatten, read_csv, read_jsonl, whole_file, write_csv, write_geojson, write_jsonl

SAME_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)


class TestJsonLines:
    @SAME_FOLDER
    @given(mentions=st.lists(any_mention, max_size=4))
    def test_what_was_written_is_read_back_unchanged(self, tmp_path: Path, mentions):
        path = tmp_path / "events.jsonl"
        with whole_file(path) as out:
            assert write_jsonl(mentions, out) == len(mentions)
        assert list(read_jsonl(path)) == mentions

    def test_a_line_cut_in_half_is_named_by_its_number(self, tmp_path: Path):
        path = tmp_path / "events.jsonl"
        with whole_file(path) as out:
            write_jsonl([drone_strike()], out)
        path.write_text(path.read_text() + '{"id": "m-2", "docu\n')
        with pytest.raises(InputError) as caught:
            list(read_jsonl(path))
        assert caught.value.where == f"{path}:2"
        assert caught.value.code == "input.not-a-mention"

    def test_a_missing_file_is_a_named_error(self, tmp_path: Path):
        with pytest.raises(InputError, match=r"input\.cannot-read"):
            list(read_jsonl(tmp_path / "none.jsonl"))


class TestCsv:
    @SAME_FOLDER
    @given(mentions=st.lists(any_mention, max_size=4))
    def test_every_cell_comes_back_as_it_was(self, tmp_path: Path, mentions):
        path = tmp_path / "events.csv"
        with whole_file(path) as out:
            write_csv(mentions, out)
        assert list(read_csv(path)) == [flatten(mention) for mention in mentions]

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "'=", "''@"])
    def test_a_name_that_a_spreadsheet_would_run_is_made_text(self, tmp_path: Path, start: str):
        hostile = drone_strike(document=f'{start}HYPERLINK("https://example.org")')
        path = tmp_path / "events.csv"
        with whole_file(path) as out:
            write_csv([hostile], out)
        with path.open(newline="", encoding="utf-8") as rows:
            cell = next(csv.DictReader(rows))["document"]
        assert cell == "'" + hostile.document
        assert next(read_csv(path)).document == hostile.document

    def test_a_southern_latitude_stays_a_number(self):
        out = io.StringIO(newline="")
        write_csv([drone_strike()], out)
        row = next(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
        assert (row["lat"], row["lon"]) == ("-12.5", "-64.25")

    def test_lists_are_joined_with_semicolons(self):
        row = flatten(drone_strike())
        assert row.sources == "governor (confirms); Lowland Front (claims)"
        assert (row.killed_low, row.killed_high, row.killed_told) == (3, None, "at least three guards")

    def test_another_table_is_refused_by_name_and_line(self, tmp_path: Path):
        path = tmp_path / "other.csv"
        path.write_text("town,killed\nHarun,3\n")
        with pytest.raises(InputError, match=r"input\.not-our-csv") as caught:
            list(read_csv(path))
        assert caught.value.where == f"{path}:2"


class TestGeoJson:
    def test_the_point_is_longitude_first_and_its_doubt_stands_beside_it(self):
        out = io.StringIO()
        write_geojson([drone_strike()], out)
        (feature,) = json.loads(out.getvalue())["features"]
        assert feature["geometry"] == {"type": "Point", "coordinates": [-64.25, -12.5]}
        assert (feature["properties"]["precision"], feature["properties"]["radius_km"]) == ("city", 5)
        assert "lat" not in feature["properties"]

    def test_an_event_without_a_place_is_kept_without_a_point(self):
        out = io.StringIO()
        write_geojson([drone_strike(place=None)], out)
        (feature,) = json.loads(out.getvalue())["features"]
        assert feature["geometry"] is None

    @given(mentions=st.lists(any_mention, max_size=3))
    @settings(max_examples=40, deadline=None)
    def test_any_records_make_one_valid_collection(self, mentions):
        out = io.StringIO()
        write_geojson(mentions, out)
        collection = json.loads(out.getvalue())
        assert collection["type"] == "FeatureCollection"
        assert [feature["id"] for feature in collection["features"]] == [mention.id for mention in mentions]


class TestWholeFiles:
    def test_an_error_half_way_leaves_the_older_file_as_it_was(self, tmp_path: Path):
        path = tmp_path / "events.jsonl"
        path.write_text("older\n")

        def fails() -> None:
            with whole_file(path) as out:
                out.write("newer, half")
                raise RuntimeError("the coder fell over")

        with pytest.raises(RuntimeError):
            fails()
        assert path.read_text() == "older\n"
        assert list(tmp_path.iterdir()) == [path]

    def test_a_process_killed_in_the_middle_leaves_no_file_of_that_name(self, tmp_path: Path):
        path = tmp_path / "events.jsonl"
        script = (
            "import sys, time; from pathlib import Path; from dateline.export import whole_file\n"
            "with whole_file(Path(sys.argv[1])) as out:\n"
            "    out.write('half a rec'); out.flush(); print('half', flush=True); time.sleep(60)\n"
        )
        child = subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE)
        assert child.stdout is not None
        assert child.stdout.readline() == b"half\n"
        child.send_signal(signal.SIGKILL)
        child.wait(10)
        assert not path.exists()
        assert all(one.name.startswith(".") and one.suffix == ".part" for one in tmp_path.iterdir())

    def test_a_reader_never_sees_less_than_the_whole(self, tmp_path: Path):
        path = tmp_path / "events.jsonl"
        script = (
            "import sys; from pathlib import Path; from dateline.export import whole_file\n"
            "for run in range(200):\n"
            "    with whole_file(Path(sys.argv[1])) as out:\n"
            "        for _ in range(50): out.write(str(run % 10) * 1000)\n"
        )
        child = subprocess.Popen([sys.executable, "-c", script, str(path)])
        seen = set()
        ends = time.monotonic() + 60
        while child.poll() is None and time.monotonic() < ends:
            if path.exists():
                text = path.read_text()
                seen.add((len(text), len(set(text))))
        assert child.wait(10) == 0
        assert seen == {(50_000, 1)}

    def test_a_folder_that_is_missing_is_made(self, tmp_path: Path):
        with whole_file(tmp_path / "a" / "b.csv") as out:
            out.write("x")
        assert (tmp_path / "a" / "b.csv").read_text() == "x"

    def test_a_name_that_is_a_folder_is_a_named_error(self, tmp_path: Path):
        with pytest.raises(InputError, match=r"input\.cannot-write"), whole_file(tmp_path):
            pass

    def test_a_colleague_may_read_the_result(self, tmp_path: Path):
        ordinary = tmp_path / "ordinary"
        ordinary.write_text("")
        with whole_file(tmp_path / "ours") as out:
            out.write("")
        assert (tmp_path / "ours").stat().st_mode == ordinary.stat().st_mode
