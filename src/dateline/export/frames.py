"""Events and mentions as a data frame of pandas or polars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal, overload

from dateline.export.extras import library_of
from dateline.export.flat import FlatMention, flatten
from dateline.export.flat_columns import Flat, columns_of, in_columns
from dateline.export.flat_event import FlatEvent, flatten_event
from dateline.export.tellings import Telling
from dateline.records import Mention
from dateline.records.event import Event

if TYPE_CHECKING:
    import pandas
    import polars

_PANDAS = {"text": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}


@overload
def to_frame(records: Iterable[Event] | Iterable[Mention], kind: Literal["pandas"] = ...) -> pandas.DataFrame: ...
@overload
def to_frame(records: Iterable[Event] | Iterable[Mention], kind: Literal["polars"]) -> polars.DataFrame: ...
def to_frame(records: Iterable[Event] | Iterable[Mention], kind: Literal["pandas", "polars"] = "pandas") -> Any:
    """Events or mentions as a frame: a row a record, with the columns of the CSV.

    Days are dates (pandas: ``datetime64``), whole numbers stay whole where some are missing, and no cell is an empty
    text. Without any record the columns are those of events.

    Args:
        records: all of one kind.
        kind: the library, an extra of dateline: ``pip install 'dateline[pandas]'``.

    Raises:
        InstallError: the library is not installed (``install.extra``).
        ValueError: there is no such kind of frame.
    """
    if kind not in ("pandas", "polars"):
        raise ValueError(f"no kind of frame is called {kind!r}: give 'pandas' or 'polars'")
    library = library_of(kind, kind)
    waiting: Iterator[Event | Mention] = iter(records)
    first = next(waiting, None)
    rows: list[Flat] = []
    of: type[Flat] = FlatEvent
    if isinstance(first, Mention):
        of = FlatMention
    if first is not None:
        rows = [_flat(record) for record in chain((first,), waiting)]
    return (_pandas if kind == "pandas" else _polars)(library, rows, of)


def _flat(record: Event | Mention) -> Flat:
    return flatten(record) if isinstance(record, Mention) else flatten_event(Telling(event=record))


def _pandas(pandas: Any, rows: list[Flat], kind: type[Flat]) -> Any:
    series: dict[str, Any] = {}
    for values, column in zip(in_columns(rows, kind), columns_of(kind), strict=True):
        if column.type == "day":
            series[column.name] = pandas.to_datetime(pandas.Series(values, dtype="object"), format="%Y-%m-%d")
        else:
            series[column.name] = pandas.array(list(values), dtype=_PANDAS[column.type])
    return pandas.DataFrame(series)


def _polars(polars: Any, rows: list[Flat], kind: type[Flat]) -> Any:
    types = {"text": polars.String, "integer": polars.Int64, "number": polars.Float64, "boolean": polars.Boolean}
    series = []
    for values, column in zip(in_columns(rows, kind), columns_of(kind), strict=True):
        if column.type == "day":
            series.append(polars.Series(column.name, values, dtype=polars.String).str.to_date("%Y-%m-%d"))
        else:
            series.append(polars.Series(column.name, values, dtype=types[column.type]))
    return polars.DataFrame(series)
