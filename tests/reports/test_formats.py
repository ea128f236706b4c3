"""Every format that is read, from files, folders, patterns and standard input."""

import gzip
import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.records import Report
from dateline.reports import ReadOptions, read, read_reports

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<title>Bridge closed after blast at Orel Ford</title>
<meta property="og:title" content="Bridge closed after blast at Orel Ford">
<meta property="og:site_name" content="Lowland Courier">
<meta property="article:published_time" content="2024-05-14T08:30:00Z">
<link rel="canonical" href="https://courier.example/bridge-closed">
<script>var secret = "tracked by beacon";</script><style>.x{color:red}</style></head>
<body><nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Bridge closed after blast at Orel Ford</h1>
<p>A bomb damaged the only bridge at Orel Ford on Monday night, the district governor told reporters at the scene.</p>
<p>Two guards were wounded, he said, and blamed the Free Valley Front. The group denied that it had any part in it.</p>
<script>document.write("injected by script");</script>
<p>Engineers expect the crossing to stay closed until the end of the month, and lorries are sent round by the coast.</p>
</article><footer>Copyright 2024 Lowland Courier. All rights reserved.</footer></body></html>"""


def only(*sources, **choices) -> Report:
    (report,) = read(list(sources), **choices)
    return report


def test_a_json_line_becomes_a_report_with_all_its_keys(write_lines, story):
    row = {
        "id": "c-1",
        "url": "https://courier.example/1",
        "publisher": "Lowland Courier",
        "published": "2024-05-14",
        "title": "Mine hurts three",
        "text": story,
        "language": "en",
        "desk": {"name": "south"},
    }
    path = write_lines(row)
    report = only(path)
    assert report.text == story
    assert (report.id, report.publisher, report.title) == ("c-1", "Lowland Courier", "Mine hurts three")
    assert (report.url, report.published, report.language) == ("https://courier.example/1", "2024-05-14", "en")
    assert report.extra == {"desk": {"name": "south"}}
    assert report.origin == f"{path}:1"
    assert report.raw_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert report.warnings == ()


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.jsonl.gz", "A.JSONL"])
def test_json_lines_are_known_by_their_endings(tmp_path, story, name):
    content = (json.dumps({"text": story}) + "\n").encode()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    assert only(tmp_path / name).text == story


def test_blank_lines_count_as_lines_but_are_no_reports(write_lines, story):
    path = write_lines("", {"text": story}, "   ", {"text": story + " More."})
    assert [report.origin for report in read(path)] == [f"{path}:2", f"{path}:4"]


def test_a_json_file_may_hold_one_report(tmp_path, story):
    path = tmp_path / "one.json"
    path.write_text(json.dumps({"text": story}, indent=2))
    assert only(path).text == story


def test_a_json_file_may_hold_a_list_and_its_reports_know_their_lines(tmp_path, story):
    path = tmp_path / "many.json"
    path.write_text(json.dumps([{"id": "a", "text": story}, {"id": "b", "text": story}], indent=1))
    assert [(report.id, report.origin) for report in read(path)] == [("a", f"{path}:2"), ("b", f"{path}:6")]


def test_json_lines_in_a_file_called_json_are_read_all_the_same(tmp_path, story):
    path = tmp_path / "lines.json"
    path.write_text("".join(json.dumps({"id": str(n), "text": story}) + "\n" for n in range(3)))
    assert [(report.id, report.origin) for report in read(path)] == [(str(n), f"{path}:{n + 1}") for n in range(3)]


def test_an_empty_list_holds_no_reports(tmp_path):
    path = tmp_path / "none.json"
    path.write_text("[]")
    assert list(read_reports(path)) == []


def test_a_table_gives_a_report_a_row_and_keeps_unknown_columns(tmp_path, story):
    path = tmp_path / "table.csv"
    path.write_text(
        f'Id,Text,Published,desk\nt1,"{story}",2024-05-14,south\nt2,"First line.\nSecond line, with a comma.",,\n'
    )
    first, second = read(path)
    assert (first.id, first.text, first.published, first.extra) == ("t1", story, "2024-05-14", {"desk": "south"})
    assert second.text == "First line.\nSecond line, with a comma."
    assert (first.origin, second.origin) == (f"{path}:2", f"{path}:3")


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_tables_with_other_separators_are_read(tmp_path, story, separator):
    path = tmp_path / "table.csv"
    path.write_text(separator.join(["id", "text"]) + "\n" + separator.join(["x", story]) + "\n")
    assert only(path).text == story


def test_a_table_of_one_column_is_read(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("text\nShells fell on the harbour of Imber on Sunday and nobody was hurt.\n")
    assert only(path).text.startswith("Shells fell")


def test_a_text_file_is_one_report_without_a_title_where_none_is_plain(tmp_path, story):
    path = tmp_path / "story.txt"
    path.write_text(story)
    report = only(path)
    assert (report.title, report.text, report.origin) == (None, story, str(path))
    assert report.raw_sha256 == hashlib.sha256(story.encode()).hexdigest()


def test_a_headline_above_a_blank_line_is_the_title(tmp_path, story):
    path = tmp_path / "story.txt"
    path.write_text(f"Mine on Tolva road hurts three\n\n{story}\n")
    report = only(path)
    assert (report.title, report.text) == ("Mine on Tolva road hurts three", story)


@pytest.mark.parametrize(
    "first",
    [
        "Three farmers were hurt on Friday.",
        "By Jana Roth",
        "(File photo of the road)",
        "the rest of a cut sentence here",
        "TOLVA, May 14 (Courier):",
    ],
)
def test_a_first_line_that_may_be_text_is_no_title(tmp_path, story, first):
    path = tmp_path / "story.txt"
    path.write_text(f"{first}\n\n{story}\n")
    assert only(path).title is None


@pytest.mark.parametrize("name", ["page.html", "page.htm", "page.html.gz"])
def test_a_page_gives_article_title_publisher_date_and_address(tmp_path, name):
    raw = PAGE.encode()
    (tmp_path / name).write_bytes(gzip.compress(raw) if name.endswith("gz") else raw)
    report = only(tmp_path / name)
    assert report.title == "Bridge closed after blast at Orel Ford"
    assert report.publisher == "Lowland Courier"
    assert report.published == "2024-05-14"
    assert report.url == "https://courier.example/bridge-closed"
    assert "A bomb damaged the only bridge at Orel Ford" in report.text
    assert report.raw_sha256 == hashlib.sha256(raw).hexdigest()


def test_scripts_menus_and_footers_of_a_page_never_reach_its_text(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE)
    text = only(path).text
    for unwanted in ("secret", "beacon", "injected", "color", "Home", "rights reserved"):
        assert unwanted not in text


def test_a_folder_is_read_with_all_below_it_in_order(tmp_path, story):
    (tmp_path / "b").mkdir()
    (tmp_path / "a.txt").write_text(story)
    (tmp_path / "b" / "c.jsonl").write_text(json.dumps({"text": story + " One."}))
    (tmp_path / "b" / "notes.docx").write_text("not read")
    (tmp_path / ".hidden.txt").write_text(story)
    (tmp_path / "rejected.jsonl").write_text('{"code": "report.no-text"}\n')
    origins = [report.origin for report in read(tmp_path)]
    assert origins == [str(tmp_path / "a.txt"), str(tmp_path / "b" / "c.jsonl") + ":1"]


def test_a_folder_that_links_back_to_itself_is_read_once(tmp_path, story):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(story)
    (tmp_path / "in" / "again").symlink_to(tmp_path / "in", target_is_directory=True)
    assert len(list(read(tmp_path))) == 1


def test_patterns_find_files_below(tmp_path, story):
    (tmp_path / "x" / "y").mkdir(parents=True)
    (tmp_path / "x" / "y" / "a.txt").write_text(story)
    (tmp_path / "x" / "b.txt").write_text(story + " Later.")
    (tmp_path / "x" / "c.html").write_text(PAGE)
    assert len(list(read(str(tmp_path / "**" / "*.txt")))) == 2


def test_a_file_named_twice_is_read_once(tmp_path, story):
    path = tmp_path / "a.txt"
    path.write_text(story)
    assert len(list(read([path, str(path), tmp_path, str(tmp_path / "*.txt")]))) == 1


def test_a_file_whose_name_holds_pattern_signs_is_found_by_its_name(tmp_path, story):
    path = tmp_path / "news[1].txt"
    path.write_text(story)
    assert only(str(path)).text == story


@pytest.mark.parametrize(
    ("content", "text_starts"),
    [
        (b'{"text": "Two shells fell on Imber on Sunday, police said."}\n', "Two shells"),
        (b'{\n "text": "Two shells fell on Imber on Sunday, police said."\n}\n', "Two shells"),
        (b'[{"text": "Two shells fell on Imber on Sunday, police said."}]', "Two shells"),
        (b'id,text\n1,"Two shells fell on Imber on Sunday, police said."\n', "Two shells"),
        (b"Two shells fell on Imber on Sunday, police said.\n", "Two shells"),
        (PAGE.encode(), "A bomb damaged"),
        (gzip.compress(b"Two shells fell on Imber on Sunday, police said.\n"), "Two shells"),
    ],
    ids=["json lines", "json object", "json list", "csv", "text", "html", "gzipped text"],
)
def test_standard_input_is_told_by_its_first_bytes(content, text_starts):
    report = only("-", stdin=io.BytesIO(content))
    assert report.text.startswith(text_starts)
    assert report.origin is not None
    assert report.origin.startswith("<stdin>")


def test_a_cut_first_line_on_standard_input_does_not_hide_the_json_lines(story):
    lines = b'{"id": "a", "text": "cut in\n' + json.dumps({"id": "b", "text": story}).encode()
    first, second = read_reports("-", stdin=io.BytesIO(lines))
    assert first.code == "report.not-json"
    assert second.id == "b"


def test_a_pipe_is_read_from_the_process_standard_input(story):
    program = "from dateline.reports import read; print(next(read('-')).text)"
    source = Path(__file__).parents[2] / "src"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(source), os.environ.get("PYTHONPATH", "")])}
    done = subprocess.run(
        [sys.executable, "-c", program], input=story.encode(), capture_output=True, check=True, env=environment
    )
    assert done.stdout.decode().strip() == story


def test_a_file_without_a_known_ending_is_told_by_its_first_bytes(tmp_path, story):
    path = tmp_path / "export.dat"
    path.write_text(json.dumps({"text": story}) + "\n")
    assert only(path).text == story


def test_reports_come_while_the_file_is_still_being_read(story):
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:
            line = json.dumps({"text": story}).encode() + b"\n"
            buffer[: len(line)] = line
            return len(line)

    reports = read_reports("-", stdin=Endless())
    assert [next(reports).origin for _ in range(3)] == ["<stdin>:1", "<stdin>:2", "<stdin>:3"]


def test_with_cleaning_off_the_text_is_kept_as_given(write_lines):
    given = "Read more: a headline\n\n  Two  shells fell on Imber on Sunday, the police said.\r\nShare on Facebook "
    report = only(write_lines({"text": given, "title": " Two  shells "}), options=ReadOptions(clean=False))
    assert (report.text, report.title) == (given, " Two  shells ")


def test_with_cleaning_off_the_text_is_still_composed(write_lines):
    report = only(
        write_lines({"text": "The cafe\u0301 in Imber was hit by a shell on Sunday."}), options=ReadOptions(clean=False)
    )
    assert report.text.startswith("The café in")
