"""Errors as pages."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from dateline.web.pages.rendering import is_fragment, page


def error_page(request: Request, status: int, title: str, detail: str, remedy: str) -> Response:
    """What was wrong and what to do about it; a part of a page gets one line in the place for alerts."""
    if is_fragment(request):
        alert = f"{detail[:1].upper()}{detail[1:]}. {remedy}"
        response = page(request, "parts/alert.html", status=status, alert=alert)
        response.headers["HX-Retarget"] = "#alert"
        response.headers["HX-Reswap"] = "innerHTML"
        return response
    return page(request, "error.html", status=status, title=title, detail=detail, remedy=remedy)
