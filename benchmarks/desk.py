"""How fast the desk answers over an archive of a million events: ``python -m benchmarks.desk --folder FOLDER``.

The archive is that of ``benchmarks.archive``, which is made in the folder if it is not there (some minutes, 9.5 GB). A
desk is started as ``dateline serve`` starts it, in processes of its own, and asked over the network of this machine:
one person who pans and filters, programs that want 100 events at a time, and 50 people who click and decide at once.
Machines differ, so the figures stand beside what was asked for and are no part of the gate.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import get_args

import httpx2

from benchmarks import speed, tables
from benchmarks.archive import COUNTRIES, EVENTS_ASKED, FIRST_DAY, World, fill
from dateline.archive import Archive
from dateline.records import SubEventType

PANS = 200
PEOPLE, CLICKS_EACH = 50, 20
THINKING = (1.0, 3.0)
"""Seconds between two clicks of one person."""
ASKED_SECONDS = 10.0
_API = "/api/v1"
_TYPES = get_args(SubEventType)


def measure(db: str, name: str, *, number: int, workers: int) -> list[speed.Measured]:
    """All figures of a desk over one archive of ``number`` events."""
    world = World(number)
    with Archive.open(db, create=False) as archive:
        events = [kept.event.id for kept in archive.events(limit=500).events]
    measured: list[speed.Measured] = []
    with serving(db, workers=workers) as (address, seconds):
        measured.append(speed.Measured(f"{name}, from the command to the first answer", seconds, "s", ""))
        with httpx2.Client(base_url=address, timeout=120) as client:
            measured += first_view(client, name)
            measured += panning(client, name, world)
            measured += event_pages(client, name, events)
        measured += programs(address, name, world)
        measured += crowd(address, name, events)
    return measured


@contextmanager
def serving(db: str, *, workers: int) -> Iterator[tuple[str, float]]:
    """The address of a desk that was started, and the seconds until it answered."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        port = tried.getsockname()[1]
    begun = time.perf_counter()
    command = [
        sys.executable,
        "-m",
        "dateline.cli",
        "serve",
        "--db",
        db,
        "--port",
        str(port),
        "--workers",
        str(workers),
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        while True:
            try:
                httpx2.get(f"{address}/healthz", timeout=5).raise_for_status()
                break
            except httpx2.HTTPError:
                if process.poll() is not None:
                    raise RuntimeError("the desk ended at once") from None
                time.sleep(0.02)
        yield address, time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(30)


def first_view(client: httpx2.Client, name: str) -> list[speed.Measured]:
    """The page and what it asks for before anything is seen, one after the other, as nobody asked before."""
    begun = time.perf_counter()
    page = client.get("/", headers={"accept": "text/html"})
    page.raise_for_status()
    for path in ("/bins?zoom=1.5", "/timeline", "/facets"):
        client.get(_API + path).raise_for_status()
    return [speed.Measured(f"{name}, first view of all events", time.perf_counter() - begun, "s", "at most 1.5 s")]


def panning(client: httpx2.Client, name: str, world: World) -> list[speed.Measured]:
    """Pans and filters: each asks for bins, timeline, counts by value and the list, none twice."""
    draw = random.Random(11)

    def view() -> dict[str, str | list[str]]:
        _, (lat, lon), _ = draw.choices(world.towns, cum_weights=world.town_weights)[0]
        reach = draw.choice((1.0, 4.0, 15.0, 60.0))
        box = (
            max(-180.0, lon - reach),
            max(-85.0, lat - reach / 2),
            min(180.0, lon + reach),
            min(85.0, lat + reach / 2),
        )
        asked: dict[str, str | list[str]] = {"box": ",".join(f"{degree:.4f}" for degree in box)}
        if draw.random() < 0.5:
            first = FIRST_DAY.toordinal() + draw.randrange(world.days)
            asked["since"] = FIRST_DAY.fromordinal(first).isoformat()
            asked["until"] = FIRST_DAY.fromordinal(first + draw.choice((7, 30, 365, 2_000))).isoformat()
        if draw.random() < 0.3:
            asked["type"] = draw.sample(_TYPES, draw.choice((1, 3, 8)))
        if draw.random() < 0.2:
            asked["country"] = draw.choice(COUNTRIES)
        if draw.random() < 0.2:
            asked["min_score"] = f"{draw.uniform(0.4, 0.9):.2f}"
        if draw.random() < 0.1:
            asked["actor"] = draw.choice(("the river militia", "soldiers", "police"))
        return asked

    def moved() -> None:
        asked = view()
        for path, more in (("/bins", {"zoom": f"{draw.uniform(2, 9):.1f}"}), ("/timeline", {}), ("/facets", {})):
            client.get(_API + path, params={**asked, **more}).raise_for_status()
        client.get(f"{_API}/events", params={**asked, "limit": "40"}).raise_for_status()

    # Twice for actors, whose events are looked up the first time they are asked for.
    for _ in range(10):
        moved()
    return timed(f"{name}, a pan or filter: bins, timeline, counts and list", [moved] * PANS, "at most 300 ms")


def event_pages(client: httpx2.Client, name: str, events: Sequence[str]) -> list[speed.Measured]:
    """Pages of events that nobody looked at before."""
    calls = [
        lambda id=id: client.get(f"/events/{id}", headers={"accept": "text/html"}).raise_for_status()
        for id in events[:PANS]
    ]
    return timed(f"{name}, the page of an event", calls, "at most 150 ms")


def programs(address: str, name: str, world: World) -> list[speed.Measured]:
    """Programs that ask for 100 events at a time, four at once: others each time, and the same again and again."""
    draw = random.Random(5)
    first = FIRST_DAY.toordinal()
    periods = [FIRST_DAY.fromordinal(first + draw.randrange(world.days)).isoformat() for _ in range(50_000)]
    other = iter(periods)
    fresh = _asked_for(
        address, lambda: f"{_API}/events?limit=100&until={next(other)}&min_score=0.{draw.randrange(100, 400)}"
    )
    same = _asked_for(address, lambda: f"{_API}/events?limit=100")
    return [
        speed.Measured(f"{name}, requests for 100 events, others each time", fresh, "a second", ""),
        speed.Measured(f"{name}, requests for 100 events, the same", same, "a second", "at least 300"),
    ]


def _asked_for(address: str, path: Callable[[], str]) -> float:
    counts = [0] * 4
    until = time.perf_counter() + ASKED_SECONDS

    def one(number: int) -> None:
        with httpx2.Client(base_url=address, timeout=60) as client:
            while time.perf_counter() < until:
                client.get(path()).raise_for_status()
                counts[number] += 1

    _together([partial(one, number) for number in range(4)])
    return sum(counts) / ASKED_SECONDS


def crowd(address: str, name: str, events: Sequence[str]) -> list[speed.Measured]:
    """People who look at events, filter, and decide, all at once; two decisions about one version never both hold."""
    taken: list[float] = []
    errors: list[str] = []
    held: dict[tuple[str, int], set[str]] = {}
    decided = 0
    lock = threading.Lock()

    def one(number: int) -> None:
        nonlocal decided
        draw = random.Random(number)
        with httpx2.Client(base_url=address, timeout=60) as client:
            for _ in range(CLICKS_EACH):
                time.sleep(draw.uniform(*THINKING))
                kind = draw.random()
                event = draw.choice(events[:40])
                begun = time.perf_counter()
                if kind < 0.45:
                    answer = client.get(f"/events/{event}", headers={"accept": "text/html"})
                elif kind < 0.7:
                    answer = client.get(f"{_API}/facets", params={"country": draw.sample(COUNTRIES, 2)})
                elif kind < 0.85:
                    answer = client.get(f"{_API}/events", params={"country": draw.choice(COUNTRIES), "limit": 40})
                else:
                    version = client.get(f"{_API}/events/{event}").json()["event"]["version"]
                    asked = {"action": draw.choice(("accept", "flag")), "subject": event, "version": version}
                    answer = client.post(f"{_API}/decisions", json=asked)
                    if answer.status_code == 201:
                        with lock:
                            decided += 1
                            held.setdefault((event, version), set()).add(str(asked["action"]))
                with lock:
                    taken.append((time.perf_counter() - begun) * 1_000)
                    if answer.status_code not in (200, 201, 409):
                        errors.append(f"{answer.status_code} {answer.request.url}")

    _together([partial(one, number) for number in range(PEOPLE)])
    # To accept what is accepted changes nothing, and makes no new version.
    both = sum(len(actions) - 1 for actions in held.values())
    if errors:
        print(*errors[:5], sep="\n", file=sys.stderr)
    return [
        *_spread(f"{name}, {PEOPLE} people clicking at once", taken, "at most 500 ms"),
        speed.Measured(f"{name}, errors among their {len(taken):,} clicks", len(errors), "", "none"),
        speed.Measured(f"{name}, decisions that overwrote another, of {decided}", both, "", "none"),
    ]


def _together(calls: Sequence[Callable[[], None]]) -> None:
    with ThreadPoolExecutor(len(calls)) as pool:
        for future in [pool.submit(call) for call in calls]:
            future.result()


def timed(name: str, calls: Sequence[Callable[[], object]], floor: str) -> list[speed.Measured]:
    """How long each call takes."""
    taken = []
    for call in calls:
        begun = time.perf_counter()
        call()
        taken.append((time.perf_counter() - begun) * 1_000)
    return _spread(name, taken, floor)


def _spread(name: str, taken: Sequence[float], floor: str) -> list[speed.Measured]:
    return [
        speed.Measured(f"{name}, median", median(taken), "ms", ""),
        speed.Measured(f"{name}, 95 of 100 within", quantiles(taken, n=20)[-1], "ms", floor),
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Make, measure, print; what was made is deleted unless a folder was named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk", description=__doc__)
    parser.add_argument("--events", type=int, default=EVENTS_ASKED, help="how many (default: %(default)s)")
    parser.add_argument("--folder", type=Path, help="keep the archive here, and use the one that is there")
    parser.add_argument("--postgres", metavar="URL", help="an empty database, or one that was filled so before")
    parser.add_argument("--workers", type=int, default=2, help="processes of the desk (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as temporary:
        path = (options.folder or Path(temporary)) / f"archive-{options.events}.db"
        if not path.exists():
            fill(path, options.events, say=lambda line: print(line, file=sys.stderr))
        measured = measure(str(path), "SQLite", number=options.events, workers=options.workers)
        if options.postgres:
            with Archive.open(options.postgres) as archive:
                empty = not archive.journal(limit=1)
            if empty:
                Archive.restore(path, options.postgres)
            measured += measure(options.postgres, "PostgreSQL", number=options.events, workers=options.workers)
    if options.json:
        figures = {f"{one.name} ({one.unit})": one.value for one in measured}
        print(json.dumps([{"corpus": "desk", "machine": speed.machine(), "figures": figures}], indent=1))
    else:
        rows = [(one.name, one.written, one.floor) for one in measured]
        tables.print_table(f"on this machine ({speed.machine()})", speed.COLUMNS, [rows])
    return 0


if __name__ == "__main__":
    sys.exit(main())
