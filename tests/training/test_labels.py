"""Gold facts aligned to word pieces, on a report of our own."""

from __future__ import annotations

import re

import numpy as np
import pytest

from dateline.model_names import DEFAULT_MODEL
from dateline.reading.encoding import load_tokenizer
from dateline.reading.labels import COUNTS, ROLES, STANCES, TAGS, TYPES
from dateline.reading.network import MODELS
from training.labels import IGNORED, Example, example

TEXT = (
    "The Reed Column killed seven farmers in Kadugli on Tuesday, police said. The killing was the second this year. "
    "Police denied that the Reed Column was seen."
)
ITEM = {
    "id": "own-1", "published": "2021-03-04T10:00:00Z", "title": "Farmers killed", "text": TEXT,
    "events": [{
        "key": "k", "sub_event_type": "Attack", "trigger": "killed", "trigger_start": TEXT.index("killed"), "count": 1,
        "perpetrators": ["Reed Column"], "targets": ["farmers"], "weapon": None,
        "place": {"name": "Kadugli", "lat": 11.0, "lon": 29.7, "country": "SD", "precision": "city"},
        "date": {"start": "2021-03-02", "end": "2021-03-02"}, "fatalities": {"low": 7, "high": 7}, "injuries": None,
        "status": "actual", "background": False, "sources": [{"name": "police", "stance": "reports"}],
        "retaliation_for": None,
    }],
}  # fmt: skip


@pytest.fixture(scope="module")
def made() -> Example:
    tokenizer = load_tokenizer(MODELS / DEFAULT_MODEL / "tokenizer.json")
    found = example(ITEM, tokenizer, re.compile(r"\b(killed|killing)\b", re.I))
    assert found is not None
    return found


def words(made: Example, row: np.ndarray) -> str:
    inside = np.flatnonzero((row > 0) & (made.chunk.fields == 2))
    return TEXT[made.chunk.starts[inside[0]] : made.chunk.ends[inside[-1]]] if len(inside) else ""


@pytest.mark.parametrize(
    ("role", "marked"),
    [
        ("perpetrator", "Reed Column"),
        ("target", "farmers"),
        ("place", "Kadugli"),
        ("source", "police"),
        ("injured", ""),
    ],
)
def test_names_stand_at_their_nearest_occurrence(made: Example, role: str, marked: str) -> None:
    assert words(made, made.events[0].roles[ROLES.index(role)]) == marked


def test_a_date_and_a_toll_stand_at_the_words_that_mean_them(made: Example) -> None:
    roles = made.events[0].roles
    assert "Tuesday" in words(made, roles[ROLES.index("date")])
    assert "seven" in words(made, roles[ROLES.index("killed")])


def test_a_second_occurrence_of_a_name_is_left_out_not_wrong(made: Example) -> None:
    row = made.events[0].roles[ROLES.index("perpetrator")]
    second = TEXT.rindex("Reed Column")
    at = (made.chunk.fields == 2) & (made.chunk.starts >= second) & (made.chunk.ends <= second + 11)
    assert (row[at] == IGNORED).all()


def test_type_count_and_stance_are_numbers_of_their_lists(made: Example) -> None:
    event = made.events[0]
    assert TYPES[event.type] == "Attack"
    assert COUNTS[event.count] == "one"
    assert {STANCES[s] for s in event.stance if s != IGNORED} == {"reports"}


def test_a_second_mention_is_a_look_alike_and_no_trigger(made: Example) -> None:
    spans = [TEXT[made.chunk.starts[a] : made.chunk.ends[b - 1]] for a, b in made.candidates]
    assert spans == ["killing"]
    assert words(made, made.tags[TAGS.index("trigger")]) == "killed"
