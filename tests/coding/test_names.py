"""Names without what stands around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.coding.names import trimmed
from dateline.records import Report


def name_of(words: str, *, person: bool = False) -> str | None:
    report = Report(text=words)
    span = trimmed(report, report.span(0, len(words)), person=person)
    return span.text if span else None


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("the Free Plateau Brigades", "Free Plateau Brigades"),
        ("at least twelve soldiers", "soldiers"),
        ("suspected cattle raiders", "cattle raiders"),
        ("“Lions of the Ford”", "Lions of the Ford"),
        ("the army's", "army"),
        ("a power station,", "power station"),
        ("40 villagers", "villagers"),
        ("Third Brigade", "Third Brigade"),
        ("Oneida militia", "Oneida militia"),
        ("THE NATIONAL GUARD", "NATIONAL GUARD"),
    ],
)
def test_articles_numerals_hedges_and_quotes_are_no_part_of_a_name(marked: str, name: str) -> None:
    assert name_of(marked) == name


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ("Colonel Adam Reo", "Adam Reo"),
        ("Interior Minister Omar Zad", "Omar Zad"),
        ("spokesman Lt. Col. Ivo Marsh", "Ivo Marsh"),
        ("the governor", "governor"),
    ],
)
def test_a_title_goes_from_before_a_persons_name_only(marked: str, name: str) -> None:
    assert name_of(marked, person=True) == name


def test_nothing_but_an_article_is_no_name() -> None:
    assert name_of("the ") is None


@given(st.text(min_size=1, max_size=60))
def test_a_trimmed_name_lies_inside_what_was_marked(words: str) -> None:
    name = name_of(words, person=True)
    assert name is None or name in words
