"""Mentions and events as JSON lines: the whole record, one a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, TypeVar

import msgspec

from dateline.errors import InputError
from dateline.export.unreadable import cannot_read
from dateline.records import Mention, mention_from_json, mention_to_json
from dateline.records.event import Event

Record = TypeVar("Record")

_ENCODER = msgspec.json.Encoder()
_EVENT = msgspec.json.Decoder(Event)
_CLEARED_AT = 1 << 20


def write_jsonl(mentions: Iterable[Mention], out: IO[str]) -> int:
    """Write each mention as it comes; returns how many there were."""
    written = 0
    for mention in mentions:
        out.write(mention_to_json(mention) + "\n")
        written += 1
    return written


def read_jsonl(path: Path) -> Iterator[Mention]:
    """The mentions of a file that ``write_jsonl`` wrote, in order; empty lines are passed over.

    Raises:
        InputError: the file cannot be read (``input.cannot-read``), or a line is no mention (``input.not-a-mention``).
    """
    return _records(path, lambda line, where: _decoded(mention_from_json, line, where, "mention"))


def write_events(events: Iterable[Event], out: IO[str]) -> int:
    """Write each event as it comes, with everything that was told; returns how many there were."""
    written, buffer = 0, bytearray()
    for event in events:
        _ENCODER.encode_into(event, buffer, -1)
        buffer += b"\n"
        written += 1
        if len(buffer) > _CLEARED_AT:
            out.write(buffer.decode())
            buffer.clear()
    out.write(buffer.decode())
    return written


def read_events(path: Path) -> Iterator[Event]:
    """The events of a file that ``write_events`` wrote, in order; empty lines are passed over.

    Raises:
        InputError: the file cannot be read (``input.cannot-read``), or a line is no event (``input.not-an-event``).
    """
    return _records(path, event_from_line)


def event_from_line(line: bytes, where: str) -> Event:
    """The event of one line; ``where`` names file and line for the error.

    Raises:
        InputError: ``input.not-an-event``.
    """
    return _decoded(_EVENT.decode, line, where, "event")


def _records(path: Path, make: Callable[[bytes, str], Record]) -> Iterator[Record]:
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield make(line, f"{path}:{number}")
    except OSError as error:
        raise cannot_read(path, error) from error


def _decoded(decode: Callable[[bytes], Record], line: bytes, where: str, what: str) -> Record:
    try:
        return decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        command = "code --format" if what == "mention" else "export --as"
        raise InputError(
            f"no {what}: {error}",
            where=where,
            remedy=f"Give a file written by `dateline {command} jsonl`.",
            code="input.not-a-mention" if what == "mention" else "input.not-an-event",
        ) from error
