"""The page of one report: its text with every span marked, beside the records that were read from it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from dateline.web.dependencies import archive_of
from dateline.web.pages.choosing import folding_of, moment_of
from dateline.web.pages.rendering import page
from dateline.web.views.report import report_shown

router = APIRouter(include_in_schema=False)


@router.get("/reports/{id:path}", response_class=HTMLResponse)
def report_page(request: Request, id: str) -> HTMLResponse:
    """One report; ``?as_of=`` a past moment, ``?show=names,graphic`` what is folded otherwise."""
    folding, as_of = folding_of(request), moment_of(request)
    shown = report_shown(archive_of(request), id, folding, as_of=as_of)
    return page(request, "report.html", report=shown, folding=folding, as_of=as_of)
