"""Publication dates as feeds, files and people write them, turned into ISO 8601."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?\s?([Zz]|UTC|GMT|[+-]\d{2}:?(\d{2})?)?\Z")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})\Z")
_COMPACT = re.compile(r"\d{8}\Z|\d{8}T\d{6}Z?\Z")
# Internet mail dates (RFC 2822), which RSS feeds use: "Fri, 08 Nov 2024 10:00:00 GMT".
_MAIL = re.compile(r"([A-Z][a-z]{2},\s*)?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(:\d{2})?( ?(\w{1,4}|[+-]\d{4}))?\Z")
_WEEKDAY = re.compile(r"(mon|tues?|wed(nes)?|thur?s?|fri|sat(ur)?|sun)(day)?\.?,?\s+", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=\d)(st|nd|rd|th)\b", re.IGNORECASE)
_SPELLED = re.compile(
    r"(?:(?P<d1>\d{1,2})\s+(?:of\s+)?(?P<m1>[A-Za-z]{3,9})\.?|(?P<m2>[A-Za-z]{3,9})\.?\s+(?P<d2>\d{1,2})),?\s+(?P<y>\d{4})"
    r"(?:(?:,|\s+at|\s+-)?\s+(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)\s*(?P<zone>UTC|GMT|Z)?)?\Z"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)


def iso_published(value: str) -> str | None:
    """The date, or date and time, in ISO 8601; None where ``value`` is no date or could be read in two ways.

    A zone that is given is kept (``Z`` for UTC), one that is not given is not invented. Day-first and month-first
    slashes ("08/11/2024") mean different days to different writers and are not read.
    """
    value = " ".join(value.split())
    try:
        if _DAY.match(value):
            return date.fromisoformat(value).isoformat()
        if _MOMENT.match(value):
            return _moment(datetime.fromisoformat(re.sub(r"\s?(?:UTC|GMT|[Zz])\Z", "+00:00", value).replace(",", ".")))
        if match := _YEAR_FIRST.match(value):
            return date(int(match[1]), int(match[2]), int(match[3])).isoformat()
        if _COMPACT.match(value):
            if len(value) == 8:
                return date.fromisoformat(value).isoformat()
            return _moment(datetime.fromisoformat(value.replace("Z", "+00:00")))
        if _MAIL.match(value):
            from email.utils import parsedate_to_datetime  # here, since it takes 10 ms to load and few inputs need it

            return _moment(parsedate_to_datetime(value))
        return _spelled(_ORDINAL.sub("", _WEEKDAY.sub("", value, count=1)))
    except (ValueError, OverflowError):
        return None


def _moment(moment: datetime) -> str:
    text = moment.isoformat()
    return text.removesuffix("+00:00") + "Z" if moment.utcoffset() == timedelta(0) else text


def _spelled(value: str) -> str | None:
    match = _SPELLED.match(value)
    if match is None:
        return None
    month = _month(match["m1"] or match["m2"])
    if month is None:
        return None
    day = date(int(match["y"]), month, int(match["d1"] or match["d2"]))
    if match["clock"] is None:
        return day.isoformat()
    clock = datetime.strptime(match["clock"], "%H:%M:%S" if match["clock"].count(":") == 2 else "%H:%M").time()
    return datetime.combine(day, clock).isoformat() + ("Z" if match["zone"] else "")


def _month(name: str) -> int | None:
    """The month from its English name, whole, cut to three letters, or "Sept"; not by locale, which varies."""
    name = name.lower()
    if name in _MONTH_NAMES:
        return _MONTH_NAMES.index(name) + 1
    if name == "sept":
        return 9
    return _MONTHS.index(name) + 1 if name in _MONTHS else None
