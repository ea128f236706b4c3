"""What the overview counts, for any query and past moment: bins of the map, days, values of each filter."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import date
from threading import Lock
from typing import Any, Literal, TypeVar
from weakref import WeakKeyDictionary

import msgspec
import numpy as np
from sqlalchemy import Connection, select

from dateline.archive import Archive, EventQuery
from dateline.archive.answers import AsOf, Box
from dateline.archive.event_figures import NONE, codes, country_of
from dateline.archive.figures import Array, Columns, Figures, Mask, all_of, inside
from dateline.archive.journal import newest_change
from dateline.archive.moments import change_at
from dateline.archive.search_index import chunks
from dateline.archive.searching import check
from dateline.archive.tables import EVENTS

FINEST, COARSEST = 22, 0
_BINS_ACROSS = 3
"""A bin is a square of the map of which 2**3 lie across a tile of 512 pixels: 64 pixels at a whole zoom."""
_VAGUE = ("province", "country", "region")
MOST_STEPS = 400
_REMEMBERED = 256
Step = Literal["day", "week", "month", "year"]
Made = TypeVar("Made")


class Bin(msgspec.Struct, frozen=True, kw_only=True):
    """The events of one square of the map.

    Attributes:
        lon, lat: the middle of their points, WGS84 degrees.
        events, deaths: how many, and the sum of the best figures.
        vague: how many are told no nearer than by province, country or region: their points say little.
        box: west, south, east and north of the square.
        radius_km: the largest distance that any of the events may be from its point.
        same_place: whether all have one point, so that no nearer view takes them apart.
        event: the id, where there is one alone.
    """

    lon: float
    lat: float
    events: int
    deaths: int
    vague: int
    box: Box
    radius_km: float | None = None
    same_place: bool = False
    event: str | None = None


class DayCount(msgspec.Struct, frozen=True, kw_only=True):
    """The events that begin in one step of time: its first day and how long it is, how many, and their deaths."""

    day: str
    step: Step
    events: int
    deaths: int


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """How many events there are in all, and would be by each value of each filter, the others as they are.

    Attributes:
        events, deaths: of the query.
        unplaced: of them, those without a point, which no map shows.
        undated: of them, those without a day, which no timeline shows.
        first_day, last_day: between which they lie.
        values: by filter (``type``, ``event_type``, ``country``, ``grade``, ``status``, ``review``), each value with
            its number of events, the most first.
        scores: how many have a score from 0 to 0.1, from there to 0.2, and so on.
    """

    events: int
    deaths: int
    unplaced: int
    undated: int
    first_day: str | None
    last_day: str | None
    values: dict[str, tuple[tuple[str, int], ...]]
    scores: tuple[int, ...]


def bins(
    archive: Archive, query: EventQuery, box: Box | None = None, zoom: float = 1.0, *, as_of: AsOf = None
) -> tuple[Bin, ...]:
    """The events of a query in squares of the map, the fullest first.

    Args:
        box: what of the map is seen; beside the box of the query, if there is one.
        zoom: of the map, as MapLibre counts it: the world is 512 pixels wide at 0.

    Raises:
        ArchiveError: the query or the moment makes no sense.
    """
    level = int(min(FINEST, max(COARSEST, zoom)))
    return _asked(archive, ("bins", box, level), query, as_of, lambda one: _bins(one, box, level))


def timeline(
    archive: Archive, query: EventQuery, *, step: Step | None = None, as_of: AsOf = None
) -> tuple[DayCount, ...]:
    """The events of a query by the day, week, month or year in which they begin, without gaps.

    Args:
        step: how long each count is; by default the finest that gives no more than `MOST_STEPS`.

    Raises:
        ArchiveError: the query or the moment makes no sense.
    """
    return _asked(archive, ("timeline", step), query, as_of, lambda one: _timeline(one, step))


def facets(archive: Archive, query: EventQuery, *, as_of: AsOf = None) -> Facets:
    """How many events a query has, and would have by each value of each filter.

    Raises:
        ArchiveError: the query or the moment makes no sense.
    """
    return _asked(archive, ("facets",), query, as_of, _facets)


def counted_by(
    archive: Archive, what: tuple[Any, ...], query: EventQuery, count: Callable[[Columns], Made], *, as_of: AsOf = None
) -> Made:
    """What ``count`` makes of the columns, remembered until the archive changes under its name ``what``.

    Raises:
        ArchiveError: the query or the moment makes no sense.
    """
    return _asked(archive, what, query, as_of, lambda one: count(one.columns))


class _One:
    """One question: the columns, and which versions stand and meet which conditions."""

    def __init__(self, connection: Connection, columns: Columns, standing: Mask, conditions: dict[str, Mask]) -> None:
        self.connection, self.columns = connection, columns
        self._standing, self._conditions = standing, conditions
        self.keys: Array = np.flatnonzero(all_of(standing, conditions))

    def of(self, name: str) -> Array:
        """A figure of the events that are asked for."""
        taken: Array = self.columns.of[name][self.keys]
        return taken

    def but(self, field: str) -> Array:
        """The keys of the events that meet all conditions, whatever they have in one field."""
        if field not in self._conditions:
            return self.keys
        return np.flatnonzero(all_of(self._standing, self._conditions, but=field))


class _Remembered:
    """The figures of one archive, and answers that were given since its newest change."""

    def __init__(self) -> None:
        self.figures = Figures()
        self._answers: OrderedDict[Any, Any] = OrderedDict()
        self._upto = -1
        self._lock = Lock()

    def known(self, upto: int, key: Any) -> Any:
        """The answer, if it was given before."""
        with self._lock:
            if upto != self._upto:
                self._answers.clear()
                self._upto = upto
            return self._answers.get(key)

    def keep(self, upto: int, key: Any, answer: Any) -> None:
        """Remember an answer, unless the archive changed meanwhile."""
        with self._lock:
            if upto == self._upto:
                self._answers[key] = answer
                if len(self._answers) > _REMEMBERED:
                    self._answers.popitem(last=False)


_OF_ARCHIVES: WeakKeyDictionary[Archive, _Remembered] = WeakKeyDictionary()
_LOCK = Lock()


def warm_up(archive: Archive) -> None:
    """Read the columns before the first question."""
    facets(archive, EventQuery())


def _asked(
    archive: Archive, what: tuple[Any, ...], query: EventQuery, as_of: AsOf, count: Callable[[_One], Made]
) -> Made:
    check(query, 1)
    with _LOCK:
        remembered = _OF_ARCHIVES.setdefault(archive, _Remembered())
    key = (what, msgspec.json.encode(query), as_of)
    with archive.reading() as connection:
        change = newest_change(connection)
        newest = 0 if change is None else change[0]
        known = remembered.known(newest, key)
        if known is not None:
            made: Made = known
            return made
        at = change_at(connection, as_of)
        columns = remembered.figures.columns(connection, newest)
        conditions = remembered.figures.conditions(connection, columns, query, at)
        standing = columns.standing(at)
        if not query.merged:
            standing = standing & (columns.of["merged"] == 0)
        answer = count(_One(connection, columns, standing, conditions))
    remembered.keep(newest, key, answer)
    return answer


def _bins(one: _One, box: Box | None, level: int) -> tuple[Bin, ...]:
    lat, lon = one.of("lat"), one.of("lon")
    seen = np.isfinite(lat) if box is None else inside(lat, lon, box)
    keys = one.keys[seen]
    if not len(keys):
        return ()
    lat, lon = lat[seen], lon[seen]
    across = 1 << (level + _BINS_ACROSS)
    shift = 31 - (level + _BINS_ACROSS)
    x = (one.columns.of["x"][keys] >> shift).astype(np.int64)
    y = (one.columns.of["y"][keys] >> shift).astype(np.int64)
    place, number = _numbered(y * across + x)
    events = np.bincount(place, minlength=number)
    deaths = np.maximum(one.columns.of["deaths"][keys], 0)
    vague_codes = [codes()["precision"].index(name) for name in _VAGUE]
    precision = one.columns.of["precision"][keys]
    vague = np.isin(precision, vague_codes)
    radius = np.nan_to_num(one.columns.of["radius"][keys], nan=0.0)
    widest = np.zeros(number, dtype=np.float32)
    np.maximum.at(widest, place, radius)
    first = np.zeros(number, dtype=np.int64)
    # The last of each square wins, whichever it is.
    first[place] = np.arange(len(keys))
    alike = (lat == lat[first[place]]) & (lon == lon[first[place]])
    sums = {
        "lat": np.bincount(place, weights=lat, minlength=number) / events,
        "lon": np.bincount(place, weights=lon, minlength=number) / events,
        "deaths": np.bincount(place, weights=deaths, minlength=number),
        "vague": np.bincount(place, weights=vague, minlength=number),
        "alike": np.bincount(place, weights=alike, minlength=number),
    }
    alone = _ids(one.connection, [int(key) for key in keys[first[events == 1]]])
    made = []
    for number_of in np.argsort(-events, kind="stable"):
        n = int(number_of)
        key = int(keys[first[n]])
        same = int(sums["alike"][n]) == int(events[n])
        made.append(
            Bin(
                lon=float(lon[first[n]]) if same else round(float(sums["lon"][n]), 5),
                lat=float(lat[first[n]]) if same else round(float(sums["lat"][n]), 5),
                events=int(events[n]),
                deaths=int(sums["deaths"][n]),
                vague=int(sums["vague"][n]),
                box=_square(int(x[first[n]]), int(y[first[n]]), across),
                radius_km=round(float(widest[n]), 3) or None,
                same_place=same,
                event=alone.get(key) if events[n] == 1 else None,
            )
        )
    return tuple(made)


def _numbered(cells: Array) -> tuple[Array, int]:
    """Each cell by its place among those that occur, and how many of them there are."""
    low = int(cells.min())
    span = int(cells.max()) - low + 1
    if span > max(4_000_000, 4 * len(cells)):
        found, place = np.unique(cells, return_inverse=True)
        return place, len(found)
    # Counting is several times as fast as sorting, as long as the squares seen are not too many.
    there = np.zeros(span, dtype=np.bool_)
    there[cells - low] = True
    places = np.cumsum(there) - 1
    return places[cells - low], int(places[-1]) + 1


def _square(x: int, y: int, across: int) -> Box:
    west, east = x / across * 360 - 180, (x + 1) / across * 360 - 180
    north, south = (float(np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * edge / across))))) for edge in (y, y + 1))
    return round(west, 6), round(south, 6), round(east, 6), round(north, 6)


def _ids(connection: Connection, keys: list[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for some in chunks(keys):
        query = select(EVENTS.c.key, EVENTS.c.id).where(EVENTS.c.key.in_(some))
        found.update((row.key, row.id) for row in connection.execute(query))
    return found


def _timeline(one: _One, step: Step | None) -> tuple[DayCount, ...]:
    first = one.of("first")
    dated = first > 0
    if not dated.any():
        return ()
    days = first[dated].astype(np.int64)
    deaths = np.maximum(one.of("deaths")[dated], 0)
    low, high = int(days.min()), int(days.max())
    chosen = step or _step(low, high)
    if step is not None and _steps(low, high, step) > 40 * MOST_STEPS:
        chosen = _step(low, high)
    if chosen in ("day", "week"):
        length = 1 if chosen == "day" else 7
        # Weeks begin on Mondays: ordinal 1 was one.
        start = low if chosen == "day" else low - (low - 1) % 7
        place = (days - start) // length
        starts = [date.fromordinal(start + n * length) for n in range(int(place.max()) + 1)]
    else:
        months = (days - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        length = 1 if chosen == "month" else 12
        units = months // length
        start = int(units.min())
        place = units - start
        starts = [_month((start + n) * length) for n in range(int(place.max()) + 1)]
    events = np.bincount(place, minlength=len(starts))
    dead = np.bincount(place, weights=deaths, minlength=len(starts))
    return tuple(
        DayCount(day=day.isoformat(), step=chosen, events=int(events[n]), deaths=int(dead[n]))
        for n, day in enumerate(starts)
    )


_EPOCH = date(1970, 1, 1).toordinal()


def _month(months: int) -> date:
    """The first day of a month, counted from January 1970."""
    year, month = divmod(months, 12)
    return date(1970 + year, month + 1, 1)


def _steps(low: int, high: int, step: Step) -> float:
    return (high - low + 1) / {"day": 1, "week": 7, "month": 30, "year": 365}[step]


def _step(low: int, high: int) -> Step:
    steps: tuple[Step, ...] = ("day", "week", "month")
    return next((step for step in steps if _steps(low, high, step) <= MOST_STEPS), "year")


_FACETS = {
    "type": "types",
    "event_type": "event_types",
    "country": "countries",
    "grade": "grades",
    "status": "statuses",
    "review": "reviews",
}


def _facets(one: _One) -> Facets:
    first, last, lat = one.of("first"), one.of("last"), one.of("lat")
    dated = first > 0
    deaths = one.of("deaths")
    scores = np.bincount(np.clip((one.of("score") * 10).astype(np.int64), 0, 9), minlength=10)
    return Facets(
        events=len(one.keys),
        deaths=int(np.maximum(deaths, 0).sum()),
        unplaced=int(np.isnan(lat).sum()),
        undated=int(len(first) - dated.sum()),
        first_day=date.fromordinal(int(first[dated].min())).isoformat() if dated.any() else None,
        last_day=date.fromordinal(int(last[dated].max())).isoformat() if dated.any() else None,
        values={name: _values(one, name, field) for name, field in _FACETS.items()},
        scores=tuple(int(number) for number in scores),
    )


def _values(one: _One, name: str, field: str) -> tuple[tuple[str, int], ...]:
    counts = np.bincount(one.columns.of[name][one.but(field)])
    told = [(_value(name, int(code)), int(counts[code])) for code in np.flatnonzero(counts)]
    return tuple(sorted(((value, number) for value, number in told if value), key=lambda pair: (-pair[1], pair[0])))


def _value(name: str, code: int) -> str:
    if name == "country":
        return country_of(code) if code else ""
    return codes()[name][code] if code != NONE else ""
