"""The pages: what a person sees, as HTML. Each module is one page, and knows its view and its template."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response


def routers() -> tuple[APIRouter, ...]:
    """The routers of all pages."""
    from dateline.web.pages import basemap, compare, event, overview, queue, report, sources, taking, team

    return (
        overview.router,
        queue.router,
        event.router,
        report.router,
        compare.router,
        sources.router,
        team.router,
        taking.router,
        basemap.router,
    )


def warm_up() -> None:
    """Load, in threads of their own, what the first pages would have to wait for."""
    from threading import Thread

    from dateline.web.views import known_places, likeness

    known_places.warm_up()
    Thread(target=likeness.warm_up, daemon=True, name="warm-up").start()


def error_page(request: Request, status: int, title: str, detail: str, remedy: str) -> Response:
    """An error as a page, or as one line where htmx asked for a part of one."""
    from dateline.web.pages.errors import error_page as made

    return made(request, status, title, detail, remedy)
