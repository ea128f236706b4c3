"""The API keeps what its description says, whatever a machine makes up to ask (schemathesis)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
import schemathesis
from desks import desk_at
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

MANY = int(os.environ.get("DATELINE_ASKED", "8"))
"""How often each operation is asked; `make schemathesis` asks more."""


@pytest.fixture(scope="module")
def asked_desk(new_place: object) -> Iterator[TestClient]:
    """A desk without accounts, and so without a limit to how often it is asked."""
    with ExitStack() as open_ones:
        place = new_place("sqlite")  # type: ignore[operator]
        yield open_ones.enter_context(desk_at(place))


@pytest.fixture(scope="module")
def described(asked_desk: TestClient) -> object:
    """What the desk says of its API."""
    return schemathesis.openapi.from_asgi("/api/v1/openapi.json", asked_desk.app)


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(max_examples=MANY, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, database=None)
def test_every_answer_is_as_described(case: schemathesis.Case) -> None:
    case.headers = {**(case.headers or {}), "host": "127.0.0.1:8000"}
    answer = case.call()
    checks = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
    case.validate_response(answer, checks=checks)


def test_every_route_is_described_and_explained(asked_desk: TestClient) -> None:
    described = asked_desk.get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert len(described["paths"]) >= 40
    for path, operations in described["paths"].items():
        assert path.startswith("/api/v1"), path
        for method, operation in operations.items():
            assert operation["summary"], path
            assert operation.get("description"), (path, method)
            assert "4XX" in operation["responses"]
    assert {"EventPage", "Problem", "Mention", "Decision"} <= set(described["components"]["schemas"])
