"""What maps and lists count: bins, timeline, facets, sources, actors, places."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from dateline.web.api.answering import answers, tagged
from dateline.web.api.events import InArchive, Wanted
from dateline.web.api.parameters import filters
from dateline.web.names import Named, named, places
from dateline.web.overview_figures import Bin, DayCount, Step, bins, facets, timeline
from dateline.web.source_figures import SourceFigures, sources

router = APIRouter(tags=["figures"])


class Bins(msgspec.Struct, frozen=True, kw_only=True):
    """Squares of the map, the fullest first."""

    bins: tuple[Bin, ...]


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """Steps of time, without gaps."""

    steps: tuple[DayCount, ...]


class Sources(msgspec.Struct, frozen=True, kw_only=True):
    """Publishers, those with the most reports first."""

    sources: tuple[SourceFigures, ...]


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """Names that events can be asked for by, those with the most events first."""

    names: tuple[Named, ...]


Zoom = Annotated[
    float, Query(ge=0, le=24, allow_inf_nan=False, description="Of the map; the world is 512 pixels wide at 0.")
]


@router.get("/bins", responses=answers("Bins"), openapi_extra=filters())
def get_bins(
    request: Request,
    archive: InArchive,
    asked: Wanted,
    zoom: Zoom = 1.0,
) -> Response:
    """How many events lie in each square of the map."""
    return tagged(
        request, archive, lambda: Bins(bins=bins(archive, asked.query, asked.query.box, zoom, as_of=asked.as_of))
    )


@router.get("/timeline", responses=answers("Timeline"), openapi_extra=filters())
def get_timeline(
    request: Request,
    archive: InArchive,
    asked: Wanted,
    step: Annotated[Step | None, Query(description="By default the finest that gives up to 400 counts.")] = None,
) -> Response:
    """How many events begin in each day, week, month or year."""
    return tagged(
        request, archive, lambda: Timeline(steps=timeline(archive, asked.query, step=step, as_of=asked.as_of))
    )


@router.get("/facets", responses=answers("Facets"), openapi_extra=filters())
def get_facets(request: Request, archive: InArchive, asked: Wanted) -> Response:
    """How many events a query has, and would have by each value of each filter."""
    return tagged(request, archive, lambda: facets(archive, asked.query, as_of=asked.as_of))


@router.get("/sources", responses=answers("Sources"))
def get_sources(request: Request, archive: InArchive) -> Response:
    """Each publisher's volume, lag, share of origins, corrections and languages."""
    return tagged(request, archive, lambda: Sources(sources=sources(archive)))


Beginning = Annotated[str, Query(max_length=100, description="How the name begins, in any case.")]
Most = Annotated[int, Query(ge=1, le=200)]


@router.get("/actors", responses=answers("Names"))
def list_actors(request: Request, archive: InArchive, beginning: Beginning = "", limit: Most = 20) -> Response:
    """Actors by the beginning of their name, label or id: what the filter `actor` takes."""
    return tagged(request, archive, lambda: Names(names=named(archive, "actor", beginning, limit=limit)))


@router.get("/publishers", responses=answers("Names"))
def list_publishers(request: Request, archive: InArchive, beginning: Beginning = "", limit: Most = 20) -> Response:
    """Publishers by the beginning of their name: what the filter `publisher` takes."""
    return tagged(request, archive, lambda: Names(names=named(archive, "publisher", beginning, limit=limit)))


@router.get("/places", responses=answers("Names"))
def list_places(
    request: Request,
    archive: InArchive,
    beginning: Beginning = "",
    country: Annotated[str | None, Query(pattern="^[A-Za-z]{2}$", description="Its parts, not countries.")] = None,
    limit: Most = 20,
) -> Response:
    """Countries, or the parts of one: what the filters `country` and `admin1` take."""
    return tagged(request, archive, lambda: Names(names=places(archive, beginning, country=country, limit=limit)))
