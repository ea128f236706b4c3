"""Which characters of a text are time expressions, and what no text can break."""

from __future__ import annotations

import time
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.grounding.dates import dates_of, find_dates, nearest_date, resolve_date, resolve_span

FRIDAY = date(2024, 11, 8)
PIECES = [
    "on",
    "Friday",
    "since",
    "the",
    "night",
    "of",
    "3",
    "to",
    "4",
    "May",
    "last",
    "week",
    "two",
    "days",
    "ago",
    "earlier",
    "30",
    "February",
    "2024",
    "between",
    "and",
    "overnight",
    "into",
    "12/13",
    "31.04.2023",
    "2024-02-30",
    ",",
    ".",
    "\n",
    "next",
    "month",
    "the 31st",
    "early",
    "mid-",
    "same",
    "day",
    "for",
    "ninety-nine",
    "years",
    "will",
    "'s",
    "OCT",
    "24",
]
sentences = st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join)


def spans(text: str) -> list[str]:
    return [found.text for found in find_dates(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The depot blew up on Friday night.", ["on Friday night"]),
        ("Friday's blast followed one in July 2021.", ["Friday", "in July 2021"]),
        ("Both sides have shelled the road since October 7.", ["since October 7"]),
        ("It lasted from Monday to Wednesday.", ["from Monday to Wednesday"]),
        ("On the night of 9 to 10 November the gate fell.", ["On the night of 9 to 10 November"]),
        ("Over the past 24 hours nothing moved.", ["Over the past 24 hours"]),
        ("SOLDIERS FIRED ON CROWD SATURDAY STOP", ["SATURDAY"]),
        ("The first week of June was calm, the second half of it less so.", ["The first week of June"]),
    ],
)
def test_an_expression_is_found_whole_with_its_preposition(text: str, expected: list[str]) -> None:
    assert spans(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Soldiers may march to the august hall.",
        "The 3rd Brigade and the 15th Division fought for 40 villages.",
        "A second man was hit in the third attack.",
        "She sat with the Sun and the Mail on her knees.",
        "Shops close on Fridays.",
        "Guards stand there 24/7.",
        "He lost 1/3 of his herd, some 2,000 head.",
        "The drone carried 12.5 kg of charge.",
    ],
)
def test_words_and_numbers_that_tell_no_time_are_passed_over(text: str) -> None:
    assert spans(text) == []


def test_a_month_and_a_count_are_no_day() -> None:
    assert spans("In May 12 people were killed.") == ["In May"]


def test_the_date_of_a_dateline_is_marked_as_such() -> None:
    dateline, event = find_dates("GAO, June 19 - Riders burned a lorry on Tuesday.")
    assert dateline.dateline
    assert not event.dateline


def test_the_core_of_an_expression_leaves_its_preposition_out() -> None:
    text = "The depot blew up on Friday night."
    (found,) = find_dates(text)
    assert text[found.core : found.end] == "Friday night"


class TestAnyText:
    @given(st.text(max_size=300))
    def test_nothing_is_raised(self, text: str) -> None:
        dates_of(text, FRIDAY)
        dates_of(text, None)

    @given(sentences)
    def test_spans_slice_to_their_text_in_order_without_overlap(self, text: str) -> None:
        end = 0
        for found in find_dates(text):
            assert end <= found.start <= found.core < found.end
            assert text[found.start : found.end] == found.text
            end = found.end

    @given(sentences, st.dates(min_value=date(1, 1, 1)))
    def test_a_period_never_ends_before_it_starts(self, text: str, published: date) -> None:
        for found in dates_of(text, published):
            assert date.fromisoformat(found.period.start) <= date.fromisoformat(found.period.end)

    @given(sentences)
    def test_finding_twice_gives_the_same(self, text: str) -> None:
        assert find_dates(text) == find_dates(text)

    @given(st.dates(min_value=date(1000, 1, 1)), st.dates())
    def test_an_iso_day_means_itself_whenever_it_was_published(self, day: date, published: date) -> None:
        (found,) = dates_of(f"It burned on {day.isoformat()}.", published)
        assert (found.period.start, found.period.end) == (day.isoformat(), day.isoformat())

    @given(st.dates(min_value=date(2, 1, 1), max_value=date(9998, 1, 1)))
    def test_a_weekday_is_at_most_six_days_before_publication(self, published: date) -> None:
        (found,) = dates_of("It burned on Sunday.", published)
        assert 0 <= (published - date.fromisoformat(found.period.start)).days <= 6

    @pytest.mark.parametrize(
        "piece",
        ["from Monday ", "5 May ", "at ", "\x00\x07", "the night of ", "between 1 and ", "'", "1", "12/10 ", "é\u202e"],
    )
    def test_ten_thousand_characters_are_read_in_a_moment(self, piece: str) -> None:
        text = (piece * 10_000)[:10_000]
        begun = time.process_time()
        dates_of(text, FRIDAY)
        assert time.process_time() - begun < 3


class TestTimesNearMidnight:
    def test_an_evening_hour_in_a_text_of_the_small_hours_is_the_day_before(self) -> None:
        (found,) = dates_of("23:40: smoke over the port.", datetime(2024, 11, 8, 2, 10))
        assert found.period.start == "2024-11-07"

    def test_an_hour_before_publication_is_that_day(self) -> None:
        (found,) = dates_of("01:15: smoke over the port.", datetime(2024, 11, 8, 2, 10))
        assert found.period.start == "2024-11-08"

    def test_late_on_a_named_night_stays_that_day(self) -> None:
        (found,) = dates_of("Smoke rose at 23:55 on Thursday night.", FRIDAY)
        assert (found.period.start, found.period.end) == ("2024-11-07", "2024-11-07")


class TestWhichDateIsTheEvents:
    def test_the_date_of_its_own_clause_comes_first(self) -> None:
        text = "Shells hit the port on Tuesday, and on Wednesday a drone burned the mill."
        resolved = dates_of(text, FRIDAY)
        for word, day in (("Shells", "2024-11-05"), ("burned", "2024-11-06")):
            period = nearest_date(resolved, text.index(word), text)
            assert period is not None
            assert period.start == day

    def test_a_date_of_what_was_said_comes_after_one_of_what_was_done(self) -> None:
        text = "Gunmen took the post on Tuesday, a colonel said on Thursday. Two guards were killed."
        period = nearest_date(dates_of(text, FRIDAY), text.index("killed"), text)
        assert period is not None
        assert period.start == "2024-11-05"

    def test_another_events_date_is_not_borrowed(self) -> None:
        text = "On Wednesday jets bombed the camp. It was in reply to Monday's raid. Nine men were wounded."
        period = nearest_date(dates_of(text, FRIDAY), text.index("wounded"), text)
        assert period is not None
        assert period.start == "2024-11-06"

    def test_a_text_without_dates_gives_none(self) -> None:
        assert nearest_date(dates_of("Jets bombed the camp.", FRIDAY), 5, "Jets bombed the camp.") is None


class TestSpansThatAModelMarked:
    text = "Shells hit the port on the night of 3 to 4 November, a clerk said."

    def test_a_span_cut_short_takes_the_whole_expression(self) -> None:
        start = self.text.index("night")
        period = resolve_span(self.text, start, start + 5, FRIDAY)
        assert period is not None
        assert (period.start, period.end) == ("2024-11-03", "2024-11-04")
        assert period.text.text == "on the night of 3 to 4 November"

    def test_a_span_without_a_date_in_it_gives_none(self) -> None:
        start = self.text.index("clerk")
        assert resolve_span(self.text, start, start + 5, FRIDAY) is None


class TestOneExpressionByItself:
    def test_an_anchor_given_by_hand_is_counted_from(self) -> None:
        (expression,) = find_dates("two days later")
        period = resolve_date(expression, published=FRIDAY, anchor=date(2024, 10, 1))
        assert period is not None
        assert (period.start, period.basis) == ("2024-10-03", "anchored")

    def test_a_future_tense_given_by_hand_looks_ahead(self) -> None:
        (expression,) = find_dates("on Monday")
        past = resolve_date(expression, published=FRIDAY)
        ahead = resolve_date(expression, published=FRIDAY, tense="future")
        assert past is not None
        assert ahead is not None
        assert (past.start, ahead.start) == ("2024-11-04", "2024-11-11")
