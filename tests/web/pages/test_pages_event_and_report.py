"""The pages of one event and of one report: every value beside its words, hostile words as words."""

from __future__ import annotations

from looking import Opener
from playwright.sync_api import expect

from dateline.archive import Archive


def test_an_event_shows_who_says_what_in_which_sentence(
    open_page: Opener, reading_desk: str, ids: dict[str, str]
) -> None:
    page = open_page(f"{reading_desk}/events/{ids['told_by_three']}")
    killed = page.locator("#field-fatalities")
    expect(killed).to_contain_text("4 to 7, best 7")
    expect(killed).to_contain_text("told differently")
    expect(killed.locator("mark").nth(2)).to_have_text("seven people were killed")
    expect(page.get_by_text("Houthis denied having done it.")).to_be_visible()
    expect(page.get_by_role("heading", name="2 independent origins")).to_be_visible()
    expect(page.locator(".voices .denies")).to_have_text("denies it")


def test_the_words_of_a_value_lead_to_the_same_words_in_the_report(
    open_page: Opener, reading_desk: str, ids: dict[str, str]
) -> None:
    page = open_page(f"{reading_desk}/events/{ids['told_by_three']}")
    words = page.locator("#field-fatalities .words").nth(2)
    told = words.text_content()
    words.click()
    page.wait_for_url("**/reports/taiz-3#w-text-*")
    assert page.locator("mark:target").text_content() == told


def test_the_place_is_drawn_as_an_area(open_page: Opener, reading_desk: str, ids: dict[str, str]) -> None:
    page = open_page(f"{reading_desk}/events/{ids['told_by_three']}")
    page.wait_for_selector("[data-map][data-drawn]", timeout=60_000)
    assert float(page.locator("[data-map]").get_attribute("data-radius") or 0) > 1


def test_accepting_an_event_is_told_on_its_page_and_can_be_taken_back(
    open_page: Opener, desk: str, archive: Archive, ids: dict[str, str]
) -> None:
    page = open_page(f"{desk}/events/{ids['told_by_three']}")
    page.keyboard.press("a")
    expect(page.locator(".log").first).to_contain_text("ada accepted it")
    assert archive.event(ids["told_by_three"]).review == "accepted"
    page.get_by_role("button", name="Take back decision 1").click()
    expect(page.locator(".log").first).to_contain_text("took back decision 1")
    assert archive.event(ids["told_by_three"]).review == "open"


def test_a_field_is_set_and_what_was_told_stays_beside_it(
    open_page: Opener, desk: str, archive: Archive, ids: dict[str, str]
) -> None:
    page = open_page(f"{desk}/events/{ids['told_by_three']}")
    page.keyboard.press("e")
    form = page.locator("[data-field=fatalities]")
    form.get_by_label("at least").fill("5")
    form.get_by_label("at most").fill("6")
    form.get_by_label("Why, for Killed").fill("called the hospital")
    form.get_by_role("button", name="Set").click()
    expect(page.locator("#field-fatalities b").first).to_have_text("5 to 6")
    expect(page.locator("#field-fatalities .telling")).to_have_count(3)
    expect(page.locator(".log").first).to_contain_text("called the hospital")
    assert archive.event(ids["told_by_three"]).event.fatalities.high == 6


def test_two_people_never_overwrite_each_other_silently(
    open_page: Opener, desk: str, archive: Archive, ids: dict[str, str]
) -> None:
    one = open_page(f"{desk}/events/{ids['two_tolls']}")
    other = open_page(f"{desk}/events/{ids['two_tolls']}")
    one.keyboard.press("a")
    expect(one.locator(".log").first).to_contain_text("accepted it")
    other.keyboard.press("r")
    expect(other.get_by_role("heading", level=1)).to_contain_text("Conflict")
    assert archive.event(ids["two_tolls"]).review == "accepted"


def test_an_older_version_is_shown_as_it_was_and_takes_no_decision(
    open_page: Opener, desk: str, ids: dict[str, str]
) -> None:
    page = open_page(f"{desk}/events/{ids['told_by_three']}")
    page.keyboard.press("a")
    expect(page.locator(".tag.good")).to_have_text("accepted")
    page.get_by_role("link", name="Version 1", exact=True).click()
    expect(page.locator(".notice")).to_contain_text("nothing can be decided here")
    expect(page.locator(".head .tag.good")).to_have_count(0)
    expect(page.locator("#deciding")).to_have_count(0)


def test_pointing_at_a_value_lights_its_words_and_the_reverse(open_page: Opener, reading_desk: str) -> None:
    page = open_page(f"{reading_desk}/reports/taiz-3")
    value = page.locator(".values a.place")
    words = page.locator(".text mark.place")
    value.hover()
    expect(words).to_have_class("place lit")
    words.hover()
    expect(value).to_have_class("place lit")
    page.locator("h1").hover()
    expect(words).not_to_have_class("place lit")


def test_a_value_reached_by_the_tab_key_lights_its_words(open_page: Opener, reading_desk: str) -> None:
    page = open_page(f"{reading_desk}/reports/taiz-3")
    page.locator(".values a.place").focus()
    expect(page.locator(".text mark.place")).to_have_class("place lit")


def test_the_marked_text_is_the_text_that_was_read(open_page: Opener, reading_desk: str, samples: object) -> None:
    page = open_page(f"{reading_desk}/reports/taiz-3?show=names,graphic")
    with Archive.open(str(samples), create=False) as archive:
        text = archive.report("taiz-3").report.text
    shown = page.evaluate(
        "(() => { const text = document.querySelector('.text p').cloneNode(true);"
        " text.querySelectorAll('.badge').forEach(one => one.remove()); return text.textContent })()"
    )
    assert shown == text


def test_a_private_persons_name_and_a_graphic_passage_are_folded_until_asked_for(
    open_page: Opener, reading_desk: str
) -> None:
    page = open_page(f"{reading_desk}/reports/..%2F..%2Fetc%2Fpasswd")
    text = page.locator(".text")
    assert "Haddad" not in text.inner_text()
    assert "mutilated" not in text.inner_text()
    assert "Haddad" not in page.locator(".records").inner_text()
    page.get_by_role("button", name="graphic passage, folded").click()
    assert "mutilated" in text.inner_text()
    page.get_by_role("link", name="Show them all").click()
    assert "Omar Haddad" in page.locator(".text").inner_text()


def test_hostile_reports_are_words_and_do_nothing(open_page: Opener, reading_desk: str, ids: dict[str, str]) -> None:
    for path in (
        f"/events/{ids['hostile']}",
        "/?text=Goma",
        "/sources",
        "/queue",
        f"/compare?one={ids['hostile']}&other={ids['private']}",
    ):
        page = open_page(reading_desk + path)
        assert page.evaluate("window.hurt") is None
        assert page.evaluate("document.querySelectorAll('main script, main svg[onload], main img').length") == 0
    page = open_page(f"{reading_desk}/events/{ids['hostile']}")
    page.locator(".origins a").first.click()
    page.wait_for_url("**/reports/hostile/**")
    expect(page.locator(".text")).to_contain_text("<script>window.hurt='text'</script>")
    expect(page.locator(".text")).to_contain_text("{{ 7*7 }}")
    assert page.evaluate("window.hurt") is None
    assert page.locator('a[href^="javascript:"]').count() == 0


def test_links_to_other_sites_tell_them_nothing(open_page: Opener, reading_desk: str) -> None:
    page = open_page(f"{reading_desk}/reports/taiz-3")
    link = page.locator('a[href^="https://example.org"]')
    assert {"noopener", "noreferrer"} <= set((link.get_attribute("rel") or "").split())


def test_a_report_that_is_not_there_is_told_with_a_remedy(open_page: Opener, reading_desk: str) -> None:
    page = open_page(f"{reading_desk}/reports/nothing")
    expect(page.get_by_text("There is no report nothing.")).to_be_visible()
