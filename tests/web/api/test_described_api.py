"""The API keeps what its description says, whatever a machine makes up to ask (schemathesis)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import schemathesis
from desks import desk_at
from fastapi import FastAPI
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from dateline.version import __version__
from dateline.web.api import api_router
from dateline.web.api.description import description
from dateline.web.api.own_json import OwnJson

MANY = int(os.environ.get("DATELINE_ASKED", "8"))
"""How often each operation is asked; `make schemathesis` asks more."""


@pytest.fixture(scope="module")
def asked_desk(new_place: object) -> Iterator[TestClient]:
    """A desk without accounts, and so without a limit to how often it is asked."""
    with ExitStack() as open_ones:
        place = new_place("sqlite")  # type: ignore[operator]
        yield open_ones.enter_context(desk_at(place, names=("testserver",)))


def _described() -> dict[str, object]:
    """What a desk says of its API; as it is known before any desk is there, each operation is a test of its own."""
    app = FastAPI(title="dateline", version=__version__, default_response_class=OwnJson)
    app.include_router(api_router())
    return description(app)


schema = schemathesis.openapi.from_dict(_described())


@schema.parametrize()
@settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
def test_every_answer_is_as_described(case: schemathesis.Case, asked_desk: TestClient) -> None:
    answer = case.call(app=asked_desk.app)
    checks = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
    case.validate_response(answer, checks=checks)


def test_every_route_is_described_and_explained(asked_desk: TestClient) -> None:
    described = asked_desk.get("/api/v1/openapi.json").json()
    assert described["paths"] == _described()["paths"]
    assert described["openapi"].startswith("3.1")
    assert len(described["paths"]) >= 40
    for path, operations in described["paths"].items():
        assert path.startswith("/api/v1"), path
        for method, operation in operations.items():
            assert operation["summary"], path
            assert operation.get("description"), (path, method)
            assert "4XX" in operation["responses"]
    assert {"EventPage", "Problem", "Mention", "Decision"} <= set(described["components"]["schemas"])
