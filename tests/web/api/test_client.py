"""The Python client against a desk that really listens."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from desks import bearer

from dateline.archive import Archive, EventQuery, NoSuchIdError, StaleVersionError
from dateline.client import DeskClient, DeskError
from dateline.web import Settings, create_app
from dateline.web.overview_figures import bins, facets, timeline
from dateline.web.source_figures import sources


class Running:
    """A desk on a port of its own, in a thread."""

    def __init__(self, **settings: object) -> None:
        app = create_app(Settings(**settings))  # type: ignore[arg-type]
        config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", ws="none")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def __enter__(self) -> str:
        self._thread.start()
        until = time.monotonic() + 60
        while not self._server.started:
            assert time.monotonic() < until
            time.sleep(0.02)
        port = self._server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{port}"

    def __exit__(self, *error: object) -> None:
        self._server.should_exit = True
        self._thread.join(30)


@pytest.fixture
def client(place: str) -> Iterator[DeskClient]:
    """A client of a desk without accounts."""
    with Running(db=place, who="ada") as address, DeskClient(address) as made:
        yield made


def test_a_client_gives_what_the_archive_gives(client: DeskClient, archive: Archive) -> None:
    query = EventQuery(countries=("CD",), actors=("the river militia",), text="market")
    assert list(client.events(query)) == list(archive.all_events(query))
    assert client.page(query, limit=2).events == archive.events(query, limit=2).events
    assert client.event("e_r000") == archive.event("e_r000")
    assert client.versions("e_r000") == archive.versions("e_r000")
    assert client.mentions("e_r000") == archive.mentions("e_r000")
    assert client.mention("m_r000") == archive.mention("m_r000")
    assert client.mentions_in("r000") == archive.mentions_in("r000")
    assert client.report("r000") == archive.report("r000")
    assert client.reports("e_r000") == tuple(archive.reports_of(archive.event("e_r000").event.reports).values())
    assert client.links("m_r001") == archive.links("m_r001")
    assert client.changes() == archive.changes()
    assert client.journal() == archive.journal()


def test_a_client_gives_the_figures(client: DeskClient, archive: Archive) -> None:
    query = EventQuery(statuses=("actual",))
    box = (28.0, -3.0, 31.0, 1.0)
    assert client.bins(query, box, 4) == bins(archive, EventQuery(statuses=("actual",), box=box), box, 4)
    assert client.timeline(query, step="day") == timeline(archive, query, step="day")
    assert client.facets(query) == facets(archive, query)
    assert client.sources() == sources(archive)


def test_a_client_decides_and_takes_back(client: DeskClient) -> None:
    before = client.event("e_r000").event
    made = client.decide("edit", "e_r000", version=1, field="fatalities", value={"low": 8, "high": None}, why="asked")
    assert made.decision is not None
    assert client.event("e_r000").event.fatalities.low == 8
    with pytest.raises(StaleVersionError):
        client.decide("accept", "e_r000", version=1)
    client.undo(made.decision.number)
    assert client.event("e_r000").event.fatalities == before.fatalities
    assert [one.action for one in client.decisions("e_r000")] == ["edit", "undo"]
    assert client.decisions() == client.decisions("e_r000")


def test_a_client_writes_whole_files(client: DeskClient, tmp_path: Path) -> None:
    client.export("csv", tmp_path / "events.csv", EventQuery(countries=("FJ",)))
    lines = (tmp_path / "events.csv").read_text("utf-8").splitlines()
    assert len(lines) == 1 + len(list(client.events(EventQuery(countries=("FJ",)))))
    with pytest.raises(NoSuchIdError):
        client.event("e_none")
    assert [path.name for path in tmp_path.iterdir()] == ["events.csv"]


def test_a_client_with_a_token_may_what_the_token_may(peopled_place: str) -> None:
    token = bearer(peopled_place, "ben", "read")["authorization"].removeprefix("Bearer ")
    with Running(db=peopled_place, accounts=True) as address:
        with DeskClient(address, token=token) as client:
            assert client.event("e_r000").event.version == 1
            with pytest.raises(DeskError) as caught:
                client.decide("accept", "e_r000", version=1)
            assert (caught.value.status, caught.value.code) == (403, "web.scope")
        with DeskClient(address) as nobody, pytest.raises(DeskError) as caught:
            nobody.event("e_r000")
        assert caught.value.status == 401


def test_a_desk_that_is_not_there_is_told_as_such() -> None:
    with DeskClient("http://127.0.0.1:9", timeout=2) as client, pytest.raises(DeskError) as caught:
        client.changes()
    assert (caught.value.status, caught.value.code) == (0, "web.unreachable")
