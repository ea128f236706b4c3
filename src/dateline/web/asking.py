"""What an address asks for: the filters of page and API as one query, and back into the parameters of an address."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final, get_args
from urllib.parse import urlencode

import msgspec
from starlette.datastructures import QueryParams

from dateline.archive import EventQuery
from dateline.archive.answers import Box, Review
from dateline.codebook import load as load_codebook
from dateline.records import Status, SubEventType
from dateline.records.event import Grade
from dateline.web.problems import WebError

FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"
_MOST_VALUES = 50
_LONGEST = 300
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A query and the moment as of which it is asked; None is now."""

    query: EventQuery = EventQuery()
    as_of: str | int | None = None

    def parameters(self) -> list[tuple[str, str]]:
        """The parameters of an address that asks the same; those that ask for nothing are left out."""
        query = self.query
        pairs: list[tuple[str, str]] = []
        if query.text is not None:
            pairs.append(("text", query.text))
        if query.box is not None:
            pairs.append(("box", ",".join(format(degree, ".12g") for degree in query.box)))
        if query.period is not None:
            since, until = query.period
            pairs += [("since", since)] if since != FIRST_DAY else []
            pairs += [("until", until)] if until != LAST_DAY else []
        for name, field in _LISTS.items():
            pairs += [(name, value) for value in getattr(query, field)]
        if query.min_score is not None:
            pairs.append(("min_score", f"{query.min_score:g}"))
        if query.min_fatalities is not None:
            pairs.append(("min_fatalities", str(query.min_fatalities)))
        if query.merged:
            pairs.append(("merged", "true"))
        if self.as_of is not None:
            pairs.append(("as_of", str(self.as_of)))
        return pairs

    def address(self, path: str, *more: tuple[str, str]) -> str:
        """``path`` with the parameters, and more of them."""
        pairs = [*self.parameters(), *more]
        return f"{path}?{urlencode(pairs)}" if pairs else path


_LISTS: Final = {
    "country": "countries",
    "admin1": "admin1",
    "type": "types",
    "event_type": "event_types",
    "actor": "actors",
    "publisher": "publishers",
    "source": "sources",
    "grade": "grades",
    "status": "statuses",
    "review": "reviews",
}
PARAMETERS: Final = (
    *_LISTS, "text", "box", "bbox", "since", "until", "datetime", "min_score", "min_fatalities", "merged", "as_of",
)  # fmt: skip
"""Every parameter that filters events. ``bbox`` and ``datetime`` are the names of OGC API Features for the same."""


def asked_in(parameters: QueryParams) -> Asked:
    """What the parameters of an address ask for; empty values ask for nothing, other parameters are passed over.

    Raises:
        WebError: 422 (``web.parameter``), with the parameter as its place.
    """
    return Asked(query=_query(parameters), as_of=moment(_one(parameters, "as_of")))


def _query(parameters: QueryParams) -> EventQuery:
    merged = _one(parameters, "merged")
    if merged not in (None, "true", "false", "1", "0"):
        raise wrong("merged", f"{merged!r} is neither true nor false", "Give true or false.")
    deaths = _number(parameters, "min_fatalities", 0, 10_000_000)
    return EventQuery(
        box=_box(parameters),
        period=_period(parameters),
        countries=tuple(_country(one) for one in _many(parameters, "country")),
        admin1=tuple(_many(parameters, "admin1")),
        types=tuple(_of("type", _many(parameters, "type"), get_args(SubEventType))),
        event_types=tuple(_of("event_type", _many(parameters, "event_type"), event_types())),
        actors=tuple(_many(parameters, "actor")),
        publishers=tuple(_many(parameters, "publisher")),
        sources=tuple(_many(parameters, "source")),
        grades=tuple(_of("grade", _many(parameters, "grade"), get_args(Grade))),
        statuses=tuple(_of("status", _many(parameters, "status"), get_args(Status))),
        reviews=tuple(_of("review", _many(parameters, "review"), get_args(Review))),
        min_score=_number(parameters, "min_score", 0, 1),
        min_fatalities=None if deaths is None else _whole("min_fatalities", deaths),
        text=_one(parameters, "text"),
        merged=merged in ("true", "1"),
    )


def event_types() -> tuple[str, ...]:
    """The wider types of the codebook, in its order."""
    return tuple(dict.fromkeys(entry.event_type for entry in load_codebook().types.values()))


def moment(given: str | None) -> str | int | None:
    """A past moment as an address has it: a day, a time, or the number of a change.

    Raises:
        WebError: it is none of them.
    """
    if given is None:
        return None
    if given.isascii() and given.isdigit() and len(given) <= 12:
        return int(given)
    try:
        if _DAY.fullmatch(given):
            return date.fromisoformat(given).isoformat()
        # A plus sign in an address stands for a blank.
        whole = given.replace(" ", "+")
        datetime.fromisoformat(whole.replace("Z", "+00:00")).astimezone()
        return whole
    except (ValueError, OverflowError):
        remedy = "Give it as 2024-11-08, 2024-11-08T10:00:00Z, or the number of a change."
        raise wrong("as_of", f"{given!r} is neither a day nor a time", remedy) from None


def _box(parameters: QueryParams) -> Box | None:
    name = "box" if parameters.get("box") else "bbox"
    given = _one(parameters, name)
    if given is None:
        return None
    remedy = "Give west,south,east,north in degrees, as 33,29,43,37."
    try:
        numbers = [float(part) for part in given.split(",")]
    except ValueError:
        raise wrong(name, f"{given!r} is no box", remedy) from None
    if len(numbers) == 6:
        # OGC API Features allows heights, which events do not have.
        numbers = [*numbers[:2], *numbers[3:5]]
    if len(numbers) != 4 or not all(math.isfinite(number) for number in numbers):
        raise wrong(name, f"{given!r} is no box", remedy)
    west, south, east, north = numbers
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise wrong(name, f"{given!r} is no box on the globe", remedy)
    return west, south, east, north


def _period(parameters: QueryParams) -> tuple[str, str] | None:
    since, until = _one(parameters, "since"), _one(parameters, "until")
    interval = _one(parameters, "datetime")
    if interval is not None:
        first, slash, last = interval.partition("/")
        since = since or (None if first in ("", "..") else _day_of(first))
        until = until or (None if slash and last in ("", "..") else _day_of(last if slash else first))
    if since is None and until is None:
        return None
    period = _day("since", since or FIRST_DAY), _day("until", until or LAST_DAY)
    if period[0] > period[1]:
        raise wrong("until", f"{period[1]} is before {period[0]}", "Give the earlier day as since.")
    return period


def _day_of(given: str) -> str:
    """The day of a time as OGC API Features has it (RFC 3339)."""
    return given[:10] if len(given) > 10 and given[10] in "Tt " else given


def _day(name: str, given: str) -> str:
    try:
        if _DAY.fullmatch(given):
            return date.fromisoformat(given).isoformat()
    except ValueError:
        pass
    raise wrong(name, f"{given!r} is no day", "Give it as 2024-11-08.")


def _country(given: str) -> str:
    if not _COUNTRY.fullmatch(given):
        raise wrong("country", f"{given!r} is no country", "Give an ISO code of two letters, such as SD.")
    return given.upper()


def _of(name: str, given: Iterable[str], known: Sequence[str]) -> Iterator[Any]:
    names = {one.casefold(): one for one in known}
    for one in given:
        if one.casefold() not in names:
            raise wrong(name, f"{one!r} is not one of its values", f"Give one of: {', '.join(known)}.")
        yield names[one.casefold()]


def _number(parameters: QueryParams, name: str, low: float, high: float) -> float | None:
    given = _one(parameters, name)
    if given is None:
        return None
    try:
        number = float(given)
    except ValueError:
        number = math.nan
    if not low <= number <= high:
        raise wrong(name, f"{given!r} is no number from {low} to {high}", f"Give a number from {low} to {high}.")
    return number


def _whole(name: str, number: float) -> int:
    if number != int(number):
        raise wrong(name, f"{number} is no whole number", "Give a whole number.")
    return int(number)


def _one(parameters: QueryParams, name: str) -> str | None:
    values = _many(parameters, name)
    if len(values) > 1:
        raise wrong(name, "it is given more than once", "Give it once.")
    return values[0] if values else None


def _many(parameters: QueryParams, name: str) -> list[str]:
    values = [one.strip() for one in parameters.getlist(name) if one.strip()]
    if len(values) > _MOST_VALUES:
        raise wrong(name, f"it has {len(values)} values", f"Give up to {_MOST_VALUES}.")
    for one in values:
        if len(one) > _LONGEST:
            raise wrong(name, f"a value has {len(one)} characters", f"Give up to {_LONGEST}.")
        if _CONTROL.search(one):
            raise wrong(name, "a value holds control characters", "Leave them out.")
    return list(dict.fromkeys(values))


def wrong(name: str, what: str, remedy: str) -> WebError:
    """The error of a parameter that makes no sense."""
    return WebError(422, what, where=name, remedy=remedy, code="web.parameter")
