"""The queue: one event at a time, those that most need a person first; one key decides and moves on."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlencode

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline.web.deciding import last_of, undo, undo_last
from dateline.web.dependencies import archive_of, person_of, settings_of
from dateline.web.pages.choosing import folding_of
from dateline.web.pages.deciding import Form, decided, form_of, next_page, told
from dateline.web.pages.rendering import is_fragment, page
from dateline.web.problems import WebError
from dateline.web.queue_order import KINDS, Kind, queue_at
from dateline.web.views.queue import queue_shown

router = APIRouter(include_in_schema=False)


@router.get("/queue", response_class=HTMLResponse)
def queue_page(request: Request, kind: str = "open", after: str | None = None, at: str | None = None) -> HTMLResponse:
    """The next event: of a ``kind``, behind a place (``after``), or one that is named (``at``)."""
    return _shown(request, _kind(kind), after, at)


@router.post("/queue/decide")
async def decide_in_queue(request: Request) -> Response:
    """Decide about the event that the form names, and go on to the next; ``skip`` decides nothing."""
    form = await form_of(request)
    return await run_sync(_decide, request, form)


def _decide(request: Request, form: Form) -> Response:
    kind, event, after = _kind(form.get("kind", "open")), form.get("event", ""), form.get("after", "")
    said = "Skipped."
    if form.get("action") != "skip":
        said = told(decided(request, event, form), person_of(request))
    # What was set in an event makes a new version of it, which may stand next: it was just looked at.
    coming = queue_at(archive_of(request), kind, after=after or None).place
    if coming is not None and coming.id == event:
        after = coming.after
    address = _address(kind, after=after)
    if not is_fragment(request):
        return RedirectResponse(address, 303)
    return _pushed(_shown(request, kind, after or None, None, said=said), address)


@router.post("/queue/undo")
async def undo_in_queue(request: Request) -> Response:
    """Take the person's newest decision back, and show the event that it was about."""
    form = await form_of(request)
    return await run_sync(_undo, request, form)


def _undo(request: Request, form: Form) -> Response:
    archive, person = archive_of(request), person_of(request)
    kind = _kind(form.get("kind", "open"))
    taken = last_of(archive, person)
    made = undo_last(archive, settings_of(request), person)
    event = taken.subject if taken is not None else None
    address = _address(kind, at=event)
    if not is_fragment(request):
        return RedirectResponse(address, 303)
    return _pushed(_shown(request, kind, None, event, said=told(made, person)), address)


@router.post("/events/{id}/decide")
async def decide_about_event(request: Request, id: str) -> Response:
    """Decide about an event, then go where the form says."""
    form = await form_of(request)
    await run_sync(decided, request, id, form)
    return RedirectResponse(next_page(form, f"/events/{id}"), 303)


@router.post("/undo")
async def undo_decision(request: Request) -> Response:
    """Take a decision back, the person's newest where none is named, then go where the form says."""
    form = await form_of(request)
    return await run_sync(_undo_one, request, form)


def _undo_one(request: Request, form: Form) -> Response:
    archive, settings, person = archive_of(request), settings_of(request), person_of(request)
    number = form.get("number", "")
    if not number:
        undo_last(archive, settings, person)
    elif number.isascii() and number.isdigit() and len(number) < 12:
        undo(archive, settings, person, int(number))
    else:
        raise WebError(
            422, f"{number!r} is no decision", where="number", remedy="Use the buttons.", code="web.parameter"
        )
    return RedirectResponse(next_page(form, "/queue"), 303)


def _shown(request: Request, kind: Kind, after: str | None, at: str | None, said: str = "") -> HTMLResponse:
    archive, person = archive_of(request), person_of(request)
    shown = queue_shown(archive, kind, folding_of(request), after=after, event=at, last=last_of(archive, person))
    name = "parts/queue.html" if is_fragment(request) else "queue.html"
    return page(request, name, queue=shown, said=said, may_decide=person.may("coder"), after=after or "")


def _pushed(response: HTMLResponse, address: str) -> HTMLResponse:
    response.headers["HX-Push-Url"] = address
    return response


def _kind(given: str) -> Kind:
    return cast(Kind, given) if given in KINDS else "open"


def _address(kind: Kind, **more: str | None) -> str:
    pairs = {"kind": kind if kind != "open" else None, **more}
    asked = urlencode({name: value for name, value in pairs.items() if value})
    return f"/queue?{asked}" if asked else "/queue"
