"""`Gazetteer`: look-ups in the index of places; opens it read-only and says what to do where it is missing."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from dateline.errors import InstallError
from dateline.grounding.places.build import build_gazetteer, sources_present
from dateline.grounding.places.index_choice import BUILT_IN, ChosenIndex, chosen_index
from dateline.grounding.places.index_file import KINDS, OWN_IDS, SCALE, SCHEMA_VERSION, is_whole
from dateline.grounding.places.name_keys import bare_key, name_key, sound_key
from dateline.grounding.places.own_places import OwnPlace

INDEX_PATH = BUILT_IN
REMEDY = "Run: dateline gazetteer build --force"
OWN_PREFIX = "own:"
"""What the identifiers of a user's own places begin with."""
_MAX_ROWS = 400
_MAX_SOUNDS = 60
_COLUMNS = "p.id, p.name, p.kind, p.lat, p.lon, p.country, p.admin1, p.population, p.radius_km, p.ref"


@dataclass(frozen=True, slots=True)
class Entry:
    """One place of the gazetteer. ``radius_km`` is 0 where the source does not say how far the place reaches."""

    id: int
    name: str
    kind: str
    lat: float
    lon: float
    country: str
    admin1_code: str
    population: int
    radius_km: int
    ref: str | None

    @property
    def gazetteer_id(self) -> str:
        """The identifier with its source, such as ``geonames:281133``."""
        return self.ref or f"geonames:{self.id}"

    @property
    def weight(self) -> float:
        """How likely the place is to be in the news before anything else is known, from 0 to about 1."""
        if self.kind == "country" or (self.ref is not None and self.ref.startswith(OWN_PREFIX)):
            return 1.0
        if self.kind == "city" or self.kind == "capital":
            size = math.log10(self.population + 10) / 7.5
            return size + (0.12 if self.kind == "capital" else 0.0)
        if self.kind == "airport":
            return 0.25
        if self.id < OWN_IDS:
            return 0.3
        if self.ref is not None and self.ref.startswith("dateline:"):
            # Hand-made entries are there because the news names them.
            return 0.72
        if self.kind == "province":
            return 0.55 + min(0.25, self.radius_km / 1600)
        return 0.3


@dataclass(frozen=True, slots=True)
class Found:
    """A place under a name. ``quality`` is 1 for its own name, down to about 0.5 for one that only sounds alike."""

    entry: Entry
    quality: float


class Gazetteer:
    """Read-only look-ups in one index file and in a user's own places. One object belongs to one thread.

    A look-up raises `InstallError` where the part of the file that it needs is damaged.
    """

    def __init__(self, path: Path, places: Sequence[OwnPlace] = ()) -> None:
        """Opens the index.

        Args:
            path: the index.
            places: a user's own; a name that one of them bears is theirs alone.

        Raises:
            InstallError: there is no index at ``path``, or it is damaged or of another version.
        """
        self.path = path
        if not path.is_file():
            raise InstallError(
                "the gazetteer index is missing", where=str(path), remedy=_remedy(path), code="install.gazetteer"
            )
        with self._reading():
            if not is_whole(path):
                raise sqlite3.DatabaseError("it is cut off" if path.stat().st_size else "it is empty")
            self._database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            try:
                self._read_start()
            except BaseException:
                self._database.close()
                raise
        self._by_key = lru_cache(maxsize=20_000)(self._read_key)
        self._own, self._own_sounds = _own_names(places)

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        # Random bytes in the file can come out as texts that are no UTF-8, or as values of another type.
        except (sqlite3.Error, UnicodeDecodeError, TypeError, IndexError, KeyError) as error:
            raise InstallError(
                f"the gazetteer index is damaged ({error})",
                where=str(self.path),
                remedy=_remedy(self.path),
                code="install.gazetteer",
            ) from error

    def _read_start(self) -> None:
        self.about: dict[str, str] = dict(self._database.execute("SELECT key, value FROM meta").fetchall())
        """What the index says of itself: ``source``, ``places``, ``schema``, ``fingerprint``."""
        if self.about.get("schema") != str(SCHEMA_VERSION):
            raise InstallError(
                "the gazetteer index is of another version",
                where=str(self.path),
                remedy=_remedy(self.path),
                code="install.gazetteer",
            )
        missing = _TABLES - {name for (name,) in self._database.execute("SELECT name FROM sqlite_master")}
        if missing:
            raise sqlite3.DatabaseError(f"no table {', '.join(sorted(missing))}")
        self._strong = self._read_strong_names()
        self._demonyms = {
            key: (country, place)
            for key, country, place in self._database.execute("SELECT key, country, place FROM demonym")
        }
        self._provinces = {
            (country, code): name
            for country, code, name in self._database.execute("SELECT country, code, name FROM admin1")
        }

    def close(self) -> None:
        """Closes the file; the object is of no use after that."""
        self._database.close()

    def _read_strong_names(self) -> dict[str, tuple[Found, ...]]:
        rows = self._database.execute(f"SELECT {_COLUMNS} FROM place p WHERE id IN (SELECT place FROM strong)")
        places = {row[0]: _entry(row) for row in rows}
        names: dict[str, list[Found]] = {}
        for key, place, quality in self._database.execute("SELECT key, place, quality FROM strong"):
            names.setdefault(key, []).append(Found(places[place], _QUALITIES[quality]))
        return {key: tuple(found) for key, found in names.items()}

    def _read_key(self, key: str) -> tuple[Found, ...]:
        with self._reading():
            rows = self._database.execute(
                f"SELECT {_COLUMNS}, n.quality FROM name n JOIN place p ON p.id = n.place WHERE n.key = ?"
                " ORDER BY p.population DESC LIMIT ?",
                (key, _MAX_ROWS),
            )
            return tuple(Found(_entry(row), _QUALITIES[row[-1]]) for row in rows)

    def named(self, name: str) -> tuple[Found, ...]:
        """The places of just this name, whatever its case, diacritics, hyphens and articles; largest first."""
        key = name_key(name)
        if len(key) < 2:
            return ()
        bare = bare_key(key)
        if own := self._own.get(key) or self._own.get(bare):
            return own
        found = self._by_key(key)
        if bare != key and len(bare) > 1:
            seen = {each.entry.id for each in found}
            more = (Found(each.entry, min(each.quality, 0.85)) for each in self._by_key(bare))
            found += tuple(each for each in more if each.entry.id not in seen)
        return found

    def sounding_like(self, name: str, floor: float = 0.72) -> tuple[Found, ...]:
        """The places whose name is a likely other spelling of this one; quality is the likeness, below 0.8."""
        key = bare_key(name_key(name))
        sound = sound_key(key)
        if len(sound) < 2 or len(key) < 4:
            return ()
        if len(sound) == 2:
            # So little of the name is left that many sound like it.
            floor = max(floor, 0.82)
        with self._reading():
            rows = self._database.execute(
                "SELECT key FROM sound WHERE sound = ? AND length(key) BETWEEN ? AND ? LIMIT ?",
                (sound, len(key) - 3, len(key) + 4, _MAX_SOUNDS * 25),
            ).fetchall()
        rows += [(other,) for other in self._own_sounds.get(sound, ())]
        close = []
        letters = frozenset(key) - {" "}
        for (other,) in rows:
            # Each letter that only one of them has costs at least half an edit: most keys are ruled out by that alone.
            if 1.0 - 0.25 * len(letters ^ (frozenset(other) - {" "})) / max(len(key), len(other)) < floor:
                continue
            likeness = spelling_likeness(key, other)
            if likeness >= floor:
                close.append((likeness, other))
        best: dict[int, Found] = {}
        for likeness, other in sorted(close, reverse=True)[:_MAX_SOUNDS]:
            for each in self._own.get(other) or self._by_key(other):
                if each.entry.id not in best:
                    best[each.entry.id] = Found(each.entry, 0.8 * likeness)
        return tuple(best.values())

    def strong(self, key: str) -> tuple[Found, ...]:
        """The countries, provinces, regions and big cities of this name key; no disk is read."""
        return self._own.get(key) or self._strong.get(key, ())

    def demonym(self, key: str) -> tuple[str, str] | None:
        """Country code and name of the part (either may be empty) that a word such as "Gazan" stands for."""
        return self._demonyms.get(key)

    def own(self, name: str) -> Entry | None:
        """The one place among a user's own that bears this name; None where there is none, or several."""
        key = name_key(name)
        found = self._own.get(key) or self._own.get(bare_key(key)) or ()
        return found[0].entry if len(found) == 1 else None

    def entry(self, gazetteer_id: str) -> Entry | None:
        """The place with this identifier (``geonames:281133``, ``dateline:donbas``, ``own:…``)."""
        for found in self._own.values() if gazetteer_id.startswith(OWN_PREFIX) else ():
            for each in found:
                if each.entry.ref == gazetteer_id:
                    return each.entry
        source, _, number = gazetteer_id.partition(":")
        by_number = source == "geonames" and number.isdecimal() and len(number) < 10
        with self._reading():
            row = self._database.execute(
                f"SELECT {_COLUMNS} FROM place p WHERE "
                + ("p.id = ?" if by_number else "p.ref IS NOT NULL AND p.ref = ?"),
                (int(number) if by_number else gazetteer_id,),
            ).fetchone()
            return _entry(row) if row is not None else None

    def country(self, code: str) -> Entry | None:
        """The country with this ISO 3166-1 alpha-2 code."""
        return self.entry(f"iso:{code}")

    def capital_of(self, country: str) -> Entry | None:
        """The capital of the country with this code."""
        with self._reading():
            row = self._database.execute(
                f"SELECT {_COLUMNS} FROM strong s JOIN place p ON p.id = s.place WHERE p.country = ? AND p.kind = ?",
                (country, KINDS.index("capital")),
            ).fetchone()
            return _entry(row) if row is not None else None

    def largest(self, at_least: int) -> tuple[Entry, ...]:
        """Every country, and towns of at least so many inhabitants, the largest first: what a map is labelled by."""
        kinds = ("country", "city", "capital")
        with self._reading():
            rows = self._database.execute(
                f"SELECT {_COLUMNS} FROM place p WHERE p.kind = ? OR (p.kind IN (?, ?) AND p.population >= ?) "
                "ORDER BY p.population DESC, p.id",
                (*(KINDS.index(kind) for kind in kinds), at_least),
            ).fetchall()
            return tuple(_entry(row) for row in rows)

    def province_name(self, entry: Entry) -> str | None:
        """The name of the admin-1 unit that the place is in, where known."""
        return self._provinces.get((entry.country, entry.admin1_code))


_QUALITIES = (1.0, 0.95, 0.85)
_TABLES = frozenset({"meta", "place", "name", "strong", "sound", "admin1", "demonym"})


def _remedy(path: Path) -> str:
    if path == INDEX_PATH:
        return REMEDY
    return f"Build it again (dateline gazetteer build, with -o {path}), or take it away to use the built-in one."


def _own_names(places: Sequence[OwnPlace]) -> tuple[dict[str, tuple[Found, ...]], dict[str, tuple[str, ...]]]:
    """A user's places by name key, and the name keys by sound."""
    names: dict[str, dict[int, Found]] = {}
    sounds: dict[str, dict[str, None]] = {}
    for number, place in enumerate(places):
        # Identifiers below zero are nobody else's.
        entry = Entry(
            -1 - number, place.names[0], place.kind, place.lat, place.lon, place.country, "", place.population,
            place.radius_km, OWN_PREFIX + place.id,
        )  # fmt: skip
        for name in place.names:
            key = name_key(name)
            for form, quality in ((bare_key(key), 0.85), (key, 1.0)):
                if len(form) > 1:
                    found = names.setdefault(form, {})
                    found[entry.id] = Found(entry, max(quality, found[entry.id].quality if entry.id in found else 0.0))
            if len(sound := sound_key(key)) > 1:
                sounds.setdefault(sound, {})[key] = None
    return {key: tuple(found.values()) for key, found in names.items()}, {s: tuple(keys) for s, keys in sounds.items()}


def _entry(row: tuple[Any, ...]) -> Entry:
    identifier, name, kind, lat, lon, country, admin1, population, radius_km, ref = row[:10]
    return Entry(identifier, name, KINDS[kind], lat / SCALE, lon / SCALE, country, admin1, population, radius_km, ref)


def spelling_likeness(one: str, other: str) -> float:
    """From 0 to 1: edit distance (Levenshtein) over the longer length, with vowels and y, w, h at half cost."""
    if one == other:
        return 1.0
    one, other = one.replace(" ", "")[:60], other.replace(" ", "")[:60]
    if not one or not other or abs(len(one) - len(other)) > 5:
        return 0.0
    before = [0.0]
    for sign in other:
        before.append(before[-1] + (0.5 if sign in _SOFT_SIGNS else 1.0))
    for first in one:
        cost = 0.5 if first in _SOFT_SIGNS else 1.0
        row = [before[0] + cost]
        for column, second in enumerate(other):
            soft = second in _SOFT_SIGNS
            swap = 0.0 if first == second else 0.5 if soft and cost == 0.5 else 1.0
            row.append(min(before[column] + swap, before[column + 1] + cost, row[-1] + (0.5 if soft else 1.0)))
        before = row
    return 1.0 - before[-1] / max(len(one), len(other))


_SOFT_SIGNS = frozenset("aeiouywh")


def open_gazetteer(path: Path | None = None, places: Sequence[OwnPlace] = ()) -> Gazetteer:
    """The gazetteer that is in use (see `index_choice`), or the one at ``path``; with a user's own ``places``.

    Where the built-in one is missing, damaged or of an older form and the packages it is made from are there (a
    developer's checkout), it is built first, in under a minute and a half.

    Raises:
        InstallError: the index is missing or damaged and cannot be built here.
    """
    chosen = ChosenIndex(path, "given") if path is not None else chosen_index(INDEX_PATH)
    if not chosen.built_in:
        return Gazetteer(chosen.path, places)
    try:
        return Gazetteer(INDEX_PATH, places)
    except InstallError:
        if not sources_present():
            raise
    try:
        build_gazetteer(INDEX_PATH, force=True)
    except (OSError, sqlite3.Error) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise InstallError(
            f"the gazetteer index is missing or damaged and cannot be written ({why})",
            where=str(INDEX_PATH),
            remedy="Make the folder writable and make room, or reinstall dateline.",
            code="install.gazetteer",
        ) from error
    return Gazetteer(INDEX_PATH, places)
