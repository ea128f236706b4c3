"""`IndexWriter`: writes the gazetteer index, one SQLite file, in bounded memory; a reader never sees a half-built one.

Imported by ``hatch_build.py`` while the wheel is made: standard library and ``name_keys`` only.

Tables of the index: ``place`` (one row a place, degrees times 100,000 as whole numbers), ``name`` (key to places;
quality 0 is the place's own name, 1 another name, 2 one with its article dropped), ``strong`` (the Latin part of it for
places known without context), ``sound`` (sound key to the keys that sound so), ``admin1``, ``demonym``, ``meta``.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from dateline.grounding.places.name_keys import bare_key, name_key, sound_key

SCHEMA_VERSION = 5
SCALE = 100_000
"""Degrees are stored as whole numbers of this many parts (about a metre)."""
OWN_IDS = 1_000_000_000
"""Places that are not GeoNames' have identifiers from here on; below, the identifier is GeoNames' own."""
KINDS = (
    "city",
    "capital",
    "country",
    "province",
    "district",
    "region",
    "village",
    "quarter",
    "camp",
    "base",
    "airport",
    "crossing",
    "facility",
    "dam",
    "island",
    "sea",
    "strait",
    "mountains",
    "river",
    "valley",
    "road",
    "territory",
    "border",
)
"""Kinds of place; the index stores the position in this list, so new ones go to the end."""
_STRONG_POPULATION = 100_000
_STRONG_KINDS = ("capital", "country", "province", "region", "territory", "sea", "strait")
_BATCH = 50_000
_HEADER = 100
_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE place (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind INTEGER NOT NULL, lat INTEGER NOT NULL, lon INTEGER NOT NULL,
    country TEXT NOT NULL, admin1 TEXT NOT NULL, population INTEGER NOT NULL, radius_km INTEGER NOT NULL, ref TEXT
);
CREATE TABLE admin1 (country TEXT, code TEXT, name TEXT, PRIMARY KEY (country, code)) WITHOUT ROWID;
CREATE TABLE name (key TEXT, place INTEGER, quality INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE strong (key TEXT, place INTEGER, quality INTEGER);
CREATE TABLE sound (sound TEXT, key TEXT, PRIMARY KEY (sound, key)) WITHOUT ROWID;
CREATE TABLE demonym (key TEXT PRIMARY KEY, country TEXT, place TEXT) WITHOUT ROWID;
CREATE TABLE staged.name (key TEXT, place INTEGER, quality INTEGER);
CREATE TABLE staged.place (
    id INTEGER PRIMARY KEY, name TEXT, kind INTEGER, lat INTEGER, lon INTEGER, country TEXT, admin1 TEXT,
    population INTEGER, radius_km INTEGER, ref TEXT
);
"""
_PlaceRow = tuple[int, str, int, int, int, str, str, int, int, str | None]


def degrees(value: str | float) -> int:
    """Degrees as the index stores them."""
    return round(float(value) * SCALE)


class IndexWriter:
    """Takes places with their names, and puts them into the order that SQLite keeps them in. See `new_index`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._places: list[_PlaceRow] = []
        self._names: list[tuple[str, int, int]] = []
        self._own = OWN_IDS

    def add(
        self,
        identifier: int | None,
        name: str,
        kind: str,
        point: tuple[int, int],
        country: str,
        *,
        alternatives: Iterable[str] = (),
        admin1: str = "",
        population: int = 0,
        radius_km: int = 0,
        ref: str | None = None,
    ) -> int:
        """Adds a place; returns its identifier, a new one where None is given. Of two with one identifier the first
        stays."""
        if identifier is None:
            self._own += 1
            identifier = self._own
        row = (identifier, name, KINDS.index(kind), *point, country, admin1, population, radius_km, ref)
        self._places.append(row)
        self._name(name, identifier, 0)
        self.add_names(identifier, alternatives)
        if len(self._places) >= _BATCH or len(self._names) >= 4 * _BATCH:
            self._stage()
        return identifier

    def add_names(self, identifier: int, names: Iterable[str]) -> None:
        """Further names of a place that was added."""
        for name in names:
            self._name(name, identifier, 1)

    def _name(self, name: str, identifier: int, quality: int) -> None:
        key = name_key(name)
        bare = bare_key(key)
        if len(key) > 1:
            self._names.append((key, identifier, quality))
        if bare != key and len(bare) > 1:
            self._names.append((bare, identifier, 2))

    def _stage(self) -> None:
        marks = ",".join("?" * 10)
        self._database.executemany(f"INSERT OR IGNORE INTO staged.place VALUES ({marks})", self._places)
        self._database.executemany("INSERT INTO staged.name VALUES (?,?,?)", self._names)
        self._places.clear()
        self._names.clear()

    def finish(
        self,
        *,
        provinces: Mapping[tuple[str, str], str],
        demonyms: Mapping[str, tuple[str, str]],
        meta: Mapping[str, str],
    ) -> int:
        """Writes what was added; returns the number of places.

        Args:
            provinces: country and GeoNames code of the admin-1 unit to its name.
            demonyms: name key to country code and name of the part, either of which may be "".
            meta: what the index says of itself; the schema version is added.
        """
        self._stage()
        run = self._database.execute
        run("INSERT INTO place SELECT * FROM staged.place ORDER BY id")
        run("INSERT INTO name SELECT key, place, min(quality) FROM staged.name GROUP BY key, place ORDER BY key, place")
        kinds = ",".join(str(KINDS.index(kind)) for kind in _STRONG_KINDS)
        run(
            "INSERT INTO strong SELECT n.key, n.place, min(n.quality)"
            " FROM staged.name n CROSS JOIN place p ON n.place = p.id"
            f" WHERE (p.population >= ? OR p.kind = ? OR (p.ref IS NOT NULL AND p.kind IN ({kinds}))"
            " OR p.ref LIKE 'dateline:%') AND n.quality < 2 AND n.key NOT GLOB '*[^ -~]*'"
            " GROUP BY n.key, n.place ORDER BY n.key, n.place",
            (_STRONG_POPULATION, KINDS.index("capital")),
        )
        self._database.create_function("sound_of", 1, sound_key, deterministic=True)
        run(
            "INSERT INTO sound SELECT sound_of(key), key FROM (SELECT DISTINCT key FROM name)"
            " WHERE length(sound_of(key)) > 1 ORDER BY 1, 2"
        )
        run("CREATE INDEX place_ref ON place (ref) WHERE ref IS NOT NULL")
        many = self._database.executemany
        many("INSERT INTO admin1 VALUES (?,?,?)", ((*key, name) for key, name in sorted(provinces.items())))
        many("INSERT INTO demonym VALUES (?,?,?)", ((key, *rest) for key, rest in sorted(demonyms.items())))
        (count,) = run("SELECT count(*) FROM place").fetchone()
        told = {**meta, "schema": str(SCHEMA_VERSION), "places": str(count)}
        many("INSERT INTO meta VALUES (?,?)", sorted(told.items()))
        self._database.commit()
        return int(count)


@contextmanager
def new_index(out: Path) -> Iterator[IndexWriter]:
    """A writer of an index that takes the place of ``out`` when the block ends, if it ends well.

    Works beside ``out``: a full GeoNames index needs some 5 GB there while it is built.

    Raises:
        OSError: the folder or the file cannot be written.
        sqlite3.Error: the disk is full.
    """
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".gazetteer-", dir=out.parent) as folder:
        made, staged = Path(folder, "index.sqlite"), Path(folder, "staged.sqlite")
        database = sqlite3.connect(made)
        try:
            # What is half-written is thrown away, so nothing need be safe from a power cut.
            database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=4096")
            database.execute("PRAGMA cache_size=-32000")
            database.execute("ATTACH ? AS staged", (str(staged),))
            database.executescript("PRAGMA staged.journal_mode=OFF; PRAGMA staged.synchronous=OFF;" + _TABLES)
            yield IndexWriter(database)
        finally:
            database.close()
        with made.open("rb") as file:
            os.fsync(file.fileno())
        made.chmod(0o644)
        made.replace(out)


def is_whole(path: Path) -> bool:
    """Whether the file is as long as its first page says that it should be; a cut-off copy is not."""
    with path.open("rb") as file:
        header = file.read(_HEADER)
    if len(header) < _HEADER or not header.startswith(b"SQLite format 3\x00"):
        return False
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    return path.stat().st_size == (65536 if page == 1 else page) * pages
