"""Mentions as JSON lines: the whole record of the contract, one a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import msgspec

from dateline.errors import InputError
from dateline.export.unreadable import cannot_read
from dateline.records import Mention, mention_from_json, mention_to_json


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
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield _mention(line, where=f"{path}:{number}")
    except OSError as error:
        raise cannot_read(path, error) from error


def _mention(line: bytes, *, where: str) -> Mention:
    try:
        return mention_from_json(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"no mention: {error}",
            where=where,
            remedy="Give a file written by `dateline code --format jsonl`.",
            code="input.not-a-mention",
        ) from error
