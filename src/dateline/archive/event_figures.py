"""What maps, timelines and filters count by, of each version of each event: packed, some hundred versions in one row.

A million events are read from here in a fraction of a second, where reading the records takes minutes. The rows are
made from the records (like `event_terms`), in the transaction that writes these, and are no part of the chain.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final, get_args

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from dateline.archive.answers import Review
from dateline.archive.desk_tables import EVENT_FIGURES
from dateline.archive.tables import EVENTS
from dateline.codebook import load as load_codebook
from dateline.records import Precision, Status, SubEventType
from dateline.records.event import Grade

IN_A_BLOCK = 512
"""Versions in a row: the more, the faster all are read, and the more is written for one."""
FIELDS: Final = (
    ("since", "I"),
    ("until", "I"),
    ("first", "i"),
    ("last", "i"),
    ("lat", "d"),
    ("lon", "d"),
    ("score", "d"),
    ("admin1", "Q"),
    ("radius", "f"),
    ("deaths", "i"),
    ("country", "H"),
    ("origins", "H"),
    ("reports", "H"),
    ("type", "B"),
    ("event_type", "B"),
    ("grade", "B"),
    ("status", "B"),
    ("review", "B"),
    ("merged", "B"),
    ("precision", "B"),
    ("flags", "B"),
)
"""Name of each figure and how it is packed, little-endian and without gaps (the letters are those of `struct`).

``first`` and ``last`` are days as ordinals (1 is 0001-01-01), 0 for none; ``lat`` and ``lon`` are not numbers where
there is no point, ``deaths`` is -1 where none are told, ``until`` 0 for what holds now; the closed lists are told by
their place in them (`CODES`), `NONE` for no value; ``admin1`` is a hash of the name.
"""
PACKED: Final = struct.Struct("<" + "".join(letter for _, letter in FIELDS))
NONE: Final = 255
NEVER: Final = 0xFFFFFFFF
"""Since when a key holds that was never given out."""
_NOT_A_NUMBER = float("nan")
_EMPTY = PACKED.pack(NEVER, *(0 for _ in FIELDS[1:]))
_UNTIL = struct.Struct("<I")
_MOST = 65_535


def codes() -> Mapping[str, tuple[str, ...]]:
    """The closed lists whose values are told by number. Values may be added at their ends alone."""
    return {
        "type": get_args(SubEventType),
        "event_type": tuple(dict.fromkeys(entry.event_type for entry in load_codebook().types.values())),
        "grade": get_args(Grade),
        "status": get_args(Status),
        "review": get_args(Review),
        "precision": get_args(Precision),
    }


def country_code(country: str) -> int:
    """Two letters as one number; 0 for none."""
    letters = country.encode("ascii", "replace")[:2].ljust(2, b" ")
    return letters[0] << 8 | letters[1]


def country_of(code: int) -> str:
    """The two letters of a number."""
    return bytes((code >> 8, code & 255)).decode("ascii")


def name_code(name: str) -> int:
    """A name as one number that hardly any other name has."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "little")


class _PlaceValue(msgspec.Struct):
    precision: str | None = None
    radius_km: float | None = None


class _PlaceField(msgspec.Struct):
    value: _PlaceValue | None = None


class _Located(msgspec.Struct):
    """What of an event's JSON is needed here; the rest is passed over as it is read."""

    place: _PlaceField = msgspec.field(default_factory=_PlaceField)


_LOCATED = msgspec.json.Decoder(_Located)


class _Packer:
    def __init__(self) -> None:
        self._codes = {name: {value: number for number, value in enumerate(values)} for name, values in codes().items()}

    def pack(self, row: Mapping[str, Any]) -> bytes:
        """The figures of a row of events."""
        place = _LOCATED.decode(row["body"]).place.value or _PlaceValue()
        lat, lon = row["lat"], row["lon"]
        deaths = row["fatalities_best"]
        radius = place.radius_km
        return PACKED.pack(
            row["since"],
            row["until"] or 0,
            _ordinal(row["first_day"]),
            _ordinal(row["last_day"]),
            _NOT_A_NUMBER if lat is None or lon is None else lat,
            _NOT_A_NUMBER if lat is None or lon is None else lon,
            row["score"],
            0 if row["admin1"] is None else name_code(row["admin1"]),
            _NOT_A_NUMBER if radius is None else radius,
            -1 if deaths is None else min(deaths, 2**31 - 1),
            0 if row["country"] is None else country_code(row["country"]),
            min(row["origins"], _MOST),
            min(row["reports"], _MOST),
            self._code("type", row["sub_event_type"]),
            self._code("event_type", row["event_type"]),
            self._code("grade", row["grade"]),
            self._code("status", row["status"]),
            self._code("review", row["review"]),
            int(row["merged_into"] is not None),
            self._code("precision", place.precision),
            0,
        )

    def _code(self, name: str, value: str | None) -> int:
        return NONE if value is None else self._codes[name].get(value, NONE)


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal() if day else 0


_packer: _Packer | None = None


def pack(row: Mapping[str, Any]) -> bytes:
    """The figures of a row of events, as they stand in a block."""
    global _packer
    if _packer is None:
        _packer = _Packer()
    return _packer.pack(row)


class Keeping:
    """Collects what one change does to events, and writes it at its end."""

    def __init__(self) -> None:
        self._appended: dict[int, bytes] = {}
        self._ended: list[int] = []

    def append(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Versions that are appended."""
        self._appended.update((row["key"], pack(row)) for row in rows)

    def end(self, keys: Iterable[int]) -> None:
        """Versions that end."""
        self._ended.extend(keys)

    def store(self, connection: Connection, number: int) -> None:
        """Write the blocks that changed."""
        changed = sorted({key // IN_A_BLOCK for key in (*self._appended, *self._ended)})
        for block in changed:
            row = connection.execute(select(EVENT_FIGURES.c.versions).where(EVENT_FIGURES.c.block == block)).first()
            held = bytearray(b"" if row is None else row.versions)
            start, end = block * IN_A_BLOCK, (block + 1) * IN_A_BLOCK
            for key in sorted(key for key in self._appended if start <= key < end):
                _put(held, key - start, self._appended[key])
            for key in self._ended:
                if start <= key < end:
                    _UNTIL.pack_into(held, (key - start) * PACKED.size + 4, number)
            _write(connection, block, number, bytes(held), new=row is None)


def _put(held: bytearray, place: int, packed: bytes) -> None:
    missing = place - len(held) // PACKED.size
    if missing > 0:
        held += _EMPTY * missing
    held[place * PACKED.size : (place + 1) * PACKED.size] = packed


def _write(connection: Connection, block: int, number: int, versions: bytes, *, new: bool) -> None:
    if new:
        connection.execute(insert(EVENT_FIGURES), [{"block": block, "upto": number, "versions": versions}])
    else:
        changing = update(EVENT_FIGURES).where(EVENT_FIGURES.c.block == block)
        connection.execute(changing.values(upto=number, versions=versions))


def fill(connection: Connection) -> None:
    """Make every block anew from the events that are there."""
    connection.execute(delete(EVENT_FIGURES))
    for block, upto, versions in blocks_of_records(connection):
        _write(connection, block, upto, versions, new=True)


def blocks_of_records(connection: Connection) -> Iterator[tuple[int, int, bytes]]:
    """The blocks as they are to be: number, the last change that is in it, the versions."""
    last = connection.execute(select(EVENTS.c.key).order_by(EVENTS.c.key.desc()).limit(1)).scalar() or 0
    for block in range(last // IN_A_BLOCK + 1 if last else 0):
        start = block * IN_A_BLOCK
        query = select(EVENTS).where(EVENTS.c.key >= start, EVENTS.c.key < start + IN_A_BLOCK).order_by(EVENTS.c.key)
        held, upto = bytearray(), 0
        for row in connection.execute(query).mappings():
            _put(held, row["key"] - start, pack(dict(row)))
            upto = max(upto, row["since"], row["until"] or 0)
        yield block, upto, bytes(held)
