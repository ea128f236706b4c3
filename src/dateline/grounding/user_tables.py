"""Reads a user's own CSV: every fault of every row is named, with its line and column, before any row is used."""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from dateline.errors import InputError

MAX_ROWS = 200_000
"""A user's table is held in memory; a larger one belongs into an index of its own."""
_TOLD = 200
_MAX_CELL = 20_000
Row = TypeVar("Row")


class Fault(ValueError):
    """What is wrong with one cell: the column, and what in one sentence without a full stop."""

    def __init__(self, key: str, what: str) -> None:
        super().__init__(what)
        self.key, self.what = key, what


class TableError(InputError):
    """A user's table that cannot be used. ``lines`` holds every fault as ``file:line:column: what``.

    ``str()`` of it is the lines, the first 200 of them, and the remedy, each on a line of its own.
    """

    code = "input.bad-table"

    def __init__(
        self, what: str, *, where: str | None = None, remedy: str, code: str | None = None, lines: Sequence[str] = ()
    ) -> None:
        self.lines = tuple(lines)
        super().__init__(what, where=where, remedy=remedy, code=code)

    @property
    def told(self) -> tuple[str, ...]:
        """What to show to people, line by line."""
        more = len(self.lines) - _TOLD
        rest = (f"… and {more:,} more",) if more > 0 else ()
        return (*self.lines[:_TOLD], *rest, super().__str__())

    def __str__(self) -> str:
        return "\n".join(self.told)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.what, self.where, self.remedy, self.code, self.lines)


def _rebuild(what: str, where: str | None, remedy: str, code: str, lines: Sequence[str]) -> TableError:
    return TableError(what, where=where, remedy=remedy, code=code, lines=lines)


@dataclass(frozen=True, slots=True)
class Form(Generic[Row]):
    """The form of a table.

    Attributes:
        needed: columns that must be there.
        allowed: columns that may be.
        read: makes a row of its cells (all of them stripped; columns that are not there are ""); reports what is wrong
            by calling its second argument with a `Fault`, as often as it likes, and may then return None.
        unique: columns whose value may not stand twice (empty cells count as none).
    """

    needed: tuple[str, ...]
    allowed: tuple[str, ...]
    read: Callable[[Mapping[str, str], Callable[[Fault], None]], Row | None]
    unique: tuple[str, ...] = ()


def read_table(path: Path | str, form: Form[Row]) -> tuple[Row, ...]:
    """The rows of a user's CSV (UTF-8, comma or semicolon or tab between cells, a header row).

    Raises:
        TableError: the file cannot be read, its columns are not the form's, or rows are wrong; all of them are named.
    """
    path = Path(path)
    header, body = _cells(path)
    _check_columns(path, header, form)
    rows: list[Row] = []
    lines: list[str] = []
    seen: dict[tuple[str, str], int] = {}
    bad: set[int] = set()
    for line, cells in body:

        def tell(fault: Fault, line: int = line) -> None:
            bad.add(line)
            lines.append(f"{path}:{line}:{fault.key}: {fault.what}")

        if len(cells) > len(header):
            tell(Fault("", f"{len(cells)} cells under {len(header)} columns"))
            continue
        values = dict.fromkeys((*form.needed, *form.allowed), "")
        values.update({key: cell.strip() for key, cell in zip(header, cells, strict=False)})
        for name in form.unique:
            value = values[name]
            first = seen.setdefault((name, value), line) if value else line
            if first != line:
                tell(Fault(name, f"{value[:60]!r} stands on line {first} already"))
        row = form.read(values, tell)
        if row is not None and line not in bad:
            rows.append(row)
    if lines:
        count = f"{len(bad):,} rows" if len(bad) > 1 else "one row"
        raise TableError(
            f"{count} of this table cannot be used",
            where=str(path),
            remedy="Correct the lines that are named; nothing was run.",
            lines=lines,
        )
    return tuple(rows)


def _cells(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise _unreadable(path, (error.strerror or str(error)).lower()) from error
    except UnicodeDecodeError as error:
        raise _unreadable(path, f"byte {error.start} is not UTF-8") from error
    if "\x00" in text:
        raise _unreadable(path, "it holds NUL bytes and is no text")
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=separator, strict=True)
    header: list[str] = []
    body: list[tuple[int, list[str]]] = []
    begin = 1
    try:
        for cells in reader:
            line, begin = begin, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = [cell.strip() for cell in cells]
                continue
            body.append((line, cells))
            if len(body) > MAX_ROWS:
                raise _unreadable(path, f"it has more than {MAX_ROWS:,} rows")
    except csv.Error as error:
        raise _unreadable(path, f"line {begin}: {error}") from error
    if not header:
        raise _unreadable(path, "it is empty")
    return header, body


def _check_columns(path: Path, header: Sequence[str], form: Form[Row]) -> None:
    known = (*form.needed, *form.allowed)
    told = [f"{path}:1:{name}: this column is missing" for name in form.needed if name not in header]
    told += [f"{path}:1:{name}: there is no such column" for name in header if name not in known]
    told += [f"{path}:1:{name}: this column stands twice" for name in dict.fromkeys(header) if header.count(name) > 1]
    if told:
        raise TableError(
            "the columns of this table are not those that are needed",
            where=str(path),
            remedy=f"Needed: {', '.join(form.needed)}. Allowed besides: {', '.join(form.allowed) or 'none'}.",
            lines=told,
        )


def _unreadable(path: Path, why: str) -> TableError:
    return TableError(
        f"the table cannot be read: {why}",
        where=str(path),
        remedy="Give a CSV file in UTF-8 with a header row.",
        code="input.cannot-read",
    )
