"""Swapped sentences: what is filled in where, and what counts as changed."""

from __future__ import annotations

from collections import Counter
from typing import get_args

from benchmarks.calibration import calibration_error
from benchmarks.neutrality import SENTENCES, versions
from benchmarks.rows import rows
from dateline.records import SubEventType

ROW = {
    "id": "x1",
    "published": "2020-01-01",
    "text": "{perp} shelled {target} near Kadugli, and killed two herders.",
    "perp": ["The army", "Rebels"],
    "target": ["a village", "a barracks"],
    "words": {"killed": ["slaughtered"]},
}


def test_each_swap_changes_one_thing_and_the_first_form_none() -> None:
    base, *swapped = versions(ROW)
    assert base.text == "The army shelled a village near Kadugli, and killed two herders."
    assert [(form.kind, form.text) for form in swapped] == [
        ("actor", "Rebels shelled a village near Kadugli, and killed two herders."),
        ("actor", "The army shelled a barracks near Kadugli, and killed two herders."),
        ("word", "The army shelled a village near Kadugli, and slaughtered two herders."),
    ]
    for form in (base, *swapped):
        assert [form.text[first:end] for first, end, name in form.parts if name == "perp"] in (["The army"], ["Rebels"])


def test_every_type_stands_in_at_least_six_of_three_hundred_sentences() -> None:
    sentences = list(rows(SENTENCES))
    assert len(sentences) == 300
    counts = Counter(row["type"] for row in sentences)
    assert set(counts) == set(get_args(SubEventType))
    assert min(counts.values()) >= 6
    for row in sentences:
        forms = list(versions(row))
        assert sum(form.kind == "actor" for form in forms) >= 2, row["id"]
        assert sum(form.kind == "word" for form in forms) >= 1, row["id"]
        assert len({form.text for form in forms}) == len(forms), row["id"]
        assert all("{" not in form.text for form in forms), row["id"]


def test_scores_that_say_what_happens_have_no_calibration_error() -> None:
    assert calibration_error([0.0] * 50 + [1.0] * 50, [False] * 50 + [True] * 50) == 0
    assert calibration_error([0.9] * 100, [True] * 50 + [False] * 50) > 0.39
    assert calibration_error([], []) == 0
