"""Exchanged actors and words: labels go on fitting the text, and nothing but names and wording changes."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.swapping import names, swapped

REPORTS = [
    json.loads(line)
    for line in Path("training/dispatches/train_g.jsonl").read_text("utf-8").splitlines()
    if line.strip()
]


@given(st.integers(0, len(REPORTS) - 1), st.integers(0, 2**32))
def test_labels_fit_the_text_after_any_exchange(number: int, seed: int) -> None:
    item = REPORTS[number]
    new = swapped(item, random.Random(seed))
    assert len(new["events"]) == len(item["events"])
    for event, before in zip(new["events"], item["events"], strict=True):
        start = event["trigger_start"]
        assert start is None or new["text"][start : start + len(event["trigger"])] == event["trigger"]
        for name in (*event["perpetrators"], *event["targets"]):
            assert name in new["text"] or name in new["title"]
        for slot in ("sub_event_type", "status", "background", "date", "fatalities", "injuries", "count", "weapon"):
            assert event[slot] == before[slot]


def test_a_nation_is_exchanged_everywhere_and_its_places_are_not() -> None:
    text = "Sudanese troops shelled a camp near Kadugli. The Sudanese spokesman was silent."
    event = {
        "trigger": "shelled",
        "trigger_start": 16,
        "perpetrators": ["Sudanese troops"],
        "targets": ["camp"],
        "place": {"name": "Kadugli"},
        "sources": [],
        "retaliation_for": None,
    }
    new = swapped({"id": "a", "title": "", "text": text, "events": [event]}, random.Random(4))
    nation = new["text"].split()[0]
    assert nation != "Sudanese"
    assert nation in names().nations
    assert f"The {nation} spokesman" in new["text"]
    assert "near Kadugli" in new["text"]


def test_a_report_without_actors_and_loaded_words_stays_as_it_is() -> None:
    item = {"id": "a", "title": "", "text": "The choir sang until midnight.", "events": []}
    assert swapped(item, random.Random(1)) is item


@pytest.mark.parametrize("word", sorted(names().words))
def test_a_loaded_form_is_never_the_neutral_word(word: str) -> None:
    assert word not in names().words[word]
