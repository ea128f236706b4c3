"""The last steps from a name to a place: a user's own places, relative points, and whose the place is on the day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import msgspec

from dateline.grounding.places.disputed import administration
from dateline.grounding.places.gazetteer import Entry, Gazetteer
from dateline.grounding.places.phrases import Phrase, far_at_sea, offset_before, taken_apart
from dateline.grounding.places.relative import halfway, located
from dateline.grounding.places.resolver import ReportPlaces
from dateline.grounding.places.viewpoint import UN, Viewpoint
from dateline.records import Period, Place

_CERTAIN = 0.99
_NAMED_BORDER = 0.9
_ONE_SIDE = 0.75
_BEFORE = 90
_CLEARLY = 0.25
_OURS = "dateline:"
_BORDER_ID = re.compile("dateline:border-([a-z]{2})-([a-z]{2})")
_TWO_SIDES = re.compile(r"\w-\w.* border$")
_AREAS = frozenset({"province", "country", "region"})


def day_of(period: Period | None, published: str | None) -> str | None:
    """The ISO day that decides whose a place is: the middle of the event's days, else the day of publication.

    None where neither is told: then today's state holds.
    """
    if period is None:
        return published
    start, end = date.fromisoformat(period.start), date.fromisoformat(period.end)
    return (start + timedelta(days=(end - start).days // 2)).isoformat()


def as_held(place: Place, gazetteer: Gazetteer, *, day: str | None, viewpoint: Viewpoint) -> Place:
    """The place with the ``country`` of that day and view, and with those who claim it in ``disputed``.

    A place without a point is left as it is.
    """
    if place.lat is None or place.lon is None:
        return place
    entry = gazetteer.entry(place.gazetteer_id) if place.gazetteer_id else None
    home = (entry.country if entry is not None else "") or place.country or ""
    reach = place.radius_km or 0.0 if place.precision in _AREAS else 0.0
    country, claimants = administration(place.lat, place.lon, home, day, viewpoint.code, reach)
    if entry is not None and entry.kind == "country" and country == home:
        # The middle of Somalia may lie in Somaliland; that says nothing about Somalia. About Kosovo it does.
        seen, _ = administration(place.lat, place.lon, home, day, UN, reach)
        claimants = claimants if seen != home else ()
    return msgspec.structs.replace(place, country=country or None, disputed=claimants)


def settled(
    place: Place, places: ReportPlaces, gazetteer: Gazetteer, *, day: str | None, viewpoint: Viewpoint
) -> Place:
    """The place that a name in a report means, where it is, and whose it is on that day in that view.

    Args:
        place: a name and where it stands.
        places: the report's, which resolve names by what else it says.
        gazetteer: the one that ``places`` looks into, with a user's own places.
        day: ISO day of the event, see `day_of`.
        viewpoint: whose view gives the place its country.
    """
    phrase = _phrase_of(place, places.context.text)
    outright = _outright(place, phrase, places, gazetteer)
    found = outright or _refined(places.resolve(place), phrase, places, gazetteer)
    if phrase.border and found.country is None and (near := _near_side(found.gazetteer_id, phrase, places)):
        found = msgspec.structs.replace(found, country=near)
    held = as_held(found, gazetteer, day=day, viewpoint=viewpoint)
    text = places.context.text
    before = text[max(0, place.start - _BEFORE) : place.start] if place.field == "text" else ""
    if phrase.offset_km and far_at_sea(before + place.name):
        # The high seas are no country's.
        return msgspec.structs.replace(held, country=None, disputed=())
    return held


def _phrase_of(place: Place, text: str) -> Phrase:
    phrase = taken_apart(place.name[:200])
    if not phrase.offset_km and place.field == "text":
        before = offset_before(text[max(0, place.start - _BEFORE) : place.start])
        if before is not None:
            phrase = replace(phrase, offset_km=before[0], bearing=before[1])
    return phrase


def _outright(place: Place, phrase: Phrase, places: ReportPlaces, gazetteer: Gazetteer) -> Place | None:
    """What needs no weighing against namesakes: a place of the user's own, a border, a part of a country."""
    entry, score = gazetteer.own(place.name[:200]), _CERTAIN
    if entry is None and phrase.pair is None:
        entry = gazetteer.own(phrase.core)
    if entry is None and phrase.border:
        borders = [each.entry for each in gazetteer.named(phrase.core) if each.entry.kind == "border"]
        entry, score = (borders[0], _NAMED_BORDER) if len(borders) == 1 else (_told_border(borders, places), _ONE_SIDE)
    if entry is None and phrase.direction is not None and phrase.pair is None:
        # "Northern Mali" is an entry of its own, and "Mali's north" is the same.
        words = (place.name[:200], *phrase.words)
        parts = {each.entry.id: each.entry for form in words for each in gazetteer.named(form) if each.quality >= 0.95}
        known = [each for each in parts.values() if each.kind == "region" and each.gazetteer_id.startswith(_OURS)]
        if len(parts) == 1 and known:
            entry, score, phrase = known[0], _NAMED_BORDER, replace(phrase, direction=None)
    if entry is None:
        return None
    lat, lon, precision, radius = located(entry, phrase)
    return msgspec.structs.replace(
        place,
        lat=round(lat, 4),
        lon=round(lon, 4),
        country=entry.country or None,
        precision=precision,
        radius_km=radius,
        gazetteer_id=entry.gazetteer_id,
        score=score,
    )


def _refined(place: Place, phrase: Phrase, places: ReportPlaces, gazetteer: Gazetteer) -> Place:
    """The resolved place with the point of the part that is meant, and of the way between two places."""
    if place.lat is None or place.lon is None:
        return place
    if place.gazetteer_id is None and phrase.pair is not None:
        one, other = (_end(places.resolve(msgspec.structs.replace(place, name=name))) for name in phrase.pair)
        if one is None or other is None:
            return place
        lat, lon, precision, radius = halfway(one, other, half=phrase.half)
        return msgspec.structs.replace(
            place, lat=round(lat, 4), lon=round(lon, 4), precision=precision, radius_km=radius
        )
    entry = gazetteer.entry(place.gazetteer_id) if phrase.direction is not None and place.gazetteer_id else None
    # Of a place that was backed off to the direction says nothing, and "southern Lebanon" may have an entry of its own.
    if entry is None or not _bears(entry, phrase.core, gazetteer):
        return place
    if any(_bears(entry, words, gazetteer) for words in phrase.words):
        return place
    lat, lon, precision, radius = located(entry, phrase)
    return msgspec.structs.replace(place, lat=round(lat, 4), lon=round(lon, 4), precision=precision, radius_km=radius)


def _told_border(borders: Sequence[Entry], places: ReportPlaces) -> Entry | None:
    """The one of a country's borders whose two sides the report speaks of most; None where it speaks of none or two."""

    def told(entry: Entry) -> float:
        match = _BORDER_ID.fullmatch(entry.gazetteer_id)
        return sum(places.context.countries.get(side.upper(), 0.0) for side in match.groups()) if match else 0.0

    order = sorted(borders, key=told, reverse=True)
    if len(order) < 2 or told(order[0]) - told(order[1]) < _CLEARLY:
        return None
    return order[0]


def _near_side(gazetteer_id: str | None, phrase: Phrase, places: ReportPlaces) -> str | None:
    """The country that "the Lebanese border" is seen from: its other side; None where both are named."""
    match = _BORDER_ID.fullmatch(gazetteer_id or "")
    named = places.country_in(phrase.core)
    sides = {match[1].upper(), match[2].upper()} if match is not None else set()
    if _TWO_SIDES.search(phrase.core) or named not in sides:
        return None
    return (sides - {named}).pop()


def _bears(entry: Entry, name: str, gazetteer: Gazetteer) -> bool:
    return any(each.entry.id == entry.id for each in gazetteer.named(name))


def _end(place: Place) -> tuple[float, float, float] | None:
    if place.lat is None or place.lon is None:
        return None
    return place.lat, place.lon, place.radius_km or 0.0
