"""Each bad input: a named error or warning with file, line and remedy, and the good lines are read."""

import gzip
import io
import json
import os
import shutil

import pytest

from dateline.errors import InputError, ReportError
from dateline.records import Report
from dateline.reports import ReadOptions, Rejection, read, read_reports, rejection_to_json


def the_rejection(source, **choices) -> Rejection:
    (outcome,) = read_reports(source, **choices)
    assert isinstance(outcome, Rejection)
    assert outcome.remedy.endswith(".")
    return outcome


def warned(report: Report) -> set[str]:
    return {warning.rsplit(" [", 1)[1].split("]")[0] for warning in report.warnings}


def reports_of(source, **choices) -> list[Report]:
    return [outcome for outcome in read_reports(source, **choices) if isinstance(outcome, Report)]


# Inputs as a whole


def test_a_missing_file_is_named_and_the_others_are_read(tmp_path, story):
    (tmp_path / "good.txt").write_text(story)
    missing, good = read_reports([tmp_path / "gone.jsonl", tmp_path / "good.txt"])
    assert (missing.code, missing.where, missing.kind) == (
        "input.no-such-file",
        str(tmp_path / "gone.jsonl"),
        "rejected",
    )
    assert good.text == story


def test_a_link_to_nowhere_is_a_missing_file(tmp_path):
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    assert the_rejection(tmp_path / "link.txt").code == "input.no-such-file"


def test_a_link_to_itself_cannot_be_read(tmp_path):
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    assert the_rejection(tmp_path / "loop.txt").code == "input.unreadable"


def test_a_pattern_without_a_match_is_named(tmp_path):
    assert the_rejection(str(tmp_path / "*.jsonl")).code == "input.no-match"


def test_a_folder_with_nothing_readable_is_named_with_the_endings_it_needs(tmp_path):
    (tmp_path / "photo.heic").write_bytes(b"x")
    rejection = the_rejection(tmp_path)
    assert rejection.code == "input.nothing-readable"
    assert ".jsonl" in rejection.remedy


def test_a_file_without_permission_is_named(tmp_path, story, monkeypatch):
    path = tmp_path / "closed.txt"
    path.write_text(story)
    path.chmod(0)
    if os.access(path, os.R_OK):  # the superuser may read everything, so the system's answer is put in its mouth

        def refuse(*_args, **_kwargs):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("pathlib.Path.open", refuse)
    assert the_rejection(path).code == "input.not-allowed"


def test_a_folder_without_permission_is_named(tmp_path, monkeypatch):
    closed = tmp_path / "closed"
    closed.mkdir()
    closed.chmod(0)
    if os.access(closed, os.R_OK):

        def refuse(_path):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("os.scandir", refuse)
    assert the_rejection(closed).code == "input.not-allowed"
    closed.chmod(0o700)


@pytest.mark.parametrize("name", ["empty.jsonl", "empty.json", "empty.csv", "empty.txt", "empty.html"])
def test_an_empty_file_is_named(tmp_path, name):
    (tmp_path / name).touch()
    assert the_rejection(tmp_path / name).code == "input.empty-file"


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"%PDF-1.7\n%\xe2\xe3", "PDF"), (b"PK\x03\x04rest", "ZIP"), (bytes(range(256)) * 20, "unknown bytes")],
)
def test_a_binary_file_is_named_for_what_it_is(tmp_path, content, kind):
    path = tmp_path / "file.txt"
    path.write_bytes(content)
    rejection = the_rejection(path)
    assert rejection.code == "input.binary"
    assert kind in rejection.what


def test_a_compressed_file_that_breaks_off_gives_its_good_lines_first(tmp_path):
    rows = [
        {"id": str(n), "text": f"On day {n} the shelling of Imber went on, and {n} houses burned."} for n in range(800)
    ]
    packed = gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode())
    path = tmp_path / "news.jsonl.gz"
    path.write_bytes(packed[: len(packed) // 2])
    outcomes = list(read_reports(path))
    assert len(outcomes) > 100
    assert all(isinstance(outcome, Report) for outcome in outcomes[:-1])
    assert (outcomes[-1].code, outcomes[-1].line) == ("input.gz-broken", len(outcomes))


@pytest.mark.parametrize("name", ["page.html.gz", "story.txt.gz", "list.json.gz"])
def test_a_compressed_whole_file_that_breaks_off_is_named(tmp_path, name, story):
    packed = gzip.compress(story.encode() * 50)
    (tmp_path / name).write_bytes(packed[:-20])
    assert the_rejection(tmp_path / name).code == "input.gz-broken"


def test_a_table_without_a_text_column_is_named_with_the_column_that_may_be_meant(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("id,content\n1,Shells fell.\n")
    rejection = the_rejection(path)
    assert rejection.code == "input.csv-no-text-column"
    assert "'content'" in rejection.remedy


def test_a_file_too_large_to_be_read_whole_is_named(tmp_path, monkeypatch, story):
    monkeypatch.setattr("dateline.reports.opening.WHOLE_LIMIT", 50)
    (tmp_path / "story.txt").write_text(story)
    assert the_rejection(tmp_path / "story.txt").code == "input.too-large"


# Reports


def test_a_json_line_cut_in_half_costs_only_itself(write_lines, story):
    path = write_lines({"id": "a", "text": story}, '{"id": "b", "text": "Two shells fe', {"id": "c", "text": story})
    first, broken, last = read_reports(path)
    assert (first.id, last.id) == ("a", "c")
    assert (broken.code, broken.where) == ("report.not-json", f"{path}:2")
    assert broken.raw.startswith('{"id": "b"')
    assert len(broken.raw_sha256) == 64


def test_a_json_list_cut_in_half_keeps_the_reports_before_the_cut(tmp_path, story):
    path = tmp_path / "list.json"
    path.write_text(json.dumps([{"text": story}, {"text": story}], indent=1)[:-30])
    good, broken = read_reports(path)
    assert good.text == story
    assert (broken.code, broken.line) == ("report.not-json", 5)


@pytest.mark.parametrize("content", ['[{"text": "A"} {"text": "B"}]', '[{"text": "A shell fell."}'])
def test_a_list_without_a_comma_or_an_end_is_named(tmp_path, content):
    path = tmp_path / "list.json"
    path.write_text(content)
    *_, last = read_reports(path)
    assert last.code == "report.not-json"


def test_json_nested_without_end_is_named(write_lines):
    assert the_rejection(write_lines("[" * 100_000)).code == "report.not-json"


@pytest.mark.parametrize(("line", "kind"), [("[1, 2]", "a list"), ('"Shells fell"', "a string"), ("7", "a number")])
def test_a_line_that_is_no_object_is_named(write_lines, line, kind):
    rejection = the_rejection(write_lines(line))
    assert rejection.code == "report.not-an-object"
    assert kind in rejection.what


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({"id": "x", "title": "Shells fall"}, "report.no-text"),
        ({"id": "x", "text": None}, "report.no-text"),
        ({"id": "x", "text": ""}, "report.empty-text"),
        ({"id": "x", "text": " \n\t"}, "report.empty-text"),
        ({"id": "x", "text": ["Shells", "fell"]}, "report.text-not-text"),
        ({"id": "x", "text": 12}, "report.text-not-text"),
        ({"id": "x", "text": "Advertisement\n\nShare on Facebook"}, "report.nothing-left"),
        ({"id": "x", "text": "\u200b\u200e"}, "report.nothing-left"),
        ({"id": "x", "text": "Shells fell. " * 160_000}, "report.too-long"),
    ],
)
def test_a_report_without_usable_text_is_rejected_at_its_key(write_lines, story, row, code):
    path = write_lines(row, {"id": "good", "text": story})
    bad, good = read_reports(path)
    assert (bad.code, bad.where, bad.document) == (code, f"{path}:1:text", "x")
    assert good.id == "good"


def test_a_text_under_another_name_is_pointed_to(write_lines, story):
    assert "'body'" in the_rejection(write_lines({"body": story})).remedy


def test_the_limit_on_length_can_be_raised(write_lines):
    long = "Shells fell on the harbour and on the town. " * 30_000
    assert reports_of(write_lines({"text": long}), options=ReadOptions(max_characters=2_000_000))


def test_a_line_without_end_is_stepped_over(write_lines, story, monkeypatch):
    monkeypatch.setattr("dateline.reports.opening.LINE_LIMIT", 1000)
    path = write_lines({"text": "Shells fell. " * 1000}, {"text": story})
    long, good = read_reports(path)
    assert (long.code, long.line) == ("report.line-too-long", 1)
    assert good.origin == f"{path}:2"


def test_a_page_without_an_article_is_named(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("<html><head><script>render()</script></head><body><div id='app'></div></body></html>")
    assert the_rejection(path).code == "report.no-article"


def test_a_row_with_too_many_cells_costs_only_itself(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text("id,text\n1,Shells fell, again\n2,The shelling of Imber stopped.\n")
    bad, good = read_reports(path)
    assert (bad.code, bad.line) == ("report.csv-row", 2)
    assert good.id == "2"


def test_an_open_quote_in_a_table_costs_only_its_row(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text('id,text\n1,"Shells fell on Imber\n2,The shelling of Imber stopped.\n3,Nobody was hurt there.\n')
    bad, *good = read_reports(path)
    assert (bad.code, bad.line) == ("report.csv-row", 2)
    assert [(report.id, report.origin) for report in good] == [("2", f"{path}:3"), ("3", f"{path}:4")]


def test_another_language_is_passed_over_and_is_no_error(write_lines, story):
    spanish = "Dos soldados murieron el viernes en una emboscada cerca del puente, dijo el alcalde de la ciudad."
    path = write_lines({"id": "es", "text": spanish}, {"id": "en", "text": story})
    passed, good = read_reports(path)
    assert (passed.kind, passed.code, passed.document) == ("passed over", "report.other-language", "es")
    assert "(es)" in passed.what
    assert good.id == "en"
    assert [report.id for report in read(path)] == ["en"]


# Warnings


def test_a_publication_date_that_is_none_is_a_warning_at_its_key(write_lines, story):
    path = write_lines({"text": story, "published": "yesterday"})
    (report,) = reports_of(path)
    assert report.published is None
    assert report.extra == {"published": "yesterday"}
    (warning,) = report.warnings
    assert warning.startswith(f"{path}:1:published: 'yesterday' is no date")
    assert "[report.published-not-a-date]" in warning
    assert "Relative dates will stay empty" in warning


def test_a_report_without_publication_date_says_so(write_lines, story):
    (report,) = reports_of(write_lines({"text": story}))
    assert warned(report) == {"report.no-published"}


def test_a_nul_byte_in_a_line_is_removed_with_a_warning(write_lines, story):
    raw = json.dumps({"text": story}).encode().replace(b"mayor", b"ma\x00yor")
    (report,) = reports_of(write_lines(raw))
    assert report.text == story
    assert "report.control-characters" in warned(report)


def test_direction_marks_are_removed_with_a_warning(write_lines, story):
    marked = story.replace("Tolva", "\u200fTolva\u200e\u202c").replace("mine", "mi\u200bne")
    (report,) = reports_of(write_lines({"text": marked}))
    assert report.text == story
    assert "report.hidden-characters" in warned(report)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig"])
@pytest.mark.parametrize("name", ["story.txt", "news.jsonl", "table.csv", "list.json"])
def test_unicode_in_other_encodings_is_read_without_loss(tmp_path, encoding, name):
    if encoding == "utf-16-be" or encoding == "utf-16-le":
        text = "Shells fell on Bouaké market on Sunday, the prefect said."
    else:
        text = "Shells fell on Bouaké market on Sunday — the “prefect” said."
    content = {
        "story.txt": text,
        "news.jsonl": json.dumps({"text": text}, ensure_ascii=False) + "\n",
        "table.csv": f'id,text\n1,"{text}"\n',
        "list.json": json.dumps([{"text": text}], ensure_ascii=False),
    }[name]
    (tmp_path / name).write_bytes(content.encode(encoding))
    (report,) = reports_of(tmp_path / name)
    assert report.text == text
    assert warned(report) == {"report.no-published"}


def test_text_in_an_old_encoding_is_read_with_a_warning(tmp_path):
    text = "The préfet of Bouaké said that “nobody” was hurt in Friday’s attack on the market."
    (tmp_path / "story.txt").write_bytes(text.encode("cp1252"))
    (report,) = reports_of(tmp_path / "story.txt")
    assert report.text == text
    assert "report.encoding-guessed" in warned(report)


def test_one_line_in_another_encoding_spoils_no_other(write_lines):
    accented = {"text": "Police in São Tomé said that nobody was hurt in the blast."}
    utf8, latin = (json.dumps(accented, ensure_ascii=False).encode(encoding) for encoding in ("utf-8", "cp1252"))
    first, second, third = reports_of(write_lines(utf8, latin, utf8))
    assert first.text == second.text == third.text == accented["text"]
    assert "report.encoding-guessed" in warned(second)
    assert "report.encoding-guessed" not in warned(first) | warned(third)


def test_a_page_in_its_declared_encoding_is_read_without_a_warning(tmp_path):
    body = "<p>Жители села Ольховка рассказали о взрыве, который произошёл в пятницу утром возле школы.</p>" * 3
    head = '<head><meta charset="windows-1251"><title>Взрыв</title></head>'
    page = f"<html>{head}<body><article>{body}</article></body></html>"
    (tmp_path / "page.html").write_bytes(page.encode("cp1251"))
    (report,) = reports_of(tmp_path / "page.html", options=ReadOptions(languages=None))
    assert "Ольховка" in report.text
    assert "report.encoding-guessed" not in warned(report)


def test_a_few_broken_bytes_in_good_unicode_are_counted(tmp_path):
    raw = "The préfet of Bouaké, Séverin Koné, said nobody was hurt in the attack.".encode()
    (tmp_path / "story.txt").write_bytes(raw.replace(b"hurt", b"h\xffrt"))
    (report,) = reports_of(tmp_path / "story.txt")
    assert "Séverin Koné" in report.text
    assert "report.bytes-lost" in warned(report)


def test_half_a_character_in_json_is_replaced_so_that_the_text_can_be_written(write_lines, story):
    (report,) = reports_of(write_lines(json.dumps({"text": story + " \ud83d"})))
    assert report.text == story + " \ufffd"
    assert report.text_sha256


def test_scripts_in_a_text_field_never_reach_the_text(write_lines, story):
    (report,) = reports_of(
        write_lines({"text": f"<p>{story}</p><script>attack('city')</script><p>More &amp; more.</p>"})
    )
    assert report.text == f"{story}\n\nMore & more."
    assert "report.markup-in-text" in warned(report)


def test_a_text_that_starts_mid_sentence_is_kept_with_a_warning(write_lines, story):
    (report,) = reports_of(write_lines({"text": f"ers fled the market before noon. {story}"}))
    assert report.text.startswith("ers fled")
    assert "report.starts-mid-sentence" in warned(report)


def test_a_text_that_breaks_off_is_kept_with_a_warning(write_lines, story):
    (report,) = reports_of(write_lines({"text": f"{story} The governor… [+1520 chars]"}))
    assert report.text == f"{story} The governor"
    assert "report.cut-short" in warned(report)


# How errors are told


def test_read_raises_the_first_error_by_its_kind(tmp_path, write_lines):
    with pytest.raises(InputError, match="no such file") as missing:
        list(read(tmp_path / "gone.txt"))
    assert missing.value.code == "input.no-such-file"
    with pytest.raises(ReportError, match=r":1:text: the report has no text") as bad:
        list(read(write_lines({"id": "x"})))
    assert bad.value.where.endswith("news.jsonl:1:text")


def test_read_collects_rejections_where_a_list_is_given(write_lines, story):
    rejected: list[Rejection] = []
    reports = list(read(write_lines({"id": "x"}, {"text": story}), rejected=rejected))
    assert len(reports) == 1
    assert [rejection.code for rejection in rejected] == ["report.no-text"]


def test_a_rejection_is_written_with_all_that_is_needed_to_mend_it(write_lines):
    path = write_lines('{"id": "b", "text": "Two shells fe')
    written = json.loads(rejection_to_json(the_rejection(path)))
    assert written["file"] == str(path)
    assert written["line"] == 1
    assert written["kind"] == "rejected"
    assert {"key", "code", "what", "remedy", "document", "raw_sha256", "raw"} <= written.keys()


def test_the_excerpt_of_a_long_rejected_line_is_bounded(write_lines):
    rejection = the_rejection(write_lines('{"text": "' + "ä" * 100_000))
    assert len(rejection.raw) == 2000


def test_a_stream_that_fails_is_named():
    class Failing(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:
            raise OSError(5, "Input/output error")

    rejection = the_rejection("-", stdin=Failing())
    assert (rejection.code, rejection.file) == ("input.unreadable", "<stdin>")


def test_a_run_over_good_and_bad_files_reads_all_that_is_good(tmp_path, story):
    (tmp_path / "a.txt").write_text(story)
    (tmp_path / "b.txt").write_bytes(b"%PDF-1.4")
    (tmp_path / "c.jsonl").write_text('{"no": 1}\n' + json.dumps({"text": story + " Two."}))
    shutil.copy(tmp_path / "b.txt", tmp_path / "d.html")
    codes = [outcome.code if isinstance(outcome, Rejection) else "ok" for outcome in read_reports(tmp_path)]
    assert codes == ["ok", "input.binary", "report.no-text", "ok", "input.binary"]
