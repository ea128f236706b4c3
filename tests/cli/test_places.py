"""`dateline places` from end to end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import dateline, json_lines, report, write_reports

import dateline as package
from dateline.records import Report

pytestmark = pytest.mark.usefixtures("installed")
KEYS = ("document", "start", "end", "text", "lat", "lon", "country", "gazetteer_id", "precision", "score")


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    spans = [{"start": 39, "end": 45}, {"start": 0, "end": 6}]
    return write_reports(tmp_path / "reports.jsonl", report(1), report(2, toponyms=spans))


class TestLines:
    def test_one_line_a_toponym_with_the_promised_keys(self, reports: Path, tmp_path: Path):
        done = dateline("places", reports, "-o", tmp_path / "out" / "places.jsonl")
        assert done.returncode == 0
        lines = json_lines((tmp_path / "out" / "places.jsonl").read_text(encoding="utf-8"))
        assert all(tuple(line)[: len(KEYS)] == KEYS for line in lines)
        assert [line["text"] for line in lines if line["document"] == "r-1"] == ["Aleppo"]
        assert [line["text"] for line in lines if line["document"] == "r-2"] == ["Aleppo", "Gunmen"]
        assert [path.name for path in (tmp_path / "out").iterdir()] == ["places.jsonl"]

    def test_stdin_and_stdout_make_a_pipe_and_two_outputs_get_the_same(self, reports: Path, tmp_path: Path):
        piped = dateline("places", "-", "-q", given=reports.read_bytes())
        assert piped.stderr == ""
        done = dateline("places", reports, "-o", tmp_path / "a.jsonl", "-o", tmp_path / "b.jsonl", "-o", "-")
        assert done.stdout == piped.stdout
        assert (tmp_path / "a.jsonl").read_text() == (tmp_path / "b.jsonl").read_text() == piped.stdout

    def test_offsets_are_those_of_the_text_as_given(self, tmp_path: Path):
        text = "  Share this!\n\n  Shells  hit Aleppo\ton Sunday. Subscribe to our newsletter"
        given = write_reports(tmp_path / "r.jsonl", report(1, text=text))
        (line,) = json_lines(dateline("places", given).stdout)
        assert text[int(str(line["start"])) : int(str(line["end"]))] == "Aleppo"


class TestBadInput:
    def test_impossible_spans_reject_their_report_and_no_other(self, tmp_path: Path):
        given = write_reports(
            tmp_path / "r.jsonl",
            report(1, toponyms=[{"start": 0, "end": 6}, {"start": 5, "end": 9999}]),
            report(2),
            "{",
        )
        done = dateline("places", given, "-o", tmp_path / "out" / "p.jsonl")
        assert done.returncode == 3
        assert "toponyms[1]" in done.stderr
        rejected = json_lines((tmp_path / "out" / "rejected.jsonl").read_text())
        assert [one["code"] for one in rejected] == ["report.toponym-span", "report.not-json"]
        written = json_lines((tmp_path / "out" / "p.jsonl").read_text())
        assert {line["document"] for line in written} == {"r-2"}

    def test_nothing_usable_leaves_no_output(self, tmp_path: Path):
        given = write_reports(tmp_path / "r.jsonl", "{")
        done = dateline("places", given, "-o", tmp_path / "p.jsonl")
        assert done.returncode == 1
        assert "input.nothing-usable" in done.stderr
        assert not (tmp_path / "p.jsonl").exists()

    def test_an_input_is_never_written_over(self, reports: Path):
        before = reports.read_bytes()
        assert dateline("places", reports, "-o", reports).returncode == 1
        assert reports.read_bytes() == before


class TestInPython:
    def test_places_of_one_report_and_of_several(self):
        one = Report(id="a", text="Rockets fell on Sderot.")
        other = Report(id="b", text="Mines killed two in Huambo, Angola.")
        assert [found.text for found in package.places(one)] == ["Sderot"]
        both = package.places([one, other])
        assert [(found.document, found.country) for found in both] == [("a", "IL"), ("b", "AO"), ("b", "AO")]

    def test_a_record_is_a_line(self):
        (found,) = package.places(Report(id="a", text="Rockets fell on Sderot."))
        import msgspec

        assert json.loads(msgspec.json.encode(found))["text"] == "Sderot"
