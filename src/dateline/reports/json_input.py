"""JSON Lines, and JSON files that hold one report or a list of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from dateline.reports.decoding import decode
from dateline.reports.faults import NOT_AN_OBJECT, NOT_JSON, note
from dateline.reports.found import Found
from dateline.reports.opening import Line

# Not strict: a NUL or a bare tab inside a string is mended later instead of costing the report.
_DECODER = json.JSONDecoder(strict=False)
_SPACE = re.compile(r"[ \t\r\n]*")
_KINDS = {str: "a string", list: "a list", dict: "an object", bool: "true or false", type(None): "null"}


def kind_name(value: object) -> str:
    """What a JSON value is called in messages."""
    return _KINDS.get(type(value), "a number")


def read_json_lines(lines: Iterable[Line]) -> Iterator[Found]:
    """One report a line; a line that is none comes with its fault, and the next is read."""
    for line in lines:
        if line.fault is not None:
            yield Found(line=line.number, raw=line.raw, fault=line.fault)
            continue
        text = line.text.strip()
        if not text:
            continue
        try:
            value = _DECODER.decode(text)
        except (ValueError, RecursionError) as error:
            fault = note(NOT_JSON, why=_why(error))
            yield Found(line=line.number, raw=line.raw, findings=line.findings, fault=fault)
            continue
        found = _found(value, line.raw, line.number)
        yield Found(values=found.values, line=line.number, raw=line.raw, findings=line.findings, fault=found.fault)


def read_json_file(data: bytes) -> Iterator[Found]:
    """The reports of a file that holds an object, a list of objects, or, misnamed, one object a line.

    Items are read one by one, so that those before a broken place are kept.
    """
    decoded = decode(data)
    text = decoded.text.removeprefix("\ufeff")
    at = _skip(text, 0)
    if text[at : at + 1] != "[":
        yield from _read_values(text, at, decoded.findings, data)
        return
    line, counted = 1, 0
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        line += text.count("\n", counted, at)
        counted = at
        try:
            value, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield Found(line=line, raw=text[at:].encode("utf-8", "replace"), fault=note(NOT_JSON, why=_why(error)))
            return
        yield _with(decoded.findings, _found(value, text[at:end].encode("utf-8", "replace"), line))
        at = _skip(text, end)
        if text[at : at + 1] == ",":
            at = _skip(text, at + 1)
        elif text[at : at + 1] != "]":
            line += text.count("\n", counted, at)
            fault = note(NOT_JSON, why="the list is not closed" if at >= len(text) else "a comma is missing")
            yield Found(line=line, raw=text[at:].encode("utf-8", "replace"), fault=fault)
            return


def _read_values(text: str, at: int, findings: tuple[Any, ...], data: bytes) -> Iterator[Found]:
    try:
        value, end = _DECODER.raw_decode(text, at)
    except (ValueError, RecursionError) as error:
        yield Found(line=1 + text.count("\n", 0, at), raw=data, fault=note(NOT_JSON, why=_why(error)))
        return
    if _skip(text, end) >= len(text):
        yield _with(findings, _found(value, data, 1 + text.count("\n", 0, at)))
        return
    rows = enumerate(text.split("\n"), start=1)
    yield from read_json_lines(
        Line(number=number, raw=row.encode("utf-8", "replace"), text=row, findings=findings) for number, row in rows
    )


def _found(value: object, raw: bytes, line: int) -> Found:
    if not isinstance(value, dict):
        return Found(line=line, raw=raw, fault=note(NOT_AN_OBJECT, kind=kind_name(value)))
    return Found(values=value, line=line, raw=raw)


def _with(findings: tuple[Any, ...], found: Found) -> Found:
    return Found(values=found.values, line=found.line, raw=found.raw, findings=findings, fault=found.fault)


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _why(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg[:1].lower()}{error.msg[1:]} at column {error.colno}"
    return "it is nested too deeply" if isinstance(error, RecursionError) else "a number in it is too long"
