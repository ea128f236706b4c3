"""``dateline export``: events out in the formats of other people's tools."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from dateline.cli.file_names import FILE_NAMES

MANY = Parameter(negative=())


def export(
    inputs: Annotated[list[Path] | None, FILE_NAMES] = None,
    /,
    *,
    form: Annotated[str, Parameter(name="--as")],
    output: Annotated[Path, FILE_NAMES, Parameter(name=["--output", "-o"])],
    db: str | None = None,
    as_of: str | None = None,
    grade: Annotated[list[str] | None, MANY] = None,
    status: Annotated[list[str] | None, MANY] = None,
    min_score: float | None = None,
    since: str | None = None,
    until: str | None = None,
    country: Annotated[list[str] | None, MANY] = None,
    type: Annotated[list[str] | None, MANY] = None,
    rows: str = "events",
    hxl: Annotated[bool, Parameter(negative=())] = False,
    permalink: str | None = None,
    licence: str | None = None,
    quiet: Annotated[bool, Parameter(name=["--quiet", "-q"], negative=())] = False,
) -> int:
    """Write events as a file of one format: acled, ucdp, polecat (shapes of these data sets), jsonl, csv, parquet,
    geojson, geoparquet, datapackage, atom, jsonld. docs/formats.md describes each.

    The events come from an archive (--db), or from files of JSON lines: events, or mentions as dateline code writes
    them; files of mentions and reports beside a file of events give it the words and headlines that some formats show.

    Formats with no place to say what was asked, when and by which version have it in FILE.about.json beside them.

    Exit status: 0 the file was written, 1 it was not.

    Args:
        inputs: Files of JSON lines: events, mentions, reports; each of one kind.
        form: The format.
        output: The file to write, which appears only when it is whole; - for stdout (formats of text only).
        db: The archive: a file, or postgresql://user@host/database. Without it and without inputs: DATELINE_DB, else
            dateline.db.
        as_of: Only with an archive: the day (or moment, ISO 8601) as of which it is asked.
        grade: Only events of this grade: confirmed, corroborated, single, contested, withdrawn; may be repeated.
        status: Only events of this status: actual, averted, threatened, hypothetical, denied; may be repeated. acled
            and ucdp leave out the last three unless they are asked for here.
        min_score: Only events with at least this score (0 to 1).
        since: Only events on or after this day, as 2024-11-01.
        until: Only events on or before this day.
        country: Only events in this country, by its ISO code of two letters; may be repeated.
        type: Only events of this type, such as "Armed clash" or Battles; may be repeated.
        rows: What a row is: events, or mentions (jsonl, csv, parquet, geojson, geoparquet, datapackage).
        hxl: Put a row of HXL tags below the header (acled, csv).
        permalink: Address of an event's page, with {id} in it, for atom and jsonld; without it names are urn:uuid.
        licence: Under what terms you pass the codings on; stands in the description instead of dateline's note.
        quiet: No closing line.
    """
    from dateline.cli.export_run import ExportRun

    return ExportRun(
        inputs=tuple(inputs or ()),
        form=form,
        output=output,
        db=db,
        as_of=as_of,
        grades=tuple(grade or ()),
        statuses=tuple(status or ()),
        min_score=min_score,
        since=since,
        until=until,
        countries=tuple(country or ()),
        types=tuple(type or ()),
        rows=rows,
        hxl=hxl,
        permalink=permalink,
        licence=licence,
        quiet=quiet,
    ).run()
