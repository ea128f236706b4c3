"""Reads every report of some inputs, one after the other, whatever their formats."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from dateline.records import Report
from dateline.reports.building import ReportBuilder
from dateline.reports.csv_input import read_csv
from dateline.reports.discovery import InputFile, find_files, system_fault
from dateline.reports.faults import Finding, RefusalError
from dateline.reports.found import Found
from dateline.reports.json_input import read_json_file, read_json_lines
from dateline.reports.opening import Stream, sniff
from dateline.reports.options import ReadOptions
from dateline.reports.outcome import Outcome, Rejection, rejection_of
from dateline.reports.page_input import read_page
from dateline.reports.text_input import read_text

_LOG = logging.getLogger("dateline.reports")
Sources = str | Path | Iterable[str | Path]


def read_reports(
    sources: Sources, *, options: ReadOptions | None = None, stdin: BinaryIO | None = None
) -> Iterator[Outcome]:
    """Every report that the sources hold, in order, with a `Rejection` in the place of each that cannot be used.

    Args:
        sources: paths of files (``.jsonl``, ``.ndjson``, ``.json``, ``.csv``, ``.tsv``, ``.txt``, ``.html``,
            ``.htm``, each also gzipped), folders, patterns such as ``news/**/*.html``, or ``-`` for standard input.
            A file with another ending, and standard input, is told by its first bytes.
        options: how to read; None reads English with cleaning on.
        stdin: what ``-`` means; None is the process's standard input.

    Nothing is raised for bad input. Lines and rows are handed on as they are read; JSON files, pages and texts are
    held in memory whole.
    Ids are unique within one call.
    """
    builder = ReportBuilder(options or ReadOptions())
    for source in find_files([sources] if isinstance(sources, str | Path) else sources):
        if isinstance(source, Rejection):
            yield source
        else:
            yield from _read_file(source, builder, stdin)


def read(
    sources: Sources,
    *,
    options: ReadOptions | None = None,
    rejected: list[Rejection] | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Report]:
    """The reports alone. What gives none is added to ``rejected``; without such a list the first error is raised.

    A text in another language is no error: without a list it is told to the log ``dateline.reports`` and passed over.

    Raises:
        InputError: a file or folder cannot be used (and ``rejected`` is None).
        ReportError: a report cannot be used (and ``rejected`` is None).
    """
    for outcome in read_reports(sources, options=options, stdin=stdin):
        if isinstance(outcome, Report):
            yield outcome
        elif rejected is not None:
            rejected.append(outcome)
        elif outcome.kind == "passed over":
            _LOG.warning("%s", outcome)
        else:
            raise outcome.error()


def _read_file(source: InputFile, builder: ReportBuilder, stdin: BinaryIO | None) -> Iterator[Outcome]:
    try:
        if source.path is None:
            yield from _read_stream(stdin or sys.stdin.buffer, source, builder)
        else:
            with Path(source.path).open("rb", buffering=64 * 1024) as stream:
                yield from _read_stream(stream, source, builder)
    except OSError as error:
        yield rejection_of(system_fault(error), file=source.name)


def _read_stream(binary: BinaryIO, source: InputFile, builder: ReportBuilder) -> Iterator[Outcome]:
    try:
        stream = Stream(binary)
        for found in _found(stream, source.kind or sniff(stream.start)):
            if found.fault is not None and found.fault.fault.code.startswith("input."):
                yield _whole(found.fault, source, found.line)
            else:
                yield builder.build(found, source.name)
    except RefusalError as refusal:
        yield _whole(refusal.finding, source, None)


def _whole(finding: Finding, source: InputFile, line: int | None) -> Rejection:
    return rejection_of(finding, file=source.name, line=line)


def _found(stream: Stream, kind: str) -> Iterator[Found]:
    if kind == "jsonl":
        return read_json_lines(stream.lines())
    if kind == "csv":
        return read_csv(stream.lines())
    if kind == "json":
        return read_json_file(stream.whole())
    return iter([read_page(stream.whole()) if kind == "html" else read_text(stream.whole())])
