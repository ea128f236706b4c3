"""Reads a GeoNames dump, ``allCountries.zip`` or a part of it: tab-separated, 19 columns, no header, UTF-8.

The format is that of GeoNames' readme for its daily export. Which feature codes are kept and as what kind of place
stands in ``data/feature_codes.csv``. Standard library only.
"""

from __future__ import annotations

import csv
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import IO

from dateline.errors import InputError
from dateline.grounding.places.index_file import KINDS, OWN_IDS

COLUMNS = (
    *("geonameid", "name", "asciiname", "alternatenames", "latitude", "longitude", "feature class", "feature code"),
    *("country code", "cc2", "admin1 code", "admin2 code", "admin3 code", "admin4 code", "population", "elevation"),
    *("dem", "timezone", "modification date"),
)
"""The columns of the dump, in order."""
_FEATURES = Path(__file__).resolve().parent.parent / "data" / "feature_codes.csv"
_VILLAGE = 1_000
_SHOWN = 20
_TOLD_EVERY = 50_000
_BAD_SHARE = 0.5
_LONGEST_LINE = 200_000


@dataclass(frozen=True, slots=True)
class Feature:
    """What the places of one code become; ``radius_km`` is 0 where the code does not tell how far they reach."""

    kind: str
    radius_km: int


@dataclass(frozen=True, slots=True)
class DumpRow:
    """One place of the dump."""

    id: int
    name: str
    alternatives: tuple[str, ...]
    lat: float
    lon: float
    kind: str
    code: str
    country: str
    admin1: str
    population: int
    radius_km: int


@dataclass(slots=True)
class DumpTally:
    """What became of the lines of a dump.

    Attributes:
        lines: how many were read.
        kept: how many became a place.
        left_out: how many have a feature code that is not kept, by code.
        bad: how many could not be used.
        shown: the first of these, each as "line 17: what is wrong".
    """

    lines: int = 0
    kept: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    bad: int = 0
    shown: list[str] = field(default_factory=list)

    def reject(self, why: str) -> None:
        """Counts the current line as bad."""
        self.bad += 1
        if len(self.shown) < _SHOWN:
            self.shown.append(f"line {self.lines}: {why}")


@lru_cache(maxsize=1)
def features() -> dict[str, Feature]:
    """Feature class and code ("P.PPL") to what becomes of it."""
    with _FEATURES.open(encoding="utf-8", newline="") as file:
        table = {
            f"{row['class']}.{row['code']}": Feature(row["kind"], int(row["radius_km"])) for row in csv.DictReader(file)
        }
    assert all(feature.kind in KINDS for feature in table.values())
    return table


def dump_rows(path: Path, tally: DumpTally, *, progress: Callable[[float], None] | None = None) -> Iterator[DumpRow]:
    """The places of a dump, one at a time; memory does not grow with the file.

    Args:
        path: ``allCountries.zip``, ``cities500.zip``, ``UA.zip`` …, or the text that such an archive holds.
        tally: counts what is kept, left out and bad.
        progress: told now and then which share of the file was read, from 0 to 1.

    Raises:
        InputError: the file is missing or no archive (``input.cannot-read``), or most lines of it have another form
            (``input.not-geonames``).
    """
    with _opened(path) as (lines, size):
        read = 0
        while raw := lines.readline(_LONGEST_LINE):
            read += len(raw)
            line = raw.decode("utf-8", "replace").rstrip("\r\n")
            if not line:
                continue
            tally.lines += 1
            row = _row(line, tally)
            if row is not None:
                tally.kept += 1
                yield row
            if tally.lines % _TOLD_EVERY == 0:
                _check(path, tally)
                if progress is not None:
                    progress(min(1.0, read / max(size, 1)))
    _check(path, tally)
    if progress is not None:
        progress(1.0)


def _check(path: Path, tally: DumpTally) -> None:
    if tally.lines and tally.bad <= _BAD_SHARE * tally.lines:
        return
    told = f"; {tally.shown[0]}" if tally.shown else ""
    raise InputError(
        f"this is no GeoNames dump: {tally.bad:,} of {tally.lines:,} lines do not have its form{told}",
        where=str(path),
        remedy=f"Give allCountries.zip, cities500.zip or the like, with {len(COLUMNS)} columns and no header.",
        code="input.not-geonames",
    )


@contextmanager
def _opened(path: Path) -> Iterator[tuple[IO[bytes], int]]:
    """The bytes of the dump and how many there are."""
    try:
        if not zipfile.is_zipfile(path):
            with path.open("rb", buffering=1 << 20) as file:
                yield file, path.stat().st_size
            return
        with zipfile.ZipFile(path) as archive:
            texts = [info for info in archive.infolist() if info.filename.lower().endswith(".txt")]
            # An archive of one country holds a readme too, which is shorter.
            texts.sort(key=lambda info: (Path(info.filename).name.lower() == "readme.txt", -info.file_size))
            if not texts:
                raise InputError(
                    "the archive holds no .txt file",
                    where=str(path),
                    remedy="Give an archive as GeoNames offers it, such as allCountries.zip.",
                    code="input.not-geonames",
                )
            with archive.open(texts[0]) as member:
                yield member, texts[0].file_size
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        what = error.strerror if isinstance(error, OSError) and error.strerror else str(error) or type(error).__name__
        raise InputError(
            f"the dump cannot be read: {what.lower()}",
            where=str(path),
            remedy="Check its name, or download it again.",
            code="input.cannot-read",
        ) from error


def _row(line: str, tally: DumpTally) -> DumpRow | None:
    cells = line.split("\t")
    if len(cells) != len(COLUMNS):
        tally.reject(f"{len(cells)} columns instead of {len(COLUMNS)}")
        return None
    code = f"{cells[6]}.{cells[7]}"
    feature = features().get(code)
    if feature is None:
        # A place without a code is as good as none; a line of another form would have failed above or fails here.
        if cells[0].isdigit() and len(cells[6]) <= 1:
            tally.left_out[code] += 1
        else:
            tally.reject(f"geonameid: {cells[0][:30]!r} is no number")
        return None
    try:
        identifier = int(cells[0])
    except ValueError:
        identifier = 0
    if not 0 < identifier < OWN_IDS:
        tally.reject(f"geonameid: {cells[0][:30]!r} is no identifier")
        return None
    name = cells[1].strip()
    if not name:
        tally.reject("name: it is empty")
        return None
    lat, lon = _degrees(cells[4], 90.0), _degrees(cells[5], 180.0)
    if lat is None or lon is None:
        key, cell, most = ("latitude", cells[4], 90) if lat is None else ("longitude", cells[5], 180)
        tally.reject(f"{key}: {cell[:30]!r} is not between -{most} and {most}")
        return None
    country = cells[8].strip()
    if country and not (len(country) == 2 and country.isascii() and country.isupper()):
        tally.reject(f"country code: {country[:30]!r} is no code")
        return None
    population = cells[14].strip() or "0"
    if not population.isdecimal():
        tally.reject(f"population: {population[:30]!r} is no number")
        return None
    kind = feature.kind
    if code == "P.PPL" and int(population) < _VILLAGE:
        kind = "village"
    names = (cells[2], *cells[3].split(","))
    alternatives = tuple(dict.fromkeys(other for each in names if (other := each.strip()) and other != name))
    return DumpRow(
        identifier, name, alternatives, lat, lon, kind, code, country, cells[10], int(population), feature.radius_km
    )


def _degrees(cell: str, most: float) -> float | None:
    try:
        value = float(cell)
    except ValueError:
        return None
    return value if -most <= value <= most else None
