"""The description of the API (OpenAPI 3.1): routes as FastAPI tells them, records as the archive's own types are."""

from __future__ import annotations

from typing import Any

import msgspec
from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import Response

from dateline.archive import EventPage, KeptEvent, KeptMention, KeptReport
from dateline.archive.answers import Changed
from dateline.archive.desk_records import Proposal, ReviewAnswer
from dateline.web.api import decisions, events, exports, features, overview, team, telling
from dateline.web.api.answering import json_answer
from dateline.web.deciding import Decided
from dateline.web.overview_figures import Facets
from dateline.web.problems import MEDIA_TYPE, Problem

router = APIRouter(tags=["description"])

RECORDS: tuple[type[msgspec.Struct], ...] = (
    EventPage,
    KeptEvent,
    KeptMention,
    KeptReport,
    Changed,
    Facets,
    Proposal,
    ReviewAnswer,
    Decided,
    Problem,
    events.Versions,
    events.Mentions,
    events.Reports,
    events.Decisions,
    telling.Links,
    telling.Journal,
    overview.Bins,
    overview.Timeline,
    overview.Sources,
    overview.Names,
    decisions.NewDecision,
    decisions.Reason,
    decisions.Proposals,
    exports.Formats,
    features.Landing,
    features.Conformance,
    features.Collection,
    features.Collections,
    features.Feature,
    features.FeatureCollection,
    team.Me,
    team.ShownAccount,
    team.Accounts,
    team.NewAccount,
    team.AccountChange,
    team.NewToken,
    team.MadeToken,
    team.Tokens,
    team.Audit,
    team.NextReview,
    team.NewReview,
    team.Agreements,
)
"""What the API takes and answers."""
_PROBLEM = {
    "description": "A problem: what was wrong, its code, where, and the remedy (RFC 9457).",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


_THIS = {"description": "This.", "content": {"application/json": {"schema": {"type": "object"}}}}


@router.get("/openapi.json", responses={200: _THIS})
def get_description(request: Request) -> Response:
    """This description."""
    return json_answer(description(request.app))


def description(app: FastAPI) -> dict[str, Any]:
    """The description of an application's API; made once."""
    if app.openapi_schema is None:
        app.openapi_schema = _made(app)
    return app.openapi_schema


def _made(app: FastAPI) -> dict[str, Any]:
    made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    _, schemas = msgspec.json.schema_components(RECORDS, ref_template="#/components/schemas/{name}")
    for operations in made["paths"].values():
        for operation in operations.values():
            answers = operation["responses"]
            # FastAPI tells of its own shape of errors, and of an empty answer where a route gives none of its types.
            answers.pop("422", None)
            answers["4XX"] = answers["5XX"] = _PROBLEM
            for answer in answers.values():
                for content in answer.get("content", {}).values():
                    # FastAPI takes answers that it does not write itself for text.
                    if "$ref" in content.get("schema", {}):
                        content["schema"].pop("type", None)
    made["components"] = {
        "schemas": _without_prefixes(schemas),
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
    }
    made["security"] = [{}, {"token": []}]
    return made


def _without_prefixes(schema: Any) -> Any:
    """The schema with pairs as arrays of either type: few programs that read it know ``prefixItems``."""
    if isinstance(schema, list):
        return [_without_prefixes(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _without_prefixes(value) for key, value in schema.items() if key != "prefixItems"}
    if "prefixItems" in schema:
        kinds = [_without_prefixes(one) for one in schema["prefixItems"]]
        plain["items"] = kinds[0] if all(kind == kinds[0] for kind in kinds) else {"anyOf": kinds}
    return plain
