"""Mentions as CSV, safe to open in a spreadsheet, and read back."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import msgspec

from dateline.errors import InputError
from dateline.export.flat import FlatMention, flatten
from dateline.export.unreadable import cannot_read
from dateline.records import Mention

COLUMNS: tuple[str, ...] = FlatMention.__struct_fields__

# A spreadsheet runs a cell that begins with one of these as a formula, which a hostile text could use. Apostrophes
# before them count too, so that taking one off again always gives back the text that was there.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def write_csv(mentions: Iterable[Mention], out: IO[str]) -> int:
    """Write a header and one row a mention, as they come; returns how many mentions there were.

    Texts that a spreadsheet would take for a formula get a leading apostrophe; numbers stay numbers. ``out`` must
    not translate line ends (open it with ``newline=""``).
    """
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    written = 0
    for mention in mentions:
        rows.writerow([_cell(value) for value in msgspec.structs.astuple(flatten(mention))])
        written += 1
    return written


def read_csv(path: Path) -> Iterator[FlatMention]:
    """The rows of a file that ``write_csv`` wrote, with the apostrophes taken off; unknown columns are passed over.

    Raises:
        InputError: the file cannot be read (``input.cannot-read``) or is not such a file (``input.not-our-csv``).
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines, strict=True)
            for row in rows:
                yield _flat_mention(row, where=f"{path}:{rows.line_num}")
    except OSError as error:
        raise cannot_read(path, error) from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise _not_ours(str(error), where=str(path)) from error


def _cell(value: str | float | bool | None) -> str | float:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and _FORMULA.match(value):
        return "'" + value
    return value


def _flat_mention(row: dict[str, str], *, where: str) -> FlatMention:
    values = {
        column: value[1:] if _GUARDED.match(value) else value
        for column, value in row.items()
        if column in COLUMNS and isinstance(value, str) and value
    }
    try:
        # Not strict: every cell is text and is turned into the number or truth value that its column has.
        return msgspec.convert(values, FlatMention, strict=False)
    except msgspec.ValidationError as error:
        raise _not_ours(str(error), where=where) from error


def _not_ours(what: str, *, where: str) -> InputError:
    return InputError(
        f"no row of mentions: {what}",
        where=where,
        remedy="Give a file written by `dateline code --format csv`.",
        code="input.not-our-csv",
    )
