"""The columns of flat records: what type each has, and records turned into columns and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from types import NoneType
from typing import Literal, TypeAlias, TypeVar, get_args

import msgspec

from dateline.export.flat import FlatMention
from dateline.export.flat_event import FlatEvent

Flat: TypeAlias = FlatMention | FlatEvent
FlatRecord = TypeVar("FlatRecord", FlatMention, FlatEvent)
ColumnType: TypeAlias = Literal["text", "integer", "number", "boolean", "day"]

_BY_CLASS: dict[type, ColumnType] = {str: "text", int: "integer", float: "number", bool: "boolean"}
_DAYS = frozenset({"date_start", "date_end", "first_published", "last_published"})


class Column(msgspec.Struct, frozen=True):
    """A column: its name, what its values are, and whether each row has one. A ``day`` is an ISO day."""

    name: str
    type: ColumnType
    required: bool


@cache
def columns_of(kind: type[Flat]) -> tuple[Column, ...]:
    """The columns of a kind of flat record, in order."""
    columns = []
    for field in msgspec.structs.fields(kind):
        classes = [one for one in get_args(field.type) or (field.type,) if one is not NoneType]
        told: ColumnType = "day" if field.name in _DAYS else _BY_CLASS[classes[0]]
        columns.append(Column(field.name, told, field.required))
    return tuple(columns)


def in_columns(rows: Iterable[Flat], kind: type[Flat]) -> list[Sequence[object]]:
    """The values of each column, in the order of `columns_of`."""
    columns: list[Sequence[object]] = list(zip(*map(msgspec.structs.astuple, rows), strict=True))
    return columns or [() for _ in columns_of(kind)]


def from_columns(values: Sequence[Sequence[object]], kind: type[FlatRecord]) -> Iterator[FlatRecord]:
    """The records of columns in the order of `columns_of`.

    Raises:
        msgspec.ValidationError: a value is none of its column.
    """
    names = [column.name for column in columns_of(kind)]
    for row in zip(*values, strict=True):
        yield msgspec.convert(dict(zip(names, row, strict=True)), kind)
