"""The publishers of the archive: how much each prints, how soon, how often first-hand, how often mended."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from dateline.web.dependencies import archive_of
from dateline.web.pages.rendering import page
from dateline.web.views.sources import SORTS, sources_shown

router = APIRouter(include_in_schema=False)


@router.get("/sources", response_class=HTMLResponse)
def sources_page(request: Request, by: str = "reports", text: str = "") -> HTMLResponse:
    """All publishers, sorted by one of the columns."""
    sort = by if by in SORTS else "reports"
    return page(request, "sources.html", sources=sources_shown(archive_of(request), sort, text), by=sort, text=text)
