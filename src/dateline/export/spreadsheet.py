"""Mentions and events as CSV, safe to open in a spreadsheet, and read back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from dateline.errors import InputError
from dateline.export.cells import cell, read_rows, rows_in, write_rows
from dateline.export.field_codes import field_codes
from dateline.export.flat import FlatMention, flatten
from dateline.export.flat_columns import Flat, FlatRecord
from dateline.export.flat_event import FlatEvent
from dateline.records import Mention

COLUMNS: tuple[str, ...] = FlatMention.__struct_fields__


def write_csv(mentions: Iterable[Mention], out: IO[str]) -> int:
    """Write a header and one row a mention, as they come; returns how many mentions there were.

    Texts that a spreadsheet would take for a formula get a leading apostrophe; numbers stay numbers. ``out`` must
    not translate line ends (open it with ``newline=""``).
    """
    return write_flat_csv(map(flatten, mentions), FlatMention, out)


def read_csv(path: Path) -> Iterator[FlatMention]:
    """The rows of a file that ``write_csv`` wrote, with the apostrophes taken off; unknown columns are passed over.

    Raises:
        InputError: the file cannot be read (``input.cannot-read``) or is not such a file (``input.not-our-csv``).
    """
    return read_flat_csv(path, FlatMention)


def write_flat_csv(rows: Iterable[Flat], kind: type[Flat], out: IO[str], *, hxl: bool = False) -> int:
    """Write a header, with ``hxl`` a row of tags, and the rows as they come; returns how many these were."""
    tags = hxl_tags_of(kind) if hxl else ()
    head = [kind.__struct_fields__, *([tags] if tags else [])]
    return write_rows(([cell(value) for value in msgspec.structs.astuple(row)] for row in rows), out, head=head)


def read_flat_csv(path: Path, kind: type[FlatRecord]) -> Iterator[FlatRecord]:
    """The rows of a file that `write_flat_csv` wrote; unknown columns and a row of HXL tags are passed over.

    Raises:
        InputError: the file cannot be read (``input.cannot-read``) or is not such a file (``input.not-our-csv``).
    """

    with _of_csv(str(path)):
        yield from read_rows(path, kind.__struct_fields__, row_maker(kind), tags=hxl_tags_of(kind), exact=False)


def flat_rows_in(lines: Iterable[str], name: str, kind: type[FlatRecord]) -> Iterator[FlatRecord]:
    """`read_flat_csv` of lines that are open already; ``name`` stands for them in errors.

    Raises:
        InputError: ``input.not-our-csv``.
    """
    with _of_csv(name):
        yield from rows_in(lines, name, kind.__struct_fields__, row_maker(kind), tags=hxl_tags_of(kind), exact=False)


def row_maker(kind: type[FlatRecord]) -> Callable[[dict[str, str], str], FlatRecord]:
    """What makes a record of the cells of its columns and the place of the row, for `read_rows`."""

    def make(cells: dict[str, str], where: str) -> FlatRecord:
        try:
            # Not strict: every cell is text and is turned into the number or truth value that its column has.
            return msgspec.convert(cells, kind, strict=False)
        except msgspec.ValidationError as error:
            raise _not_ours(str(error), where=where) from error

    return make


@contextmanager
def _of_csv(name: str) -> Iterator[None]:
    try:
        yield
    except InputError as error:
        if error.code == "input.not-our-table":
            raise _not_ours(error.what, where=error.where or name) from error
        raise


def hxl_tags_of(kind: type[Flat]) -> tuple[str, ...]:
    """The HXL tag of each column; empty where it has none. Mentions have none at all."""
    tags = field_codes().hxl.events if kind is FlatEvent else {}
    return tuple(tags.get(name, "") for name in kind.__struct_fields__) if tags else ()


def _not_ours(what: str, *, where: str) -> InputError:
    return InputError(
        f"no rows of records: {what}",
        where=where,
        remedy="Give a file written by `dateline code --format csv` or `dateline export --as csv`.",
        code="input.not-our-csv",
    )
