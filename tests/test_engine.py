"""The whole way, on the shipped model: what is written points at the text, and what is not told is not filled in."""

from __future__ import annotations

from pathlib import Path

import pytest

import dateline
from dateline.engine import Coder
from dateline.records import Mention, Report

SAMPLES = Path(__file__).parent.parent / "samples" / "reports.jsonl"
TEXT = (
    "Gunmen killed seven farmers in Kadugli, Sudan, on Tuesday, police said. The attackers fled on motorcycles. "
    "Nobody has claimed responsibility."
)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.load()


@pytest.fixture(scope="module")
def coded(coder: Coder) -> list[tuple[Report, list[Mention]]]:
    return list(coder.code_many(dateline.read(SAMPLES)))


def test_a_plain_attack_is_told_whole(coder: Coder) -> None:
    (mention,) = coder.code(Report(id="r", text=TEXT, published="2021-03-04"))
    assert (mention.sub_event_type, mention.status, mention.background) == ("Attack", "actual", False)
    assert mention.count == 1
    assert [a.name for a in mention.targets] == ["farmers"]
    assert mention.fatalities is not None
    assert (mention.fatalities.low, mention.fatalities.high) == (7, 7)
    assert mention.place is not None
    assert (mention.place.name, mention.place.country) == ("Kadugli", "SD")
    assert mention.date is not None
    assert (mention.date.start, mention.date.basis) == ("2021-03-02", "relative")
    assert "police" in [s.name for s in mention.sources]
    assert mention.coder.model == coder.reader.card.name


def test_without_a_publication_day_the_date_is_null(coder: Coder) -> None:
    (mention,) = coder.code(Report(id="r", text=TEXT))
    assert mention.date is None
    assert "date" in [u.field for u in mention.unresolved]


def test_a_text_without_violence_gives_nothing(coder: Coder) -> None:
    assert (
        coder.code(Report(id="r", text="The bakery opened a second shop on Monday. Bread sells well, the owner said."))
        == []
    )


def test_an_empty_text_gives_nothing(coder: Coder) -> None:
    assert coder.code(Report(id="r", text="")) == []


def test_every_value_points_at_its_words(coded: list[tuple[Report, list[Mention]]]) -> None:
    assert sum(len(mentions) for _, mentions in coded) > 40
    for report, mentions in coded:
        body = {"text": report.text, "title": report.title or ""}
        for m in mentions:
            assert body[m.trigger.field][m.trigger.start : m.trigger.end] == m.trigger.text
            for one in (*m.perpetrators, *m.targets, *m.sources, *([m.place] if m.place else [])):
                assert body[one.field][one.start : one.end] == one.name
            for figures in (m.fatalities, m.injuries):
                for told in figures.told if figures else ():
                    assert report.text[told.start : told.end] == told.text
            if m.date:
                assert body[m.date.text.field][m.date.text.start : m.date.text.end] == m.date.text.text


def test_of_the_samples_that_tell_no_event_hardly_any_is_coded(coded: list[tuple[Report, list[Mention]]]) -> None:
    import json

    gold = {}
    for line in (SAMPLES.parent / "gold.jsonl").read_text("utf-8").splitlines():
        item = json.loads(line)
        gold[item["id"]] = item["events"]
    empty = [mentions for report, mentions in coded if not gold[report.id]]
    assert len(empty) >= 6
    assert sum(bool(mentions) for mentions in empty) <= 1


def test_a_report_is_coded_the_same_whatever_stands_beside_it(
    coder: Coder, coded: list[tuple[Report, list[Mention]]]
) -> None:
    for report, mentions in reversed(coded[:12]):
        assert coder.code(report) == mentions


def test_a_higher_threshold_gives_fewer_records(coder: Coder, coded: list[tuple[Report, list[Mention]]]) -> None:
    strict = Coder(coder.reader, coder.grounder, min_score=0.9)
    for report, mentions in coded[:8]:
        assert len(strict.code(report)) <= len(mentions)


def test_the_face_codes_one_report_or_many() -> None:
    report = Report(id="r", text=TEXT, published="2021-03-04")
    one = dateline.code(report)
    assert [m.event_id for m in one] == [m.event_id for m in dateline.code([report])]
    assert one[0].event_id is not None
