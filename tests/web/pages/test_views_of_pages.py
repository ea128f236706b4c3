"""What pages show, apart from any page: folding, sentences, marks, values of forms, differences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.archive import Archive
from dateline.records import Actor, Mention, Report
from dateline.records.event import Toll
from dateline.web.pages.deciding import next_page
from dateline.web.problems import WebError
from dateline.web.views.basemap import disputed, places
from dateline.web.views.compare import texts_of
from dateline.web.views.editing import value_from
from dateline.web.views.folding import Folding, is_graphic, is_private_person
from dateline.web.views.quotes import quote_of
from dateline.web.views.report import Part, parts_of


def actor(name: str, **more: object) -> Actor:
    return Actor(name=name, start=0, end=len(name), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", ["Omar Haddad", "Omar Haddad, 34", "Dr Haddad", "Maryam al-Rashid", "Jean de la Croix"]
)
def test_a_victim_named_as_a_person_is_private(name: str) -> None:
    assert is_private_person(actor(name, kind="civilians"))


@pytest.mark.parametrize(
    "name",
    [
        "villagers",
        "the Red Crescent",
        "a school",
        "Goma",
        "Central Market",
        "Rapid Support Forces",
        "army post",
        "ARMY HQ",
    ],
)
def test_groups_and_things_are_not_private_persons(name: str) -> None:
    assert not is_private_person(actor(name))


def test_somebody_of_the_directory_and_soldiers_are_not_private() -> None:
    assert not is_private_person(actor("Omar Haddad", actor_id="x", label="Government of X"))
    assert not is_private_person(actor("Omar Haddad", kind="state forces"))


@pytest.mark.parametrize(
    "text", ["Two bodies were found mutilated.", "They were beheaded.", "He was tortured for days."]
)
def test_what_was_done_to_a_body_is_graphic(text: str) -> None:
    assert is_graphic(text)


@pytest.mark.parametrize("text", ["Three people were killed.", "Shells hit the market.", "She joined the main corps."])
def test_a_plain_report_of_death_is_not_graphic(text: str) -> None:
    assert not is_graphic(text)


@given(st.text(max_size=300), st.integers(0, 300), st.integers(1, 40))
def test_a_quotes_words_are_those_characters_or_there_is_none(text: str, start: int, length: int) -> None:
    quote = quote_of(Report(text=text, id="r"), "text", start, start + length)
    if start + length > len(text):
        assert quote is None
    else:
        assert quote is not None
        assert len(quote.before) <= 221
        assert len(quote.after) <= 221


def test_a_quote_is_the_sentence_of_its_words() -> None:
    text = "Nothing happened on Monday. On Friday, gunmen killed three villagers. Police said so."
    start = text.index("gunmen")
    quote = quote_of(Report(text=text, id="r"), "text", start, start + 6)
    assert quote is not None
    assert quote.text == "On Friday, gunmen killed three villagers."


def flat(parts: tuple[Part, ...]) -> str:
    """The words of parts in order."""
    return "".join(part.text if not part.anchor else flat(part.inside) for part in parts)


@pytest.mark.parametrize("names", [True, False])
def test_marked_parts_hold_every_character_of_a_report_once(names: bool, archive: Archive) -> None:
    seen = 0
    for kept in archive.all_events():
        for told in archive.mentions(kept.event.id):
            report = archive.report(told.mention.document).report
            mentions: list[Mention] = [one.mention for one in archive.mentions_in(report.id)]
            parts = parts_of(report, mentions, "text", Folding(names=names, graphic=names), ("Haddad", "Omar Haddad"))
            assert len(flat(parts)) == len(report.text)
            seen += 1
    assert seen > 80


@given(st.text(alphabet="ab \n.", max_size=80), st.text(alphabet="ab \n.", max_size=80))
def test_compared_texts_hold_every_character_of_each(one: str, other: str) -> None:
    texts, _ = texts_of(Report(text=one, id="a"), Report(text=other, id="b"), Folding(), ())
    assert ["".join(run.text for run in text.runs) for text in texts] == [one, other]


def test_forms_make_values_and_refuse_what_is_none(archive: Archive, ids: dict[str, str]) -> None:
    event = archive.event(ids["told_by_three"]).event
    assert value_from(event, "fatalities", {"low": "5", "high": ""}) == Toll(low=5, high=None)
    assert value_from(event, "count", {"value": ""}) is None
    day = value_from(event, "date", {"start": "2023-05-12", "end": ""})
    assert (day.start, day.end) == ("2023-05-12", "2023-05-12")  # type: ignore[attr-defined]
    for field, given_values in (
        ("fatalities", {"low": "7", "high": "5"}),
        ("fatalities", {"low": "many"}),
        ("date", {"start": "2023-13-01"}),
        ("date", {"start": "2023-05-12", "end": "2023-05-01"}),
        ("place", {"value": "geonames:999999999999"}),
        ("targets", {"value": "99"}),
        ("score", {"value": "1"}),
    ):
        with pytest.raises(WebError):
            value_from(event, field, given_values)


@pytest.mark.parametrize(
    "address", ["//evil.example", "https://evil.example/", "/\\evil.example", "evil", "javascript:x", "/a\nb"]
)
def test_no_form_leads_to_another_site(address: str) -> None:
    assert next_page({"next": address}, "/queue") == "/queue"


def test_the_map_names_countries_towns_and_what_is_disputed() -> None:
    assert b'"Sudan"' in places()
    assert b'"town"' in places()
    assert b"disputed: held by" in disputed()
