"""Mentions and events as Parquet and as GeoParquet 1.1, and read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from struct import Struct
from typing import IO, Any

import msgspec

from dateline.errors import InputError
from dateline.export.about import About, about_from_json, about_to_json
from dateline.export.extras import library_of
from dateline.export.flat_columns import ColumnType, Flat, FlatRecord, columns_of, from_columns, in_columns
from dateline.export.unreadable import cannot_read

ROWS_OF_A_GROUP = 10_000
GEOMETRY, BOX = "geometry", "bbox"
GEO_VERSION = "1.1.0"
_ABOUT, _GEO = b"dateline", b"geo"
_EDGES = ("xmin", "ymin", "xmax", "ymax")
# Well-known binary of a point: little end first, geometry type 1, longitude, latitude.
_WKB_POINT = Struct("<BIdd")


def write_parquet(
    rows: Iterable[Flat], kind: type[Flat], out: IO[bytes], *, about: About | None = None, geo: bool = False
) -> int:
    """Write the rows in groups of ten thousand, as they come; returns how many there were.

    Days are dates; everything else has the type that it has in the flat record. ``about`` lies in the metadata of the
    file under ``dateline``. With ``geo`` there are a column of points (WKB, longitude and latitude in OGC:CRS84),
    null where a row has none, and one of their boxes, and the file says so as GeoParquet does.

    Raises:
        InstallError: pyarrow is not installed (``install.extra``).
    """
    arrow, parquet = library_of("parquet", "pyarrow"), library_of("parquet", "pyarrow.parquet")
    schema = _schema(arrow, kind, geo)
    waiting, written, extent = iter(rows), 0, _Extent()
    with parquet.ParquetWriter(out, schema, compression="zstd") as file:
        while some := list(islice(waiting, ROWS_OF_A_GROUP)):
            file.write_batch(_batch(arrow, schema, some, kind, extent if geo else None))
            written += len(some)
        told: dict[bytes, bytes] = {}
        if about is not None:
            told[_ABOUT] = about_to_json(msgspec.structs.replace(about, rows=written)).encode()
        if geo:
            told[_GEO] = msgspec.json.encode(_geo_metadata(extent))
        if told:
            file.add_key_value_metadata(told)
    return written


def read_parquet(path: Path, kind: type[FlatRecord]) -> Iterator[FlatRecord]:
    """The rows of a file that `write_parquet` wrote, with or without geometry; a group of them is in memory at a time.

    Raises:
        InputError: the file cannot be read (``input.cannot-read``), or is none of ours (``input.not-our-parquet``).
        InstallError: pyarrow is not installed (``install.extra``).
    """
    arrow, parquet = library_of("parquet", "pyarrow"), library_of("parquet", "pyarrow.parquet")
    names = [column.name for column in columns_of(kind)]
    try:
        with parquet.ParquetFile(path) as file:
            missing = [name for name in names if name not in file.schema_arrow.names]
            if missing:
                raise _not_ours(f"it has no column {missing[0]}", path)
            for batch in file.iter_batches(batch_size=ROWS_OF_A_GROUP, columns=names):
                columns = [batch.column(name) for name in names]
                texts = [one.cast(arrow.string()) if arrow.types.is_date(one.type) else one for one in columns]
                yield from from_columns([one.to_pylist() for one in texts], kind)
    except OSError as error:
        raise cannot_read(path, error) from error
    except (arrow.ArrowException, msgspec.ValidationError) as error:
        raise _not_ours(str(error), path) from error


def read_about_of_parquet(path: Path) -> About | None:
    """What stands in the metadata of the file about itself; None where nothing does.

    Raises:
        InputError: as for `read_parquet`.
    """
    arrow, parquet = library_of("parquet", "pyarrow"), library_of("parquet", "pyarrow.parquet")
    try:
        told = parquet.read_metadata(path).metadata or {}
    except OSError as error:
        raise cannot_read(path, error) from error
    except arrow.ArrowException as error:
        raise _not_ours(str(error), path) from error
    return about_from_json(told[_ABOUT], where=str(path)) if _ABOUT in told else None


def _schema(arrow: Any, kind: type[Flat], geo: bool) -> Any:
    types = {
        "text": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "boolean": arrow.bool_(),
        "day": arrow.date32(),
    }
    fields = [arrow.field(one.name, types[one.type], nullable=not one.required) for one in columns_of(kind)]
    if geo:
        fields.append(arrow.field(GEOMETRY, arrow.binary()))
        fields.append(arrow.field(BOX, arrow.struct([(edge, arrow.float64()) for edge in _EDGES])))
    return arrow.schema(fields)


def _batch(arrow: Any, schema: Any, rows: Sequence[Flat], kind: type[Flat], extent: _Extent | None) -> Any:
    columns = columns_of(kind)
    arrays = [
        _array(arrow, values, column.type) for values, column in zip(in_columns(rows, kind), columns, strict=True)
    ]
    if extent is not None:
        points = [(row.lon, row.lat) if row.lon is not None and row.lat is not None else None for row in rows]
        extent.take(points)
        arrays.append(arrow.array([None if p is None else _WKB_POINT.pack(1, 1, *p) for p in points], arrow.binary()))
        boxes = [None if p is None else dict(zip(_EDGES, (*p, *p), strict=True)) for p in points]
        arrays.append(arrow.array(boxes, schema.field(BOX).type))
    return arrow.record_batch(arrays, schema=schema)


def _array(arrow: Any, values: Sequence[object], told: ColumnType) -> Any:
    if told == "day":
        return arrow.array(values, arrow.string()).cast(arrow.date32())
    types = {"text": arrow.string(), "integer": arrow.int64(), "number": arrow.float64(), "boolean": arrow.bool_()}
    return arrow.array(values, types[told])


class _Extent:
    """The box around all points so far; None before the first."""

    def __init__(self) -> None:
        self.box: tuple[float, float, float, float] | None = None

    def take(self, points: Sequence[tuple[float, float] | None]) -> None:
        lons = [point[0] for point in points if point is not None]
        lats = [point[1] for point in points if point is not None]
        if not lons:
            return
        west, south, east, north = self.box or (lons[0], lats[0], lons[0], lats[0])
        self.box = (min(west, *lons), min(south, *lats), max(east, *lons), max(north, *lats))


def _geo_metadata(extent: _Extent) -> dict[str, object]:
    """The ``geo`` metadata of GeoParquet 1.1; without ``crs``, which stands for OGC:CRS84."""
    column: dict[str, object] = {
        "encoding": "WKB",
        "geometry_types": ["Point"],
        "covering": {BOX: {edge: [BOX, edge] for edge in _EDGES}},
    }
    if extent.box is not None:
        column["bbox"] = list(extent.box)
    return {"version": GEO_VERSION, "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}


def _not_ours(what: str, path: Path) -> InputError:
    return InputError(
        f"no Parquet file of ours: {what}",
        where=str(path),
        remedy="Give a file written by `dateline export --as parquet` or `--as geoparquet`.",
        code="input.not-our-parquet",
    )
