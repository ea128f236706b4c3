"""The team: how the desk is run, who may do what, what waits for a second person, double review, the audit log."""

from __future__ import annotations

from typing import get_args

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from dateline.records import Status, SubEventType, Weapon
from dateline.web.access.keeping import add_account, change_account
from dateline.web.deciding import confirm, decline
from dateline.web.dependencies import archive_of, person_of, require, settings_of
from dateline.web.pages.choosing import folding_of
from dateline.web.pages.deciding import Form, form_of
from dateline.web.pages.rendering import page
from dateline.web.problems import WebError
from dateline.web.review import answer
from dateline.web.settings import ROLES
from dateline.web.views.team import QUESTIONS, answers_of, review_shown, team_shown

router = APIRouter(include_in_schema=False)


@router.get("/team", response_class=HTMLResponse)
def team_page(request: Request) -> HTMLResponse:
    """The page of the team."""
    shown = team_shown(archive_of(request), settings_of(request), person_of(request))
    return page(request, "team.html", team=shown, roles=ROLES)


@router.post("/team/accounts")
async def new_account(request: Request) -> Response:
    """A new account."""
    return await run_sync(_new_account, request, await form_of(request))


def _new_account(request: Request, form: Form) -> Response:
    admin = require("admin")(request)
    add_account(
        archive_of(request).desk,
        form.get("name", "").strip(),
        role=form.get("role", ""),
        password=form.get("password", ""),
        by=admin.name,
    )
    return RedirectResponse("/team#people", 303)


@router.post("/team/accounts/change")
async def changed_account(request: Request) -> Response:
    """Another role; shut or opened again."""
    return await run_sync(_changed_account, request, await form_of(request))


def _changed_account(request: Request, form: Form) -> Response:
    admin = require("admin")(request)
    active = {"shut": False, "open": True}.get(form.get("state", ""))
    role = form.get("role") or None
    change_account(archive_of(request).desk, form.get("name", ""), by=admin.name, role=role, active=active)
    return RedirectResponse("/team#people", 303)


@router.post("/team/proposals")
async def closed_proposal(request: Request) -> Response:
    """Confirm or decline what waits for a second person."""
    return await run_sync(_closed_proposal, request, await form_of(request))


def _closed_proposal(request: Request, form: Form) -> Response:
    archive, person = archive_of(request), person_of(request)
    number = form.get("number", "")
    if not (number.isascii() and number.isdigit() and len(number) < 12):
        raise WebError(
            422, f"{number!r} is no proposal", where="number", remedy="Use the buttons.", code="web.parameter"
        )
    if form.get("answer") == "confirm":
        confirm(archive, person, int(number))
    else:
        decline(archive, person, int(number))
    return RedirectResponse("/team#proposals", 303)


@router.get("/team/review", response_class=HTMLResponse)
def review_page(request: Request) -> HTMLResponse:
    """The next event that this person is to code, blind."""
    require("coder")(request)
    shown = review_shown(archive_of(request), settings_of(request), person_of(request), folding_of(request))
    choices = {"sub_event_type": get_args(SubEventType), "status": get_args(Status), "weapon": get_args(Weapon)}
    return page(request, "review.html", review=shown, questions=QUESTIONS, choices=choices)


@router.post("/team/review")
async def reviewed(request: Request) -> Response:
    """Keep a person's answers, and go on to the next event."""
    return await run_sync(_reviewed, request, await form_of(request))


def _reviewed(request: Request, form: Form) -> Response:
    answers = answers_of(dict(form))
    share = settings_of(request).review_share
    answer(archive_of(request), person_of(request), form.get("event", ""), answers, share=share)
    return RedirectResponse("/team/review", 303)
