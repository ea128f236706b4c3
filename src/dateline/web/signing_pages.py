"""The page to sign in at, and the way out again."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from dateline.web.access.signing_in import SESSION_COOKIE, SESSION_HOURS, SigningIn
from dateline.web.dependencies import person_of, settings_of
from dateline.web.layers import cookie
from dateline.web.pages.rendering import page
from dateline.web.problems import WebError

router = APIRouter()


@router.get("/sign-in", include_in_schema=False)
def sign_in_page(request: Request, next: str = "/") -> Response:
    """The form."""
    if not settings_of(request).accounts or person_of(request).name:
        return RedirectResponse(own_path(next), 303)
    return page(request, "sign_in.html", next=own_path(next), name="", problem="")


@router.post("/sign-in", include_in_schema=False)
def sign_in(
    request: Request,
    name: Annotated[str, Form(max_length=60)],
    password: Annotated[str, Form(max_length=1_000)],
    next: Annotated[str, Form(max_length=2_000)] = "/",
) -> Response:
    """Open a session, and go on to the page that was wanted."""
    signing_in: SigningIn = request.app.state.signing_in
    address = request.client.host if request.client is not None else ""
    try:
        if not name.isprintable():
            name = ""
        secret = signing_in.sign_in(name.strip(), password, address=address)
    except WebError as error:
        told = f"{error.what[:1].upper()}{error.what[1:]}. {error.remedy}"
        made = page(request, "sign_in.html", status=error.status, next=own_path(next), name=name, problem=told)
        if error.retry_after is not None:
            made.headers["retry-after"] = str(error.retry_after)
        return made
    answer = RedirectResponse(own_path(next), 303)
    answer.headers.append("set-cookie", cookie(SESSION_COOKIE, secret, settings_of(request), SESSION_HOURS * 3_600))
    return answer


@router.post("/sign-out", include_in_schema=False)
def sign_out(request: Request) -> Response:
    """End the session."""
    signing_in: SigningIn = request.app.state.signing_in
    secret = person_of(request).session
    if secret is not None:
        signing_in.sign_out(secret)
    answer = RedirectResponse("/sign-in", 303)
    answer.headers.append("set-cookie", cookie(SESSION_COOKIE, "", settings_of(request), 0))
    return answer


def own_path(given: str) -> str:
    """A path of this desk; whatever would lead elsewhere becomes the first page."""
    parts = urlsplit(given) if given.isprintable() and "\\" not in given else None
    own = parts is not None and not parts.scheme and not parts.netloc
    return given if own and given.startswith("/") and not given.startswith("//") else "/"
