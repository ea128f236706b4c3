"""What the time expressions of news mean, rule by rule."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.grounding.dates import dates_of, find_dates, resolve_date

WEDNESDAY = date(2024, 3, 13)


def days(sentence: str, published: date | None = WEDNESDAY) -> list[tuple[str, str]]:
    """Start and end of every date of a sentence, without the year where it is 2024."""
    return [
        (found.period.start.removeprefix("2024-"), found.period.end.removeprefix("2024-"))
        for found in dates_of(sentence, published)
    ]


def only(sentence: str, published: date | None = WEDNESDAY) -> tuple[str, str]:
    found = days(sentence, published)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        # Weekdays: the latest one not after publication.
        ("Two shells hit the mill on Monday.", "03-11", "03-11"),
        ("Two shells hit the mill on Wednesday.", "03-13", "03-13"),
        ("Two shells hit the mill on Thursday.", "03-07", "03-07"),
        ("Thursday's raid emptied the mill.", "03-07", "03-07"),
        ("The mill burned last Tuesday.", "03-12", "03-12"),
        ("The mill burned last Wednesday.", "03-06", "03-06"),
        ("The mill burned on Tuesday of last week.", "03-05", "03-05"),
        ("Guards fired on the crowd Friday night.", "03-08", "03-08"),
        ("Guards fired on the crowd early on Friday.", "03-08", "03-08"),
        ("Guards fired on the crowd at dawn on Friday.", "03-08", "03-08"),
        ("Guards fired on the crowd at 04:20 on Friday.", "03-08", "03-08"),
        ("Guards fired on the crowd in the early hours of Friday.", "03-08", "03-08"),
        ("Gunmen came shortly before midnight on Tuesday.", "03-12", "03-12"),
        # Days counted from publication.
        ("A mine killed two herders today.", "03-13", "03-13"),
        ("A mine killed two herders yesterday morning.", "03-12", "03-12"),
        ("A mine killed two herders the day before yesterday.", "03-11", "03-11"),
        ("A mine killed two herders this morning.", "03-13", "03-13"),
        ("A mine killed two herders last night.", "03-12", "03-12"),
        ("The council meets tomorrow.", "03-14", "03-14"),
        ("Gunmen freed the driver three days ago.", "03-10", "03-10"),
        ("Gunmen freed the driver two weeks ago.", "02-28", "02-28"),
        ("Gunmen freed the driver a month ago.", "02-01", "02-29"),
        ("Gunmen freed the driver two years ago.", "2022-01-01", "2022-12-31"),
        ("Gunmen freed the driver two years ago to the day.", "2022-03-13", "2022-03-13"),
        ("Gunmen freed the driver a week ago yesterday.", "03-05", "03-05"),
        ("Gunmen freed the driver twenty-three days ago.", "02-19", "02-19"),
        # Nights over two days.
        ("Drones crossed the river overnight.", "03-12", "03-13"),
        ("Drones crossed the river during the night.", "03-12", "03-13"),
        ("Drones crossed the river overnight into Sunday.", "03-09", "03-10"),
        ("Drones crossed the river in the night to Sunday.", "03-09", "03-10"),
        ("Drones crossed the river on the night of Sunday to Monday.", "03-10", "03-11"),
        ("Drones crossed the river on the night of 3 to 4 March.", "03-03", "03-04"),
        ("Drones crossed the river from Sunday into Monday.", "03-10", "03-11"),
        ("Drones crossed the river on the night of 3 March.", "03-03", "03-03"),
        # Days of the calendar.
        ("The dam was hit on 8 March.", "03-08", "03-08"),
        ("The dam was hit on March 8.", "03-08", "03-08"),
        ("The dam was hit on Friday, 8 March.", "03-08", "03-08"),
        ("The dam was hit on the 8th.", "03-08", "03-08"),
        ("The dam was hit on the 28th.", "02-28", "02-28"),
        ("The dam was hit on the 9th of this month.", "03-09", "03-09"),
        ("The dam was hit on 2 November.", "2023-11-02", "2023-11-02"),
        ("The dam was hit on 12 March last year.", "2023-03-12", "2023-03-12"),
        ("The dam was hit on November 8, 2019.", "2019-11-08", "2019-11-08"),
        ("The dam was hit on 8.11.2019.", "2019-11-08", "2019-11-08"),
        ("The dam was hit on 2019-11-08.", "2019-11-08", "2019-11-08"),
        ("The dam was hit on 2019-11-08T04:10:00Z.", "2019-11-08", "2019-11-08"),
        ("THE DAM WAS HIT OCT 24", "2023-10-24", "2023-10-24"),
        ("THE DAM WAS HIT ON FRIDAY", "03-08", "03-08"),
        ("The dam was hit on Christmas Eve.", "2023-12-24", "2023-12-24"),
        ("The dam was hit on Good Friday.", "2023-04-07", "2023-04-07"),
        ("The dam was hit on the eve of 1 March.", "02-29", "02-29"),
        # Months, years, and parts of them.
        ("Talks failed in February.", "02-01", "02-29"),
        ("Talks failed in July.", "2023-07-01", "2023-07-31"),
        ("Talks failed last July.", "2023-07-01", "2023-07-31"),
        ("Talks failed last February.", "2023-02-01", "2023-02-28"),
        ("Talks failed in July 2021.", "2021-07-01", "2021-07-31"),
        ("Talks failed in early July.", "2023-07-01", "2023-07-10"),
        ("Talks failed in mid-May.", "2023-05-11", "2023-05-20"),
        ("Talks failed in late January.", "01-21", "01-31"),
        ("Talks failed in the first week of February.", "02-01", "02-07"),
        ("Talks failed on the last two days of February.", "02-28", "02-29"),
        ("Talks failed in 2019.", "2019-01-01", "2019-12-31"),
        ("Talks failed last year.", "2023-01-01", "2023-12-31"),
        ("Talks failed in the 1990s.", "1990-01-01", "1999-12-31"),
        ("Talks failed last month.", "02-01", "02-29"),
        ("Talks failed earlier this month.", "03-01", "03-13"),
        ("Talks failed last week.", "03-04", "03-10"),
        ("Talks failed this week.", "03-11", "03-13"),
        ("Talks failed at the weekend.", "03-09", "03-10"),
        # Ranges.
        ("Snipers fired between 3 and 5 March.", "03-03", "03-05"),
        ("Snipers fired on 3-5 March.", "03-03", "03-05"),
        ("Snipers fired on 3 and 4 March.", "03-03", "03-04"),
        ("Snipers fired between 28 February and 3 March.", "02-28", "03-03"),
        ("Snipers fired from March 3-5.", "03-03", "03-05"),
        ("Snipers fired from Friday to Sunday.", "03-08", "03-10"),
        ("Snipers fired from before dawn on Friday until Saturday evening.", "03-08", "03-09"),
        ("Snipers have fired since March 7.", "03-07", "03-13"),
        ("Snipers have fired since Thursday.", "03-07", "03-13"),
        ("Snipers have fired since last October.", "2023-10-01", "03-13"),
        ("Snipers have fired for the past three weeks.", "02-21", "03-13"),
        ("Snipers have fired over the past 24 hours.", "03-12", "03-13"),
        ("Snipers fired for the third day running.", "03-11", "03-13"),
        ("Snipers have fired in the past month.", "02-13", "03-13"),
    ],
)
def test_a_sentence_of_a_wednesday_report_means_these_days(sentence: str, start: str, end: str) -> None:
    assert only(sentence) == (start, end)


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("The union will march on Friday.", "03-15", "03-15"),
        ("On Friday, the union will march to the port.", "03-15", "03-15"),
        ("The union has called a march for Friday.", "03-15", "03-15"),
        ("The union marches next Friday.", "03-15", "03-15"),
        ("Police closed the port ahead of Sunday's vote.", "03-17", "03-17"),
        ("The ceasefire is due to start on 20 March.", "03-20", "03-20"),
        ("Elections will be held in June.", "06-01", "06-30"),
        ("Residents were told to leave by Saturday.", "03-13", "03-16"),
    ],
)
def test_what_is_announced_lies_ahead(sentence: str, start: str, end: str) -> None:
    assert only(sentence) == (start, end)


@pytest.mark.parametrize(
    "sentence",
    [
        "On Monday the army took the ridge, at a cost it will not disclose.",
        "The army took the ridge on Monday; it will hold it.",
        "Officials say that Monday's raid will be answered.",
        "By Monday evening the army held the ridge.",
    ],
)
def test_a_future_told_in_another_clause_leaves_the_past_alone(sentence: str) -> None:
    assert days(sentence)[0] == ("03-11", "03-11")


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("A bridge fell on 2 May. Two days later the army crossed by boat.", "05-04", "05-04"),
        ("A bridge fell on 2 May. Three days earlier, sappers had been seen.", "04-29", "04-29"),
        ("A bridge fell on 2 May. The following day the army crossed.", "05-03", "05-03"),
        ("A bridge fell on 2 May. The day before, sappers had been seen.", "05-01", "05-01"),
        ("A bridge fell on 2 May. The same day a second one burned.", "05-02", "05-02"),
        ("A bridge fell on 2 May. That night a second one burned.", "05-02", "05-02"),
        ("A bridge fell on 2 May. An hour later a second one burned.", "05-02", "05-02"),
        ("A bridge fell on 2 May, a day after a raid on the village.", "05-01", "05-01"),
        ("A bridge fell on 2 May. Two days after the collapse the army crossed.", "05-04", "05-04"),
        ("A bridge fell on 2 May. The following Monday the army crossed.", "05-06", "05-06"),
        ("A bridge fell on 2 May, police said on 9 May. Two days later a second one burned.", "05-04", "05-04"),
    ],
)
def test_words_that_lean_on_another_date_count_from_it(sentence: str, start: str, end: str) -> None:
    found = dates_of(sentence, date(2024, 6, 1))[-1].period
    assert (found.start, found.end, found.basis) == (f"2024-{start}", f"2024-{end}", "anchored")


@pytest.mark.parametrize(
    ("sentence", "basis"),
    [
        ("The dam was hit on 8 March 2020.", "stated"),
        ("The dam was hit on 8 March.", "stated"),
        ("The dam was hit in July.", "stated"),
        ("The dam was hit on Friday.", "relative"),
        ("The dam was hit overnight.", "relative"),
        ("The dam has been shelled since 8 March.", "stated"),
        ("The dam has been shelled since Friday.", "relative"),
    ],
)
def test_the_basis_says_what_the_days_were_read_from(sentence: str, basis: str) -> None:
    assert dates_of(sentence, WEDNESDAY)[0].period.basis == basis


class TestWithoutADayOfPublication:
    @pytest.mark.parametrize(
        "sentence",
        [
            "It burned on Friday.",
            "It burned overnight.",
            "It burned on 8 March.",
            "It burned in July.",
            "It burned two weeks ago.",
        ],
    )
    def test_relative_words_and_open_years_stay_unresolved(self, sentence: str) -> None:
        assert days(sentence, None) == []

    @pytest.mark.parametrize("written", ["8 March 2020", "March 8, 2020", "2020-03-08", "8.3.2020"])
    def test_full_dates_still_resolve(self, written: str) -> None:
        assert only(f"It burned on {written}.", None) == ("2020-03-08", "2020-03-08")

    def test_words_anchored_to_a_full_date_still_resolve(self) -> None:
        assert days("It burned on 8 March 2020. The next day rain fell.", None)[1] == ("2020-03-09", "2020-03-09")


class TestImpossibleDays:
    @pytest.mark.parametrize(
        "written",
        ["30 February 2024", "30 February", "29 February 2023", "31 April", "2024-02-30", "2024-13-01", "32.1.2024"],
    )
    def test_a_day_that_no_calendar_has_is_no_date(self, written: str) -> None:
        found = [resolve_date(expression, published=WEDNESDAY) for expression in find_dates(f"It burned on {written}.")]
        assert [period for period in found if period is not None and period.start == period.end] == []

    def test_30_february_resolves_to_nothing(self) -> None:
        (expression,) = find_dates("It burned on 30 February.")
        assert resolve_date(expression, published=WEDNESDAY) is None

    def test_a_count_of_years_that_leaves_the_calendar_is_no_date(self) -> None:
        assert days("The hill was settled 9000 years ago.") == []


class TestYearsThatTheTextLeavesOut:
    def test_29_february_is_the_last_leap_day(self) -> None:
        assert only("It burned on 29 February.", date(2023, 5, 1)) == ("2020-02-29", "2020-02-29")

    def test_december_told_in_january_is_last_year(self) -> None:
        assert only("It burned on 30 December.", date(2024, 1, 2)) == ("2023-12-30", "2023-12-30")

    def test_a_day_beside_an_older_year_is_of_that_year(self) -> None:
        text = "He was tried for the riots in June of 2021, when a clerk taken on 24 May was found."
        assert days(text)[1] == ("2021-05-24", "2021-05-24")


class TestDigitsInEitherOrder:
    def test_the_reading_nearer_to_publication_wins(self) -> None:
        assert only("Log 10/03: two shells.", WEDNESDAY) == ("03-10", "03-10")
        assert only("Log 03/10/2024: two shells.", WEDNESDAY) == ("03-10", "03-10")

    def test_a_number_above_twelve_is_the_day(self) -> None:
        assert only("Log 25/02: two shells.") == ("02-25", "02-25")
        assert only("Log 02/25/2024: two shells.") == ("02-25", "02-25")


@pytest.mark.parametrize(
    ("published", "day"),
    [(date(1955, 1, 1), "1954-04-18"), (date(2000, 12, 1), "2000-04-23"), (date(2024, 4, 2), "2024-03-31")],
)
def test_easter_moves_with_the_year(published: date, day: str) -> None:
    assert only("The truce broke on Easter Sunday.", published) == (
        day.removeprefix("2024-"),
        day.removeprefix("2024-"),
    )
