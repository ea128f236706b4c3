"""Reads files of the directory of actors, shipped ones and users' own, and names every bad row at once."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from dateline.errors import InputError, InstallError
from dateline.grounding.actors.entry import COLUMNS, KINDS, ActorEntry, country_codes, sectors
from dateline.records import ActorKind

FIRST_YEAR, LAST_YEAR = 1000, 2100
NEEDED = ("id", "name", "kind")
"""Columns that a user's file must have; the others may be left out."""
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_YEAR = re.compile(r"\d{4}")
_TOLD_AT_MOST = 20
_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one value: the line of the file (1 is the head), its column, and why."""

    line: int
    column: str
    why: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.column}: {self.why}"


def read_entries(text: str, *, own: bool = False) -> tuple[list[ActorEntry], list[Fault]]:
    """The entries of a CSV text, and all faults of its rows; rows with faults give no entry."""
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    known, codes = sectors(), country_codes()
    entries: list[ActorEntry] = []
    faults: list[Fault] = []
    try:
        head = [column.strip().lower() for column in next(rows, [])]
        faults += _faults_of_head(head)
        if faults:
            return [], faults
        seen: dict[str, int] = {}
        for row in rows:
            if not any(map(str.strip, row)):
                continue
            line = rows.line_num
            if len(row) != len(head):
                faults.append(Fault(line, "row", f"{len(row)} values where the head names {len(head)} columns"))
                continue
            cells = dict(zip(head, map(str.strip, row), strict=True))
            entry, wrong = _entry(cells, line, known, codes, own=own)
            identifier = cells["id"]
            if identifier in seen:
                wrong.append(Fault(line, "id", f"{identifier!r} stands in line {seen[identifier]} too"))
            seen.setdefault(identifier, line)
            faults += wrong
            if entry is not None and not wrong:
                entries.append(entry)
    except csv.Error as error:
        faults.append(Fault(rows.line_num, "row", f"no CSV ({error})"))
    return entries, faults


def _faults_of_head(head: Sequence[str]) -> list[Fault]:
    known = ", ".join(COLUMNS)
    missing = [column for column in NEEDED if column not in head]
    faults = [Fault(1, column, f"this column is missing; a file has the columns {known}") for column in missing]
    faults += [
        Fault(1, column or "head", f"there is no such column; there are {known}")
        for column in head
        if column not in COLUMNS
    ]
    return faults + [
        Fault(1, column, "this column is there twice") for column in {c for c in head if head.count(c) > 1}
    ]


def _entry(
    cells: dict[str, str], line: int, known: frozenset[str], codes: frozenset[str], *, own: bool
) -> tuple[ActorEntry | None, list[Fault]]:
    faults: list[Fault] = []

    def fault(column: str, why: str) -> None:
        faults.append(Fault(line, column, why))

    identifier, name, kind = cells["id"], cells["name"], cells["kind"]
    if not _ID.fullmatch(identifier):
        fault("id", f"{identifier!r} is no lower-case id such as 'free-city-guard'")
    if not any(map(str.isalnum, name)):
        fault("name", "no name is given")
    if kind not in KINDS:
        fault("kind", f"{kind!r} is no kind; there are {', '.join(sorted(KINDS))}")
    countries = _parts(cells.get("country"))
    for code in countries:
        if code not in codes:
            fault("country", f"{code!r} is no ISO 3166-1 alpha-2 code")
    years: list[int | None] = []
    for column in ("since", "until"):
        told = cells.get(column)
        year = _year(told) if told else None
        if told and year is None:
            fault(column, f"{told!r} is no year from {FIRST_YEAR} to {LAST_YEAR}")
        years.append(year)
    since, until = years
    if since is not None and until is not None and since > until:
        fault("until", f"{until} is before {since}, the year it is said to begin")
    sector = cells.get("sector") or None
    if sector is not None and sector not in known:
        fault("sector", f"{sector!r} is no sector; there are {', '.join(sorted(known))}")
    if faults:
        return None, faults
    entry = ActorEntry(
        id=identifier,
        name=name,
        aliases=_parts(cells.get("aliases")),
        kind=cast(ActorKind, kind),
        countries=countries,
        since=since,
        until=until,
        parent=cells.get("parent") or None,
        sector=sector,
        source=cells.get("source", ""),
        own=own,
    )
    return entry, faults


def _parts(cell: str | None) -> tuple[str, ...]:
    if not cell:
        return ()
    return tuple([part for each in cell.split("|") if (part := each.strip())])


def _year(text: str) -> int | None:
    return int(text) if _YEAR.fullmatch(text) and FIRST_YEAR <= int(text) <= LAST_YEAR else None


def read_shipped(path: Path) -> list[ActorEntry]:
    """The entries of a shipped file.

    Raises:
        InstallError: it is missing, or has a bad row.
    """
    try:
        entries, faults = read_entries(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InstallError(
            f"the directory of actors cannot be read ({error})",
            where=str(path),
            remedy="Reinstall dateline.",
            code="install.actors",
        ) from error
    if faults:
        raise InstallError(
            f"the directory of actors is damaged ({faults[0].why})",
            where=f"{path}:{faults[0].line}:{faults[0].column}",
            remedy="Mend the row, or reinstall dateline.",
            code="install.actors",
        )
    return entries


def read_own(path: Path) -> list[ActorEntry]:
    """The entries of a user's file (CSV in UTF-8 with the columns of `COLUMNS`, of which `NEEDED` must be there).

    Raises:
        InputError: the file cannot be read, or some rows cannot be used: all are named, with their lines.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError(
                "the file of actors is larger than 64 MiB",
                where=str(path),
                remedy="Give a CSV file of actors, one a row.",
                code="input.actors",
            )
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is no text in UTF-8"
        raise InputError(
            f"the file of actors cannot be read ({why})",
            where=str(path),
            remedy="Give a CSV file in UTF-8 that is there.",
            code="input.actors",
        ) from error
    entries, faults = read_entries(text, own=True)
    if faults:
        told = "; ".join(map(str, faults[:_TOLD_AT_MOST]))
        more = f"; and {len(faults) - _TOLD_AT_MOST} more" if len(faults) > _TOLD_AT_MOST else ""
        raise InputError(
            f"{len(faults)} values of the actors' file cannot be used: {told}{more}"
            if len(faults) > 1
            else f"a value of the actors' file cannot be used: {told}",
            where=str(path),
            remedy="Mend these lines; docs/actors.md describes the columns.",
            code="input.actors",
        )
    return entries
