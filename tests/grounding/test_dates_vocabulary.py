"""The data file of time words, and what is said of a damaged one."""

from __future__ import annotations

from importlib.resources import files

import pytest

from dateline.errors import InstallError
from dateline.grounding.dates.vocabulary import parse_vocabulary, vocabulary

SHIPPED = files("dateline.grounding.dates").joinpath("words.toml").read_text("utf-8")


def test_the_shipped_words_cover_every_month_and_weekday() -> None:
    words = vocabulary()
    assert sorted(words.months.values()) == list(range(1, 13))
    assert sorted(words.weekdays.values()) == list(range(7))


@pytest.mark.parametrize(
    ("good", "bad", "where"),
    [
        ("december = 12", "december = 13", "months.december"),
        ("sunday = 6", "sunday = 7", "weekdays.sunday"),
        ('dawn = "morning"', 'dawn = "later"', "parts.dawn"),
        ('"christmas day" = [12, 25]', '"christmas day" = 25', "feasts.christmas day"),
        ('"yom kippur" = { calendar = "hebrew"', '"yom kippur" = { calendar = "roman"', "moving_feasts.yom kippur"),
        ('"2024" = [2, 10]', '"2024" = [2, 40]', "lunar_new_years.2024"),
        ("[units]", "[measures]", "units"),
        ("[months]", "[months", "words.toml"),
    ],
)
def test_a_damaged_file_is_named_with_the_place_of_the_damage(good: str, bad: str, where: str) -> None:
    with pytest.raises(InstallError) as caught:
        parse_vocabulary(SHIPPED.replace(good, bad, 1), "words.toml")
    assert caught.value.where is not None
    assert where in caught.value.where
