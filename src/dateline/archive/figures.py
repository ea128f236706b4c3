"""`Columns`: what every event is counted by, in memory, one array a figure, kept up to date change by change.

A million events take some 100 MB, and are filtered and counted in hundredths of a second, whatever is asked. Past
moments are answered from the same arrays, since they hold every version with the changes it held from and to.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from threading import Lock
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Integer, func, select, text

from dateline.archive.answers import EventQuery
from dateline.archive.desk_tables import EVENT_FIGURES
from dateline.archive.event_figures import FIELDS, IN_A_BLOCK, NEVER, PACKED, codes, country_code, name_code
from dateline.archive.rows import term
from dateline.archive.search_index import words_condition, words_parameter
from dateline.archive.tables import EVENT_TERMS, EVENTS, MEMBERSHIPS, MENTIONS, standing

Array: TypeAlias = NDArray[Any]
Mask: TypeAlias = NDArray[np.bool_]

_LETTERS = {"I": "<u4", "i": "<i4", "d": "<f8", "Q": "<u8", "f": "<f4", "H": "<u2", "B": "u1"}
_PACKED = np.dtype([(name, _LETTERS[letter]) for name, letter in FIELDS])
assert _PACKED.itemsize == PACKED.size
_MADE = {"x": "<u4", "y": "<u4"}
"""Beside the figures: the point on the web map (Mercator), each way from 0 in the north-west to 2**31."""
FULL = 2**31
_REMEMBERED = 64


class Columns:
    """The figures of all versions up to one change: ``of["lat"][key]`` is that of the version with this key.

    Attributes:
        upto: the number of the change.
        of: an array a figure, as long as there are keys; row 0 is nobody's.
    """

    def __init__(self, upto: int, of: Mapping[str, Array]) -> None:
        self.upto, self.of = upto, of
        self._standing: Mask | None = None

    def __len__(self) -> int:
        return len(self.of["since"])

    def standing(self, at: int | None) -> Mask:
        """Which versions held after a change; None is the newest that these columns know."""
        if at is not None and at < self.upto:
            return self._held(at)
        if self._standing is None:
            self._standing = self._held(self.upto)
        return self._standing

    def _held(self, at: int) -> Mask:
        since, until = self.of["since"], self.of["until"]
        held: Mask = (since <= at) & ((until == 0) | (until > at))
        return held


class Figures:
    """Follows an archive; one for a process is enough, and many threads may ask it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._arrays: dict[str, Array] = {}
        self._length, self._upto = 0, -1
        self._columns: Columns | None = None
        self._terms: OrderedDict[str, tuple[int, Array]] = OrderedDict()
        self._words: OrderedDict[tuple[str, int], Array] = OrderedDict()

    def columns(self, connection: Connection, newest: int) -> Columns:
        """The columns up to the newest change."""
        with self._lock:
            if self._columns is None or self._upto < newest:
                self._read(connection)
                self._upto = max(newest, 0)
                held = {name: array[: self._length] for name, array in self._arrays.items()}
                self._columns = Columns(self._upto, held)
            return self._columns

    def _read(self, connection: Connection) -> None:
        query = (
            select(EVENT_FIGURES.c.block, EVENT_FIGURES.c.versions)
            .where(EVENT_FIGURES.c.upto > self._upto)
            .order_by(EVENT_FIGURES.c.block)
        )
        rows = connection.execute(query).all()
        if not rows:
            if not self._arrays:
                self._make_room(1)
                self._length = 1
            return
        last_block, last_versions = rows[-1]
        self._make_room(last_block * IN_A_BLOCK + len(last_versions) // PACKED.size)
        for run in _runs([row.block for row in rows]):
            some = rows[run.start : run.stop]
            packed = np.frombuffer(b"".join(row.versions for row in some), dtype=_PACKED)
            start = some[0].block * IN_A_BLOCK
            self._take(packed, start)
            self._length = max(self._length, start + len(packed))

    def _make_room(self, length: int) -> None:
        have = len(self._arrays["since"]) if self._arrays else 0
        if length <= have:
            return
        # Those who read the older arrays keep them: rows below their length change in ``until`` alone.
        room = max(length, 1_024) if not have else max(length, have + have // 4)
        for name, kind in (*((name, _PACKED[name].str) for name, _ in FIELDS), *_MADE.items()):
            made = np.zeros(room, dtype=kind)
            if name == "since":
                made[:] = NEVER
            if have:
                made[:have] = self._arrays[name]
            self._arrays[name] = made

    def _take(self, packed: Array, start: int) -> None:
        end = start + len(packed)
        for name, _ in FIELDS:
            self._arrays[name][start:end] = packed[name]
        x, y = on_the_map(packed["lat"], packed["lon"])
        self._arrays["x"][start:end] = x
        self._arrays["y"][start:end] = y

    def conditions(
        self, connection: Connection, columns: Columns, query: EventQuery, at: int | None
    ) -> dict[str, Mask]:
        """Which versions meet each condition of a query, by the field that sets it; fields left open are left out.

        All of them together are what `Archive.events` finds.
        """
        of = columns.of
        made: dict[str, Mask] = {}
        for name, field, values in (
            ("types", "type", query.types),
            ("event_types", "event_type", query.event_types),
            ("grades", "grade", query.grades),
            ("statuses", "status", query.statuses),
            ("reviews", "review", query.reviews),
        ):
            if values:
                made[name] = _one_of(of[field], [_CODES[field].index(value) for value in values])
        if query.countries:
            made["countries"] = _one_of(of["country"], [country_code(country) for country in query.countries])
        if query.admin1:
            made["admin1"] = _one_of(of["admin1"], [name_code(name) for name in query.admin1])
        if query.min_score is not None:
            made["min_score"] = of["score"] >= query.min_score
        if query.min_fatalities is not None:
            made["min_fatalities"] = of["deaths"] >= query.min_fatalities
        if query.period is not None:
            first, last = (date.fromisoformat(day).toordinal() for day in query.period)
            made["period"] = (of["first"] <= last) & (of["last"] >= first) & (of["first"] > 0)
        if query.box is not None:
            made["box"] = inside(of["lat"], of["lon"], query.box)
        for name, kind, names in (
            ("actors", "actor", query.actors),
            ("publishers", "publisher", query.publishers),
            ("sources", "source", query.sources),
        ):
            if names:
                made[name] = _marked(len(columns), [self._keys_of(connection, term(kind, one)) for one in names])
        if query.text is not None:
            made["text"] = _marked(len(columns), [self._keys_in_words(connection, columns, query.text, at)])
        return made

    def _keys_of(self, connection: Connection, wanted: str) -> Array:
        """Keys of the versions with a term; those found before are remembered, and only newer ones asked for."""
        with self._lock:
            seen, keys = self._terms.pop(wanted, (0, np.zeros(0, dtype=np.int64)))
        query = select(EVENT_TERMS.c.event_key).where(EVENT_TERMS.c.term == wanted, EVENT_TERMS.c.event_key > seen)
        newer = np.fromiter(connection.execute(query).scalars(), dtype=np.int64)
        if len(newer):
            keys, seen = np.concatenate((keys, newer)), max(seen, int(newer.max()))
        with self._lock:
            self._terms[wanted] = (seen, keys)
            if len(self._terms) > _REMEMBERED:
                self._terms.popitem(last=False)
        return keys

    def _keys_in_words(self, connection: Connection, columns: Columns, asked: str, at: int | None) -> Array:
        moment = columns.upto if at is None else at
        with self._lock:
            known = self._words.get((asked, moment))
        if known is not None:
            return known
        matching = text(words_condition(connection.dialect.name)).columns(key=Integer).subquery()
        query = (
            select(func.distinct(EVENTS.c.key))
            .select_from(MENTIONS)
            .join(MEMBERSHIPS, MEMBERSHIPS.c.mention == MENTIONS.c.id)
            .join(EVENTS, EVENTS.c.id == MEMBERSHIPS.c.event)
            .where(
                MENTIONS.c.report_key.in_(select(matching.c.key)),
                *(standing(table, at) for table in (MENTIONS, MEMBERSHIPS, EVENTS)),
            )
        )
        words = {"words": words_parameter(connection.dialect.name, asked)}
        found = np.fromiter(connection.execute(query, words).scalars(), dtype=np.int64)
        with self._lock:
            self._words[(asked, moment)] = found
            if len(self._words) > _REMEMBERED:
                self._words.popitem(last=False)
        return found


_CODES = codes()


def on_the_map(lat: Array, lon: Array) -> tuple[Array, Array]:
    """Points on the web map: from 0 to `FULL` eastward and southward; 0, 0 where there is none."""
    there = np.isfinite(lat) & np.isfinite(lon)
    known_lat, known_lon = np.where(there, lat, 0.0), np.where(there, lon, 0.0)
    # The web map ends where it is as high as it is wide.
    sine = np.sin(np.radians(np.clip(known_lat, -85.0511287, 85.0511287)))
    x = (known_lon + 180) / 360
    y = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)
    scaled = [np.where(there, np.clip(part * FULL, 0, FULL - 1), 0).astype(np.uint32) for part in (x, y)]
    return scaled[0], scaled[1]


def inside(lat: Array, lon: Array, box: tuple[float, float, float, float]) -> Mask:
    """Which points lie in a box; one whose west is above its east crosses the date line."""
    west, south, east, north = box
    across = (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
    within: Mask = across & (lat >= south) & (lat <= north)
    return within


def _one_of(values: Array, wanted: Sequence[int]) -> Mask:
    first, *others = wanted
    made: Mask = values == first
    for other in others:
        made |= values == other
    return made


def _marked(length: int, keys: Sequence[Array]) -> Mask:
    made = np.zeros(length, dtype=np.bool_)
    for some in keys:
        made[some[some < length]] = True
    return made


def _runs(blocks: Sequence[int]) -> Iterator[range]:
    """The places of blocks that follow one another."""
    start = 0
    for place in range(1, len(blocks) + 1):
        if place == len(blocks) or blocks[place] != blocks[place - 1] + 1:
            yield range(start, place)
            start = place


def all_of(standing_now: Mask, conditions: Mapping[str, Mask], *, but: str | None = None) -> Mask:
    """The versions that stand and meet every condition, or every one but that of a field."""
    made = standing_now.copy()
    for name, mask in conditions.items():
        if name != but:
            made &= mask
    return made
