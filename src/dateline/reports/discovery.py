"""Turns paths, folders, patterns and ``-`` into the list of files to read, in a fixed order."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from dateline.reports.faults import NO_MATCH, NO_SUCH_FILE, NOT_ALLOWED, NOTHING_READABLE, UNREADABLE, Finding, note
from dateline.reports.outcome import Rejection, rejection_of

STDIN = "<stdin>"
KIND_OF_ENDING = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
}
# What a run leaves beside its output; reading it again would reject every line of it once more.
_OWN_OUTPUT = "rejected.jsonl"


class InputFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file to read: its ``name`` as told to people, its ``path`` (None for stdin), its ``kind`` by its ending."""

    name: str
    path: str | None
    kind: str | None


def find_files(sources: Iterable[str | Path]) -> Iterator[InputFile | Rejection]:
    """Every file that the sources name, each once, folders in alphabetical order with what lies below them.

    In folders only known endings are read, and hidden files and ``rejected.jsonl`` are left out; a file that is named
    itself is always read. Links are followed, loops are not. What cannot be found or opened comes as a `Rejection`.
    """
    seen: set[str] = set()
    for source in sources:
        for found in _find(str(source)):
            if isinstance(found, InputFile) and found.path is not None:
                real = os.path.realpath(found.path)
                if real in seen:
                    continue
                seen.add(real)
            yield found


def kind_of(path: str) -> str | None:
    """The format that a file's ending tells, with or without ``.gz``; None for an unknown one."""
    name = path.lower().removesuffix(".gz")
    return KIND_OF_ENDING.get(Path(name).suffix)


def system_fault(error: OSError) -> Finding:
    """The fault that stands behind what the operating system said."""
    if isinstance(error, PermissionError):
        return note(NOT_ALLOWED)
    if isinstance(error, FileNotFoundError):
        return note(NO_SUCH_FILE)
    return note(UNREADABLE, why=error.strerror or type(error).__name__)


def _find(source: str) -> Iterator[InputFile | Rejection]:
    if source == "-":
        yield InputFile(name=STDIN, path=None, kind=None)
        return
    if not os.path.lexists(source) and glob.has_magic(source):
        matches = sorted(glob.glob(source, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute patterns
        if not matches:
            yield rejection_of(note(NO_MATCH), file=source)
        for match in matches:
            # A pattern such as ** matches folders and what lies in them; each file is asked for by its own match.
            if "**" in source and Path(match).is_dir():
                continue
            yield from _find_path(match)
        return
    yield from _find_path(source)


def _find_path(path: str) -> Iterator[InputFile | Rejection]:
    try:
        is_folder = Path(path).stat() and Path(path).is_dir()
    except (OSError, ValueError) as error:
        finding = system_fault(error) if isinstance(error, OSError) else note(NO_SUCH_FILE)
        yield rejection_of(finding, file=path)
        return
    if not is_folder:
        yield InputFile(name=path, path=path, kind=kind_of(path))
        return
    anything = False
    for found in _walk(path, set()):
        anything = True
        yield found
    if not anything:
        yield rejection_of(note(NOTHING_READABLE, endings=", ".join(KIND_OF_ENDING)), file=path)


def _walk(folder: str, above: set[tuple[int, int]]) -> Iterator[InputFile | Rejection]:
    """``above`` holds the folders on the way down, so that a link back to one of them is seen."""
    try:
        state = Path(folder).stat()
        if (state.st_dev, state.st_ino) in above:
            return
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield rejection_of(system_fault(error), file=folder)
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        try:
            is_folder, is_file = entry.is_dir(), entry.is_file()
        except OSError as error:
            yield rejection_of(system_fault(error), file=entry.path)
            continue
        if is_folder:
            yield from _walk(entry.path, above | {(state.st_dev, state.st_ino)})
        elif is_file and entry.name != _OWN_OUTPUT and (kind := kind_of(entry.name)):
            yield InputFile(name=entry.path, path=entry.path, kind=kind)
