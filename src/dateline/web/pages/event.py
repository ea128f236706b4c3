"""The page of one event: what is told, by whom, in which sentence, and what was decided about it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from dateline.web.dependencies import archive_of, person_of
from dateline.web.pages.choosing import folding_of, moment_of
from dateline.web.pages.rendering import page
from dateline.web.views.editing import edit_forms
from dateline.web.views.event import event_shown

router = APIRouter(include_in_schema=False)


@router.get("/events/{id}", response_class=HTMLResponse)
def event_page(request: Request, id: str) -> HTMLResponse:
    """One event; ``?as_of=`` a past moment, ``?show=names,graphic`` what is folded otherwise."""
    archive, folding, as_of = archive_of(request), folding_of(request), moment_of(request)
    shown = event_shown(archive, id, folding, as_of=as_of)
    may_decide = person_of(request).may("coder") and as_of is None and shown.merged_into is None
    forms = edit_forms(archive, id) if may_decide else ()
    return page(request, "event.html", event=shown, folding=folding, as_of=as_of, may_decide=may_decide, forms=forms)
