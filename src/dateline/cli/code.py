"""``dateline code``: reports in, event records out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from dateline.cli.file_names import FILE_NAMES
from dateline.model_names import DEFAULT_MODEL, ModelName

OutputFormat = Literal["jsonl", "csv", "geojson", "table", "ledger"]


def code(
    inputs: Annotated[list[str], FILE_NAMES],
    /,
    *,
    output: Annotated[list[Path] | None, FILE_NAMES, Parameter(name=["--output", "-o"])] = None,
    format: Annotated[OutputFormat | None, Parameter(name=["--format", "-f"])] = None,
    explain: Annotated[bool, Parameter(negative=())] = False,
    explain_html: Path | None = None,
    events: Path | None = None,
    jobs: Annotated[int | None, Parameter(name=["--jobs", "-j"])] = None,
    rejected: Path | None = None,
    model: ModelName = DEFAULT_MODEL,
    min_score: float | None = None,
    places: Path | None = None,
    viewpoint: str = "practice",
    actors: Path | None = None,
    link: Annotated[bool, Parameter(negative="--no-link")] = True,
    quiet: Annotated[bool, Parameter(name=["--quiet", "-q"], negative=())] = False,
) -> int:
    """Code reports: who did what to whom, where, when, with what, how many, and who says so.

    Without -o the records go to stdout: as a table on a terminal, as JSON lines into a pipe. Notes go to stderr.

    Exit status: 0 every input was read and coded, 1 no report could be used (or wrong usage), 3 some inputs were
    rejected and the others coded.

    Args:
        inputs: Files, folders, quoted patterns, or - for stdin. JSONL, JSON, CSV, HTML and plain text, also with .gz.
        output: The file to write, or - for stdout; may be given several times. A file appears only when it is whole;
            its ending (.jsonl, .csv, .geojson) tells its format.
        format: Form of the records on stdout and in files with another ending. Without it: table on a terminal, else
            jsonl. As ledger, each event is shown with everything that was told of it, by whom and when.
        explain: Show each report with its marked words instead of the records.
        explain_html: Also write the marked reports as one HTML file that needs nothing else.
        events: Also write the events, each with its ledger, to this file as JSON lines.
        jobs: Worker processes. Without it: one for few reports, else one a core as far as memory goes.
        rejected: Where inputs that gave no report are listed. Without it: rejected.jsonl beside -o, else nowhere.
        model: accurate, or fast: some three times as fast, for many thousands of reports.
        min_score: Leave out records with a lower score (0 to 1). Without it: the model's own threshold.
        places: A CSV of your own places, with the columns of docs/places.md; they win over the gazetteer's.
        viewpoint: Whose view gives a place its country: practice (who administers it on the day), UN, or the ISO code
            of a country, such as UA.
        actors: A CSV of your own actors, with the columns of docs/actors.md; they win over the directory's.
        link: Join the reports' tellings of one event under one event_id. Without it memory stays bounded on any input.
        quiet: No progress bar, no warnings about reports that were coded; rejections and errors are still told.
    """
    from dateline.cli.coding_run import CodingRun

    run = CodingRun(
        inputs=tuple(inputs),
        outputs=tuple(output or ()),
        output_format=format,
        explain=explain,
        explain_html=explain_html,
        events=events,
        jobs=jobs,
        rejected=rejected,
        model=model,
        min_score=min_score,
        places=places,
        viewpoint=viewpoint,
        actors=actors,
        link=link,
        quiet=quiet,
    )
    return run.run()
