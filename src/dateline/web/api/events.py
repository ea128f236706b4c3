"""Events: lists by any filter, one with its history, and what tells it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from dateline.archive import Archive, KeptEvent, KeptMention, KeptReport
from dateline.records.event import Decision
from dateline.web.api.answering import (
    After,
    Id,
    Limit,
    answers,
    json_answer,
    newest_of,
    not_modified,
    page_tag,
    tagged,
    unchanged,
)
from dateline.web.api.parameters import filters, moment
from dateline.web.asking import Asked, asked_in
from dateline.web.dependencies import archive_of, query_of
from dateline.web.remembering import Answers

router = APIRouter(tags=["events"])
InArchive = Annotated[Archive, Depends(archive_of)]
Wanted = Annotated[Asked, Depends(query_of)]


class Versions(msgspec.Struct, frozen=True, kw_only=True):
    """Every version of an event, the oldest first."""

    versions: tuple[KeptEvent, ...]


class Mentions(msgspec.Struct, frozen=True, kw_only=True):
    """Mentions, by id."""

    mentions: tuple[KeptMention, ...]


class Reports(msgspec.Struct, frozen=True, kw_only=True):
    """Reports, by id."""

    reports: tuple[KeptReport, ...]


class Decisions(msgspec.Struct, frozen=True, kw_only=True):
    """Decisions in their order, with those that were taken back and what took them; `next` is None on the last page."""

    decisions: tuple[Decision, ...]
    next: int | None = None


@router.get("/events", responses=answers("EventPage"), openapi_extra=filters())
def list_events(
    request: Request, archive: InArchive, asked: Wanted, limit: Limit = 50, after: After = None
) -> Response:
    """Events, the newest day first. Further pages answer as of the first, whatever is added meanwhile."""
    newest = newest_of(archive)
    tag = page_tag(request, newest)
    if unchanged(request, tag):
        return not_modified(tag)
    answers_so_far: Answers = request.app.state.answers
    page = answers_so_far.get(tag)
    if page is None:
        page = archive.events_as_json(asked.query, as_of=asked.as_of, limit=limit, after=after)
        answers_so_far.keep(tag, page)
    return json_answer(page, tag=tag)


@router.get("/events/{id}", responses=answers("KeptEvent"), openapi_extra=moment())
def get_event(request: Request, archive: InArchive, id: Id) -> Response:
    """One event. Its ETag is its version: send it as If-Match with a decision about it."""
    kept = archive.event(id, as_of=asked_in(request.query_params).as_of)
    tag = f'"{kept.event.version}"'
    return not_modified(tag) if unchanged(request, tag) else json_answer(kept, tag=tag)


@router.get("/events/{id}/history", responses=answers("Versions"))
def get_history(request: Request, archive: InArchive, id: Id) -> Response:
    """Every version of an event, the oldest first, each with the change that made it."""
    return tagged(request, archive, lambda: Versions(versions=archive.versions(id)))


@router.get("/events/{id}/mentions", responses=answers("Mentions"), openapi_extra=moment())
def get_mentions_of_event(request: Request, archive: InArchive, id: Id) -> Response:
    """The mentions that tell an event, by id."""
    as_of = asked_in(request.query_params).as_of
    archive.event(id, as_of=as_of)
    return tagged(request, archive, lambda: Mentions(mentions=archive.mentions(id, as_of=as_of)))


@router.get("/events/{id}/reports", responses=answers("Reports"), openapi_extra=moment())
def get_reports_of_event(request: Request, archive: InArchive, id: Id) -> Response:
    """The reports that tell an event, by id, with their whole text."""
    as_of = asked_in(request.query_params).as_of
    event = archive.event(id, as_of=as_of).event

    def make() -> Reports:
        found = archive.reports_of(event.reports, as_of=as_of)
        return Reports(reports=tuple(found[one] for one in sorted(found)))

    return tagged(request, archive, make)


@router.get("/events/{id}/decisions", responses=answers("Decisions"))
def get_decisions_of_event(request: Request, archive: InArchive, id: Id) -> Response:
    """What people decided about an event."""
    archive.versions(id)
    return tagged(request, archive, lambda: Decisions(decisions=archive.decisions(id)))
