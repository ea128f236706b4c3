"""CSV and TSV with a header row; a column is a key of the report."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from dateline.reports.faults import CSV_NO_HEADER, CSV_ROW, Finding, note, refuse
from dateline.reports.found import Found
from dateline.reports.key_names import KEYS, hint_for
from dateline.reports.opening import LINE_LIMIT, Line

_SEPARATORS = ",;\t|"


class _Rows:
    """Lines for the csv module, remembering those of the row at hand so that a broken row can be stepped over."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = iter(lines)
        self._again: list[Line] = []
        self.row: list[Line] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._lines)
        self.row.append(line)
        return line.text

    def start_row(self) -> None:
        self.row = []

    def step_back(self) -> None:
        """Gives all lines of the row but its first once more."""
        self._again.extend(reversed(self.row[1:]))
        self.row = self.row[:1]


def read_csv(lines: Iterable[Line]) -> Iterator[Found]:
    """One report a row. A row that cannot be read comes with its fault, and reading goes on at the next line.

    Raises:
        RefusalError: the header row names no column ``text``.
    """
    rows = _Rows(lines)
    header, separator = _read_header(rows)
    csv.field_size_limit(LINE_LIMIT)
    reader = csv.reader(rows, delimiter=separator, strict=True)
    while True:
        rows.start_row()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            rows.step_back()
            yield _fault(rows.row[0], note(CSV_ROW, why=str(error)))
            reader = csv.reader(rows, delimiter=separator, strict=True)
            continue
        first = rows.row[0]
        broken = next((line.fault for line in rows.row if line.fault is not None), None)
        raw = b"".join(line.raw for line in rows.row)
        if broken is not None:
            yield _fault(first, broken)
        elif not any(cell.strip() for cell in cells):
            continue
        elif len(cells) > len(header):
            why = f"it has {len(cells)} cells, the header {len(header)}"
            yield _fault(first, note(CSV_ROW, why=why), raw)
        else:
            values = {key: cell for key, cell in zip(header, cells, strict=False) if cell.strip()}
            findings = tuple(finding for line in rows.row for finding in line.findings)
            yield Found(values=values, line=first.number, raw=raw, findings=findings)


def _fault(line: Line, fault: Finding, raw: bytes | None = None) -> Found:
    return Found(line=line.number, raw=line.raw if raw is None else raw, fault=fault)


def _read_header(rows: _Rows) -> tuple[list[str], str]:
    first = ""
    for text in rows:
        first = text.lstrip("\ufeff")
        if first.strip():
            break
    # The separator is the one that makes a column called text appear; counting characters fails on one-column tables.
    columns: list[str] = []
    for separator in _SEPARATORS:
        names = [name.strip() for name in next(csv.reader([first], delimiter=separator), [])]
        columns = max(columns, names, key=len)
        lowered = [name.lower() for name in names]
        if "text" in lowered:
            return [low if low in KEYS else name for name, low in zip(names, lowered, strict=True)], separator
    raise refuse(CSV_NO_HEADER, columns=", ".join(columns)[:200], hint=hint_for(columns))
