"""An archive of the samples, a desk that serves it, and a real browser that looks at it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from desk_running import running
from hostile_reports import HOSTILE, PRIVATE, RUN, hostile
from looking import Opener, until
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from dateline.archive import Archive
from dateline.web import Settings

ROOT = Path(__file__).resolve().parents[3]
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-unsafe-swiftshader",
    "--ignore-gpu-blocklist",
]
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the sample reports and of two hostile ones, coded once."""
    made = tmp_path_factory.mktemp("samples") / "samples.db"
    inputs = [ROOT / "samples" / name for name in ("reports.jsonl", "one_event.jsonl")]
    command = [sys.executable, "-m", "dateline.cli", "add", *map(str, inputs), "--db", str(made), "--quiet"]
    subprocess.run(command, check=True, capture_output=True)
    with Archive.open(made, create=False, who="test") as opened:
        opened.add(hostile(), RUN)
        opened.link()
    return made


@pytest.fixture
def archive_path(samples: Path, tmp_path: Path) -> Path:
    """A copy of the samples, to decide about."""
    return Path(shutil.copyfile(samples, tmp_path / "archive.db"))


@pytest.fixture
def archive(archive_path: Path) -> Iterator[Archive]:
    """The copy, opened."""
    with Archive.open(archive_path, create=False, who="test") as opened:
        yield opened


@pytest.fixture
def desk(archive_path: Path) -> Iterator[str]:
    """The address of a desk of one's own."""
    with running(Settings(db=str(archive_path), who="ada")) as address:
        yield address


@pytest.fixture(scope="session")
def reading_desk(samples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a desk that all tests share which only look."""
    copy = shutil.copyfile(samples, tmp_path_factory.mktemp("reading") / "archive.db")
    with running(Settings(db=str(copy), who="ada")) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as it is installed; Playwright's own download is not used."""
    found = next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )
    if found is None:
        pytest.skip("no Chromium is installed: Debian has it in the package `chromium`")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Opens pages; fails the test if one of them logs an error, breaks its policy or asks another site for anything."""
    for name in ("desk", "team_desk"):
        if name in request.fixturenames:
            # Made before the pages, it is stopped after them, and none of them asks in vain.
            request.getfixturevalue(name)
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def watch(message: ConsoleMessage) -> None:
        # WebGL in software warns of itself; what a test provoked is the test's to look at.
        told_elsewhere = ("the server responded with a status of", "Response Status Error Code")
        if message.type == "error" and not any(words in message.text for words in told_elsewhere):
            faults.append(message.text)

    def opened(address: str, *, wide: int = 1366, high: int = 900, settled: bool = True, **more: Any) -> Page:
        context = browser.new_context(viewport={"width": wide, "height": high}, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("console", watch)
        page.on("pageerror", lambda error: faults.append(str(error)))
        own = address.split("/")[2]
        page.on("request", lambda request: None if _is_own(request.url, own) else faults.append(f"asked {request.url}"))
        page.goto(address)
        if settled:
            until(page, "document.querySelector('[data-keys-open] kbd') !== null")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults, faults


def _is_own(url: str, own: str) -> bool:
    return url.split("/")[2:3] == [own] or url.startswith(("blob:", "data:"))


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core."""
    path = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
    if not path.is_file():
        pytest.skip("axe-core is not installed: run `npm ci` in web/")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def ids(samples: Path) -> dict[str, str]:
    """Events that tests speak of: ``told_by_three`` reports and contested, ``hostile``, ``private``."""
    with Archive.open(samples, create=False) as opened:
        by_report = {id: kept.event.id for kept in opened.all_events() for id in kept.event.reports}
    return {
        "told_by_three": by_report["taiz-1"],
        "hostile": by_report[HOSTILE],
        "private": by_report[PRIVATE],
        "two_tolls": by_report["sample-005"],
    }
