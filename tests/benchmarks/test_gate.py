"""The gate: what has been reached may not be undercut, and pins may not be lowered unseen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import floors
from benchmarks.figures import Figure, Result
from benchmarks.floors import Floors, Pins

ROOT = Path(__file__).resolve().parents[2]
PINNED = Floors(0.005, {"town": Pins("aa", {"events F1": 0.6, "quiet items coded": 3})})


def measured(value: float = 0.6, coded: float = 3, *, corpus: str = "town", sha: str = "aa") -> Result:
    figures = (
        Figure("events F1", value),
        Figure("events precision", 0.7, gated=False),
        Figure("quiet items coded", coded, fewer_is_better=True),
    )
    return Result(corpus, sha, figures)


class TestGate:
    def test_figures_as_pinned_pass(self) -> None:
        assert floors.undercut([measured()], PINNED) == []

    def test_a_fallen_figure_is_named_with_both_values(self) -> None:
        (line,) = floors.undercut([measured(0.55)], PINNED)
        assert "town: events F1 is 0.5500, pinned at 0.6000" in line

    def test_a_figure_within_the_tolerance_passes_and_one_beyond_it_does_not(self) -> None:
        assert floors.undercut([measured(0.5951)], PINNED) == []
        assert len(floors.undercut([measured(0.5949)], PINNED)) == 1

    def test_a_better_figure_passes(self) -> None:
        assert floors.undercut([measured(0.9, 0)], PINNED) == []

    def test_more_false_alarms_than_pinned_fail_without_tolerance(self) -> None:
        (line,) = floors.undercut([measured(coded=4)], PINNED)
        assert "quiet items coded is 4, pinned at most 3" in line

    def test_another_corpus_under_the_same_name_fails_however_good_the_figures(self) -> None:
        (line,) = floors.undercut([measured(1.0, 0, sha="bb")], PINNED)
        assert "the corpus is another one" in line

    def test_a_pinned_corpus_that_was_not_measured_fails(self) -> None:
        assert floors.undercut([measured(corpus="village")], PINNED) == ["town: pinned, but not measured"]

    def test_a_pinned_figure_that_is_no_longer_measured_fails(self) -> None:
        lines = floors.undercut([Result("town", "aa", (Figure("events F1", 0.6),))], PINNED)
        assert lines == ["town: quiet items coded is pinned, but not measured"]


class TestPins:
    def test_a_first_pin_is_rounded_down_and_leaves_out_what_is_not_gated(self) -> None:
        pinned, fallen = floors.raised([measured(0.61289)], Floors())
        assert fallen == []
        assert pinned.corpora == {"town": Pins("aa", {"events F1": 0.612, "quiet items coded": 3})}

    def test_a_share_of_three_places_is_pinned_as_it_is(self) -> None:
        pinned, _ = floors.raised([measured(0.29)], Floors())
        assert pinned.corpora["town"].floors["events F1"] == 0.29

    def test_better_figures_raise_the_floor(self) -> None:
        pinned, fallen = floors.raised([measured(0.7, 1)], PINNED)
        assert fallen == []
        assert pinned.corpora["town"].floors == {"events F1": 0.7, "quiet items coded": 1}

    def test_a_figure_just_below_its_floor_keeps_it(self) -> None:
        pinned, fallen = floors.raised([measured(0.597)], PINNED)
        assert fallen == []
        assert pinned.corpora["town"].floors["events F1"] == 0.6

    def test_a_fallen_figure_is_named_and_nothing_is_pinned(self) -> None:
        pinned, fallen = floors.raised([measured(0.5, 1), measured(corpus="village")], PINNED)
        assert "events F1" in fallen[0]
        assert pinned == PINNED

    def test_floors_are_lowered_only_on_request(self) -> None:
        pinned, fallen = floors.raised([measured(0.5, 5)], PINNED, allow_lower=True)
        assert fallen == []
        assert pinned.corpora["town"].floors == {"events F1": 0.5, "quiet items coded": 5}

    def test_another_corpus_does_not_lower_a_floor_either(self) -> None:
        _, fallen = floors.raised([measured(0.5, sha="bb")], PINNED)
        assert len(fallen) == 1

    def test_a_corpus_that_was_not_measured_keeps_its_floors(self) -> None:
        pinned, _ = floors.raised([measured(corpus="village")], PINNED)
        assert pinned.corpora["town"] == PINNED.corpora["town"]
        assert "village" in pinned.corpora

    def test_what_is_written_reads_back(self, tmp_path: Path) -> None:
        file = tmp_path / "floors.toml"
        file.write_text(floors.written(PINNED), "utf-8")
        assert floors.load(file) == PINNED

    def test_a_damaged_file_is_named(self, tmp_path: Path) -> None:
        file = tmp_path / "floors.toml"
        file.write_text('tolerance = 0.005\n[corpora.town]\nfloors = "high"\n', "utf-8")
        with pytest.raises(ValueError, match=r"floors\.toml"):
            floors.load(file)

    def test_the_shipped_floors_are_of_corpora_that_there_are(self) -> None:
        from benchmarks.corpora import BENCHMARKS

        assert set(floors.load().corpora) <= set(BENCHMARKS)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "benchmarks", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


class TestCommand:
    def test_another_file_of_the_same_layout_is_scored_as_json(self, tmp_path: Path) -> None:
        text = "The mill burned on 3 May 2020 and again two days later."
        timexes = [
            {"start": 19, "end": 29, "value": "2020-05-03", "type": "DATE"},
            {"start": 40, "end": 54, "value": "2020-05-05", "type": "DATE"},
        ]
        file = tmp_path / "mine.jsonl"
        file.write_text(json.dumps({"doc_id": "1", "dct": "2020-06-01", "text": text, "timexes": timexes}), "utf-8")
        done = run("timebank", "--file", str(file), "--json")
        assert done.returncode == 0, done.stderr
        (corpus,) = json.loads(done.stdout)
        assert corpus["corpus"] == "timebank"
        assert len(corpus["corpus_sha256"]) == 64
        assert corpus["figures"]["extents strict F1"] == 1
        assert corpus["figures"]["calendar values F1"] == 1

    def test_a_wrong_name_is_told_with_the_right_ones(self) -> None:
        done = run("timebnk", "--json")
        assert done.returncode == 2
        assert "no corpus timebnk; there are dispatches" in done.stderr

    def test_a_missing_file_is_named(self, tmp_path: Path) -> None:
        done = run("timebank", "--file", str(tmp_path / "none.jsonl"), "--json")
        assert done.returncode == 2
        assert "none.jsonl" in done.stderr

    def test_a_missing_corpus_is_told_and_nothing_measured_fails(self, tmp_path: Path) -> None:
        done = run("timebank", "--data", str(tmp_path))
        assert done.returncode == 1
        assert "timebank: " in done.stderr
        assert "--data names the benchmark folder" in done.stderr

    def test_a_line_cut_in_half_is_named(self, tmp_path: Path) -> None:
        file = tmp_path / "cut.jsonl"
        file.write_text('{"doc_id": "1", "dct": "2020-06-01", "text": "Quiet.", "timexes": []}\n{"doc_id": "2', "utf-8")
        done = run("timebank", "--file", str(file))
        assert done.returncode == 1
        assert "cut.jsonl:2: no JSON" in done.stderr

    def test_a_file_of_another_layout_is_told_by_what_it_lacks(self, tmp_path: Path) -> None:
        file = tmp_path / "other.jsonl"
        file.write_text('{"id": "1", "text": "Quiet."}\n', "utf-8")
        done = run("timebank", "--file", str(file))
        assert done.returncode == 1
        assert "not of the layout of timebank (KeyError('timexes'))" in done.stderr

    def test_the_gate_takes_no_name(self) -> None:
        assert run("timebank", "--gate").returncode == 2
