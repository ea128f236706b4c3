"""`dateline code` from end to end; all of it needs the model and the gazetteer."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands import COMMAND, dateline, json_lines, report, write_reports

from dateline.records import mention_from_json

pytestmark = pytest.mark.usefixtures("installed")
ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "samples" / "reports.jsonl"


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    return write_reports(tmp_path / "reports.jsonl", *(report(number) for number in range(4)))


class TestOutputs:
    def test_into_a_pipe_go_records_of_the_contract(self, reports: Path):
        done = dateline("code", reports)
        assert done.returncode == 0
        mentions = [mention_from_json(line) for line in done.stdout.splitlines()]
        assert {mention.document for mention in mentions} == {"r-0", "r-1", "r-2", "r-3"}
        texts = {one["id"]: one["text"] for one in map(json.loads, reports.read_text().splitlines())}
        for mention in mentions:
            trigger = mention.trigger
            assert trigger.field == "title" or texts[mention.document][trigger.start : trigger.end] == trigger.text

    def test_stdin_and_stdout_make_a_pipe(self, reports: Path):
        assert dateline("code", "-", given=reports.read_bytes()).stdout == dateline("code", reports).stdout

    def test_one_run_writes_every_format(self, reports: Path, tmp_path: Path):
        out = tmp_path / "out"
        options = [part for name in ("e.jsonl", "e.csv", "e.geojson") for part in ("-o", out / name)]
        done = dateline("code", reports, *options, "-o", "-", "-f", "table", "--explain-html", out / "e.html")
        assert done.returncode == 0
        count = len(json_lines((out / "e.jsonl").read_text()))
        assert count >= 4
        assert len(list(csv.DictReader(io.StringIO((out / "e.csv").read_text())))) == count
        assert len(json.loads((out / "e.geojson").read_text())["features"]) == count
        assert "who says so" in done.stdout
        assert "<mark" in (out / "e.html").read_text()
        assert sorted(path.name for path in out.iterdir()) == ["e.csv", "e.geojson", "e.html", "e.jsonl"]

    def test_a_terminal_gets_the_table(self, reports: Path):
        ours, theirs = pty.openpty()
        child = subprocess.Popen([*COMMAND, "code", reports, "-q"], stdout=theirs, stderr=subprocess.DEVNULL)
        os.close(theirs)
        shown = b""
        try:
            while part := os.read(ours, 65_536):
                shown += part
        except OSError:
            pass  # the end of a terminal, on Linux
        assert child.wait(30) == 0
        assert "says so" in shown.decode()

    def test_explain_shows_the_text_with_its_marks(self, reports: Path):
        shown = dateline("code", reports, "--explain").stdout
        assert ": what 1" in shown
        assert "police checkpoint" in shown

    def test_a_higher_threshold_lets_fewer_through(self):
        every, few = (json_lines(dateline("code", SAMPLES, "--min-score", score).stdout) for score in (0.05, 0.95))
        assert len(few) < len(every)
        assert all(float(str(one["score"])) >= 0.95 for one in few)

    def test_a_reader_that_leaves_early_is_no_error(self):
        shell = f"{COMMAND[0]} -m dateline.cli code {SAMPLES} --no-link | head -n 1"
        done = subprocess.run(["sh", "-c", shell], capture_output=True, text=True, timeout=60, check=True)
        assert len(done.stdout.splitlines()) == 1
        assert "Broken" not in done.stderr
        assert "Traceback" not in done.stderr

    def test_one_attack_in_three_outlets_is_one_event(self, tmp_path: Path):
        told = (
            "Gunmen killed seven farmers in Kadugli, Sudan, on Tuesday, police said.",
            "Seven farmers were shot dead by gunmen in Kadugli, Sudan, on Tuesday, a doctor said.",
            "Armed men shot dead eight farmers in the Sudanese town of Kadugli on Tuesday, according to residents.",
        )
        reports = write_reports(
            tmp_path / "three.jsonl",
            *({"id": f"r{n}", "published": "2021-03-04", "text": text} for n, text in enumerate(told)),
        )
        records = json_lines(dateline("code", reports).stdout)
        assert [one["document"] for one in records] == ["r0", "r1", "r2"]
        assert len({one["event_id"] for one in records}) == 1

    def test_every_sample_record_has_an_event(self):
        assert all(one["event_id"] for one in json_lines(dateline("code", SAMPLES).stdout))


class TestBadInput:
    def test_good_lines_are_coded_and_bad_ones_told(self, tmp_path: Path):
        lines = [report(1), '{"id": "half", "text": "Gunmen att', {"id": "none"}, report(2)]
        out = tmp_path / "out" / "events.jsonl"
        reports = write_reports(tmp_path / "reports.jsonl", *lines)
        done = dateline("code", reports, "-o", out)
        assert done.returncode == 3
        assert f"{reports}:2" in done.stderr
        assert "[report.no-text]" in done.stderr
        assert {str(one["document"]) for one in json_lines(out.read_text())} == {"r-1", "r-2"}
        rejected = json_lines((out.parent / "rejected.jsonl").read_text())
        assert [(one["line"], one["code"]) for one in rejected] == [(2, "report.not-json"), (3, "report.no-text")]

    def test_a_clean_run_takes_away_the_rejections_of_an_older_one(self, reports: Path, tmp_path: Path):
        older = tmp_path / "out" / "rejected.jsonl"
        older.parent.mkdir()
        older.write_text("{}\n")
        assert dateline("code", reports, "-o", tmp_path / "out" / "e.jsonl").returncode == 0
        assert not older.exists()

    def test_many_warnings_of_one_kind_are_told_a_few_times(self, tmp_path: Path):
        undated = [report(number) | {"published": None} for number in range(25)]
        done = dateline("code", write_reports(tmp_path / "reports.jsonl", *undated))
        assert done.returncode == 0
        assert "[report.no-published] 25 times in all" in done.stderr
        assert len(done.stderr.splitlines()) < 20
        quiet = dateline("code", tmp_path / "reports.jsonl", "--quiet")
        assert quiet.stderr == ""


class TestWorkers:
    def test_two_workers_write_what_one_writes(self, tmp_path: Path):
        reports = write_reports(tmp_path / "reports.jsonl", *(report(number) for number in range(80)))
        one, two = (dateline("code", reports, "--jobs", jobs) for jobs in (1, 2))
        assert two.returncode == 0
        told = [[(line["document"], line["trigger"]) for line in json_lines(run.stdout)] for run in (one, two)]
        assert told[0] == told[1]

    def test_a_worker_that_dies_is_a_named_error(self, tmp_path: Path):
        child = _started(tmp_path, "--jobs", "2")
        os.kill(_a_worker_of(child), signal.SIGKILL)
        _, told = child.communicate(timeout=60)
        assert child.returncode == 1
        assert b"[run.worker-died]" in told
        assert not (tmp_path / "events.jsonl").exists()

    def test_ctrl_c_ends_the_run_and_leaves_nothing_half_done(self, tmp_path: Path):
        child = _started(tmp_path, "--jobs", "2")
        worker = _a_worker_of(child)
        child.send_signal(signal.SIGINT)
        _, told = child.communicate(timeout=30)
        assert child.returncode == 130
        assert b"Traceback" not in told
        assert [path.name for path in tmp_path.iterdir()] == ["reports.jsonl"]
        assert _gone(worker)

    def test_workers_end_with_a_parent_that_was_killed(self, tmp_path: Path):
        child = _started(tmp_path, "--jobs", "2")
        worker = _a_worker_of(child)
        child.kill()
        child.communicate(timeout=30)
        assert _gone(worker)
        assert not (tmp_path / "events.jsonl").exists()


def _started(folder: Path, *options: str) -> subprocess.Popen[bytes]:
    reports = write_reports(folder / "reports.jsonl", *(report(number) for number in range(3_000)))
    command = [*COMMAND, "code", str(reports), "-o", str(folder / "events.jsonl"), "-q", *options]
    return subprocess.Popen(
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        # Tests that a shell started in the background inherit an ignored Ctrl-C, and would hand it on.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def _a_worker_of(parent: subprocess.Popen[bytes]) -> int:
    """A process that the run started and that codes; Linux only, as these tests are."""
    assert sys.platform == "linux"
    ends = time.monotonic() + 30
    while time.monotonic() < ends and parent.poll() is None:
        for found in Path(f"/proc/{parent.pid}/task").glob("*/children"):
            for child in found.read_text().split():
                command = Path(f"/proc/{child}/cmdline")
                if command.exists() and b"spawn_main" in command.read_bytes():
                    # Time to load and begin: a worker that dies before is another case.
                    time.sleep(3)
                    return int(child)
        time.sleep(0.05)
    raise AssertionError("the run started no worker")


def _gone(process: int) -> bool:
    ends = time.monotonic() + 15
    while time.monotonic() < ends:
        try:
            if Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.05)
    return False
