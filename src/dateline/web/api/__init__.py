"""REST under ``/api/v1``: one module a kind of thing. docs/api.md shows it at work."""

from __future__ import annotations

from fastapi import APIRouter

PREFIX = "/api/v1"


def api_router() -> APIRouter:
    """All routes of the API."""
    from dateline.web.api import decisions, description, events, exports, features, overview, team, telling
    from dateline.web.api.answering import answers

    router = APIRouter(prefix=PREFIX)
    # FastAPI takes no empty path in a router that is put into another one.
    router.add_api_route("", features.get_landing, responses=answers("Landing"), tags=["features"])
    router.add_api_route("/", features.get_landing, include_in_schema=False)
    for one in (features, exports, events, telling, overview, decisions, team, description):
        router.include_router(one.router)
    return router
