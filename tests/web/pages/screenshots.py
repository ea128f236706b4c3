"""Takes the pictures of the desk for the docs: ``python tests/web/pages/screenshots.py FOLDER`` (`make screenshots`).

They show the sample archive as `make demo` makes it, with a few decisions, and a desk with a team.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from desk_running import running
from looking import until
from playwright.sync_api import Browser, Page, sync_playwright

from dateline.archive import Archive
from dateline.web import Settings
from dateline.web.access.keeping import add_account

ROOT = Path(__file__).resolve().parents[3]
FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]
WEBGL = ["--disable-component-update", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
PASSWORD = "a river under nine bridges"


def make(folder: Path) -> None:
    """Take every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "archive.db"
        inputs = [str(ROOT / "samples" / name) for name in ("reports.jsonl", "one_event.jsonl")]
        subprocess.run([sys.executable, "-m", "dateline.cli", "add", *inputs, "--db", str(path), "--quiet"], check=True)
        with Archive.open(path, create=False) as archive:
            by_report = {id: kept.event.id for kept in archive.all_events() for id in kept.event.reports}
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS, *WEBGL])
            with running(Settings(db=str(path), who="ada")) as desk:
                _of_a_desk(browser, desk, by_report, path, folder)
            _of_a_team(browser, path, folder)
            browser.close()


def _split(archive: Archive, event: str) -> str:
    """Take the last report out of an event, as somebody might who is not sure; returns the event that it makes."""
    apart = next(one.mention for one in archive.mentions(event) if one.mention.document == "taiz-3")
    archive.decide("split", event, others=[apart.id], who="bo", why="another shelling?")
    return archive.mention(apart.id).mention.event_id or ""


def _of_a_desk(browser: Browser, desk: str, events: dict[str, str], path: Path, folder: Path) -> None:
    taiz = events["taiz-1"]
    senafe = events["sample-005"]

    def take(name: str, address: str, *, ready: Callable[[Page], None] = _settled, **more: Any) -> None:
        _take(browser, desk + address, folder / f"{name}.png", ready, **more)

    take("overview", "/?look=30,22,1.9", ready=_map, high=860)
    take("overview-dark", "/?look=42,24,3.1", ready=_map, high=860, dark=True)
    take("overview-areas", "/?look=36.2,33.4,6.2", ready=_map, high=860)
    take("event", f"/events/{taiz}", ready=_small_map, high=1180)
    take("report", "/reports/sample-005", ready=_pointed, high=720)
    take("why", f"/compare?one={taiz}&inside=1", high=900)
    with Archive.open(path, create=False) as archive:
        other = _split(archive, taiz)
    take("queue", f"/queue?at={other}", high=800)
    take("queue-edit", f"/queue?at={taiz}", ready=_editing, high=860)
    take("keys", "/queue", ready=_keys, high=800)
    take("compare", f"/compare?one={taiz}&other={other}", high=1100)
    take("sources", "/sources", high=800)
    take("phone-overview", "/?look=30,22,0.7", ready=_map, wide=390, high=844)
    take("phone-event", f"/events/{senafe}", wide=390, high=844)
    take("phone-queue", "/queue", wide=390, high=844, dark=True)


def _of_a_team(browser: Browser, path: Path, folder: Path) -> None:
    with Archive.open(path, create=False) as archive:
        for name, role in (("ada", "admin"), ("bo", "coder"), ("cy", "reviewer"), ("di", "reader")):
            add_account(archive.desk, name, role=role, password=PASSWORD, by="ada")
    with running(Settings(db=str(path), accounts=True, two_people=True, review_share=1.0)) as desk:
        context = browser.new_context(viewport={"width": 1366, "height": 760})
        page = context.new_page()
        page.goto(f"{desk}/queue")
        page.screenshot(path=folder / "sign-in.png")
        _sign_in(page, "bo")
        page.wait_for_url("**/queue")
        for key in ("accept", "flag", "reject"):
            with page.expect_response(lambda answer: answer.request.method == "POST"):
                page.locator(f"[data-key={key}]").click()
            until(page, "!document.body.dataset.busy")
        for name in ("bo", "cy"):
            other = browser.new_context(viewport={"width": 1366, "height": 860}).new_page()
            other.goto(f"{desk}/team/review")
            _sign_in(other, name)
            other.wait_for_url("**/team/review")
            if name == "cy":
                other.screenshot(path=folder / "review.png")
            other.get_by_label("What happened").select_option("Air/drone strike")
            other.get_by_label("Did it happen").select_option("actual")
            other.get_by_role("button", name="Keep and go on").click()
            other.wait_for_load_state()
        admin = browser.new_context(viewport={"width": 1366, "height": 1100}).new_page()
        admin.goto(f"{desk}/team")
        _sign_in(admin, "ada")
        admin.wait_for_url("**/team")
        _settled(admin)
        admin.screenshot(path=folder / "team.png")


def _sign_in(page: Page, name: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def _take(
    browser: Browser,
    address: str,
    file: Path,
    ready: Callable[[Page], None],
    *,
    wide: int = 1366,
    high: int = 800,
    dark: bool = False,
) -> None:
    context = browser.new_context(
        viewport={"width": wide, "height": high},
        color_scheme="dark" if dark else "light",
        device_scale_factor=2 if wide < 500 else 1,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address)
    ready(page)
    page.screenshot(path=file)
    context.close()
    print(file.name)


def _settled(page: Page) -> None:
    until(page, "document.querySelector('[data-keys-open] kbd') !== null")
    page.wait_for_timeout(300)


def _map(page: Page) -> None:
    _settled(page)
    page.wait_for_selector("#map[data-drawn]", timeout=120_000)
    page.wait_for_selector("#time[data-drawn]", timeout=60_000)
    # Names and the fine coast come after what is counted.
    page.wait_for_timeout(12_000)


def _small_map(page: Page) -> None:
    _settled(page)
    page.wait_for_selector("[data-map][data-drawn]", timeout=120_000)
    page.wait_for_timeout(7_000)


def _pointed(page: Page) -> None:
    _settled(page)
    page.locator(".values a.place").first.hover()


def _editing(page: Page) -> None:
    _settled(page)
    page.keyboard.press("e")


def _keys(page: Page) -> None:
    _settled(page)
    page.keyboard.press("?")


if __name__ == "__main__":
    make(Path(sys.argv[1]))
