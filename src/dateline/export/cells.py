"""Cells of text tables that no spreadsheet runs, and rows of typed records made of them again."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, TypeAlias, TypeVar

from dateline.errors import InputError
from dateline.export.unreadable import cannot_read

Cell: TypeAlias = str | int | float | bool | None
Row = TypeVar("Row")

LIST_SEPARATOR = ";"
_AT_ONCE = 500
_LARGEST_CELL = 1 << 26
"""Characters; notes on an event that many tell are longer than the 131,072 at which Python's reader gives up."""
# A spreadsheet runs a cell that begins with one of these as a formula, which a hostile text could use. Apostrophes
# before them count too, so that taking one off again always gives back the text that was there.
_RUN = frozenset("=+-@\t\r'")
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guarded(text: str) -> str:
    """The text; with a leading apostrophe if a spreadsheet would take it for a formula."""
    return "'" + text if text[:1] in _RUN and _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """What was given to `guarded`."""
    return text[1:] if text[:1] == "'" and _GUARDED.match(text) else text


def cell(value: Cell) -> str | int | float:
    """A value as it is written: None is an empty cell, text is made harmless, numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, str):
        return guarded(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value


def listed(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Texts as they can stand in one cell with ``;`` between them: each once, semicolons inside made commas."""
    return tuple(dict.fromkeys(text.replace(LIST_SEPARATOR, ",") for text in texts if text))


def split(text: str | None, separator: str = LIST_SEPARATOR) -> tuple[str, ...]:
    """The texts of a cell; none of an empty one."""
    return tuple(text.split(separator)) if text else ()


def write_rows(
    rows: Iterable[Sequence[str | int | float]], out: IO[str], *, head: Sequence[Sequence[str]], tabs: bool = False
) -> int:
    """Write header rows, then rows of cells as they come; returns how many of the latter there were.

    ``out`` must not translate line ends (open it with ``newline=""``).
    """
    table = csv.writer(out, delimiter="\t" if tabs else ",")
    table.writerows(head)
    waiting, written = iter(rows), 0
    while some := list(islice(waiting, _AT_ONCE)):
        table.writerows(some)
        written += len(some)
    return written


def read_rows(
    path: Path,
    columns: Sequence[str],
    make: Callable[[dict[str, str], str], Row],
    *,
    tags: Sequence[str] = (),
    tabs: bool = False,
    exact: bool = True,
) -> Iterator[Row]:
    """The rows of a table of ours, in order.

    Args:
        path: the file.
        columns: its header; with ``exact`` these in this order, else any that include the ones ``make`` needs.
        make: makes a row of its cells (apostrophes taken off, empty ones left out) and ``file:line``.
        tags: a row of tags that may stand below the header and is passed over.
        tabs: whether tabs stand between cells, not commas.

    Raises:
        InputError: the file cannot be read (``input.cannot-read``), or is no such table (``input.not-our-table``).
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            yield from rows_in(lines, str(path), columns, make, tags=tags, tabs=tabs, exact=exact)
    except OSError as error:
        raise cannot_read(path, error) from error


def rows_in(
    lines: Iterable[str],
    name: str,
    columns: Sequence[str],
    make: Callable[[dict[str, str], str], Row],
    *,
    tags: Sequence[str] = (),
    tabs: bool = False,
    exact: bool = True,
) -> Iterator[Row]:
    """`read_rows` of lines that are open already; ``name`` stands for them in errors.

    Raises:
        InputError: ``input.not-our-table``.
    """
    csv.field_size_limit(max(csv.field_size_limit(), _LARGEST_CELL))
    try:
        rows = csv.reader(lines, strict=True, delimiter="\t" if tabs else ",")
        head = next(rows, [])
        if exact and head != list(columns):
            raise not_our_table(f"its {len(head)} columns are not the {len(columns)} of the format", name)
        for number, cells in enumerate(rows):
            if not number and tags and cells == list(tags):
                continue
            where = f"{name}:{rows.line_num}"
            if len(cells) != len(head):
                raise not_our_table(f"a row of {len(cells)} cells under {len(head)} columns", where)
            yield make({key: unguarded(text) for key, text in zip(head, cells, strict=True) if text}, where)
    except (csv.Error, UnicodeDecodeError) as error:
        raise not_our_table(str(error), name) from error


def not_our_table(what: str, where: str) -> InputError:
    """The error of a file that is no table which `dateline export` wrote."""
    return InputError(
        f"no table of ours: {what}",
        where=where,
        remedy="Give a file written by `dateline export` in this format, unchanged.",
        code="input.not-our-table",
    )
