"""`dateline code` as events: one attack told by three outlets, with its ledger; needs the model and the gazetteer."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from commands import dateline, report, write_reports

import dateline as face
from dateline.records.event import Event

pytestmark = pytest.mark.usefixtures("installed")
ONE_EVENT = Path(__file__).resolve().parents[2] / "samples" / "one_event.jsonl"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[Event]]:
    """What the terminal shows of the three reports, and the events in the file."""
    path = tmp_path_factory.mktemp("out") / "events.jsonl"
    done = dateline("code", ONE_EVENT, "--format", "ledger", "--events", path, "--quiet")
    assert done.returncode == 0, done.stderr
    return done.stdout, [msgspec.json.decode(line, type=Event) for line in path.read_text().splitlines()]


class TestOneEventToldByThree:
    def test_three_outlets_are_two_origins(self, written: tuple[str, list[Event]]):
        (event,) = written[1]
        assert event.reports == ("taiz-1", "taiz-2", "taiz-3")
        assert [origin.reports for origin in event.origins] == [("taiz-1", "taiz-2"), ("taiz-3",)]

    def test_the_accused_deny_it(self, written: tuple[str, list[Event]]):
        (event,) = written[1]
        assert event.grade == "contested"
        assert {voice.stance for one in event.perpetrators for voice in one.voices} == {"denies"}

    def test_the_toll_grew(self, written: tuple[str, list[Event]]):
        fatalities = written[1][0].fatalities
        assert (fatalities.low, fatalities.best, fatalities.high) == (4, 7, 7)

    def test_the_terminal_shows_who_told_what(self, written: tuple[str, list[Event]]):
        lines = " ".join(written[0].split())
        assert "A1 2023-05-14 Upper Valley Wire" in lines
        assert "A2 2023-05-14 Arabian Sea Post" in lines
        assert "has it from Upper Valley Wire" in lines
        assert "B1 2023-05-15 Crater Chronicle" in lines

    def test_the_library_gives_the_same_events(self, written: tuple[str, list[Event]]):
        reports = list(face.read(ONE_EVENT))
        assert face.events(reports) == written[1]
        assert face.events(face.code(reports), reports=reports) == written[1]


def test_events_without_linking_are_refused(tmp_path: Path):
    reports = write_reports(tmp_path / "reports.jsonl", report())
    done = dateline("code", reports, "--no-link", "--events", tmp_path / "events.jsonl")
    assert done.returncode == 1
    assert "--no-link" in done.stderr
    assert not (tmp_path / "events.jsonl").exists()
