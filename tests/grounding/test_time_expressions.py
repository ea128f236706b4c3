"""The time expressions of a text as TIMEX3 has them: extent, type, value, days."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.grounding.dates.time_expressions import time_expressions_of
from dateline.records import Report, TimeExpression

FRIDAY = "2024-11-08"
PIECES = [
    *("on Friday", "the last", "first", "quarter", "of", "1990", "two", "hundred", "years", "and a half", "ago"),
    *("later", "early", "mid-", "the", "'80s", "BC", "310", "every", "a", "day", "12:30", "p.m.", "30 February", "in"),
    *("May", "3", "-", "5", "summer", "now", "recently", "overnight", "99999", "0", ",", ".", "\n", "same", "week"),
    *("end of", "٣ مايو", "３", "3/4", "for the third", "more than", "century", "21st", "1/2", "Eid al-Fitr"),
]
texts = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)


def found_in(text: str, published: str | None = FRIDAY) -> list[TimeExpression]:
    return time_expressions_of(Report(id="r", text=text, published=published))


def told(text: str, published: str | None = FRIDAY) -> list[tuple[str, str, str | None]]:
    return [(found.text, found.type, found.value) for found in found_in(text, published)]


@pytest.mark.parametrize(
    ("sentence", "text", "value"),
    [
        ("The mill burned on Monday.", "Monday", "2024-11-04"),
        ("The mill burned a week ago.", "a week ago", "2024-W44"),
        ("The mill burned nearly four years ago.", "nearly four years ago", "2020"),
        ("The mill burned a decade ago.", "a decade ago", "2014"),
        ("The mill burned last week.", "last week", "2024-W44"),
        ("The mill burned at the end of March.", "the end of March", "2024-03"),
        ("The mill burned in early May.", "early May", "2024-05"),
        ("The mill burned last spring.", "last spring", "2024-SP"),
        ("The mill burned in the summer of 2003.", "the summer of 2003", "2003-SU"),
        ("The mill paid little in the third quarter.", "the third quarter", "2024-Q3"),
        ("The mill paid little in the third quarter of 1998.", "the third quarter of 1998", "1998-Q3"),
        ("The mill paid little in the second half of 2013.", "the second half of 2013", "2013-H2"),
        ("The mill burned at the weekend.", "the weekend", "2024-W44-WE"),
        ("The mill was built in the late 1970s.", "the late 1970s", "197"),
        ("The mill was built in the '80s.", "80s", "198"),
        ("The mill was built in the 19th century.", "the 19th century", "18"),
        ("The hill was settled in 310 BC.", "310 BC", "BC0310"),
        ("The mill burned in nineteen eighty-four.", "nineteen eighty-four", "1984"),
        ("The mill burned at Christmas 1971.", "Christmas 1971", "1971-12-25"),
        ("The bill falls due on Jan. 2.", "Jan. 2", "2025-01-02"),
        ("Nothing moves now.", "now", "PRESENT_REF"),
        ("The mill burned recently.", "recently", "PAST_REF"),
        ("The mill burned several years ago.", "several years ago", "PAST_REF"),
        ("Nobody knows what comes in the near future.", "the near future", "FUTURE_REF"),
    ],
)
def test_a_date_has_the_value_of_its_own_grain(sentence: str, text: str, value: str) -> None:
    assert told(sentence) == [(text, "DATE", value)]


@pytest.mark.parametrize(
    ("sentence", "text", "value"),
    [
        ("Guards fired on Wednesday night.", "Wednesday night", "2024-11-06TNI"),
        ("Guards fired this morning.", "this morning", "2024-11-08TMO"),
        ("Guards fired at 9 p.m. Wednesday.", "9 p.m. Wednesday", "2024-11-06T21:00"),
        ("Guards fired at noon on Wednesday.", "noon on Wednesday", "2024-11-06T12:00"),
        ("Guards fired at 04:20.", "04:20", "2024-11-08T04:20"),
        ("Guards fired at four in the morning.", "four in the morning", "2024-11-08T04:00"),
        ("Guards fired in the early hours of Wednesday.", "the early hours of Wednesday", "2024-11-06TMO"),
    ],
)
def test_what_is_finer_than_a_day_is_a_time(sentence: str, text: str, value: str) -> None:
    assert told(sentence) == [(text, "TIME", value)]


@pytest.mark.parametrize(
    ("sentence", "text", "value"),
    [
        ("The siege lasted five years.", "five years", "P5Y"),
        ("The siege lasted more than two years.", "more than two years", "P2Y"),
        ("The siege lasted a year and a half.", "a year and a half", "P1Y6M"),
        ("The siege lasted 2 1/2 years.", "2 1/2 years", "P2Y6M"),
        ("The siege lasted for months.", "months", "PXM"),
        ("It was a two-hour siege.", "two-hour", "PT2H"),
        ("The siege lasted two decades.", "two decades", "P20Y"),
        ("The siege lasted half an hour.", "half an hour", "PT30M"),
        ("The first nine months were quiet.", "The first nine months", "P9M"),
    ],
)
def test_a_length_is_a_duration(sentence: str, text: str, value: str) -> None:
    assert told(sentence) == [(text, "DURATION", value)]


@pytest.mark.parametrize(
    ("sentence", "text", "value"),
    [
        ("Shells fall every day.", "every day", "P1D"),
        ("Shells fall daily.", "daily", "P1D"),
        ("They meet each Thursday.", "each Thursday", "XXXX-WXX-4"),
        ("They meet every July.", "every July", "XXXX-07"),
        ("They meet three times a year.", "a year", "P1Y"),
    ],
)
def test_what_recurs_is_a_set(sentence: str, text: str, value: str) -> None:
    assert told(sentence) == [(text, "SET", value)]


@pytest.mark.parametrize(
    "sentence",
    [
        "The share closed at $8.40 after a 6-year-old child won a third of it.",
        "Three quarters of the 1,950 soldiers may march.",
    ],
)
def test_money_ages_and_shares_are_no_time(sentence: str) -> None:
    assert told(sentence) == []


class TestDays:
    def test_a_point_has_its_days_and_what_they_were_read_from(self) -> None:
        (found,) = found_in("Talks failed in July 2021.")
        assert (found.from_, found.to, found.basis) == ("2021-07-01", "2021-07-31", "stated")
        (found,) = found_in("Talks failed last week.")
        assert (found.from_, found.to, found.basis) == ("2024-10-28", "2024-11-03", "relative")

    def test_a_length_that_ends_now_has_days_and_another_has_none(self) -> None:
        (found,) = found_in("Shells fell in the past three weeks.")
        assert (found.from_, found.to, found.basis) == ("2024-10-18", FRIDAY, "relative")
        (found,) = found_in("Shells fell for three weeks.")
        assert (found.from_, found.to, found.basis) == (None, None, None)

    def test_what_leans_on_another_date_is_anchored(self) -> None:
        _, found = found_in("A bridge fell on 2 May 2020. Two days later the army crossed.")
        assert (found.value, found.from_, found.basis) == ("2020-05-04", "2020-05-04", "anchored")

    def test_a_day_of_what_somebody_said_anchors_nothing(self) -> None:
        found = found_in("A bridge fell on 2 May 2020, a clerk said on Monday. Two days later the army crossed.")
        assert found[-1].value == "2020-05-04"

    def test_a_range_is_two_expressions(self) -> None:
        assert told("Snipers fired on 3-5 March 2020.") == [
            ("3", "DATE", "2020-03-03"),
            ("5 March 2020", "DATE", "2020-03-05"),
        ]


class TestWithoutADayOfPublication:
    def test_full_dates_have_days(self) -> None:
        (found,) = found_in("It burned on 8 March 2020.", None)
        assert (found.value, found.from_) == ("2020-03-08", "2020-03-08")

    @pytest.mark.parametrize(
        ("sentence", "value"),
        [
            ("It burned on Friday.", "XXXX-WXX-5"),
            ("It burned on 8 March.", "XXXX-03-08"),
            ("It burned in July.", "XXXX-07"),
            ("It burned last week.", None),
        ],
    )
    def test_relative_ones_have_none(self, sentence: str, value: str | None) -> None:
        (found,) = found_in(sentence, None)
        assert (found.value, found.from_, found.to, found.basis) == (value, None, None, None)


class TestHistories:
    def test_a_history_goes_on_in_the_year_it_told_last(self) -> None:
        text = (
            "The war began in 1914. In 1915 the front held.\n\nIn June 1916 it moved, and on 3 July it broke.\n\n"
            "Nothing moved in 1917. On 4 May 1918 the last battle began.\n\nOn 9 November it was over."
        )
        assert found_in(text)[-1].value == "1918-11-09"

    def test_news_stays_in_its_own_year(self) -> None:
        text = "The mill was built in 1914.\n\nOn 4 November it burned."
        assert found_in(text)[-1].value == "2024-11-04"


class TestBadInput:
    @pytest.mark.parametrize("written", ["30 February", "31 April 2020", "2024-02-30", "99999999999 years ago"])
    def test_a_day_that_no_calendar_has_gets_no_days(self, written: str) -> None:
        assert all(found.from_ is None for found in found_in(f"It burned on {written}."))

    @pytest.mark.parametrize(
        "text", ["", " ", "year 0", "0 BC", "the 0th century", "٣ مايو ٢٠٢٤", "２０２４年３月", "9" * 9999]
    )
    def test_odd_texts_are_read(self, text: str) -> None:
        assert isinstance(found_in(text), list)

    @given(texts)
    @settings(max_examples=150, deadline=None)
    def test_extents_slice_to_their_text_in_order(self, text: str) -> None:
        report = Report(id="r", text=text, published=FRIDAY)
        position = 0
        for found in time_expressions_of(report):
            assert found.start >= position
            assert report.text[found.start : found.end] == found.text
            assert (found.from_ is None) == (found.to is None) == (found.basis is None)
            position = found.end

    @pytest.mark.parametrize("piece", ["1990-", "on Friday ", "a year and a half ", "the week of ", "two days later "])
    def test_one_phrase_over_and_over_is_read_to_the_end(self, piece: str) -> None:
        assert found_in(piece * 2_000)
