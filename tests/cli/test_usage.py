from __future__ import annotations

import json
import subprocess
import tomllib
from pathlib import Path

import pytest
from commands import COMMAND, dateline, write_reports

from dateline.cli.health import PACKAGES
from dateline.version import __version__

ROOT = Path(__file__).resolve().parents[2]


class TestHelp:
    @pytest.mark.parametrize("command", ["code", "codebook", "doctor", "gazetteer", "places"])
    def test_every_command_is_in_the_help_and_in_the_docs(self, command: str):
        assert f" {command} " in dateline("--help").stdout
        assert f"## dateline {command}" in (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")

    def test_every_option_of_code_is_in_the_docs(self):
        docs = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
        options = {word for word in dateline("code", "--help").stdout.split() if word.startswith("--")}
        assert options >= {"--output", "--format", "--explain", "--explain-html", "--jobs", "--rejected", "--min-score"}
        assert [option for option in options if f"`{option}" not in docs] == []

    def test_help_loads_nothing_heavy(self):
        script = (
            "import sys; from dateline.cli import main\n"
            "try: main(['--help'])\n"
            "except SystemExit: pass\n"
            "print(sorted({'numpy', 'onnxruntime', 'msgspec', 'trafilatura', 'lxml'} & set(sys.modules)))"
        )
        done = subprocess.run([COMMAND[0], "-c", script], capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "[]"

    def test_the_version_is_told(self):
        assert dateline("--version").stdout.strip() == __version__


class TestWrongUsage:
    @pytest.mark.parametrize(
        "arguments",
        [("code",), ("code", "--no-such-option", "x"), ("cod", "x"), ("code", "x", "--format", "xml"), ("code", "-x")],
    )
    def test_a_slip_is_told_on_stderr_and_by_the_status(self, arguments: tuple[str, ...]):
        done = dateline(*arguments)
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize(
        ("arguments", "told"),
        [
            (("--min-score", "3"), "--min-score: 3 is no probability [input.unusable-option]"),
            (("--jobs", "0"), "--jobs: 0 is no number of workers [input.unusable-option]"),
            (("-o", "a.csv", "--explain-html", "a.csv"), "two outputs have the same name"),
        ],
    )
    def test_a_value_that_makes_no_sense_is_one_plain_line(self, arguments: tuple[str, ...], told: str):
        done = dateline("code", "reports.jsonl", *arguments)
        assert done.returncode == 1
        assert told in done.stderr
        assert done.stderr.count("\n") == 1

    def test_an_input_is_never_written_over(self, tmp_path: Path):
        reports = write_reports(tmp_path / "reports.jsonl", {"text": "x"})
        before = reports.read_bytes()
        done = dateline("code", reports, "-o", reports)
        assert done.returncode == 1
        assert "written over" in done.stderr
        assert reports.read_bytes() == before


class TestInputsOfWhichNothingCanBeUsed:
    def test_a_missing_file_is_named_with_its_remedy(self, tmp_path: Path):
        done = dateline("code", tmp_path / "none.jsonl")
        assert (done.returncode, done.stdout) == (1, "")
        assert "none.jsonl: there is no such file or folder [input.no-such-file]. Check the path." in done.stderr
        assert "[input.nothing-usable]" in done.stderr

    def test_the_rejected_lie_beside_the_output_which_is_not_made(self, tmp_path: Path):
        reports = write_reports(tmp_path / "reports.jsonl", '{"text": "cut in ha')
        done = dateline("code", reports, "-o", tmp_path / "out" / "events.jsonl")
        assert done.returncode == 1
        assert f"{reports}:1" in done.stderr
        (rejected,) = (tmp_path / "out").iterdir()
        assert rejected.name == "rejected.jsonl"
        assert json.loads(rejected.read_text())["code"] == "report.not-json"

    def test_a_text_in_another_language_is_passed_over_with_a_note(self, tmp_path: Path):
        text = "أفادت مصادر محلية بأن مسلحين هاجموا نقطة تفتيش في المدينة يوم الأحد وقتلوا أربعة من رجال الشرطة " * 3
        done = dateline("code", write_reports(tmp_path / "reports.jsonl", {"text": text, "published": "2024-05-06"}))
        assert (done.returncode, done.stdout) == (0, "")
        assert "[report.other-language]" in done.stderr

    def test_hostile_bytes_reach_no_terminal(self, tmp_path: Path):
        done = dateline("code", tmp_path / "\x1b]0;gone\x07.jsonl")
        assert done.returncode == 1
        assert not set(done.stderr) & {"\x1b", "\x07"}


class TestCodebook:
    def test_it_lists_all_types(self):
        shown = dateline("codebook").stdout
        assert "Air/drone strike" in shown
        assert "Non-violent transfer of territory" in shown

    def test_one_type_is_found_by_its_beginning_in_any_case(self):
        shown = dateline("codebook", "suicide").stdout
        assert shown.startswith("Suicide bomb")
        assert "CAMEO" in shown

    def test_an_unknown_type_is_a_named_error_with_the_choices(self):
        done = dateline("codebook", "picnic")
        assert done.returncode == 1
        assert "[input.no-such-type]" in done.stderr
        assert "Armed clash" in done.stderr


class TestDoctor:
    def test_it_examines_what_coding_needs(self):
        done = dateline("doctor", "--json")
        told = json.loads(done.stdout)
        parts = {finding["part"] for finding in told["findings"]}
        assert parts >= {"python", "onnxruntime", "model", "gazetteer", "language detector", "memory", "disk"}
        assert done.returncode == (0 if told["well"] else 1)
        assert all(finding["remedy"] for finding in told["findings"] if not finding["well"])

    def test_it_knows_every_package_that_dateline_needs(self):
        needed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
        assert [one.split(">=")[0] for one in needed] == list(PACKAGES)
