"""The contract: what is written reads back unchanged, and offsets slice to their text."""

from __future__ import annotations

import json
from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.records import (
    Actor,
    Coder,
    Codes,
    Figures,
    Mention,
    Period,
    Place,
    PlaceCandidate,
    Report,
    Source,
    Span,
    Stance,
    Status,
    SubEventType,
    ToldFigure,
    Unresolved,
    Weapon,
    mention_from_json,
    mention_to_json,
    report_to_json,
)

words = st.text(min_size=1, max_size=30)
spans = st.builds(lambda text, start: Span(start=start, end=start + len(text), text=text), words, st.integers(0, 999))
counts = st.none() | st.integers(0, 5000)
figures = st.builds(
    Figures,
    low=counts,
    high=counts,
    told=st.lists(st.builds(ToldFigure, text=words, start=st.integers(0, 9), end=st.integers(10, 19)), max_size=2).map(
        tuple
    ),
)
actors = st.lists(st.builds(Actor, name=words, start=st.integers(0, 9), end=st.integers(10, 20)), max_size=3).map(tuple)
places = st.builds(
    Place,
    name=words,
    start=st.integers(0, 9),
    end=st.integers(10, 20),
    lat=st.none() | st.floats(-90, 90),
    lon=st.none() | st.floats(-180, 180),
    disputed=st.lists(words, max_size=2).map(tuple),
    others=st.lists(st.builds(PlaceCandidate, gazetteer_id=words, score=st.floats(0, 1)), max_size=2).map(tuple),
)
periods = st.builds(
    Period,
    start=st.dates().map(str),
    end=st.dates().map(str),
    basis=st.sampled_from(["stated", "relative", "anchored"]),
    text=spans,
)
mentions = st.builds(
    Mention,
    id=words,
    document=words,
    event_id=st.none() | words,
    sub_event_type=st.sampled_from(get_args(SubEventType)),
    event_type=words,
    codes=st.builds(Codes, plover=st.none() | words, cameo=st.none() | words),
    trigger=spans,
    count=st.none() | st.integers(1, 99),
    perpetrators=actors,
    targets=actors,
    weapon=st.none() | st.sampled_from(get_args(Weapon)),
    place=st.none() | places,
    date=st.none() | periods,
    fatalities=st.none() | figures,
    injuries=st.none() | figures,
    status=st.sampled_from(get_args(Status)),
    background=st.booleans(),
    sources=st.lists(
        st.builds(Source, name=words, stance=st.sampled_from(get_args(Stance)), start=st.just(0), end=st.just(1)),
        max_size=3,
    ).map(tuple),
    retaliation_for=st.none() | spans,
    score=st.floats(0, 1),
    unresolved=st.lists(st.builds(Unresolved, field=words, text=spans, why=words), max_size=1).map(tuple),
    coder=st.just(Coder(version="0", model="m")),
)


@given(mentions)
def test_a_written_record_reads_back_unchanged(mention: Mention) -> None:
    line = mention_to_json(mention)
    assert "\n" not in line
    assert mention_from_json(line) == mention


@given(mentions)
def test_a_record_has_every_field_of_the_contract(mention: Mention) -> None:
    written = json.loads(mention_to_json(mention))
    assert {
        "id", "document", "event_id", "sub_event_type", "event_type", "codes", "trigger", "count", "perpetrators",
        "targets",
        "weapon", "place", "date", "fatalities", "injuries", "status", "background", "sources", "retaliation_for",
        "score", "coder",
    } <= set(written)  # fmt: skip
    assert set(written["trigger"]) == {"text", "start", "end", "field"}


def test_a_type_outside_the_list_is_named_with_its_key() -> None:
    mention = Mention(
        id="m", document="d", sub_event_type="Attack", event_type="Violence against civilians",
        trigger=Span(start=0, end=6, text="attack"), score=0.5, coder=Coder(version="0", model="m"),
    )  # fmt: skip
    with pytest.raises(msgspec.ValidationError, match=r"\$\.sub_event_type"):
        mention_from_json(mention_to_json(mention).replace('"Attack"', '"Atack"'))


def test_a_field_that_is_added_later_does_not_stop_an_older_reader() -> None:
    mention = Mention(
        id="m", document="d", sub_event_type="Attack", event_type="Violence against civilians",
        trigger=Span(start=0, end=6, text="attack"), score=0.5, coder=Coder(version="0", model="m"),
    )  # fmt: skip
    assert mention_from_json(mention_to_json(mention)[:-1] + ',"grade":"single"}') == mention


@given(st.text(min_size=1, max_size=80), st.data())
def test_a_span_slices_to_its_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = Report(text=text).span(start, end)
    assert text[span.start : span.end] == span.text


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (4, 2), (0, 99)])
def test_a_span_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no characters"):
        Report(text="Shots fell.").span(start, end)


def test_the_publication_day_is_that_of_the_given_zone() -> None:
    assert str(Report(text="x", published="2024-11-08T23:30:00+03:00").published_day) == "2024-11-08"
    assert Report(text="x").published_day is None


def test_a_written_report_carries_the_hash_of_its_text_and_the_unknown_keys() -> None:
    written = json.loads(report_to_json(Report(text="Shots fell.", extra={"desk": "Africa"})))
    assert written["extra"] == {"desk": "Africa"}
    assert len(written["text_sha256"]) == 64
