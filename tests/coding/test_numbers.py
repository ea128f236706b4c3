from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.coding.numbers import find_numbers, number_value


def ranges(text: str) -> list[tuple[str, int | None, int | None]]:
    return [(text[n.start : n.end], n.low, n.high) for n in find_numbers(text)]


class TestPlainNumbers:
    @pytest.mark.parametrize(
        ("words", "value"),
        [
            ("7", 7),
            ("1,250", 1250),
            ("12 400", 12400),
            ("1.5 million", 1_500_000),
            ("nineteen", 19),
            ("twenty-three", 23),
            ("a hundred and four", 104),
            ("three thousand two hundred", 3200),
            ("a dozen", 12),
            ("half a dozen", 6),
            ("two dozen", 24),
            ("a couple", 2),
            ("SIXTY-ONE", 61),
        ],
    )
    def test_digits_and_words_have_their_value(self, words: str, value: int) -> None:
        text = f"They counted {words} of them"
        assert ranges(text) == [(words, value, value)]

    def test_an_unknown_word_has_no_value(self) -> None:
        assert number_value("umpteen") is None
        assert number_value("") is None

    @given(st.integers(0, 999_999))
    def test_a_number_written_with_commas_is_read_back(self, value: int) -> None:
        assert number_value(f"{value:,}") == value


class TestRangesAndModifiers:
    @pytest.mark.parametrize(
        ("words", "low", "high"),
        [
            ("at least three", 3, None),
            ("more than a hundred", 100, None),
            ("no fewer than 37", 37, None),
            ("well over 300", 300, None),
            ("50 or more", 50, None),
            ("up to 60", None, 60),
            ("as many as twelve", None, 12),
            ("no more than 5", None, 5),
            ("fewer than ten", None, 10),
            ("about forty", 40, 40),
            ("nearly 90", 90, 90),
            ("some 150 to 200", 150, 200),
            ("between 10 and 12", 10, 12),
            ("10-12", 10, 12),
            ("six or seven", 6, 7),
        ],
    )
    def test_a_modifier_opens_the_end_it_leaves_open(self, words: str, low: int | None, high: int | None) -> None:
        assert ranges(f"Rescuers spoke of {words} men") == [(words, low, high)]

    def test_about_is_marked_as_rounded(self) -> None:
        assert [n.approximate for n in find_numbers("about 40 men and 7 women")] == [True, False]

    @pytest.mark.parametrize(("words", "low"), [("dozens", 24), ("scores", 40), ("several hundred", 200)])
    def test_a_size_without_a_number_is_vague_and_open(self, words: str, low: int) -> None:
        (number,) = find_numbers(f"They buried {words} of villagers")
        assert (number.low, number.high, number.vague) == (low, None, True)


class TestWhatIsNoQuantity:
    @pytest.mark.parametrize(
        "text",
        [
            "in 2019",
            "on 8 October 2021",
            "March 4",
            "at 18:45",
            "a 19-year-old student",
            "Ali Karim, 34, a baker",
            "34 years old",
            "$400",
            "45 percent",
            "12 km north",
            "three days later",
            "Brigade 36",
            "Resolution 1701",
            "a 152mm gun",
            "an F-16",
            "they lost 2-1",
            "no one came",
            "one another",
            "+254 700 123456",
        ],
    )
    def test_years_times_ages_money_measures_and_names_are_passed_over(self, text: str) -> None:
        assert ranges(text) == []

    def test_a_year_shaped_number_before_people_counts_them(self) -> None:
        assert ranges("a crowd met 2000 soldiers") == [("2000", 2000, 2000)]


@given(st.text(alphabet="ab 0123456789,.-\n$towenhudrsix", max_size=80))
def test_spans_stand_in_order_without_overlap(text: str) -> None:
    numbers = find_numbers(text)
    assert all(0 <= n.start <= n.core_start < n.end <= len(text) for n in numbers)
    assert all(a.end <= b.start for a, b in itertools.pairwise(numbers))
    assert all(n.low is not None or n.high is not None for n in numbers)
    assert all(n.low <= n.high for n in numbers if n.low is not None and n.high is not None)
