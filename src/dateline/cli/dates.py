"""``dateline dates``: reports in, their time expressions out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from dateline.cli.file_names import FILE_NAMES


def dates(
    inputs: Annotated[list[str], FILE_NAMES],
    /,
    *,
    output: Annotated[list[Path] | None, FILE_NAMES, Parameter(name=["--output", "-o"])] = None,
    rejected: Path | None = None,
    quiet: Annotated[bool, Parameter(name=["--quiet", "-q"], negative=())] = False,
) -> int:
    """Find the time expressions of reports, and the days that they mean.

    Writes one JSON line an expression: document, start, end, text, type and value (as TIMEX3 has them), from, to and
    basis; from, to and basis are null where no days of the calendar are meant or known. Relative ones need the report's
    published. Offsets are those of the text as given (in Unicode NFC).

    Exit status: 0 every input was read, 1 no report could be used (or wrong usage), 3 some inputs were rejected.

    Args:
        inputs: Files, folders, quoted patterns, or - for stdin. JSONL, JSON, CSV, HTML and plain text, also with .gz.
        output: The file to write, or - for stdout; may be given several times. A file appears only when it is whole.
        rejected: Where inputs that gave nothing are listed. Without it: rejected.jsonl beside -o, else nowhere.
        quiet: No progress bar, no warnings about reports that were read; rejections and errors are still told.
    """
    from dateline.cli.lines_run import Finder, LinesRun

    def load() -> Finder:
        from dateline.grounding.dates.time_expressions import time_expressions_of

        return time_expressions_of

    return LinesRun(
        inputs=tuple(inputs),
        load=load,
        outputs=tuple(output or ()),
        rejected=rejected,
        quiet=quiet,
        clean=False,
    ).run()
