"""Which events most need a person, in which order: disagreement, many dead, a low score, a likely duplicate.

The order is made of the columns that the overview counts by, so a million events are put in order between two keys.
"""

from __future__ import annotations

from threading import Lock
from time import monotonic
from typing import Final, Literal, get_args
from weakref import WeakKeyDictionary

import msgspec
import numpy as np
from sqlalchemy import select

from dateline.archive import Archive, EventQuery
from dateline.archive.event_figures import codes
from dateline.archive.figures import Array, Columns
from dateline.archive.tables import EVENTS
from dateline.web.overview_figures import counted_by

Kind = Literal["open", "contested", "deaths", "score", "duplicates", "flagged"]
KINDS: Final = get_args(Kind)
MANY_DEAD, LOW_SCORE = 10, 0.5
_SQUARE_BITS = 10
"""Two events may be one where they lie in the same square: a part in 2**10 of the map's width, 40 km at the equator."""
_FRESH_SECONDS = 20.0
_PARTS = 1_000


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """An event of the queue.

    Attributes:
        id: of the event.
        after: what the address bears to go on behind it.
    """

    id: str
    after: str


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """The queue at one place: the event, how many are left with it, and how many there are of each kind."""

    place: Place | None
    left: int
    counts: dict[Kind, int]


class _Ranks:
    """The columns' keys that wait for a person, and how much each needs one."""

    def __init__(self, columns: Columns, keys: Array, twins: Array) -> None:
        of = columns.of
        self.keys = keys
        deaths = np.maximum(of["deaths"][keys], 0)
        score = of["score"][keys]
        contested = of["grade"][keys] == codes()["grade"].index("contested")
        self.kinds: dict[Kind, Array] = {
            "open": np.ones(len(keys), dtype=np.bool_),
            "contested": contested,
            "deaths": deaths >= MANY_DEAD,
            "score": score < LOW_SCORE,
            "duplicates": twins[keys],
        }
        need = 4.0 * contested + 2.0 * np.log10(1.0 + deaths) + 3.0 * np.clip(1.0 - score, 0, 1) + 2.0 * twins[keys]
        self.need: Array = np.round(need * _PARTS).astype(np.int64)


def queue_at(archive: Archive, kind: Kind = "open", *, after: str | None = None, event: str | None = None) -> Standing:
    """The event that comes next.

    Args:
        kind: of which kind; ``flagged`` are those that somebody put by.
        after: what the place before bore; None is the beginning. One that makes no sense is the beginning, too.
        event: the event to show instead, as after an undo; it keeps its place in the order.
    """
    behind = _behind(after)

    def count(columns: Columns) -> Standing:
        ranks, flagged = _ranks(archive, columns, flagged=kind == "flagged"), _flagged(columns)
        chosen = ranks.kinds["open"] if kind == "flagged" else ranks.kinds[kind]
        keys, need = ranks.keys[chosen], ranks.need[chosen]
        if behind is not None:
            later = (need < behind[0]) | ((need == behind[0]) & (keys > behind[1]))
            keys, need = keys[later], need[later]
        counts: dict[Kind, int] = {"flagged": flagged}
        opened = _ranks(archive, columns, flagged=False) if kind == "flagged" else ranks
        counts |= {name: int(mask.sum()) for name, mask in opened.kinds.items()}
        if not len(keys):
            return Standing(place=None, left=0, counts=counts)
        at = int(np.argmax(need))
        found = Place(id=str(int(keys[at])), after=f"{int(need[at])}.{int(keys[at])}")
        return Standing(place=found, left=len(keys), counts=counts)

    if event is not None:
        return _at_event(archive, kind, event)
    standing = counted_by(archive, ("queue", kind, after), EventQuery(), count)
    if standing.place is None:
        return standing
    return msgspec.structs.replace(standing, place=_named(archive, standing.place))


def _at_event(archive: Archive, kind: Kind, event: str) -> Standing:
    with archive.reading() as connection:
        key = connection.execute(select(EVENTS.c.key).where(EVENTS.c.id == event, EVENTS.c.until.is_(None))).scalar()

    def count(columns: Columns) -> Standing:
        ranks = _ranks(archive, columns, flagged=False)
        counts: dict[Kind, int] = {"flagged": _flagged(columns)}
        counts |= {name: int(mask.sum()) for name, mask in ranks.kinds.items()}
        at: Array = np.flatnonzero(ranks.keys == (-1 if key is None else key))
        if not len(at):
            return Standing(place=Place(id=event, after=""), left=counts[kind], counts=counts)
        need = int(ranks.need[at[0]])
        chosen = ranks.kinds["open"] if kind == "flagged" else ranks.kinds[kind]
        left = int(((ranks.need < need) | ((ranks.need == need) & (ranks.keys >= key)))[chosen].sum())
        return Standing(place=Place(id=event, after=f"{need}.{key}"), left=max(1, left), counts=counts)

    return counted_by(archive, ("queue at", kind, event), EventQuery(), count)


def _named(archive: Archive, place: Place) -> Place | None:
    with archive.reading() as connection:
        id = connection.execute(select(EVENTS.c.id).where(EVENTS.c.key == int(place.id))).scalar()
    return None if id is None else Place(id=id, after=place.after)


def _behind(after: str | None) -> tuple[int, int] | None:
    need, _, key = (after or "").partition(".")
    fits = all(part.isascii() and part.isdigit() and len(part) <= 15 for part in (need, key))
    return (int(need), int(key)) if fits else None


def _flagged(columns: Columns) -> int:
    of = columns.of
    wanted = (of["review"] == codes()["review"].index("flagged")) & (of["merged"] == 0)
    return int((columns.standing(None) & wanted).sum())


def _ranks(archive: Archive, columns: Columns, *, flagged: bool) -> _Ranks:
    of = columns.of
    review = codes()["review"].index("flagged" if flagged else "open")
    waiting = columns.standing(None) & (of["review"] == review) & (of["merged"] == 0)
    return _Ranks(columns, np.flatnonzero(waiting), _twins(archive, columns))


class _Twins:
    """Which keys have a likely duplicate; made anew now and then, since one decision changes it but little."""

    def __init__(self) -> None:
        self.at, self.found = -_FRESH_SECONDS, np.zeros(0, dtype=np.bool_)


_OF_ARCHIVES: WeakKeyDictionary[Archive, _Twins] = WeakKeyDictionary()
_LOCK = Lock()


def _twins(archive: Archive, columns: Columns) -> Array:
    with _LOCK:
        known = _OF_ARCHIVES.setdefault(archive, _Twins())
        if monotonic() - known.at > _FRESH_SECONDS:
            known.found, known.at = _likely_twins(columns), monotonic()
        found = known.found
    if len(found) >= len(columns):
        return found[: len(columns)]
    return np.concatenate((found, np.zeros(len(columns) - len(found), dtype=np.bool_)))


def _likely_twins(columns: Columns) -> Array:
    """Events of one type, one first day and one square of the map, of which each holds a place of its own."""
    of = columns.of
    rejected = codes()["review"].index("rejected")
    there = columns.standing(None) & (of["merged"] == 0) & (of["first"] > 0) & np.isfinite(of["lat"])
    keys = np.flatnonzero(there & (of["review"] != rejected))
    shift = 31 - _SQUARE_BITS
    x, y = ((of[name][keys] >> shift).astype(np.int64) for name in ("x", "y"))
    kind = of["type"][keys].astype(np.int64)
    alike = ((of["first"][keys].astype(np.int64) * 256 + kind) << (2 * _SQUARE_BITS)) + (x << _SQUARE_BITS) + y
    order = np.argsort(alike, kind="stable")
    same = alike[order][1:] == alike[order][:-1]
    found: Array = np.zeros(len(columns), dtype=np.bool_)
    found[keys[order[1:][same]]] = True
    found[keys[order[:-1][same]]] = True
    return found
