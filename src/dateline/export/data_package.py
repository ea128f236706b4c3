"""Mentions or events as a Frictionless Data Package (version 2): one ZIP file with a table and what describes it."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import msgspec

from dateline.errors import InputError
from dateline.export.about import About
from dateline.export.flat import FlatMention
from dateline.export.flat_columns import ColumnType, Flat, FlatRecord, columns_of
from dateline.export.spreadsheet import flat_rows_in, hxl_tags_of, write_flat_csv
from dateline.export.unreadable import cannot_read

DESCRIPTOR = "datapackage.json"
_AT_ONCE = 1 << 18
_PROFILES = "https://datapackage.org/profiles/2.0/"
_TYPES: dict[ColumnType, str] = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "day": "date",
}


def write_data_package(rows: Iterable[Flat], kind: type[Flat], out: IO[bytes], about: About) -> int:
    """Write ``events.csv`` or ``mentions.csv`` as the rows come, then ``datapackage.json``; returns how many rows.

    ``about`` stands in the descriptor under ``dateline``, its parts also where the standard has a place for them.
    """
    name = "mentions" if kind is FlatMention else "events"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        with package.open(f"{name}.csv", "w", force_zip64=True) as member:
            counted = _Counted(member)
            with io.TextIOWrapper(io.BufferedWriter(counted, _AT_ONCE), encoding="utf-8", newline="") as lines:
                written = write_flat_csv(rows, kind, lines)
        about = msgspec.structs.replace(about, rows=written)
        descriptor = _descriptor(name, kind, about, counted)
        text = msgspec.json.format(msgspec.json.encode(descriptor), indent=1)
        package.writestr(DESCRIPTOR, text)
    return written


def read_data_package(path: Path, kind: type[FlatRecord]) -> Iterator[FlatRecord]:
    """The rows of a package that `write_data_package` wrote, after the table's hash was checked.

    Raises:
        InputError: the file cannot be read (``input.cannot-read``), or is no such package (``input.not-our-package``).
    """
    try:
        with zipfile.ZipFile(path) as package:
            table = _descriptor_of(package, path).resources[0]
            if _hash_of(package, table.path) != table.hash:
                raise _not_ours(f"{table.path} is not the one that is described", path)
            with package.open(table.path) as member:
                lines = io.TextIOWrapper(member, encoding="utf-8", newline="")
                yield from flat_rows_in(lines, f"{path}/{table.path}", kind)
    except OSError as error:
        raise cannot_read(path, error) from error
    except (zipfile.BadZipFile, KeyError) as error:
        raise _not_ours(str(error), path) from error


def read_about_of_data_package(path: Path) -> About:
    """What stands in the descriptor about the package.

    Raises:
        InputError: as for `read_data_package`.
    """
    try:
        with zipfile.ZipFile(path) as package:
            return _descriptor_of(package, path).dateline
    except OSError as error:
        raise cannot_read(path, error) from error
    except (zipfile.BadZipFile, KeyError) as error:
        raise _not_ours(str(error), path) from error


class _Counted(io.RawIOBase):
    """Passes bytes on, and knows how many there were and their hash."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out, self.bytes, self.hash = out, 0, hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: object, /) -> int:
        view = memoryview(data)  # type: ignore[arg-type]
        self._out.write(view)
        self.hash.update(view)
        self.bytes += view.nbytes
        return view.nbytes


class _Table(msgspec.Struct):
    path: str
    hash: str


class _Descriptor(msgspec.Struct):
    resources: tuple[_Table, ...]
    dateline: About


_DESCRIPTOR = msgspec.json.Decoder(_Descriptor)


def _descriptor(name: str, kind: type[Flat], about: About, table: _Counted) -> dict[str, object]:
    fields = []
    tags = dict(zip(kind.__struct_fields__, hxl_tags_of(kind), strict=False))
    for column in columns_of(kind):
        field: dict[str, object] = {"name": column.name, "type": _TYPES[column.type]}
        if column.required:
            field["constraints"] = {"required": True}
        if tags.get(column.name):
            field["hxl"] = tags[column.name]
        fields.append(field)
    return {
        "$schema": f"{_PROFILES}datapackage.json",
        "name": f"dateline-{name}",
        "title": f"Political violence and conflict: {name} coded by dateline",
        "description": f"{about.licence} {about.attribution}",
        "version": about.version,
        "created": about.made,
        "contributors": [{"title": f"dateline {about.version}", "roles": ["creator"]}],
        "sources": [{"title": source} for source in about.read],
        "resources": [
            {
                "$schema": f"{_PROFILES}dataresource.json",
                "name": name,
                "type": "table",
                "path": f"{name}.csv",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": table.bytes,
                "hash": f"sha256:{table.hash.hexdigest()}",
                "schema": {
                    "$schema": f"{_PROFILES}tableschema.json",
                    "fields": fields,
                    "primaryKey": ["id"],
                    "missingValues": [""],
                },
            }
        ],
        "dateline": about,
    }


def _descriptor_of(package: zipfile.ZipFile, path: Path) -> _Descriptor:
    try:
        descriptor = _DESCRIPTOR.decode(package.read(DESCRIPTOR))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _not_ours(str(error), path) from error
    if len(descriptor.resources) != 1:
        raise _not_ours(f"it holds {len(descriptor.resources)} tables", path)
    return descriptor


def _hash_of(package: zipfile.ZipFile, name: str) -> str:
    with package.open(name) as member:
        return f"sha256:{hashlib.file_digest(member, 'sha256').hexdigest()}"  # type: ignore[arg-type]


def _not_ours(what: str, path: Path) -> InputError:
    return InputError(
        f"no data package of ours: {what}",
        where=str(path),
        remedy="Give a file written by `dateline export --as datapackage`.",
        code="input.not-our-package",
    )
