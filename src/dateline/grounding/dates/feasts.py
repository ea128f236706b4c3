"""Feasts that move: Easter of both churches, the Islamic and Hebrew calendars, the Lunar New Year.

The Islamic calendar is the tabular one, which may be a day beside the sighting of the moon in a country. The days of
the Lunar New Year are a table in words.toml.
"""

from __future__ import annotations

from datetime import date, timedelta

from dateline.grounding.dates import meanings as say
from dateline.grounding.dates.vocabulary import vocabulary

_ISLAMIC_EPOCH = 227_015  # day number of 1 Muharram 1, as date.toordinal counts
_HEBREW_EPOCH = -1_373_427  # day number of 1 Tishri 1


def feast_starts(feast: say.FeastDay, year: int) -> list[date]:
    """The days of a Gregorian year on which a feast starts: one as a rule, none or two by the Islamic calendar.

    Raises:
        ValueError, OverflowError: outside the calendar.
    """
    match feast.calendar:
        case "easter":
            return [easter(year) + timedelta(days=feast.day)]
        case "orthodox":
            return [orthodox_easter(year) + timedelta(days=feast.day)]
        case "hebrew":
            # The Hebrew year that begins in the autumn of this one; spring feasts are counted back from it.
            return [date.fromordinal(_hebrew_new_year(year + 3761) + feast.day)]
        case "islamic":
            first = (year - 622) * 33 // 32
            days = [_islamic(first + shift, feast.month, feast.day) for shift in range(-1, 4)]
            return [day for day in days if day.year == year]
        case "lunar":
            written = vocabulary().lunar_new_years.get(str(year))
            return [] if written is None else [date(year, written[0], written[1])]


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus/Jones/Butcher; Meeus 1991, Astronomical Algorithms, ch. 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the Julian calendar, as a Gregorian day (Meeus 1991, ch. 8)."""
    a, b, c = year % 4, year % 7, year % 19
    d = (19 * c + 15) % 30
    e = (2 * a + 4 * b - d + 34) % 7
    f = d + e + 114
    return date(year, f // 31, f % 31 + 1) + timedelta(days=year // 100 - year // 400 - 2)


def _islamic(year: int, month: int, day: int) -> date:
    """Tabular Islamic calendar (Reingold and Dershowitz 2018, Calendrical Calculations, section 7.1)."""
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day
    return date.fromordinal(_ISLAMIC_EPOCH - 1 + days)


def _hebrew_new_year(year: int) -> int:
    """Day number of 1 Tishri (Reingold and Dershowitz 2018, section 8.2)."""
    before, this, after = (_hebrew_elapsed(year + shift) for shift in (-1, 0, 1))
    delay = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return _HEBREW_EPOCH + this + delay


def _hebrew_elapsed(year: int) -> int:
    months = (235 * year - 234) // 19
    parts = 12_084 + 13_753 * months
    days = 29 * months + parts // 25_920
    return days + 1 if 3 * (days + 1) % 7 < 3 else days
