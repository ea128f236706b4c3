"""The words of time, read once from words.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from dateline.errors import InstallError
from dateline.grounding.dates.meanings import FeastDay

_TABLES = (
    "months",
    "month_abbreviations",
    "weekdays",
    "weekday_abbreviations",
    "numbers",
    "tens",
    "ordinals",
    "units",
    "parts",
    "counted_days",
    "moving_feasts",
    "lunar_new_years",
    "feasts",
)
UNITS = frozenset({"minute", "hour", "day", "week", "fortnight", "month", "year", "decade"})
CALENDARS = frozenset({"easter", "orthodox", "islamic", "hebrew", "lunar"})
PARTS = frozenset({"morning", "afternoon", "evening", "night"})


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Lower-case words and what they stand for: numbers, or a unit or part of the day by its plain name.

    ``feasts`` maps the words of a feast to its (month, day); ``lunar_new_years`` a year to the same.
    """

    months: dict[str, int]
    month_abbreviations: dict[str, int]
    weekdays: dict[str, int]
    weekday_abbreviations: dict[str, int]
    numbers: dict[str, int]
    tens: dict[str, int]
    ordinals: dict[str, int]
    units: dict[str, str]
    parts: dict[str, str]
    counted_days: dict[str, int]
    moving_feasts: dict[str, FeastDay]
    lunar_new_years: dict[str, tuple[int, int]]
    feasts: dict[str, tuple[int, int]]


def parse_vocabulary(toml: str, where: str) -> Vocabulary:
    """The vocabulary that a TOML text holds.

    Raises:
        InstallError: the text is no TOML, lacks a table, or has a value outside the calendar.
    """
    try:
        tables = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise _damaged(f"the words of time are no TOML: {error}", where) from error
    for table in _TABLES:
        if not isinstance(tables.get(table), dict) or not tables[table]:
            raise _damaged(f"the table [{table}] is missing or empty", f"{where}:{table}")
    limits = {
        "months": (1, 12),
        "month_abbreviations": (1, 12),
        "weekdays": (0, 6),
        "weekday_abbreviations": (0, 6),
        "numbers": (0, 99),
        "tens": (20, 90),
        "ordinals": (1, 31),
        "counted_days": (-7, 7),
    }
    for table, (low, high) in limits.items():
        for word, value in tables[table].items():
            if not isinstance(value, int) or not low <= value <= high:
                raise _damaged(f"{word!r} is {value!r}, not {low} to {high}", f"{where}:{table}.{word}")
    for table, names in (("units", UNITS), ("parts", PARTS)):
        for word, value in tables[table].items():
            if value not in names:
                raise _damaged(
                    f"{word!r} is {value!r}, not one of {', '.join(sorted(names))}", f"{where}:{table}.{word}"
                )
    days = {table: _month_days(tables[table], table, where) for table in ("feasts", "lunar_new_years")}
    moving = {
        words: _moving(value, f"{where}:moving_feasts.{words}") for words, value in tables["moving_feasts"].items()
    }
    return Vocabulary(**{**{table: tables[table] for table in _TABLES}, **days, "moving_feasts": moving})


def _month_days(table: dict[str, Any], name: str, where: str) -> dict[str, tuple[int, int]]:
    days = {}
    for words, value in table.items():
        if not (isinstance(value, list) and len(value) == 2 and 1 <= value[0] <= 12 and 1 <= value[1] <= 31):
            raise _damaged(f"{words!r} is {value!r}, not [month, day]", f"{where}:{name}.{words}")
        days[words] = (value[0], value[1])
    return days


def _moving(value: Any, where: str) -> FeastDay:
    known = isinstance(value, dict) and set(value) <= {"calendar", "day", "month", "length"}
    if not known or value.get("calendar") not in CALENDARS or not isinstance(value.get("day"), int):
        raise _damaged(f"{value!r} needs a calendar ({', '.join(sorted(CALENDARS))}) and a day", where)
    return FeastDay(**value)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that dateline ships.

    Raises:
        InstallError: the data file is missing or damaged.
    """
    resource = files(__package__).joinpath("words.toml")
    try:
        toml = resource.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(f"the words of time cannot be read: {error}", str(resource)) from error
    return parse_vocabulary(toml, "dates/words.toml")


def _damaged(what: str, where: str) -> InstallError:
    return InstallError(what, where=where, remedy="Install dateline again.", code="install.date-words")
