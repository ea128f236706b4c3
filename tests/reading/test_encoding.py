"""Word pieces: offsets slice to their words, long texts are read in chunks, a window keeps trigger, title and lead."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model_names import DEFAULT_MODEL
from dateline.reading.encoding import (
    MAX_PIECES,
    WINDOW,
    distances,
    encode,
    load_tokenizer,
    piece_range,
    shape_of,
    window_of,
)
from dateline.reading.network import MODELS

LONG = "Rockets hit the grain port before dawn. Nobody claimed them. " * 90


@pytest.fixture(scope="module")
def tokenizer():
    return load_tokenizer(MODELS / DEFAULT_MODEL / "tokenizer.json")


@given(title=st.none() | st.text(max_size=60), text=st.text(max_size=300))
@settings(deadline=None)
def test_every_piece_lies_inside_its_field(tokenizer, title: str | None, text: str) -> None:
    for chunk in encode(title, text, tokenizer):
        assert len(chunk.ids) <= MAX_PIECES
        for start, end, field in zip(chunk.starts, chunk.ends, chunk.fields, strict=True):
            if field:
                assert 0 <= start <= end <= len(text if field == 2 else title or "")


def test_a_text_without_a_word_has_no_chunk(tokenizer) -> None:
    assert encode("Title only", "", tokenizer) == []


def test_a_long_text_is_read_whole_and_each_piece_once(tokenizer) -> None:
    chunks = encode("Port", LONG, tokenizer)
    assert len(chunks) > 1
    ends = []
    for chunk in chunks:
        begin, after = chunk.core
        kept = [
            (int(s), int(e))
            for s, e, f in zip(
                chunk.starts[begin:after], chunk.ends[begin:after], chunk.fields[begin:after], strict=True
            )
            if f == 2
        ]
        ends.append(kept)
    flat = [pair for kept in ends for pair in kept]
    assert flat == sorted(set(flat))
    assert flat[0][0] == 0
    assert flat[-1][1] == len(LONG.rstrip())


def test_a_window_keeps_the_trigger_the_title_and_the_lead(tokenizer) -> None:
    chunk = encode("Rockets on the port", LONG, tokenizer)[0]
    window = window_of(chunk, 400, 402)
    assert len(window) == WINDOW
    assert {0, 1, 2, 400, 401} <= set(window.tolist())
    assert (np.diff(window) > 0).all()


def test_only_the_trigger_is_at_distance_nought(tokenizer) -> None:
    chunk = encode("Rockets on the port", LONG, tokenizer)[0]
    window = window_of(chunk, 400, 402)
    gap = distances(chunk, window, 400, 402)
    assert window[gap == 0].tolist() == [400, 401]


@pytest.mark.parametrize(
    ("word", "shape"), [("rockets", 1), ("Rockets", 2), ("UNIFIL", 3), ("122mm", 4), (",", 5), ("McKay", 6)]
)
def test_the_shape_of_a_word_tells_names_from_numbers(word: str, shape: int) -> None:
    assert shape_of(word, after_break=False) == shape
    assert shape_of(word, after_break=True) == shape + 8


def test_pieces_are_found_by_characters(tokenizer) -> None:
    text = "Gunmen abducted two teachers."
    chunk = encode(None, text, tokenizer)[0]
    found = piece_range(chunk, text.index("abducted"), text.index("abducted") + 8)
    assert found is not None
    assert text[chunk.starts[found[0]] : chunk.ends[found[1] - 1]] == "abducted"
    assert piece_range(chunk, 500, 505) is None
