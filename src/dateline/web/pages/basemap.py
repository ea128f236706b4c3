"""What the map is labelled with, as GeoJSON that browsers may keep."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from dateline.web.views.basemap import disputed, places

router = APIRouter(include_in_schema=False)

_GEOJSON = "application/geo+json"
_KEPT = {"cache-control": "private, max-age=86400"}


@router.get("/basemap/places.json")
def places_json() -> Response:
    """Names of countries and towns."""
    return Response(places(), media_type=_GEOJSON, headers=_KEPT)


@router.get("/basemap/disputed.json")
def disputed_json() -> Response:
    """Disputed territory."""
    return Response(disputed(), media_type=_GEOJSON, headers=_KEPT)
