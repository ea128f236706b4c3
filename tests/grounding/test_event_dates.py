"""Which day an event gets whose date words somebody marked, and what the words around it change."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dateline.grounding.dates import date_of_event, dates_of, dates_of_report
from dateline.records import Report

FRIDAY = date(2024, 11, 8)


def day_of(text: str, trigger: str, words: str, published: date | None = FRIDAY) -> tuple[str, str] | None:
    """First and last day of the event at ``trigger`` whose marked date is ``words``."""
    start = text.index(words)
    found = date_of_event(text, text.index(trigger), (start, start + len(words)), dates_of(text, published))
    return None if found is None else (found.start, found.end)


class TestMarkedWords:
    def test_the_marked_date_is_the_events(self) -> None:
        text = "Gunmen burned the mill on Tuesday, two days before the raid of Thursday."
        assert day_of(text, "burned", "on Tuesday") == ("2024-11-05", "2024-11-05")

    @pytest.mark.parametrize("words", ["near sunset", "Hours after that", "just before"])
    def test_words_that_are_no_date_of_their_own_take_the_nearest(self, words: str) -> None:
        text = f"Shells hit the port on Wednesday. {words}, gunmen burned the mill. A clerk was freed in May."
        assert day_of(text, "burned", words) == ("2024-11-06", "2024-11-06")

    def test_a_street_is_no_date(self) -> None:
        text = "Police say a bomb went off on Wednesday. A blast ON 21ST Street killed two."
        assert day_of(text, "blast", "ON 21ST") == ("2024-11-06", "2024-11-06")

    def test_a_day_that_no_calendar_has_is_not_replaced_by_another(self) -> None:
        text = "Gunmen burned the mill on 30 February. It was rebuilt on Monday."
        assert day_of(text, "burned", "on 30 February") is None

    def test_without_publication_a_weekday_is_not_replaced_by_a_full_date(self) -> None:
        text = "Gunmen burned the mill on Friday. It was built on 8 March 2020."
        assert day_of(text, "burned", "on Friday", None) is None

    @pytest.mark.parametrize("words", ["in recent days", "several weeks ago", "for years"])
    def test_vague_words_are_not_replaced_by_a_date(self, words: str) -> None:
        text = f"Clashes have flared in the port {words}. A mill was opened on Monday."
        assert day_of(text, "Clashes", words) is None

    def test_a_text_without_dates_gives_none(self) -> None:
        assert day_of("Gunmen burned the mill near sunset.", "burned", "near sunset") is None

    def test_a_day_of_a_run_stands_for_the_run(self) -> None:
        text = "Rivals fought in the port on Friday, the third day of clashes."
        assert day_of(text, "fought", "on Friday") == ("2024-11-06", "2024-11-08")


class TestWhatWordsLeanOn:
    def test_it_came_a_day_after_the_raid_dates_the_raid(self) -> None:
        text = "Two bridges burned on Thursday. That was a day after raids on a barracks."
        assert day_of(text, "raids", "a day after") == ("2024-11-06", "2024-11-06")

    def test_two_days_after_the_blasts_counts_back_from_publication(self) -> None:
        text = "Two days after the blasts in the tunnel, trains are still standing."
        assert day_of(text, "blasts", "Two days after") == ("2024-11-06", "2024-11-06")

    def test_that_morning_is_no_morning_of_a_month(self) -> None:
        text = "Rebels entered the town on Monday. They had come in October. Shells fell that morning."
        assert day_of(text, "fell", "that morning") == ("2024-11-04", "2024-11-04")

    def test_a_time_of_day_is_that_of_the_day_told_before(self) -> None:
        text = "Farmers blocked the bridge on Thursday.\n\nAfter dark somebody burned a lorry."
        assert day_of(text, "burned", "After dark") == ("2024-11-07", "2024-11-07")

    def test_a_time_of_day_is_that_of_the_day_told_next(self) -> None:
        text = (
            "The blaze broke out at 9 p.m. in a store of the harbour company and was put out by the army on Wednesday."
        )
        assert day_of(text, "blaze", "at 9 p.m.") == ("2024-11-06", "2024-11-06")

    def test_a_clock_ahead_of_publication_is_yesterdays(self) -> None:
        report = Report(text="21:15 Gunmen burned the mill.", published="2024-11-08T05:00:00Z")
        assert dates_of_report(report)[0].period.start == "2024-11-07"
        assert dates_of(report.text, datetime(2024, 11, 8, 23, 0))[0].period.start == "2024-11-08"


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        # Announced and told.
        ("The bishop called for calm after the shots on Monday that killed six.", "2024-11-04"),
        ("The dairy expects to recover soon from the fire of 3 October.", "2024-10-03"),
        ("The trial opens on 3 December.", "2024-12-03"),
        ("The mill was burned on 3 December.", "2023-12-03"),
        ("The mill was burned tonight or tomorrow.", "2024-11-08"),
        ("Shells fell during the night and early this morning.", "2024-11-07"),
        # Misspelt, and in lower case.
        ("Gunmen burned the mill on Wensday.", None),
        ("Gunmen burned the mill on Wednsday evening.", "2024-11-06"),
        ("Gunmen burned the mill on Satuday.", "2024-11-02"),
        ("gunmen burned the mill on march 4, police said.", "2024-03-04"),
        # Names made of dates.
        ("Fighters of the March 23 Movement burned the mill.", None),
        ("A blast shook 9 June Avenue.", None),
        ("Wives of the 27th regiment wait.", None),
        # Sums of money.
        ("Looters took $8.40 from the till.", None),
    ],
)
def test_words_around_a_date_change_what_it_means(sentence: str, day: str | None) -> None:
    assert [found.period.start for found in dates_of(sentence, FRIDAY)] == ([] if day is None else [day])


@pytest.mark.parametrize(
    ("feast", "published", "day"),
    [
        ("Eid al-Fitr", date(2024, 5, 1), "2024-04-10"),
        ("Eid al-Adha", date(2024, 7, 1), "2024-06-17"),
        ("Ashura", date(2024, 8, 1), "2024-07-17"),
        ("Orthodox Easter", date(2024, 6, 1), "2024-05-05"),
        ("Pentecost", date(2024, 6, 1), "2024-05-19"),
        ("Yom Kippur", date(1973, 11, 1), "1973-10-06"),
        ("Simchat Torah", date(2023, 11, 1), "2023-10-07"),
        ("Passover", date(2024, 6, 1), "2024-04-23"),
        ("the Lunar New Year", date(2024, 3, 1), "2024-02-10"),
        ("Nowruz", date(2024, 4, 1), "2024-03-21"),
    ],
)
def test_feasts_of_other_calendars_fall_on_their_day(feast: str, published: date, day: str) -> None:
    found = dates_of(f"The truce broke on {feast}.", published)
    assert [one.period.start for one in found] == [day]


def test_ramadan_is_a_month() -> None:
    (found,) = dates_of("The truce broke during Ramadan.", date(2024, 6, 1))
    assert (found.period.start, found.period.end) == ("2024-03-11", "2024-04-09")
