"""The desk as an ASGI application: layers, guard, error shape, routers."""

from __future__ import annotations

import getpass
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote

from anyio.to_thread import current_default_thread_limiter, run_sync
from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from dateline.archive import Archive
from dateline.errors import DatelineError
from dateline.version import __version__
from dateline.web import pages, signing_pages
from dateline.web.access.guarding import Guard, open_person
from dateline.web.access.people import NOBODY
from dateline.web.access.signing_in import SigningIn
from dateline.web.api import api_router
from dateline.web.api.own_json import OwnJson
from dateline.web.layers import Layers
from dateline.web.overview_figures import warm_up
from dateline.web.problems import WebError, answer, problem_of, status_of
from dateline.web.remembering import Answers
from dateline.web.settings import Settings

STATIC = Path(__file__).parent / "static"
_THREADS = 12
"""Requests that ask the archive at the same time; on few cores more only wait for one another."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The desk; without settings those that `Settings.to_environment` left, as in worker processes.

    Raises:
        DatelineError: the settings make no sense, or the archive cannot be opened.
    """
    settings = (settings or Settings.from_environment()).checked()
    archive = Archive.open(settings.db, create=False, who=settings.who)
    signing_in = SigningIn(archive.desk)
    anybody = open_person(settings.who or _login_name())
    guard = Guard(settings, signing_in, anybody)

    async def let_in(request: Request) -> None:
        # FastAPI asks for the parameters of a plain function, not of an object that is called.
        await guard(request)

    @asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:  # noqa: ARG001
        current_default_thread_limiter().total_tokens = _THREADS
        await run_sync(warm_up, archive)
        pages.warm_up()
        yield
        archive.close()

    app = FastAPI(
        title="dateline",
        version=__version__,
        description="Events of armed conflict and political violence, each value beside what it was read from.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=life,
        dependencies=[Depends(let_in)],
        default_response_class=OwnJson,
    )
    app.state.settings, app.state.archive, app.state.signing_in = settings, archive, signing_in
    app.state.answers = Answers()
    shown = NOBODY if settings.accounts else anybody
    app.add_middleware(Layers, settings=settings, anybody=shown, unforeseen=_unforeseen)
    app.add_exception_handler(DatelineError, _told)
    app.add_exception_handler(RequestValidationError, _misfit)
    app.add_exception_handler(HTTPException, _plain_http)
    app.include_router(api_router())
    app.add_api_route("/healthz", _healthy, methods=["GET"], include_in_schema=False)
    if STATIC.is_dir():
        app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in (signing_pages.router, *pages.routers()):
        app.include_router(router, include_in_schema=False)
    return app


def _healthy() -> PlainTextResponse:
    return PlainTextResponse("well\n")


def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, DatelineError)
    problem = problem_of(error)
    retry_after = error.retry_after if isinstance(error, WebError) else 5 if status_of(error) == 503 else None
    if not _wants_page(request):
        return answer(problem, retry_after=retry_after, challenge=problem.status == 401)
    if problem.code == "web.sign-in-needed" and request.method == "GET":
        wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?next={quote(wanted, safe='')}", 303)
    page = pages.error_page(request, problem.status, problem.title, problem.detail, problem.remedy)
    if retry_after is not None:
        page.headers["retry-after"] = str(retry_after)
    return page


def _misfit(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first: dict[str, Any] = next(iter(error.errors()), {})
    place = [str(part) for part in first.get("loc", ())]
    where = ".".join(place[1:]) or (place[0] if place else None)
    what = f"the {place[0] if place else 'request'} does not fit: {first.get('msg', 'it cannot be read')}"
    remedy = "The description under /api/v1/openapi.json tells what is expected."
    return _told(request, WebError(422, what, where=where, remedy=remedy, code="web.parameter"))


_HTTP = {
    404: ("web.no-such-page", "there is nothing at this address", "Start at the first page, or at /api/v1."),
    405: ("web.method", "this address does not take that method", "See /api/v1/openapi.json."),
}


def _plain_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    other = ("web.request", str(error.detail), "See /api/v1/openapi.json.")
    code, what, remedy = _HTTP.get(error.status_code, other)
    told = _told(request, WebError(error.status_code, what, code=code, remedy=remedy))
    for name, value in (error.headers or {}).items():
        told.headers[name] = value
    return told


def _unforeseen(request: Request) -> Response:
    remedy = "Try again; if it happens again, please send us what the server wrote."
    return _told(request, WebError(500, "something went wrong in dateline itself", code="web.fault", remedy=remedy))


def _wants_page(request: Request) -> bool:
    if request.url.path.startswith("/api/"):
        return False
    # htmx asks for parts of pages without saying that it wants HTML.
    return "text/html" in request.headers.get("accept", "") or "hx-request" in request.headers


def _login_name() -> str:
    with suppress(Exception):
        return getpass.getuser()
    return "desk"
