"""Every page for everybody: no serious fault by axe-core, at any width and in the dark, by keyboard, and on paper."""

from __future__ import annotations

import pytest
from looking import Opener
from playwright.sync_api import Page

PAGES = {
    "overview": "/",
    "filtered overview": "/?grade=contested&since=2000-01-01",
    "empty overview": "/?text=nothingofthekind",
    "event": "/events/{told_by_three}",
    "event with folded words": "/events/{private}",
    "report": "/reports/taiz-3",
    "queue": "/queue",
    "empty queue": "/queue?kind=flagged",
    "compare": "/compare?one={told_by_three}&other={two_tolls}",
    "reports side by side": "/compare?one=taiz-1&other=taiz-2",
    "why one event": "/compare?one={told_by_three}&inside=1",
    "choice of what to compare": "/compare",
    "sources": "/sources",
    "team": "/team",
    "an address that is none": "/nowhere",
}


AXE = """axe.run(document, {
    resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice']
}).then(found => found.violations.map(
    one => [one.impact, one.id, one.nodes.map(node => node.target.join(' ')).slice(0, 3)]
))"""
REACHED = """(() => {
    const one = document.activeElement;
    if (one.dataset.reached !== 'no') return 0;
    one.dataset.reached = 'yes';
    return 1;
})()"""


def serious(page: Page, axe: str) -> list[str]:
    """What axe-core finds that is serious or critical, as sentences."""
    page.evaluate(axe)
    found = page.evaluate(AXE)
    return [f"{impact}: {name} at {where}" for impact, name, where in found if impact in ("serious", "critical")]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_serious_fault(
    name: str, dark: bool, open_page: Opener, reading_desk: str, ids: dict[str, str], axe: str
) -> None:
    page = open_page(reading_desk + PAGES[name].format(**ids), color_scheme="dark" if dark else "light")
    assert serious(page, axe) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_telephone_shows_a_page_without_scrolling_sideways(
    name: str, open_page: Opener, reading_desk: str, ids: dict[str, str], axe: str
) -> None:
    page = open_page(reading_desk + PAGES[name].format(**ids), wide=390, high=844)
    wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide[0] <= wide[1], f"{wide[0]} pixels of content on a screen of {wide[1]}"
    assert serious(page, axe) == []


@pytest.mark.parametrize("name", ["overview", "event", "report", "queue", "compare", "sources", "team"])
def test_the_tab_key_reaches_every_button_and_link(
    name: str, open_page: Opener, reading_desk: str, ids: dict[str, str]
) -> None:
    page = open_page(reading_desk + PAGES[name].format(**ids))
    wanted = page.evaluate(
        "[...document.querySelectorAll('a[href], button:not([disabled]), summary')]"
        ".filter(one => one.checkVisibility({visibilityProperty: true}) && one.tabIndex >= 0)"
        ".map((one, at) => { one.dataset.reached = 'no'; return at }).length"
    )
    seen = 0
    for _ in range(wanted * 2 + 60):
        page.keyboard.press("Tab")
        seen += page.evaluate(REACHED)
        if seen == wanted:
            break
    missed = page.evaluate("[...document.querySelectorAll('[data-reached=no]')].map(one => one.outerHTML.slice(0, 90))")
    assert missed == []


def test_the_first_tab_offers_the_way_to_the_content(open_page: Opener, reading_desk: str) -> None:
    page = open_page(f"{reading_desk}/sources")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "To the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_paper_shows_what_is_told_and_no_buttons(open_page: Opener, reading_desk: str, ids: dict[str, str]) -> None:
    page = open_page(f"{reading_desk}/events/{ids['told_by_three']}")
    page.emulate_media(media="print")
    assert not page.locator(".bar").is_visible()
    assert not page.get_by_role("button", name="Accept").is_visible()
    assert page.get_by_role("heading", name="Who says what").is_visible()
    assert page.get_by_text("Crater Chronicle").first.is_visible()
    assert len(page.pdf()) > 10_000
