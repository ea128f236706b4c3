from __future__ import annotations

import gc
import hashlib
import signal
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from export_events import any_events, field, on, strike
from export_records import REPORT, drone_strike
from hypothesis import HealthCheck, given, settings

from dateline.errors import InputError, InstallError
from dateline.export import (
    FlatMention,
    Kept,
    MemoryLibrary,
    Selection,
    Wish,
    export,
    flatten,
    read_about,
    read_flat_csv,
    read_jsonl,
    read_ucdp,
    write_events,
    write_jsonl,
)
from dateline.export.country_codes import FILE as COUNTRY_CODES
from dateline.export.country_codes import codes_of, country_codes, read_country_codes
from dateline.export.exporting import FORMATS
from dateline.export.field_codes import FILE as FIELD_CODES
from dateline.export.field_codes import field_codes, read_field_codes
from dateline.export.inputs import EventFiles
from dateline.records import Report

SAME_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
NEEDS_ARROW = {"parquet", "geoparquet"}


def kept(*events) -> list[Kept]:
    return [Kept(event=event) for event in events]


def need(form: str) -> None:
    if form in NEEDS_ARROW:
        pytest.importorskip("pyarrow")


class TestEveryFormat:
    @pytest.mark.parametrize("form", FORMATS)
    def test_it_is_written_whole_and_says_what_it_is(self, tmp_path: Path, form):
        need(form)
        path = tmp_path / f"events.{form}"
        wish = Wish(format=form, selection=Selection(countries=("SY",)), read=("archive.sqlite",))
        exported = export(kept(strike()), path, wish)
        assert exported.rows == 1
        beside = path.with_name(path.name + ".about.json")
        if FORMATS[form].tells_itself:
            assert not beside.exists()
            assert b"archive.sqlite" in path.read_bytes() or form == "datapackage"
            return
        about = read_about(path)
        assert (about.format, about.query.countries, about.read) == (form, ("SY",), ("archive.sqlite",))
        assert (about.rows, about.sha256) == (1, hashlib.sha256(path.read_bytes()).hexdigest())
        assert about.licence
        assert about.made.endswith("Z")

    @pytest.mark.parametrize("form", FORMATS)
    def test_no_event_at_all_makes_a_file_too(self, tmp_path: Path, form):
        need(form)
        assert export([], tmp_path / "events", Wish(format=form)).rows == 0

    @pytest.mark.parametrize("form", FORMATS)
    def test_an_error_half_way_leaves_the_older_file_as_it_was(self, tmp_path: Path, form):
        need(form)
        path = tmp_path / "events"
        path.write_text("older")

        def breaks() -> Iterator[Kept]:
            yield from kept(*[strike(id=f"e-{one}") for one in range(300)])
            raise RuntimeError("the archive went away")

        with pytest.raises(RuntimeError):
            export(breaks(), path, Wish(format=form))
        assert path.read_text() == "older"
        assert list(tmp_path.iterdir()) == [path]

    @pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "geojson", "geoparquet", "datapackage"])
    def test_it_can_hold_a_row_a_mention(self, tmp_path: Path, form):
        need(form)
        path, library = tmp_path / "mentions", MemoryLibrary([drone_strike()])
        wish = Wish(format=form, rows="mentions")
        assert export(kept(strike()), path, wish, library=library).rows == 1
        if form == "jsonl":
            assert list(read_jsonl(path)) == [drone_strike()]
        if form == "csv":
            assert list(read_flat_csv(path, FlatMention)) == [flatten(drone_strike())]

    def test_a_format_without_mentions_or_tags_says_which_have_them(self, tmp_path: Path):
        with pytest.raises(InputError, match="jsonl, csv, parquet"):
            export([], tmp_path / "x", Wish(format="acled", rows="mentions"))
        with pytest.raises(InputError, match="acled, csv"):
            export([], tmp_path / "x", Wish(format="ucdp", hxl=True))

    def test_headlines_and_words_come_from_the_library(self, tmp_path: Path):
        library = MemoryLibrary([drone_strike()], [REPORT])
        export(kept(strike()), tmp_path / "ucdp.csv", Wish(format="ucdp"), library=library)
        (row,) = read_ucdp(tmp_path / "ucdp.csv")
        assert row.source_headline == ("Drones hit depot at Harun",)

    def test_the_licence_is_the_one_that_was_given(self, tmp_path: Path):
        export(kept(strike()), tmp_path / "x.csv", Wish(format="csv", licence="CC BY 4.0, Example Observatory"))
        assert read_about(tmp_path / "x.csv").licence == "CC BY 4.0, Example Observatory"

    def test_the_search_for_cycles_is_as_it_was_before(self, tmp_path: Path):
        before = gc.get_threshold()
        export(kept(strike()), tmp_path / "x.csv", Wish(format="csv"))
        assert gc.get_threshold() == before


class TestMemory:
    @pytest.mark.parametrize("form", ["acled", "csv", "jsonl", "geojson", "datapackage"])
    def test_it_holds_a_few_events_however_many_there_are(self, tmp_path: Path, form):
        def many(number: int) -> Iterator[Kept]:
            days = (on(f"2024-{1 + one // 100 % 12:02}-{1 + one % 28:02}") for one in range(number))
            return (Kept(event=strike(id=f"e-{one}", date=field(day))) for one, day in enumerate(days))

        def peak(number: int) -> int:
            tracemalloc.start()
            export(many(number), tmp_path / "events", Wish(format=form))
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return most

        peak(50)
        assert peak(3000) < peak(1000) + 300_000


class TestKilled:
    @pytest.mark.parametrize("form", ["acled", "jsonl", "parquet", "datapackage"])
    def test_a_kill_in_the_middle_leaves_the_older_file_and_its_description(self, tmp_path: Path, form):
        need(form)
        path = tmp_path / "events"
        export(kept(strike()), path, Wish(format=form))
        before = {one.name: one.read_bytes() for one in tmp_path.iterdir()}
        source = tmp_path / "source.jsonl"
        with source.open("w", encoding="utf-8") as out:
            write_events([strike(id="e-7")], out)
        script = (
            "import sys, time; from itertools import chain, repeat; from pathlib import Path\n"
            "from dateline.export import Kept, Wish, export, read_events\n"
            "(event,) = read_events(Path(sys.argv[1]))\n"
            "def slow():\n"
            "    for number in range(10**6):\n"
            "        if number == 5000: print('half', flush=True); time.sleep(60)\n"
            "        yield Kept(event=event)\n"
            "export(slow(), Path(sys.argv[2]), Wish(format=sys.argv[3]))\n"
        )
        child = subprocess.Popen([sys.executable, "-c", script, str(source), str(path), form], stdout=subprocess.PIPE)
        assert child.stdout is not None
        assert child.stdout.readline() == b"half\n"
        child.send_signal(signal.SIGKILL)
        child.wait(10)
        source.unlink()
        parts = [one for one in tmp_path.iterdir() if one.name.startswith(".") and one.suffix == ".part"]
        assert len(parts) == 1
        assert {one.name: one.read_bytes() for one in tmp_path.iterdir() if one not in parts} == before
        # The next run is not hindered by what lies there.
        assert export(kept(strike(), strike(id="e-2", place=field(None))), path, Wish(format=form)).rows == 2


class TestNoRoom:
    @pytest.mark.parametrize("form", ["acled", "jsonl", "parquet", "datapackage", "atom", "jsonld"])
    def test_a_full_disk_is_a_named_error_and_leaves_nothing(self, tmp_path: Path, form):
        need(form)
        # A limit on the size of files stands for a disk without room; only a process of its own can be given one.
        script = (
            "import resource, signal, sys; from pathlib import Path\n"
            "from dateline.errors import InputError\n"
            "from dateline.export import Kept, Wish, export, read_events\n"
            "(event,) = read_events(Path(sys.argv[1]))\n"
            "many = (Kept(event=event) for _ in range(12000))\n"
            "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))\n"
            "try: export(many, Path(sys.argv[2]), Wish(format=sys.argv[3]))\n"
            "except InputError as error: sys.exit(error.code)\n"
        )
        source, folder = tmp_path / "source.jsonl", tmp_path / "out"
        with source.open("w", encoding="utf-8") as out:
            write_events([strike(perpetrators=())], out)
        done = subprocess.run(
            [sys.executable, "-c", script, str(source), str(folder / "events"), form],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        assert done.stderr.strip() == "input.cannot-write"
        assert list(folder.iterdir()) == []


class TestSelection:
    @pytest.mark.parametrize(
        ("selection", "kept_"),
        [
            (Selection(), True),
            (Selection(grades=("confirmed",)), True),
            (Selection(grades=("single",)), False),
            (Selection(statuses=("averted",)), False),
            (Selection(min_score=0.95), False),
            (Selection(period=("2024-05-01", "2024-05-05")), True),
            (Selection(period=("2024-05-06", "2024-05-31")), False),
            (Selection(countries=("UA", "SY")), True),
            (Selection(types=("Armed clash",)), False),
            (Selection(event_types=("Explosions/Remote violence",)), True),
        ],
    )
    def test_only_what_is_asked_for_is_exported(self, tmp_path: Path, selection: Selection, kept_: bool):
        exported = export(kept(strike()), tmp_path / "x.jsonl", Wish(format="jsonl", selection=selection))
        assert exported.rows == int(kept_)

    def test_an_event_that_was_merged_into_another_never_is(self, tmp_path: Path):
        assert export(kept(strike(merged_into="e-2")), tmp_path / "x", Wish(format="jsonl")).rows == 0

    def test_an_event_without_a_day_or_place_is_in_no_period_or_country(self):
        unknown = strike(date=field(None), place=field(None))
        assert not Selection(period=("1900-01-01", "2100-01-01")).admits(unknown)
        assert not Selection(countries=("SY",)).admits(unknown)

    def test_a_status_that_is_asked_for_is_not_left_out(self, tmp_path: Path):
        wish = Wish(format="acled", selection=Selection(statuses=("threatened",)))
        assert export(kept(strike(status=field("threatened"))), tmp_path / "x.csv", wish).rows == 1


class TestFilesOfEvents:
    @SAME_FOLDER
    @given(events=any_events)
    def test_events_come_by_day_whatever_their_order_in_the_file(self, tmp_path: Path, events):
        path = tmp_path / "events.jsonl"
        with path.open("w", encoding="utf-8", newline="") as out:
            write_events(events, out)
        if not events:
            return
        by_day = [one.event for one in EventFiles([path]).kept(by_day=True)]
        assert sorted(by_day, key=events.index) == events or len(events) != len(set(map(repr, events)))
        days = [event.date.value.start if event.date.value else "" for event in by_day]
        assert days == sorted(days)
        assert [one.event for one in EventFiles([path]).kept()] == events

    def test_two_strikes_of_one_day_meet_though_others_stand_between(self, tmp_path: Path):
        path = tmp_path / "events.jsonl"
        with path.open("w", encoding="utf-8", newline="") as out:
            write_events([strike(), strike(id="e-2", date=field(on("2023-01-01"))), strike(id="e-3")], out)
        files = EventFiles([path])
        exported = export(files.kept(by_day=True), tmp_path / "out.csv", Wish(format="acled"))
        assert (exported.rows, list(exported.left_out.values())) == (2, [1])

    def test_mentions_make_events_and_reports_give_their_publishers(self, tmp_path: Path):
        mentions, reports = tmp_path / "mentions.jsonl", tmp_path / "reports.jsonl"
        with mentions.open("w", encoding="utf-8", newline="") as out:
            write_jsonl([drone_strike(), drone_strike(id="m-2", event_id="e-2")], out)
        reports.write_bytes(msgspec.json.encode({"id": "r-1", "publisher": "Lowland Courier", "text": REPORT.text}))
        files = EventFiles([mentions, reports])
        events = [one.event for one in files.kept()]
        assert [event.id for event in events] == ["e-1", "e-2"]
        assert events[0].sub_event_type.told[0].publisher == "Lowland Courier"
        assert set(files.library.reports_of(["r-1", "r-9"])) == {"r-1"}

    def test_a_file_of_something_else_is_refused(self, tmp_path: Path):
        path = tmp_path / "other.jsonl"
        path.write_text('{"town": "Harun"}\n')
        with pytest.raises(InputError, match=r"input\.not-events"):
            EventFiles([path])
        with pytest.raises(InputError, match=r"input\.cannot-read"):
            EventFiles([tmp_path / "none.jsonl"])

    def test_reports_alone_are_nothing_to_export(self, tmp_path: Path):
        path = tmp_path / "reports.jsonl"
        path.write_bytes(msgspec.json.encode(Report(text="Nothing happened.", id="r-1")))
        with pytest.raises(InputError, match="neither events nor mentions"):
            EventFiles([path])


class TestTables:
    def test_codes_of_countries_are_those_of_the_lists(self):
        codes = {name: (row.iso_numeric, row.iso3, row.cow, row.gw) for name, row in country_codes().items()}
        assert codes["SY"] == (760, "SYR", 652, 652)
        assert codes["DE"] == (276, "DEU", 255, 260)
        assert codes["YE"] == (887, "YEM", 679, 678)
        assert codes["RS"] == (688, "SRB", 345, 340)
        assert codes["VN"] == (704, "VNM", 816, 816)
        assert codes["PS"] == (275, "PSE", None, None)
        assert codes["XK"] == (None, "XKX", 347, 347)
        assert codes_of("??") is None
        assert len(codes) > 240

    def test_every_country_of_the_gazetteer_has_codes(self):
        from dateline.grounding.actors.entry import country_codes as known

        assert set(known()) <= set(country_codes())

    def test_every_state_that_has_a_number_lies_in_a_region_of_both_data_sets(self):
        bare = [row.country for row in country_codes().values() if row.gw and not (row.region and row.ucdp_region)]
        assert bare == []

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ("AE,United Arab Emirates,ARE,784", "AE,United Arab Emirates,ARE,4"),
            ("AE,United Arab Emirates,ARE,784", "AE,United Arab Emirates,ARE,many"),
            ("country,name", "land,name"),
        ],
    )
    def test_a_damaged_table_of_countries_is_named(self, tmp_path: Path, before: str, after: str):
        shipped = Path(sys.modules["dateline.export.country_codes"].__file__ or "").parent / "data" / COUNTRY_CODES
        text = shipped.read_text("utf-8")
        assert before in text
        (tmp_path / COUNTRY_CODES).write_text(text.replace(before, after, 1), "utf-8")
        with pytest.raises(InstallError, match=r"install\.export-tables"):
            read_country_codes(tmp_path)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            ('"Grenade" = "Political violence"\n', ""),
            ('kind = "rioters"', 'kind = "looters"'),
            ("country = 6 }", "}"),
            ('unarmed = ["civilians"', 'unarmed = ["rebel group"'),
            ("over_km = 25", "over_km = 5"),
        ],
    )
    def test_a_damaged_table_of_codes_is_named(self, tmp_path: Path, before: str, after: str):
        shipped = Path(sys.modules["dateline.export.field_codes"].__file__ or "").parent / "data" / FIELD_CODES
        text = shipped.read_text("utf-8")
        assert before in text
        (tmp_path / FIELD_CODES).write_text(text.replace(before, after, 1), "utf-8")
        with pytest.raises(InstallError, match=r"install\.export-tables"):
            read_field_codes(tmp_path)

    def test_figures_in_words_are_known_by_the_low_ends_of_the_coder(self):
        from dateline.coding.numbers import VAGUE_LOWS

        assert field_codes().acled.vague_lows == frozenset(VAGUE_LOWS.values())

    def test_every_class_that_our_codes_reach_has_a_quad(self):
        from dateline.codebook import load

        types = {code.partition(":")[0] for code in load().codes.plover.codes}
        assert types <= set(field_codes().polecat.quad)
