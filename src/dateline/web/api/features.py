"""Events as OGC API Features (Part 1: Core, GeoJSON): one collection, ``events``, for maps such as QGIS."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Request
from fastapi.responses import Response

from dateline.archive import KeptEvent
from dateline.export.flat_event import flatten_event
from dateline.export.tellings import Telling
from dateline.web.api.answering import (
    After,
    Id,
    Limit,
    answers,
    json_answer,
    newest_of,
    not_modified,
    page_tag,
    unchanged,
)
from dateline.web.api.events import InArchive, Wanted
from dateline.web.api.parameters import filters, moment
from dateline.web.asking import asked_in
from dateline.web.overview_figures import facets

router = APIRouter(tags=["features"])
GEOJSON = "application/geo+json"
_CONFORMS = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
)


class WebLink(msgspec.Struct, frozen=True, kw_only=True):
    """Another address, and what it has to do with this one."""

    href: str
    rel: str
    type: str
    title: str = ""


class Landing(msgspec.Struct, frozen=True, kw_only=True):
    """Where the API begins."""

    title: str
    description: str
    links: tuple[WebLink, ...]


class Conformance(msgspec.Struct, frozen=True, kw_only=True):
    """Which standards hold."""

    conformsTo: tuple[str, ...]


class Collection(msgspec.Struct, frozen=True, kw_only=True):
    """The one collection."""

    id: str
    title: str
    description: str
    itemType: str
    crs: tuple[str, ...]
    links: tuple[WebLink, ...]


class Collections(msgspec.Struct, frozen=True, kw_only=True):
    """All collections."""

    collections: tuple[Collection, ...]
    links: tuple[WebLink, ...]


class Point(msgspec.Struct, frozen=True, kw_only=True, tag="Point"):
    """Longitude and latitude, WGS84; how far the event may be from it is `radius_km` of the properties."""

    coordinates: tuple[float, float]


class Feature(msgspec.Struct, frozen=True, kw_only=True, tag="Feature"):
    """One event; the properties are the columns of the CSV."""

    id: str
    geometry: Point | None
    properties: dict[str, Any]
    links: tuple[WebLink, ...] = ()


class FeatureCollection(msgspec.Struct, frozen=True, kw_only=True, tag="FeatureCollection"):
    """Some events, and how to ask for the next."""

    features: tuple[Feature, ...]
    links: tuple[WebLink, ...]
    timeStamp: str
    numberMatched: int
    numberReturned: int


def get_landing(request: Request) -> Response:
    """Where the API begins, and where it goes on."""
    base = _base(request)
    links = (
        _link(base, "self", "this"),
        _link(f"{base}/openapi.json", "service-desc", "description", "application/vnd.oai.openapi+json;version=3.1"),
        _link(f"{base}/conformance", "conformance", "standards that hold"),
        _link(f"{base}/collections", "data", "collections"),
        _link(f"{base}/events", "related", "events with their ledgers"),
    )
    return json_answer(Landing(title="dateline", description="Events that people can check.", links=links))


@router.get("/conformance", responses=answers("Conformance"))
def get_conformance() -> Response:
    """Which standards hold."""
    return json_answer(Conformance(conformsTo=_CONFORMS))


@router.get("/collections", responses=answers("Collections"))
def list_collections(request: Request) -> Response:
    """All collections: there is one."""
    links = (_link(f"{_base(request)}/collections", "self", "this"),)
    return json_answer(Collections(collections=(_collection(request),), links=links))


@router.get("/collections/events", responses=answers("Collection"))
def get_collection(request: Request) -> Response:
    """The collection of events."""
    return json_answer(_collection(request))


@router.get(
    "/collections/events/items",
    responses=answers("FeatureCollection", media_type=GEOJSON),
    openapi_extra=filters(ogc=True),
)
def list_features(
    request: Request, archive: InArchive, asked: Wanted, limit: Limit = 100, after: After = None
) -> Response:
    """Events as GeoJSON, the newest day first."""
    tag = page_tag(request, newest_of(archive))
    if unchanged(request, tag):
        return not_modified(tag)
    page = archive.events(asked.query, as_of=asked.as_of, limit=limit, after=after)
    address = f"{_base(request)}/collections/events/items"
    given = [(name, value) for name, value in request.query_params.multi_items() if name != "after"]
    links = [_link(_address(address, request.query_params.multi_items()), "self", "this", GEOJSON)]
    if page.next is not None:
        links.append(_link(_address(address, [*given, ("after", page.next)]), "next", "the next page", GEOJSON))
    features = tuple(_feature(kept) for kept in page.events)
    made = FeatureCollection(
        features=features,
        links=tuple(links),
        timeStamp=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        numberMatched=facets(archive, asked.query, as_of=asked.as_of).events,
        numberReturned=len(features),
    )
    return _geojson(made, tag)


@router.get(
    "/collections/events/items/{id}",
    responses=answers("Feature", media_type=GEOJSON),
    openapi_extra=moment(),
)
def get_feature(request: Request, archive: InArchive, id: Id) -> Response:
    """One event as GeoJSON."""
    kept = archive.event(id, as_of=asked_in(request.query_params).as_of)
    base = _base(request)
    links = (
        _link(f"{base}/collections/events/items/{id}", "self", "this", GEOJSON),
        _link(f"{base}/collections/events", "collection", "all events"),
        _link(f"{base}/events/{id}", "alternate", "the event with its ledger"),
    )
    return _geojson(msgspec.structs.replace(_feature(kept), links=links), None)


def _geojson(made: object, tag: str | None) -> Response:
    answer = json_answer(made, tag=tag)
    answer.headers["content-type"] = GEOJSON
    return answer


def _feature(kept: KeptEvent) -> Feature:
    row = msgspec.structs.asdict(flatten_event(Telling(event=kept.event, changed=kept.change.at)))
    lat, lon = row.pop("lat"), row.pop("lon")
    located = lat is not None and lon is not None
    return Feature(
        id=kept.event.id,
        geometry=Point(coordinates=(lon, lat)) if located else None,
        properties={**row, "review": kept.review},
    )


def _collection(request: Request) -> Collection:
    address = f"{_base(request)}/collections/events"
    return Collection(
        id="events",
        title="Events",
        description="Incidents of armed conflict and political violence, each with how far from its point it may be.",
        itemType="feature",
        crs=("http://www.opengis.net/def/crs/OGC/1.3/CRS84",),
        links=(_link(address, "self", "this"), _link(f"{address}/items", "items", "the events", GEOJSON)),
    )


def _base(request: Request) -> str:
    return f"{str(request.base_url).rstrip('/')}/api/v1"


def _address(path: str, pairs: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path


def _link(href: str, rel: str, title: str, type: str = "application/json") -> WebLink:
    return WebLink(href=href, rel=rel, type=type, title=title)
