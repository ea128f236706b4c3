from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from export_events import HARUN, field, on, strike
from export_records import REPORT, drone_strike

from dateline.archive import Archive, CoderRun
from dateline.export import (
    Selection,
    read_about,
    read_acled,
    read_events,
    read_jsonld,
    read_ucdp,
    write_events,
    write_jsonl,
)
from dateline.export.from_archive import ArchiveEvents, query_of
from dateline.export.jsonld_records import read_value
from dateline.records import Period, Place

RUN = CoderRun(version="0.1.0", model="en-1", began="2024-06-01T00:00:00+00:00")
SECOND = msgspec.structs.replace(
    REPORT, id="r-2", text=REPORT.text + " Later five died.", publisher="Hill News", published="2024-06-01"
)


def dateline(*arguments: object, folder: Path, db: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "COLUMNS": "200", **({"DATELINE_DB": db} if db else {})}
    return subprocess.run(
        [sys.executable, "-m", "dateline.cli", "export", *(str(argument) for argument in arguments)],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with (tmp_path / "events.jsonl").open("w", encoding="utf-8", newline="") as out:
        later = strike(id="e-2", date=field(on("2024-06-01")), grade="single", score=0.6)
        write_events([strike(), later, strike(id="e-3", status=field("threatened"))], out)
    with (tmp_path / "mentions.jsonl").open("w", encoding="utf-8", newline="") as out:
        write_jsonl([drone_strike()], out)
    return tmp_path


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    with Archive.open(tmp_path / "dateline.db", who="Ada") as kept:
        kept.add([(REPORT, [drone_strike()])], RUN)
        kept.link()
        elsewhere = msgspec.structs.replace(drone_strike().place, name="Harun", country="UA", lat=50.1, lon=36.2)
        day = msgspec.structs.replace(drone_strike().date, start="2024-06-01", end="2024-06-01")
        kept.add([(SECOND, [drone_strike(id="m-2", document="r-2", place=elsewhere, date=day)])], RUN)
        kept.link()
        yield kept


class TestFiles:
    def test_a_file_of_events_becomes_a_table_and_what_was_left_out_is_told(self, folder: Path):
        done = dateline("events.jsonl", "--as", "acled", "-o", "acled.csv", folder=folder)
        assert done.returncode == 0, done.stderr
        assert done.stdout == ""
        assert "2 rows in" in done.stderr
        assert "1 left out: status threatened" in done.stderr
        assert [row.event_id_cnty for row in read_acled(folder / "acled.csv")] == ["e-1", "e-2"]
        about = read_about(folder / "acled.csv")
        assert (about.read, about.rows, about.left_out) == (("events.jsonl",), 2, {"status threatened": 1})

    def test_every_condition_counts(self, folder: Path):
        done = dateline(
            "events.jsonl", "--as", "jsonl", "-o", "some.jsonl", "--grade", "confirmed", "--status", "actual",
            "--status", "averted", "--min-score", "0.9", "--since", "2024-05-01", "--until", "2024-05-31",
            "--country", "sy", "--type", "air/drone STRIKE", "-q", folder=folder,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        assert [event.id for event in read_events(folder / "some.jsonl")] == ["e-1"]
        about = read_about(folder / "some.jsonl")
        assert about.query == Selection(
            grades=("confirmed",),
            statuses=("actual", "averted"),
            min_score=0.9,
            period=("2024-05-01", "2024-05-31"),
            countries=("SY",),
            types=("Air/drone strike",),
        )

    def test_a_pipe_takes_text_and_no_bytes(self, folder: Path):
        done = dateline("events.jsonl", "--as", "csv", "-o", "-", "--hxl", folder=folder)
        assert done.returncode == 0
        assert done.stdout.splitlines()[1].startswith("#event+code,")
        assert "no text" in dateline("events.jsonl", "--as", "datapackage", "-o", "-", folder=folder).stderr

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (("--as", "acledd"), "Did you mean acled?"),
            (("--as", "acled", "--grade", "sure"), "confirmed, corroborated"),
            (("--as", "acled", "--type", "Armed clashes"), "Did you mean Armed clash"),
            (("--as", "acled", "--country", "Syria"), "ISO code"),
            (("--as", "acled", "--since", "May"), "is no day"),
            (("--as", "acled", "--since", "2024-05-02", "--until", "2024-05-01"), "is before"),
            (("--as", "acled", "--min-score", "2"), "is no score"),
            (("--as", "acled", "--as-of", "2024-05-02"), "--db"),
            (("--as", "acled", "--db", "kept.db"), "both an archive and files"),
            (("--as", "acled", "--rows", "mentions"), "no rows of mentions"),
            (("--as", "atom", "--permalink", "https://example.org/"), "{id}"),
        ],
    )
    def test_a_slip_in_an_option_is_told_with_the_remedy_and_nothing_is_written(self, folder: Path, arguments, told):
        done = dateline("events.jsonl", "-o", "out.csv", *arguments, folder=folder)
        assert done.returncode == 1
        assert told in done.stderr
        assert not (folder / "out.csv").exists()

    def test_an_input_is_never_written_over(self, folder: Path):
        done = dateline("events.jsonl", "--as", "jsonl", "-o", "events.jsonl", folder=folder)
        assert (done.returncode, "would be written over" in done.stderr) == (1, True)
        assert len(list(read_events(folder / "events.jsonl"))) == 3

    def test_mentions_beside_events_give_the_words(self, folder: Path):
        done = dateline("events.jsonl", "mentions.jsonl", "--as", "jsonld", "-o", "e.jsonld", folder=folder)
        assert done.returncode == 0, done.stderr
        node = next(node for node in read_jsonld(folder / "e.jsonld") if node.identifier == "e-1")
        values = {claim.field: claim for claim in node.claims}
        assert values["fatalities"].text == "at least three guards"
        assert read_value(values["place"].value, Place) == HARUN
        assert read_value(values["date"].value, Period).start == "2024-05-05"


class TestArchives:
    def test_the_events_of_an_archive_are_exported_with_their_headlines(self, archive: Archive, tmp_path: Path):
        done = dateline("--as", "ucdp", "-o", "ucdp.csv", folder=tmp_path)
        assert done.returncode == 0, done.stderr
        rows = list(read_ucdp(tmp_path / "ucdp.csv"))
        assert {row.source_office for row in rows} == {("Lowland Courier",), ("Hill News",)}
        assert all(row.source_headline == ("Drones hit depot at Harun",) for row in rows)
        assert read_about(tmp_path / "ucdp.csv").read[0].endswith("dateline.db")

    def test_the_archive_may_be_named_by_the_environment(self, archive: Archive, tmp_path: Path):
        (tmp_path / "elsewhere").mkdir()
        done = dateline("--as", "acled", "-o", "a.csv", folder=tmp_path / "elsewhere", db=str(tmp_path / "dateline.db"))
        assert done.returncode == 0, done.stderr
        (first, second) = read_acled(tmp_path / "elsewhere" / "a.csv")
        assert (first.event_date, second.event_date) == ("2024-06-01", "2024-05-05")
        assert first.timestamp is not None

    def test_no_archive_is_a_named_error(self, tmp_path: Path):
        done = dateline("--as", "acled", "-o", "a.csv", "--db", "none.db", folder=tmp_path)
        assert (done.returncode, "archive.no-such-file" in done.stderr) == (1, True)

    def test_a_past_moment_is_exported_as_it_was(self, archive: Archive, tmp_path: Path):
        moments = [change.at for change in archive.journal()]
        before = next(change.at for change in archive.journal() if change.action == "link")
        assert before in moments
        done = dateline("--as", "jsonl", "-o", "then.jsonl", "--as-of", before, folder=tmp_path)
        assert done.returncode == 0, done.stderr
        assert [event.reports for event in read_events(tmp_path / "then.jsonl")] == [("r-1",)]
        assert read_about(tmp_path / "then.jsonl").query.as_of == before

    @pytest.mark.parametrize(
        "selection",
        [
            Selection(),
            Selection(countries=("UA",)),
            Selection(period=("2024-05-05", "2024-05-20")),
            Selection(min_score=0.95),
            Selection(types=("Air/drone strike",), statuses=("actual",)),
            Selection(event_types=("Battles",)),
            Selection(grades=("confirmed", "single")),
        ],
    )
    def test_the_archive_and_the_export_mean_the_same_by_a_condition(self, archive: Archive, selection: Selection):
        of_archive = {kept.event.id for kept in archive.all_events(query_of(selection))}
        ours = {kept.event.id for kept in archive.all_events() if selection.admits(kept.event)}
        assert of_archive == ours

    def test_a_row_a_mention_comes_from_an_archive_too(self, archive: Archive, tmp_path: Path):
        done = dateline("--as", "jsonl", "--rows", "mentions", "-o", "m.jsonl", folder=tmp_path)
        assert done.returncode == 0, done.stderr
        assert {json.loads(line)["id"] for line in (tmp_path / "m.jsonl").open()} == {"m-1", "m-2"}

    def test_what_others_add_meanwhile_is_in_no_part_of_an_export(self, archive: Archive):
        events = ArchiveEvents(archive, Selection())
        coming = events.kept()
        first = next(coming)
        third = msgspec.structs.replace(SECOND, id="r-3")
        archive.add([(third, [drone_strike(id="m-3", document="r-3")])], RUN)
        archive.link()
        assert {first.event.id, *(one.event.id for one in coming)} == {
            kept.event.id for kept in archive.all_events(as_of=events.moment)
        }
        assert events.reports_of(["r-3"]) == {}
