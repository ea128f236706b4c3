"""Two events or reports side by side."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from dateline.web.dependencies import archive_of, person_of
from dateline.web.pages.choosing import folding_of
from dateline.web.pages.rendering import page
from dateline.web.views.compare import compare_shown

router = APIRouter(include_in_schema=False)


@router.get("/compare", response_class=HTMLResponse)
def compare_page(request: Request, one: str = "", other: str = "", inside: bool = False) -> HTMLResponse:
    """``one`` beside ``other`` (ids of events or reports); ``inside`` shows why the mentions of one event are one."""
    folding = folding_of(request)
    one, other = one.strip(), other.strip()
    shown = None
    if one:
        shown = compare_shown(
            archive_of(request), one, other if other and other != one else None, folding, inside=inside
        )
    may_decide = person_of(request).may("coder")
    return page(request, "compare.html", compare=shown, one=one, other=other, folding=folding, may_decide=may_decide)
