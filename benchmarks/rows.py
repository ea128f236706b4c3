"""Reads the rows of a corpus file, one at a time, as they are."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class CorpusError(Exception):
    """A corpus file that cannot be scored; the message says which line, and why."""


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a file with one a line, gzipped where its name ends in ``.gz``; offsets stay true.

    Raises:
        CorpusError: a line is no JSON object, or the file no text.
    """
    opened = gzip.open if path.suffix == ".gz" else open
    number = 0
    try:
        with opened(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if not line.strip():
                    continue
                row = json.loads(line)
                if not isinstance(row, dict):
                    raise CorpusError(f"{path}:{number}: a {type(row).__name__}, not an object")
                yield row
    except json.JSONDecodeError as error:
        raise CorpusError(f"{path}:{number}: no JSON ({error.msg})") from error
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError) as error:
        raise CorpusError(f"{path}:{number + 1}: cannot be read ({error})") from error
