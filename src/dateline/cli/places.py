"""``dateline places``: reports in, their toponyms with coordinates out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from dateline.cli.file_names import FILE_NAMES


def places(
    inputs: Annotated[list[str], FILE_NAMES],
    /,
    *,
    output: Annotated[list[Path] | None, FILE_NAMES, Parameter(name=["--output", "-o"])] = None,
    rejected: Path | None = None,
    places: Path | None = None,
    viewpoint: str = "practice",
    quiet: Annotated[bool, Parameter(name=["--quiet", "-q"], negative=())] = False,
) -> int:
    """Find the names of places in reports, and the point of each.

    Writes one JSON line a name: document, start, end, text, lat, lon, country, gazetteer_id, precision, score and more;
    null where no place is likely enough. A report with a list of spans under the key toponyms ({"start": 10, "end":
    15}) has just those resolved, one line each in their order. Offsets are those of the text as given (in Unicode NFC).

    Exit status: 0 every input was read, 1 no report could be used (or wrong usage), 3 some inputs were rejected.

    Args:
        inputs: Files, folders, quoted patterns, or - for stdin. JSONL, JSON, CSV, HTML and plain text, also with .gz.
        output: The file to write, or - for stdout; may be given several times. A file appears only when it is whole.
        rejected: Where inputs that gave nothing are listed. Without it: rejected.jsonl beside -o, else nowhere.
        places: A CSV of your own places, with the columns of docs/places.md; they win over the gazetteer's.
        viewpoint: Whose view gives a place its country: practice (who administers it on the day), UN, or the ISO code
            of a country, such as UA.
        quiet: No progress bar, no warnings about reports that were read; rejections and errors are still told.
    """
    from dateline.cli.lines_run import LinesRun
    from dateline.grounding.places.toponyms_reader import ToponymReader

    return LinesRun(
        inputs=tuple(inputs),
        load=lambda: ToponymReader.load(places=places, viewpoint=viewpoint).read,
        outputs=tuple(output or ()),
        rejected=rejected,
        quiet=quiet,
        clean=False,
    ).run()
