"""Ids, hashes and the other keys of a report."""

import json

import pytest

from dateline.reports import read


def reports(path):
    return list(read(path))


def test_a_report_without_id_gets_one_from_its_content(write_lines, tmp_path, story):
    first = reports(write_lines({"text": story, "title": "Mine"}, name="a.jsonl"))[0]
    again = reports(write_lines({"title": "Mine", "text": story, "desk": 1}, name="b.jsonl"))[0]
    other = reports(write_lines({"text": story, "title": "Another"}, name="c.jsonl"))[0]
    assert first.id == again.id
    assert first.id.startswith("r_")
    assert first.id != other.id


def test_ids_used_twice_are_told_apart_and_warned_of(write_lines, story):
    path = write_lines({"id": "x", "text": story}, {"id": "x-2", "text": story}, {"id": "x", "text": story})
    found = reports(path)
    assert [report.id for report in found] == ["x", "x-2", "x-3"]
    (warning,) = [warning for warning in found[2].warnings if "duplicate-id" in warning]
    assert warning.startswith(f"{path}:3:id: the id 'x' was used before in this run")
    assert not any("duplicate-id" in warning for report in found[:2] for warning in report.warnings)


def test_the_same_text_twice_is_two_reports(write_lines, story):
    first, second = reports(write_lines({"text": story}, {"text": story}))
    assert second.id == f"{first.id}-2"


def test_a_number_as_id_is_taken_by_its_digits(write_lines, story):
    assert reports(write_lines({"id": 17, "text": story}))[0].id == "17"


@pytest.mark.parametrize(("key", "value"), [("title", ["a"]), ("url", 5), ("publisher", {"a": 1}), ("language", True)])
def test_a_key_of_the_wrong_kind_is_kept_under_extra_with_a_warning(write_lines, story, key, value):
    (report,) = reports(write_lines({"text": story, key: value}))
    assert report.extra == {key: value}
    assert any(f":1:{key}: the value is" in warning for warning in report.warnings)


def test_titles_and_publishers_are_mended_onto_one_line(write_lines, story):
    (report,) = reports(
        write_lines({"text": story, "title": " Mine\nhurts\u200f  three ", "publisher": "L&amp;C\u00a0News"})
    )
    assert (report.title, report.publisher) == ("Mine hurts three", "L&C News")


def test_empty_keys_are_none(write_lines, story):
    (report,) = reports(write_lines({"text": story, "title": "", "url": " ", "publisher": None}))
    assert (report.title, report.url, report.publisher) == (None, None, None)


def test_the_hash_of_the_raw_line_tells_any_change(write_lines, story):
    row = json.dumps({"text": story})
    same, spaced = reports(write_lines(row, row + " "))
    assert same.text == spaced.text
    assert same.raw_sha256 != spaced.raw_sha256


def test_offsets_slice_the_kept_text(write_lines, story):
    (report,) = reports(write_lines({"text": f"Advertisement\n\n{story}"}))
    start = report.text.index("mine went off")
    assert report.span(start, start + 13).text == "mine went off"
