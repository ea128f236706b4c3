"""The model's files: missing or damaged ones are named with the remedy, whole ones answer both questions."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import InstallError
from dateline.model_names import DEFAULT_MODEL
from dateline.reading import MODELS, OnnxNetwork, Reader, read_card
from dateline.reading.labels import ROLES, STANCES, TAGS
from dateline.reading.marking import runs
from dateline.records import Report


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(MODELS / DEFAULT_MODEL, tmp_path / "model"))


@pytest.mark.parametrize("folder", sorted(MODELS.iterdir()), ids=lambda folder: folder.name)
def test_the_shipped_files_are_those_of_the_card(folder: Path) -> None:
    card = read_card(folder, verify=True)
    assert set(card.files) == {"first.onnx", "second.onnx", "tokenizer.json"}
    assert 0 < card.candidate < 1
    assert set(card.role) == set(ROLES)


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(InstallError, match=r"missing.*install\.model-missing"):
        Reader.load(tmp_path / "nowhere")


def test_a_missing_file_of_the_model_is_named(copied: Path) -> None:
    (copied / "second.onnx").unlink()
    with pytest.raises(InstallError, match=r"second\.onnx.*install\.model-missing"):
        Reader.load(copied)


def test_a_damaged_file_is_named(copied: Path) -> None:
    whole = (copied / "first.onnx").read_bytes()
    (copied / "first.onnx").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(InstallError, match=r"first\.onnx.*install\.model-damaged"):
        read_card(copied, verify=True)
    with pytest.raises(InstallError, match=r"first\.onnx.*install\.model-damaged"):
        Reader.load(copied)


def test_a_damaged_card_is_named(copied: Path) -> None:
    (copied / "model.json").write_text('{"name": "en-', "utf-8")
    with pytest.raises(InstallError, match=r"install\.model-damaged"):
        read_card(copied)


@pytest.mark.parametrize("model", ["accurate", "fast"])
def test_padding_changes_no_answer(model: str) -> None:
    network = OnnxNetwork(MODELS / model, threads=1)
    ids = np.array([[101, 15590, 2718, 1996, 3417, 102]])
    mask = np.ones_like(ids, dtype=np.bool_)
    _, bare, _ = network.first(ids, ids * 0 + 1, ids * 0, mask)
    wide = np.pad(ids, ((0, 0), (0, 10)))
    _, padded, _ = network.first(wide, wide * 0 + 1, wide * 0, np.pad(mask, ((0, 0), (0, 10))))
    assert bare.shape == (1, 6, 2 * len(TAGS))
    # Scales of the moment are taken over the whole batch, so int8 wobbles a little.
    assert np.abs(padded[:, :6] - bare).mean() < 0.5
    assert np.abs(padded[:, :6] - bare).max() < 0.15 * np.abs(bare).max()


def test_the_second_question_answers_for_every_window_and_piece() -> None:
    network = OnnxNetwork(MODELS / "fast", threads=1)
    states = np.zeros((3, 20, 384), np.float32)
    distance = np.full((3, 20), 5)
    distance[:, 4:6] = 0
    event, roles, stance = network.second(states, np.ones((3, 20), np.bool_), distance)
    assert (event.shape[0], roles.shape, stance.shape) == (3, (3, 20, 2 * len(ROLES)), (3, 20, len(STANCES)))


@given(st.lists(st.tuples(st.floats(0, 1, width=32), st.floats(0, 1, width=32)), max_size=40), st.floats(0.1, 0.9))
def test_runs_are_apart_in_order_and_hold_all_above_the_threshold(
    scores: list[tuple[float, float]], threshold: float
) -> None:
    inside = np.array([a for a, _ in scores], np.float32)
    first = np.array([b for _, b in scores], np.float32)
    found = runs(inside, first, threshold, held=0.1)
    covered = [n for begin, after in found for n in range(begin, after)]
    assert covered == sorted(set(covered))
    assert set(np.flatnonzero(inside > threshold).tolist()) <= set(covered)
    assert all(inside[n] > 0.1 for n in covered)


def test_a_doubtful_word_inside_a_name_does_not_cut_it() -> None:
    inside = np.array([0.1, 0.9, 0.3, 0.8, 0.3, 0.0, 0.9], np.float32)
    none = np.zeros(7, np.float32)
    assert runs(inside, none, 0.5) == [(1, 2), (3, 4), (6, 7)]
    assert runs(inside, none, 0.5, held=0.2) == [(1, 4), (6, 7)]
    assert runs(inside, np.array([0, 1, 0, 0.6, 0, 0, 1], np.float32), 0.5, held=0.2) == [(1, 3), (3, 4), (6, 7)]
    assert runs(inside, np.array([0, 1, 0, 0.6, 0, 0, 1], np.float32), 0.5, split=0.7, held=0.2) == [(1, 4), (6, 7)]


def test_reading_many_reports_is_reading_each() -> None:
    reader = Reader.load(threads=1)
    reports = [
        Report(id="a", text="Gunmen killed seven farmers in Kadugli on Tuesday, police said."),
        Report(id="b", text="The choir sang until midnight."),
        Report(id="c", text=""),
    ]
    together = reader.read_many(reports)
    assert [r.report.id for r in together] == ["a", "b", "c"]
    assert together[2].tellings == ()
    assert together[0].tellings[0].trigger.text.startswith("killed")
    for reading in together:
        for span in [t.trigger for t in reading.tellings] + [r.span for t in reading.tellings for r in t.roles]:
            body = reading.report.text if span.field == "text" else reading.report.title or ""
            assert body[span.start : span.end] == span.text
