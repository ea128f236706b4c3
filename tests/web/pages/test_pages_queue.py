"""The queue: one key decides and moves on, everything can be taken back, and nothing is decided by accident."""

from __future__ import annotations

import pytest
from looking import Opener, until
from playwright.sync_api import Page, expect

from dateline.archive import Archive


def now(page: Page) -> str:
    """The event that the queue shows."""
    return page.locator("#queue").get_attribute("data-event") or ""


def press(page: Page, key: str) -> None:
    """Press a key and wait until what it asks for is there."""
    with page.expect_response(lambda answer: "/queue" in answer.url and answer.request.method == "POST"):
        page.keyboard.press(key)
    until(page, "!document.body.dataset.busy")


def taken_apart(archive: Archive, event: str) -> str:
    """The event that is made of the last report of another one, and looks like it."""
    apart = next(one.mention.id for one in archive.mentions(event) if one.mention.document == "taiz-3")
    archive.decide("split", event, others=[apart], who="bo")
    return archive.mention(apart).mention.event_id or ""


@pytest.mark.parametrize(("key", "review"), [("a", "accepted"), ("r", "rejected"), ("f", "flagged")])
def test_one_key_decides_and_moves_on(key: str, review: str, open_page: Opener, desk: str, archive: Archive) -> None:
    page = open_page(f"{desk}/queue")
    first = now(page)
    press(page, key)
    assert now(page) != first
    assert archive.event(first).review == review
    expect(page.locator(".queue-line")).to_contain_text("(no. 1)")


def test_twenty_decisions_take_no_more_than_forty_key_presses(open_page: Opener, desk: str, archive: Archive) -> None:
    page = open_page(f"{desk}/queue")
    presses = 0
    for number in range(20):
        press(page, "arfa"[number % 4])
        presses += 1
    assert len(archive.decisions()) == 20
    assert presses <= 40


def test_the_most_contested_and_deadliest_come_first(open_page: Opener, reading_desk: str) -> None:
    page = open_page(f"{reading_desk}/queue")
    assert page.locator(".grade.contested").count() >= 1
    reasons = page.locator(".reasons li").all_text_contents()
    assert any("dead are told" in reason for reason in reasons)


def test_the_number_left_goes_down_with_each_decision(open_page: Opener, desk: str) -> None:
    page = open_page(f"{desk}/queue")
    before = int((page.locator(".left b").text_content() or "0").replace(",", ""))
    press(page, "a")
    press(page, "s")
    assert int((page.locator(".left b").text_content() or "0").replace(",", "")) == before - 2


def test_what_is_skipped_stays_open_and_does_not_come_again_at_once(
    open_page: Opener, desk: str, archive: Archive
) -> None:
    page = open_page(f"{desk}/queue")
    seen = []
    for _ in range(4):
        seen.append(now(page))
        press(page, "s")
    assert len(set(seen)) == 4
    assert archive.decisions() == ()
    page.goto(f"{desk}/queue")
    assert now(page) == seen[0]


def test_undo_has_no_end_and_survives_a_reload(open_page: Opener, desk: str, archive: Archive) -> None:
    page = open_page(f"{desk}/queue")
    decided = []
    for key in "arf":
        decided.append(now(page))
        press(page, key)
    page.reload()
    until(page, "document.querySelector('[data-key=undo] kbd') !== null")
    for event in reversed(decided):
        press(page, "u")
        assert now(page) == event
    assert all(archive.event(event).review == "open" for event in decided)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()


def test_a_field_is_set_by_keyboard_alone(open_page: Opener, desk: str, archive: Archive) -> None:
    page = open_page(f"{desk}/queue")
    event = now(page)
    page.keyboard.press("e")
    page.locator("[data-field=injuries] [name=low]").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("12")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("15")
    press(page, "Enter")
    assert now(page) != event
    injuries = archive.event(event).event.injuries
    assert (injuries.low, injuries.high) == (12, 15)


def test_another_place_is_taken_with_one_key(open_page: Opener, desk: str, archive: Archive) -> None:
    page = open_page(f"{desk}/queue")
    while page.locator("[data-key=place]").count() == 0:
        press(page, "s")
    event = now(page)
    before = archive.event(event).event.place.value
    press(page, "p")
    after = archive.event(event).event.place.value
    assert before is not None
    assert after is not None
    assert (before.gazetteer_id, before.lat) != (after.gazetteer_id, after.lat)
    assert now(page) != event


def test_merging_and_keeping_apart_take_one_key_each_and_are_reversible(
    open_page: Opener, desk: str, archive: Archive, ids: dict[str, str]
) -> None:
    event = taken_apart(archive, ids["told_by_three"])
    page = open_page(f"{desk}/queue?at={event}")
    other = page.locator("[name=others]:checked").first.input_value()
    press(page, "m")
    assert archive.event(other).event.merged_into == event
    press(page, "u")
    assert archive.event(other).event.merged_into is None
    assert now(page) == event
    press(page, "n")
    assert [one.action for one in archive.decisions(event)][-1] == "keep apart"


def test_a_mention_is_split_off(open_page: Opener, desk: str, archive: Archive, ids: dict[str, str]) -> None:
    page = open_page(f"{desk}/queue?at={ids['told_by_three']}")
    page.keyboard.press("x")
    assert page.evaluate("document.activeElement.name") == "others"
    page.keyboard.press("Space")
    mention = page.locator("#split-box [name=others]:checked").input_value()
    press(page, "Enter")
    assert mention not in archive.event(ids["told_by_three"]).event.mentions
    press(page, "u")
    assert mention in archive.event(ids["told_by_three"]).event.mentions


def test_compare_is_one_key_away(open_page: Opener, desk: str, archive: Archive, ids: dict[str, str]) -> None:
    page = open_page(f"{desk}/queue?at={taken_apart(archive, ids['told_by_three'])}")
    page.keyboard.press("c")
    page.wait_for_url("**/compare?one=*&other=*")


def test_backspace_and_letters_in_a_field_decide_nothing(open_page: Opener, desk: str, archive: Archive) -> None:
    page = open_page(f"{desk}/queue")
    event = now(page)
    page.keyboard.press("Backspace")
    page.keyboard.press("Delete")
    page.keyboard.press("e")
    page.locator("[data-field=count] [name=why]").focus()
    page.keyboard.type("arfsmnxu")
    page.wait_for_timeout(300)
    assert now(page) == event
    assert archive.decisions() == ()


def test_a_key_that_is_held_down_decides_once(open_page: Opener, desk: str, archive: Archive) -> None:
    page = open_page(f"{desk}/queue")
    page.keyboard.down("a")
    for _ in range(5):
        page.keyboard.down("a")
    page.keyboard.up("a")
    until(page, "!document.body.dataset.busy")
    page.wait_for_timeout(300)
    assert len(archive.decisions()) == 1


def test_a_key_with_control_is_the_browsers(open_page: Opener, desk: str, archive: Archive) -> None:
    page = open_page(f"{desk}/queue")
    page.keyboard.press("Control+a")
    page.wait_for_timeout(200)
    assert archive.decisions() == ()


def test_keys_are_shown_on_the_buttons_and_can_be_changed(open_page: Opener, desk: str, archive: Archive) -> None:
    page = open_page(f"{desk}/queue")
    event = now(page)
    expect(page.get_by_role("button", name="Accept")).to_contain_text("a")
    page.keyboard.press("?")
    page.locator("[data-change=accept]").click()
    page.keyboard.press("Backspace")
    expect(page.locator("[data-change=accept]")).to_have_text("a")
    page.locator("[data-change=accept]").click()
    page.keyboard.press("g")
    expect(page.locator("[data-change=accept]")).to_have_text("g")
    page.get_by_role("button", name="Close", exact=True).click()
    page.reload()
    until(page, "document.querySelector('[data-key=accept] kbd') !== null")
    expect(page.locator("[data-key=accept] kbd")).to_have_text("g")
    page.keyboard.press("a")
    page.wait_for_timeout(200)
    assert now(page) == event
    press(page, "g")
    assert archive.event(event).review == "accepted"


def test_an_event_that_changed_meanwhile_is_not_decided_and_it_is_said(
    open_page: Opener, desk: str, archive: Archive
) -> None:
    page = open_page(f"{desk}/queue")
    event = now(page)
    archive.decide("flag", event, who="bo")
    press(page, "a")
    expect(page.locator("#alert")).to_contain_text("version")
    assert archive.event(event).review == "flagged"


def test_the_queue_works_without_scripts(browser: object, desk: str, archive: Archive) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(f"{desk}/queue")
    event = now(page)
    page.get_by_role("button", name="Accept").click()
    page.wait_for_url("**/queue?after=*")
    assert archive.event(event).review == "accepted"
    context.close()
