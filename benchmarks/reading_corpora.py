"""What several corpora need: the shipped reader over many rows, a few at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from benchmarks.dispatches import coder
from dateline.records import Reading, Report

_BATCH = 16

Row = dict[str, Any]


def readings(pairs: Iterable[tuple[Row, Report]]) -> Iterator[tuple[Row, Reading]]:
    """Each row with what the shipped reader marks in its report, in order; never more than a few are held."""
    source = iter(pairs)
    while batch := list(islice(source, _BATCH)):
        read = coder().reader.read_many([report for _, report in batch])
        yield from zip((row for row, _ in batch), read, strict=True)
