"""Words set against the world: days by publication, points by the gazetteer, kinds and countries of actors."""

from __future__ import annotations

import pytest

from dateline.coding import AWAITS_CALENDAR
from dateline.grounding import Grounder
from dateline.grounding.actors.of_mention import NOT_IN_DIRECTORY
from dateline.grounding.setting import NO_PUBLICATION_DAY, NOT_IN_CALENDAR, NOT_IN_GAZETTEER
from dateline.records import Actor, Coder, Mention, Place, Report, Unresolved


@pytest.fixture(scope="module")
def grounder() -> Grounder:
    return Grounder.load()


def grounded(
    grounder: Grounder, text: str, *, place: str | None = None, date: str | None = None, actor: str | None = None,
    published: str | None = "2024-11-10",
) -> Mention:  # fmt: skip
    report = Report(id="r", text=text, published=published)

    def at(words: str) -> dict[str, int]:
        return {"start": text.index(words), "end": text.index(words) + len(words)}

    mention = Mention(
        id="m", document="r", sub_event_type="Attack", event_type="Violence against civilians",
        trigger=report.span(0, 1), score=0.9, coder=Coder(version="0", model="m"),
        place=Place(name=place, **at(place)) if place else None,
        perpetrators=(Actor(name=actor, **at(actor)),) if actor else (),
        unresolved=(Unresolved(field="date", text=report.span(**at(date)), why=AWAITS_CALENDAR),) if date else (),
    )  # fmt: skip
    (found,) = grounder.ground(report, [mention])
    return found


def test_friday_is_the_friday_before_publication(grounder: Grounder) -> None:
    mention = grounded(grounder, "Raiders burned two barns on Friday.", date="on Friday")
    assert mention.date is not None
    assert (mention.date.start, mention.date.end, mention.date.basis) == ("2024-11-08", "2024-11-08", "relative")
    assert mention.date.text.text.endswith("Friday")
    assert mention.unresolved == ()


def test_without_a_publication_day_friday_stays_null_and_the_record_says_so(grounder: Grounder) -> None:
    mention = grounded(grounder, "Raiders burned two barns on Friday.", date="on Friday", published=None)
    assert mention.date is None
    assert [(u.field, u.text.text, u.why) for u in mention.unresolved] == [("date", "on Friday", NO_PUBLICATION_DAY)]


def test_a_full_date_needs_no_publication_day(grounder: Grounder) -> None:
    mention = grounded(grounder, "Raiders burned a barn on 3 May 2019.", date="3 May 2019", published=None)
    assert mention.date is not None
    assert (mention.date.start, mention.date.basis) == ("2019-05-03", "stated")


def test_the_thirtieth_of_february_is_no_day(grounder: Grounder) -> None:
    mention = grounded(grounder, "Raiders burned a barn on 30 February 2019.", date="30 February 2019")
    assert mention.date is None
    assert [u.why for u in mention.unresolved] == [NOT_IN_CALENDAR]


def test_no_date_in_the_text_is_null_not_the_publication_day(grounder: Grounder) -> None:
    assert grounded(grounder, "Raiders burned a barn.").date is None


def test_a_town_gets_its_point_country_and_precision(grounder: Grounder) -> None:
    mention = grounded(grounder, "Shells fell on Kharkiv, Ukraine, residents said.", place="Kharkiv")
    assert mention.place is not None
    assert mention.place.lat == pytest.approx(49.99, abs=0.2)
    assert mention.place.lon == pytest.approx(36.23, abs=0.2)
    assert (mention.place.country, mention.place.precision) == ("UA", "city")
    assert mention.place.radius_km
    assert mention.place.gazetteer_id


def test_the_golan_is_administered_by_one_and_claimed_by_another(grounder: Grounder) -> None:
    mention = grounded(grounder, "A drone fell on the Golan Heights.", place="Golan Heights")
    assert mention.place is not None
    assert mention.place.country == "IL"
    assert "SY" in mention.place.disputed


def test_a_name_that_no_gazetteer_has_is_no_guess(grounder: Grounder) -> None:
    mention = grounded(grounder, "Raiders burned a barn at Qqzxville.", place="Qqzxville")
    assert mention.place is not None
    assert mention.place.lat is None
    assert [(u.field, u.why) for u in mention.unresolved] == [("place", NOT_IN_GAZETTEER)]


def test_an_actor_gets_an_id_a_kind_and_a_country(grounder: Grounder) -> None:
    mention = grounded(grounder, "Malian soldiers burned a barn.", actor="Malian soldiers")
    (actor,) = mention.perpetrators
    assert (actor.name, actor.actor_id, actor.label) == ("Malian soldiers", "state:ML:MIL", "Military Forces of Mali")
    assert (actor.kind, actor.country, actor.sector) == ("state forces", "ML", "MIL")


def test_soldiers_abroad_are_external_forces_by_the_place_of_the_event(grounder: Grounder) -> None:
    mention = grounded(grounder, "Malian soldiers burned a barn in Niamey.", actor="Malian soldiers", place="Niamey")
    assert mention.perpetrators[0].kind == "external forces"


def test_a_group_that_nobody_knows_stays_as_it_is_and_is_flagged(grounder: Grounder) -> None:
    mention = grounded(grounder, "The Qorun Brigades burned a barn.", actor="Qorun Brigades")
    (actor,) = mention.perpetrators
    assert (actor.name, actor.actor_id) == ("Qorun Brigades", None)
    assert [(u.field, u.text.text, u.why) for u in mention.unresolved] == [
        ("perpetrators", "Qorun Brigades", NOT_IN_DIRECTORY)
    ]
