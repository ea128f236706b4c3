"""Templates to HTML: everything is escaped, every name that a template uses must be there."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import jinja2
from starlette.requests import Request
from starlette.responses import HTMLResponse

from dateline.export.legible import legible, on_one_line
from dateline.version import __version__
from dateline.web.dependencies import archive_of, csrf_token, person_of, settings_of
from dateline.web.settings import Settings
from dateline.web.views.wording import counted, moment_words

STATIC = Path(str(files("dateline.web").joinpath("static")))
_NAVIGATION = (
    ("/", "Overview"),
    ("/queue", "Queue"),
    ("/compare", "Compare"),
    ("/sources", "Sources"),
    ("/team", "Team"),
)


def page(request: Request, name: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A template as a response; templates also know the person, the way about, and the token of forms."""
    body = rendered(request, name, **values)
    headers = {"cache-control": "no-store", "vary": "HX-Request"}
    return HTMLResponse(body, status_code=status, headers=headers)


def rendered(request: Request, name: str, /, **values: Any) -> str:
    """A template as text."""
    common = {
        "request_path": request.url.path,
        "navigation": _NAVIGATION,
        "person": person_of(request),
        "settings": settings_of(request),
        "csrf": csrf_token(request),
        "archive_name": archive_name(request),
        "version": __version__,
        "as_of": None,
    }
    return _environment().get_template(name).render({**common, **values})


def is_fragment(request: Request) -> bool:
    """Whether htmx asks for a part of a page, and not for a page that the browser had cached in its history."""
    return "hx-request" in request.headers and "hx-history-restore-request" not in request.headers


def archive_name(request: Request) -> str:
    """What the archive is called on pages: its file or database, without folder, user or host."""
    return archive_of(request).where.rstrip("/").rpartition("/")[2].partition("?")[0]


def tiles_of(settings: Settings) -> str:
    """The address of the style of online tiles; empty for the basemap that comes with dateline."""
    return settings.tiles or ""


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("dateline.web", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        legible=legible, line=on_one_line, moment=moment_words, number=lambda value: f"{value:,}", address=_address
    )
    environment.globals.update(static=_static, counted=counted, query=_query)
    return environment


def _address(value: str) -> str:
    """A value as one part of a path; slashes stay, since ids of reports may have them."""
    return quote(value, safe="/:~")


def _query(values: Mapping[str, object]) -> str:
    """Parameters of an address, without those that are empty."""
    return urlencode({name: value for name, value in values.items() if value not in (None, "", False)})


@cache
def _static(name: str) -> str:
    """The address of a file of ours, which changes when the file does, so that browsers may keep it."""
    path = STATIC / name
    if not path.is_file():
        return f"/static/{name}"
    return f"/static/{name}?v={hashlib.sha256(path.read_bytes()).hexdigest()[:10]}"
