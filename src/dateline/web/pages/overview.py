"""The overview: map, timeline, filters and list; everything that is asked for stands in the address."""

from __future__ import annotations

import math

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from dateline.archive.answers import Box
from dateline.web.asking import wrong
from dateline.web.dependencies import archive_of, query_of
from dateline.web.overview_figures import bins, timeline
from dateline.web.pages.rendering import is_fragment, page
from dateline.web.views.listing import listing
from dateline.web.views.overview import overview

router = APIRouter(include_in_schema=False)

_SEEN = ("look",)
"""Parameters that say where the map looks, as ``lon,lat,zoom``, and filter nothing."""


@router.get("/", response_class=HTMLResponse)
def overview_page(request: Request) -> HTMLResponse:
    """The whole page, or only its results where htmx asks."""
    asked = query_of(request)
    more = [(name, request.query_params[name]) for name in _SEEN if request.query_params.get(name)]
    shown = overview(archive_of(request), asked, more=more)
    name = "parts/results.html" if is_fragment(request) else "overview.html"
    return page(request, name, overview=shown, as_of=asked.as_of, look=request.query_params.get("look", ""))


@router.get("/overview/more", response_class=HTMLResponse)
def more_events(request: Request, after: str) -> HTMLResponse:
    """The next page of the list."""
    asked = query_of(request)
    shown = listing(archive_of(request), asked.query, as_of=asked.as_of, after=after)
    return page(request, "parts/lines.html", listing=shown, parameters=asked.address("").lstrip("?"), as_of=asked.as_of)


@router.get("/overview/here", response_class=HTMLResponse)
def events_here(request: Request) -> HTMLResponse:
    """What a press on the map opens: the events of a small box, which takes the place of the query's."""
    asked = query_of(request)
    query = msgspec.structs.replace(asked.query, box=_view(request, "here"))
    shown = listing(archive_of(request), query, as_of=asked.as_of, limit=8)
    return page(request, "parts/here.html", listing=shown, as_of=asked.as_of)


@router.get("/overview/bins.json")
def bins_json(request: Request, zoom: float = 1.0) -> Response:
    """The events of what the map shows (``view``), in squares."""
    asked = query_of(request)
    if not math.isfinite(zoom):
        raise wrong("zoom", "it is no number", "Give a number from 0 to 22.")
    found = bins(archive_of(request), asked.query, _view(request, "view"), zoom, as_of=asked.as_of)
    return _json(msgspec.json.encode(found))


@router.get("/overview/timeline.json")
def timeline_json(request: Request) -> Response:
    """The events by the day, week, month or year in which they begin."""
    asked = query_of(request)
    return _json(msgspec.json.encode(timeline(archive_of(request), asked.query, as_of=asked.as_of)))


def _view(request: Request, name: str) -> Box | None:
    given = request.query_params.get(name)
    if not given:
        return None
    remedy = "Give west,south,east,north in degrees."
    try:
        numbers = [float(part) for part in given.split(",")]
    except ValueError:
        raise wrong(name, f"{given[:80]!r} is no box", remedy) from None
    if len(numbers) != 4 or not all(math.isfinite(one) for one in numbers):
        raise wrong(name, f"{given[:80]!r} is no box", remedy)
    west, south, east, north = numbers
    if east - west >= 360:
        west, east = -180.0, 180.0
    west, east = ((degree + 180) % 360 - 180 if abs(degree) > 180 else degree for degree in (west, east))
    south, north = max(-90.0, min(90.0, south)), max(-90.0, min(90.0, north))
    if south > north:
        raise wrong(name, "its south lies above its north", remedy)
    return west, south, east, north


def _json(body: bytes) -> Response:
    return Response(body, media_type="application/json", headers={"cache-control": "no-store"})
