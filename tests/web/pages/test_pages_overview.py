"""The overview: what is asked for stands in the address, and map, timeline and list show the same."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from looking import Opener, until
from playwright.sync_api import Page, expect


def drawn(page: Page) -> None:
    """Wait until the map shows what it was asked for."""
    page.wait_for_selector("#map[data-drawn]", timeout=60_000)


def settled(page: Page, summary: str) -> None:
    """Wait until the list is of what was asked for last."""
    expect(page.locator("#results h2")).to_contain_text(summary)


def asked(page: Page) -> dict[str, list[str]]:
    """What the address asks for."""
    return parse_qs(urlsplit(page.url).query)


def test_map_timeline_and_list_come_up(open_page: Opener, reading_desk: str) -> None:
    page = open_page(reading_desk)
    drawn(page)
    page.wait_for_selector("#time[data-drawn] canvas")
    assert page.locator(".line").count() == 40
    expect(page.locator("#results h2")).to_have_text(re.compile(r"^\d+ events, \d+ killed$"))
    expect(page.locator("#time-said")).to_contain_text("by year")


def test_a_press_on_a_grade_filters_list_counts_and_address(open_page: Opener, reading_desk: str) -> None:
    page = open_page(reading_desk)
    number = page.locator('[data-count="grade:contested"]').text_content()
    page.get_by_label("contested").check()
    settled(page, f"{number} event")
    assert asked(page) == {"grade": ["contested"]}
    assert page.locator(".line .grade.contested").count() == page.locator(".line").count()


def test_the_address_alone_brings_the_same_view_back(open_page: Opener, reading_desk: str) -> None:
    page = open_page(f"{reading_desk}/?grade=single&since=2019-01-01&min_fatalities=1&type=Armed+clash&type=Attack")
    assert page.get_by_label("single", exact=False).is_checked()
    assert page.get_by_label("From").input_value() == "2019-01-01"
    assert page.locator(".chips li").count() == 5
    before = page.locator("#results h2").text_content()
    page.reload()
    assert page.locator("#results h2").text_content() == before


def test_a_chip_takes_its_filter_away_and_leaves_the_others(open_page: Opener, reading_desk: str) -> None:
    page = open_page(f"{reading_desk}/?grade=single&since=2019-01-01")
    page.locator(".chip-link", has_text="2019-01-01").click()
    page.wait_for_url("**/?grade=single")
    assert page.get_by_label("From").input_value() == ""


def test_words_are_searched_with_the_enter_key(open_page: Opener, reading_desk: str) -> None:
    page = open_page(reading_desk)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "text"
    page.keyboard.type("Taiz market")
    page.keyboard.press("Enter")
    settled(page, "1 event")
    assert asked(page) == {"text": ["Taiz market"]}


def test_letters_in_a_field_are_letters_and_no_commands(open_page: Opener, reading_desk: str) -> None:
    page = open_page(reading_desk)
    page.get_by_label("Words in the reports").focus()
    page.keyboard.type("jk?a")
    assert page.get_by_label("Words in the reports").input_value() == "jk?a"
    assert not page.locator("#keys").is_visible()


def test_a_day_that_is_none_is_not_asked_for(open_page: Opener, reading_desk: str) -> None:
    page = open_page(reading_desk)
    page.get_by_label("From").fill("2019-1-1")
    page.keyboard.press("Tab")
    page.wait_for_timeout(400)
    assert asked(page) == {}


def test_a_box_drawn_on_the_map_asks_for_what_lies_in_it(open_page: Opener, reading_desk: str) -> None:
    page = open_page(f"{reading_desk}/?look=44,15,4")
    drawn(page)
    page.get_by_role("button", name="Draw a box").click()
    frame = page.locator("#map").bounding_box()
    assert frame is not None
    middle = frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2
    page.mouse.move(middle[0] - 80, middle[1] - 80)
    page.mouse.down()
    page.mouse.move(middle[0], middle[1], steps=4)
    page.mouse.move(middle[0] + 80, middle[1] + 80, steps=4)
    page.mouse.up()
    page.wait_for_url("**box=*")
    west, south, east, north = (float(degree) for degree in asked(page)["box"][0].split(","))
    assert west < 44 < east
    assert south < 15 < north
    settled(page, "event")
    assert 0 < page.locator(".line").count() < 20
    assert any("YE" in where for where in page.locator(".line-where").all_text_contents())


def test_what_the_map_shows_becomes_the_box_without_a_mouse(open_page: Opener, reading_desk: str) -> None:
    page = open_page(f"{reading_desk}/?look=44,15,6")
    drawn(page)
    page.get_by_role("button", name="Only what is seen").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**box=*")
    settled(page, "event")


def test_where_the_map_looks_stands_in_the_address(open_page: Opener, reading_desk: str) -> None:
    page = open_page(reading_desk)
    drawn(page)
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_url("**look=*")
    assert re.fullmatch(r"-?[\d.]+,-?[\d.]+,[\d.]+", asked(page)["look"][0])


def test_the_keys_go_through_the_list(open_page: Opener, reading_desk: str) -> None:
    page = open_page(reading_desk)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    second = page.locator(".line-link").nth(1)
    expect(second).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/*")


def test_more_of_the_list_comes_on_demand(open_page: Opener, reading_desk: str) -> None:
    page = open_page(reading_desk)
    page.get_by_role("button", name="Show more").click()
    until(page, "document.querySelectorAll('.line').length > 40")
    ids = page.eval_on_selector_all(".line", "lines => lines.map(line => line.dataset.id)")
    assert len(ids) == len(set(ids))


def test_the_past_is_shown_as_the_past(open_page: Opener, reading_desk: str) -> None:
    page = open_page(f"{reading_desk}/?as_of=2001-01-01")
    expect(page.get_by_text("As of 2001-01-01.")).to_be_visible()
    settled(page, "0 events")


def test_going_back_brings_back_what_was_asked_before(open_page: Opener, reading_desk: str) -> None:
    page = open_page(reading_desk)
    everything = page.locator("#results h2").text_content() or ""
    page.get_by_label("contested").check()
    page.wait_for_url("**grade=contested")
    page.go_back()
    settled(page, everything)


def test_a_filter_that_makes_no_sense_is_told_on_the_page(open_page: Opener, reading_desk: str) -> None:
    page = open_page(f"{reading_desk}/?box=1,2,3")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("west,south,east,north")).to_be_visible()
