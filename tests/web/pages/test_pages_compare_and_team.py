"""Compare, sources, team: side by side, who prints how much, roles, a second person, blind review."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_running import running
from looking import Opener, until
from playwright.sync_api import Page, expect

from dateline.archive import Archive
from dateline.web import Settings
from dateline.web.access.keeping import add_account

PASSWORD = "a river under nine bridges"


def test_two_events_stand_side_by_side_with_why(open_page: Opener, reading_desk: str, ids: dict[str, str]) -> None:
    page = open_page(f"{reading_desk}/compare?one={ids['told_by_three']}&other={ids['two_tolls']}")
    expect(page.locator("tr.differs")).not_to_have_count(0)
    expect(page.locator(".why h2")).to_contain_text("keeps them apart")
    assert page.locator(".fall rect").count() >= 5


def test_words_that_only_one_report_has_are_marked(open_page: Opener, reading_desk: str) -> None:
    page = open_page(f"{reading_desk}/compare?one=taiz-1&other=taiz-2")
    assert page.locator(".text-side").nth(0).locator(".insert").count() > 0
    marked = " ".join(page.locator(".text-side .insert").all_text_contents())
    assert "market in the Yemeni city" not in marked


def test_the_texts_scroll_together_until_told_otherwise(open_page: Opener, reading_desk: str) -> None:
    page = open_page(f"{reading_desk}/compare?one=sample-029&other=sample-001")
    page.evaluate("document.querySelectorAll('[data-scroll]').forEach(one => one.style.maxHeight = '6rem')")
    sides = page.locator("[data-scroll]")
    page.evaluate("document.querySelectorAll('[data-scroll]')[0].scrollTop = 1e6")
    until(page, "document.querySelectorAll('[data-scroll]')[1].scrollTop > 10")
    page.get_by_label("scroll together").uncheck()
    before = sides.nth(1).evaluate("one => one.scrollTop")
    page.evaluate("document.querySelectorAll('[data-scroll]')[0].scrollTop = 0")
    page.wait_for_timeout(200)
    assert sides.nth(1).evaluate("one => one.scrollTop") == before


@pytest.mark.parametrize(("key", "why"), [("m", ""), ("i", "same incident, another claim")])
def test_merging_here_is_one_key_and_is_undone_by_another(
    key: str, why: str, open_page: Opener, desk: str, archive: Archive, ids: dict[str, str]
) -> None:
    one, other = ids["told_by_three"], ids["two_tolls"]
    page = open_page(f"{desk}/compare?one={one}&other={other}")
    page.keyboard.press(key)
    page.wait_for_url(f"**/events/{one}")
    assert archive.event(other).event.merged_into == one
    assert archive.decisions(one)[-1].why == why
    page.keyboard.press("u")
    expect(page.locator(".log").first).to_contain_text("took back")
    assert archive.event(other).event.merged_into is None


def test_keeping_apart_is_remembered(open_page: Opener, desk: str, ids: dict[str, str]) -> None:
    page = open_page(f"{desk}/compare?one={ids['told_by_three']}&other={ids['two_tolls']}")
    page.keyboard.press("n")
    page.wait_for_url("**/events/*")
    page.goto(f"{desk}/compare?one={ids['told_by_three']}&other={ids['two_tolls']}")
    expect(page.get_by_role("button", name="Kept apart")).to_be_disabled()


def test_sources_tell_volume_lag_and_first_hand_share_and_can_be_sorted(open_page: Opener, reading_desk: str) -> None:
    page = open_page(f"{reading_desk}/sources")
    row = page.locator("tr", has_text="Arabian Sea Post")
    expect(row).to_contain_text("0 %")
    expect(row).to_contain_text("1 d")
    page.get_by_role("link", name="Publisher", exact=True).click()
    page.wait_for_url("**by=name")
    names = page.locator("tbody th").all_text_contents()
    assert names == sorted(names, key=str.casefold)


@pytest.fixture
def team_desk(archive: Archive, archive_path: Path) -> Iterator[str]:
    """A desk with accounts, the rule of two people, and every event in the sample of double review."""
    for name, role in (("ada", "admin"), ("bo", "coder"), ("cy", "reviewer"), ("di", "reader")):
        add_account(archive.desk, name, role=role, password=PASSWORD, by="test")
    settings = Settings(db=str(archive_path), accounts=True, two_people=True, review_share=1.0)
    with running(settings) as address:
        yield address


def signed_in(open_page: Opener, desk: str, name: str, path: str = "/team") -> Page:
    """A page of somebody who signed in."""
    page = open_page(f"{desk}{path}", settled=False)
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{path}")
    return page


def test_what_one_person_merges_waits_for_a_second(
    open_page: Opener, team_desk: str, archive: Archive, ids: dict[str, str]
) -> None:
    one, other = ids["told_by_three"], ids["two_tolls"]
    coder = signed_in(open_page, team_desk, "bo", f"/compare?one={one}&other={other}")
    coder.get_by_role("button", name="Merge").click()
    coder.wait_for_url("**/events/*")
    assert archive.event(other).event.merged_into is None
    coder.goto(f"{team_desk}/team")
    expect(coder.get_by_role("button", name="Confirm")).to_have_count(0)
    reviewer = signed_in(open_page, team_desk, "cy")
    reviewer.get_by_role("button", name="Confirm proposal 1").click()
    expect(reviewer.get_by_text("Nothing waits.")).to_be_visible()
    assert archive.event(other).event.merged_into == one


def test_a_reader_looks_and_has_nothing_to_decide_with(open_page: Opener, team_desk: str, ids: dict[str, str]) -> None:
    page = signed_in(open_page, team_desk, "di", f"/events/{ids['told_by_three']}")
    expect(page.get_by_role("heading", name="Who says what")).to_be_visible()
    expect(page.get_by_role("button", name="Accept")).to_have_count(0)
    page.goto(f"{team_desk}/queue")
    expect(page.get_by_role("button", name="Accept")).to_have_count(0)


def test_two_people_code_an_event_blind_and_agreement_is_told(open_page: Opener, team_desk: str) -> None:
    for name in ("bo", "cy"):
        page = signed_in(open_page, team_desk, name, "/team/review")
        assert page.locator(".text mark").count() >= 1
        assert page.locator(".text mark:not(.trigger)").count() == 0
        page.get_by_label("What happened").select_option("Arrests")
        page.get_by_label("Killed").fill("0" if name == "bo" else "2")
        page.get_by_role("button", name="Keep and go on").click()
        page.wait_for_load_state()
    page.goto(f"{team_desk}/team")
    row = page.locator("tr", has_text="Killed")
    expect(row.locator("td.number").nth(1)).to_have_text("1")


def test_an_admin_adds_somebody_and_shuts_the_account_again(
    open_page: Opener, team_desk: str, archive: Archive
) -> None:
    page = signed_in(open_page, team_desk, "ada")
    page.get_by_label("Name").fill("eve")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("button", name="Shut the account of eve")).to_be_visible()
    page.get_by_role("button", name="Shut the account of eve").click()
    expect(page.locator("tr", has_text="eve").locator(".tag").first).to_have_text("shut")
    assert not next(one for one in archive.desk.accounts() if one.name == "eve").active
    expect(page.get_by_role("heading", name="Audit log")).to_be_visible()
