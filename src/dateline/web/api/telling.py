"""Mentions, reports, changes: what events are made of, and what happened to the archive."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from dateline.archive.answers import Change
from dateline.records.event import Link
from dateline.web.api.answering import AfterNumber, Id, Limit, answers, json_answer, tagged
from dateline.web.api.events import InArchive, Mentions
from dateline.web.api.parameters import moment
from dateline.web.asking import asked_in
from dateline.web.asking import moment as moment_of
from dateline.web.problems import WebError

router = APIRouter(tags=["reports and mentions"])


class Links(msgspec.Struct, frozen=True, kw_only=True):
    """Why a mention was taken to tell an event beside another; the newest linking last."""

    links: tuple[Link, ...]


class Journal(msgspec.Struct, frozen=True, kw_only=True):
    """Changes in their order; `next` is what to give as `after` for those that follow, None on the last page."""

    changes: tuple[Change, ...]
    next: int | None = None


@router.get("/mentions/{id}", responses=answers("KeptMention"), openapi_extra=moment())
def get_mention(request: Request, archive: InArchive, id: Id) -> Response:
    """One mention, with its event's id."""
    as_of = asked_in(request.query_params).as_of
    return tagged(request, archive, lambda: archive.mention(id, as_of=as_of))


@router.get("/mentions/{id}/links", responses=answers("Links"))
def get_links(request: Request, archive: InArchive, id: Id) -> Response:
    """Why a mention was taken to tell its event."""
    archive.mention(id)
    return tagged(request, archive, lambda: Links(links=archive.links(id)))


@router.get("/mentions", responses=answers("Mentions"), openapi_extra=moment())
def list_mentions(
    request: Request, archive: InArchive, report: Annotated[str, Query(min_length=1, max_length=300)]
) -> Response:
    """The mentions that a report holds."""
    if not report.isprintable():
        raise WebError(
            422, "the id holds control characters", where="report", remedy="Give an id.", code="web.parameter"
        )
    as_of = asked_in(request.query_params).as_of
    archive.report(report, as_of=as_of)
    return tagged(request, archive, lambda: Mentions(mentions=archive.mentions_in(report, as_of=as_of)))


@router.get("/reports/{id:path}", responses=answers("KeptReport"), openapi_extra=moment())
def get_report(request: Request, archive: InArchive, id: Id) -> Response:
    """One report, with its whole text. Its mentions are at `/mentions?report=ID`."""
    as_of = asked_in(request.query_params).as_of
    return tagged(request, archive, lambda: archive.report(id, as_of=as_of))


@router.get("/changes", responses=answers("Changed"))
def get_changes(
    archive: InArchive,
    since: Annotated[str, Query(max_length=100, description="A day, a time, or the number of a change.")] = "0",
) -> Response:
    """Which events are new, changed, merged or withdrawn since a moment: ask next time from `upto`."""
    return json_answer(archive.changes(moment_of(since.strip() or "0")))


@router.get("/journal", responses=answers("Journal"))
def get_journal(request: Request, archive: InArchive, after: AfterNumber = 0, limit: Limit = 100) -> Response:
    """The changes themselves: who did what, when and why."""

    def make() -> Journal:
        found = archive.journal(after=after, limit=limit)
        return Journal(changes=found, next=found[-1].number if len(found) == limit else None)

    return tagged(request, archive, make)
