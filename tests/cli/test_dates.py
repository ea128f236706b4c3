"""``dateline dates``: a JSON line a time expression."""

from __future__ import annotations

from pathlib import Path

from tests.cli.commands import dateline, json_lines, report, write_reports


def test_every_expression_is_a_line_with_its_days(tmp_path: Path) -> None:
    text = "A mill burned on Sunday. It had stood for 200 years."
    source = write_reports(tmp_path / "reports.jsonl", report(text=text, published="2024-05-06"))
    done = dateline("dates", source, "-o", tmp_path / "dates.jsonl")
    assert done.returncode == 0, done.stderr
    sunday, years = json_lines((tmp_path / "dates.jsonl").read_text("utf-8"))
    assert sunday == {
        "document": "r-1",
        "start": 17,
        "end": 23,
        "text": "Sunday",
        "type": "DATE",
        "value": "2024-05-05",
        "from": "2024-05-05",
        "to": "2024-05-05",
        "basis": "relative",
    }
    assert (years["type"], years["value"], years["from"], years["basis"]) == ("DURATION", "P200Y", None, None)


def test_a_report_without_published_is_read_all_the_same(tmp_path: Path) -> None:
    source = write_reports(tmp_path / "reports.jsonl", report(text="The old mill burned on Sunday.", published=None))
    done = dateline("dates", source)
    (line,) = json_lines(done.stdout)
    assert (line["value"], line["from"], line["to"]) == ("XXXX-WXX-7", None, None)


def test_a_line_that_is_no_report_is_rejected_and_the_others_are_read(tmp_path: Path) -> None:
    source = write_reports(tmp_path / "reports.jsonl", "{", report())
    done = dateline("dates", source, "-o", tmp_path / "dates.jsonl")
    assert done.returncode == 3
    assert (tmp_path / "rejected.jsonl").exists()
    assert json_lines((tmp_path / "dates.jsonl").read_text("utf-8"))
