"""``dateline add``: reports in, coded, kept in an archive and linked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from dateline.cli.archive_options import DEFAULT_DB, Db
from dateline.cli.file_names import FILE_NAMES
from dateline.model_names import DEFAULT_MODEL, ModelName


def add(
    inputs: Annotated[list[str], FILE_NAMES],
    /,
    *,
    db: Db = DEFAULT_DB,
    link: Annotated[bool, Parameter(negative="--no-link")] = True,
    jobs: Annotated[int | None, Parameter(name=["--jobs", "-j"])] = None,
    rejected: Path | None = None,
    model: ModelName = DEFAULT_MODEL,
    min_score: float | None = None,
    places: Path | None = None,
    viewpoint: str = "practice",
    actors: Path | None = None,
    who: str | None = None,
    why: str = "",
    quiet: Annotated[bool, Parameter(name=["--quiet", "-q"], negative=())] = False,
) -> int:
    """Code reports and keep them in an archive, with their mentions and events. What is there already is passed over.

    Reports are kept some tens at a time: a run that is broken off loses none of those, and the next run goes on.

    Exit status: 0 every input was kept or there already, 1 nothing could be done, 3 some inputs were rejected.

    Args:
        inputs: Files, folders, quoted patterns, or - for stdin. JSONL, JSON, CSV, HTML and plain text, also with .gz.
        db: The archive: a file, made where there is none yet, or postgresql://user@host/database.
        link: Find the events of what came in. Without it `dateline link` does so later.
        jobs: Worker processes. Without it: one for few reports, else one a core as far as memory goes.
        rejected: Where inputs that gave no report are listed. Without it: nowhere; they are told.
        model: accurate, or fast: some three times as fast, for many thousands of reports.
        min_score: Leave out records with a lower score (0 to 1). Without it: the model's own threshold.
        places: A CSV of your own places, with the columns of docs/places.md; they win over the gazetteer's.
        viewpoint: Whose view gives a place its country: practice, UN, or the ISO code of a country, such as UA.
        actors: A CSV of your own actors, with the columns of docs/actors.md; they win over the directory's.
        who: Who adds them. Without it: your login name.
        why: Why, for those who read the journal.
        quiet: No progress bar, no warnings about reports that were kept; rejections and errors are still told.
    """
    from dateline.cli.adding_run import AddingRun
    from dateline.cli.workers import Loading

    return AddingRun(
        inputs=tuple(inputs),
        db=db,
        loading=Loading(model=model, min_score=min_score, places=places, viewpoint=viewpoint, actors=actors),
        link=link,
        jobs=jobs,
        rejected=rejected,
        who=who,
        why=why,
        quiet=quiet,
    ).run()
