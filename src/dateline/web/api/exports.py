"""Exports: events by any filter in the formats of other people's tools, and as a feed."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from typing import IO, Annotated, Literal, cast, get_args

import msgspec
from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response, StreamingResponse

from dateline.archive import Archive
from dateline.export.exporting import FORMATS, FormatName, Wish, export, export_text
from dateline.export.from_archive import ArchiveEvents
from dateline.export.selection import Selection
from dateline.export.tellings import Kept
from dateline.web.access.people import Person
from dateline.web.api.answering import answers, json_answer, newest_of, not_modified, page_tag, unchanged
from dateline.web.api.events import InArchive, Wanted
from dateline.web.api.parameters import filters
from dateline.web.asking import Asked
from dateline.web.dependencies import require_scope
from dateline.web.overview_figures import facets
from dateline.web.problems import WebError

router = APIRouter(tags=["exports"])
MOST_EVENTS = 50_000
"""More than this is a matter for `dateline export`, which takes minutes and needs no browser to wait."""
MOST_IN_FEED = 200
_IN_MEMORY = 8 * 1024 * 1024
_PIECE = 256 * 1024
_KINDS = {
    "acled": ("text/csv", "csv"),
    "ucdp": ("text/csv", "csv"),
    "polecat": ("text/tab-separated-values", "tsv"),
    "jsonl": ("application/jsonl", "jsonl"),
    "csv": ("text/csv", "csv"),
    "parquet": ("application/vnd.apache.parquet", "parquet"),
    "geojson": ("application/geo+json", "geojson"),
    "geoparquet": ("application/vnd.apache.parquet", "parquet"),
    "datapackage": ("application/zip", "zip"),
    "atom": ("application/atom+xml", "atom"),
    "jsonld": ("application/ld+json", "jsonld"),
}
_AT_ONCE = BoundedSemaphore(2)
"""Each export holds two connections for as long as it takes; whoever looks at pages needs some too."""
_SECONDS_TO_WAIT = 20.0
MAY_EXPORT = Depends(require_scope("export"))


class ExportFormat(msgspec.Struct, frozen=True, kw_only=True):
    """A format: its name, media type, ending, and what it leaves out or counts in its own way."""

    name: FormatName
    media_type: str
    ending: str
    rules: tuple[str, ...]


class Formats(msgspec.Struct, frozen=True, kw_only=True):
    """The formats, by name; docs/formats.md describes each."""

    formats: tuple[ExportFormat, ...]


@router.get("/exports", responses=answers("Formats"))
def list_formats() -> Response:
    """The formats that there are."""
    found = [
        ExportFormat(name=name, media_type=_KINDS[name][0], ending=_KINDS[name][1], rules=FORMATS[name].rules)
        for name in get_args(FormatName)
    ]
    return json_answer(Formats(formats=tuple(found)))


@router.get(
    "/exports/{format}",
    responses={200: {"description": "The file.", "content": {kind: {} for kind, _ in _KINDS.values()}}},
    openapi_extra=filters(),
)
def get_export(
    request: Request,
    archive: InArchive,
    asked: Wanted,
    format: FormatName,
    person: Annotated[Person, MAY_EXPORT],
    rows: Annotated[Literal["events", "mentions"], Query()] = "events",
) -> Response:
    """A file of the events that match, up to 50,000; larger ones are made by `dateline export`."""
    number = facets(archive, asked.query, as_of=asked.as_of).events
    if number > MOST_EVENTS:
        raise WebError(
            422,
            f"{number:,} events match, and up to {MOST_EVENTS:,} are exported here",
            remedy="Ask for fewer, or run `dateline export`.",
            code="web.export-too-large",
        )
    wish = _wish(request, asked, format, rows)
    media_type, ending = _KINDS[format]
    with _one_of_few():
        made = _file(archive, asked, wish)
    if archive_notes(request):
        archive.desk.note(person.name, "exported", about=format, detail=request.url.query[:500])
    headers = {"content-disposition": f'attachment; filename="dateline-{format}.{ending}"', "cache-control": "no-store"}
    return StreamingResponse(_pieces(made), media_type=media_type, headers=headers)


@router.get(
    "/events.atom",
    responses=answers("string", media_type="application/atom+xml", what="The feed."),
    openapi_extra=filters(),
)
def get_feed(request: Request, archive: InArchive, asked: Wanted) -> Response:
    """The newest 200 events of a query as an Atom feed, for any reader of feeds."""
    tag = page_tag(request, newest_of(archive))
    if unchanged(request, tag):
        return not_modified(tag)
    page = archive.events(asked.query, as_of=asked.as_of, limit=MOST_IN_FEED)
    kept = (Kept(event=one.event, changed=one.change.at) for one in page.events)
    out = io.StringIO()
    export_text(kept, out, _wish(request, asked, "atom", "events"), library=_events(archive, asked))
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    return Response(out.getvalue(), media_type="application/atom+xml", headers=headers)


@contextmanager
def _one_of_few() -> Iterator[None]:
    if not _AT_ONCE.acquire(timeout=_SECONDS_TO_WAIT):
        raise WebError(
            503, "others are exporting", remedy="Wait until they have done.", code="web.busy", retry_after=30
        )
    try:
        yield
    finally:
        _AT_ONCE.release()


def archive_notes(request: Request) -> bool:
    """Whether the audit log is kept: only where people sign in does it say more than the address bar."""
    return bool(request.app.state.settings.accounts)


def _wish(request: Request, asked: Asked, format: FormatName, rows: Literal["events", "mentions"]) -> Wish:
    query = asked.query
    selection = Selection(
        as_of=None if asked.as_of is None else str(asked.as_of),
        grades=query.grades,
        statuses=query.statuses,
        min_score=query.min_score,
        period=query.period,
        countries=query.countries,
        types=query.types,
        event_types=query.event_types,
    )
    base = str(request.base_url)
    return Wish(
        format=format,
        selection=selection,
        rows=rows,
        permalink=f"{base}events/{{id}}" if format in ("atom", "jsonld") else None,
        read=(asked.address(f"{base}api/v1/events"),),
    )


def _events(archive: Archive, asked: Asked) -> ArchiveEvents:
    as_of = None if asked.as_of is None else str(asked.as_of)
    return ArchiveEvents(archive, Selection(as_of=as_of) if isinstance(asked.as_of, str) else Selection())


def _file(archive: Archive, asked: Asked, wish: Wish) -> tempfile.SpooledTemporaryFile[bytes]:
    order: Literal["day", "kept"] = "day" if FORMATS[wish.format].by_day else "kept"
    found = archive.all_events(asked.query, as_of=asked.as_of, order=order)
    kept = (Kept(event=one.event, changed=one.change.at) for one in found)
    library = _events(archive, asked)
    # Closed by whoever reads it to its end.
    made = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    if FORMATS[wish.format].write_text is not None:
        out = io.TextIOWrapper(cast(IO[bytes], made), encoding="utf-8", newline="", write_through=True)
        export_text(kept, out, wish, library=library)
        out.detach()
    else:
        with tempfile.TemporaryDirectory(prefix="dateline-export-") as folder:
            path = Path(folder) / "export"
            export(kept, path, wish, library=library)
            with path.open("rb") as file:
                while piece := file.read(_PIECE):
                    made.write(piece)
    made.seek(0)
    return made


def _pieces(made: tempfile.SpooledTemporaryFile[bytes]) -> Iterator[bytes]:
    with made:
        while piece := made.read(_PIECE):
            yield piece
