"""`PlaceResolver`: from the name of a place in a report to a point with its precision, or to an honest nothing."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import msgspec

from dateline.grounding.places.context import ReportContext
from dateline.grounding.places.disputed import administration
from dateline.grounding.places.extent import extent
from dateline.grounding.places.gazetteer import Entry, Found, Gazetteer
from dateline.grounding.places.geodesy import distance_km, moved
from dateline.grounding.places.name_keys import name_key
from dateline.grounding.places.phrases import Phrase, offset_before, taken_apart, without_site_noun
from dateline.grounding.places.ranking import Ranked, ranked
from dateline.grounding.places.words import place_words
from dateline.records import Place, PlaceCandidate, Report

_MIN_SCORE = 0.08
_FAR_KM = 300.0
_BACKED_OFF = 0.55
# What speaks against a place as the one that an unknown site is near, in characters of text; set on training reports.
_COSTS = {
    "country": 1500.0,
    "doubt": 500.0,
    "title": 250.0,
    "before": 1.5,
    "sentence": 150.0,
    "lead": 350.0,
    "seat": 400.0,
    "area": 150.0,
    "large area": 1000.0,
    "again": 150.0,
}
_HOLDS = re.compile(
    r"^[’']?\s*(?:[,(]|(?:,\s*)?(?:a|the)?\s*(?:\w+\s+){0,2}?(?:in|of|near|outside)\b)\s*"
    r"(?:(?:a|an|the|in|of|near|outside|just|far|(?:north|south)?(?:east|west)?(?:ern)?|central|village|town|city|suburb"
    r"|district|region|province|state|country|\d+|km|miles|kilometres)[\s-]+)*$",
    re.IGNORECASE,
)
_SAYS_IN = re.compile(r"\b(?:in|of)\b", re.IGNORECASE)
_OWNS = re.compile(r"['’]s\s+(?:[a-z]+\s+){0,2}")
_TOWNS = frozenset({"city", "capital", "village", "quarter", "camp", "base", "crossing", "facility", "island"})
_AREAS = frozenset({"district", "valley", "province", "territory"})


class PlaceResolver:
    """Resolves names of places with one gazetteer. Belongs to one thread."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._last: tuple[tuple[object, ...], ReportPlaces] | None = None

    def of_report(self, report: Report, others: Sequence[str] = ()) -> ReportPlaces:
        """What is needed for all names of one report; ``others`` are further names of places that it has."""
        day = report.published[:10] if report.published else None
        return ReportPlaces(self.gazetteer, report.text, report.title, report.publisher, others, day)

    def resolve(
        self,
        name: str,
        *,
        start: int,
        end: int,
        text: str,
        title: str | None = None,
        publisher: str | None = None,
        others: Sequence[str] = (),
        day: str | None = None,
    ) -> Place:
        """The place that the characters ``start`` to ``end`` of ``text`` name; see `ReportPlaces.resolve`."""
        key = (text, title, publisher, tuple(others), day)
        if self._last is None or self._last[0] != key:
            self._last = (key, ReportPlaces(self.gazetteer, text, title, publisher, others, day))
        return self._last[1].resolve(Place(name=name, start=start, end=end))


class ReportPlaces:
    """Resolves the names of one report, whose text is scanned once."""

    def __init__(
        self,
        gazetteer: Gazetteer,
        text: str,
        title: str | None = None,
        publisher: str | None = None,
        others: Sequence[str] = (),
        day: str | None = None,
    ) -> None:
        self._gazetteer = gazetteer
        self._day = day
        self.context = ReportContext(gazetteer, text, title, publisher, others)

    def country_in(self, name: str) -> str | None:
        """The country that a name of somebody carries ("Malian army", "Gaza health ministry"), or None."""
        words = name.replace("’", "'").split()
        for length in (3, 2, 1):
            for position in range(len(words) - length + 1):
                key = name_key(" ".join(words[position : position + length]).removesuffix("'s"))
                found = self._gazetteer.demonym(key) or (
                    self._gazetteer.demonym(key[:-1]) if length == 1 and key.endswith("s") else None
                )
                if found is not None and found[0]:
                    return found[0]
                for each in self._gazetteer.strong(key):
                    if each.entry.kind == "country" and each.quality > 0.9:
                        return each.entry.country
        return None

    def resolve(self, place: Place) -> Place:
        """The place with point, country, precision, radius, score and other candidates.

        ``lat`` and ``lon`` stay None where no entry of the gazetteer is likely enough; the country may still be told.
        Never raises, whatever the name is.
        """
        start = place.start if place.field == "text" else 0
        name = place.name[:200]
        phrase = taken_apart(name.title() if self.context.caseless else name)
        if not phrase.offset_km and place.field == "text":
            before = offset_before(self.context.text[max(0, place.start - 90) : place.start])
            if before is not None:
                phrase = replace(phrase, offset_km=before[0], bearing=before[1])
        if phrase.pair is not None and not self._gazetteer.named(place.name):
            joined = self._between(place, phrase)
            if joined is not None:
                return joined
            phrase = replace(phrase, core=phrase.pair[0])
        holders = [entry for name in phrase.within if (entry := self._best(name, start)) is not None]
        hints: list[Entry] = []
        if place.field == "text":
            told, hints = self._told_around(place.start, place.end)
            holders += told
        order = self._candidates(place.name, phrase, start, [*holders, *hints])
        nearby = self._nearby(place, phrase, holders)
        if not phrase.core and "capital" in place.name.lower() and (seat := self._capital()) is not None:
            return self._backed_off(place, replace(phrase, unit="city"), seat)
        if order and not self._doubtful(order[0], nearby, phrase) and not _contradicted(order[0].entry, holders):
            return self._placed(place, phrase, order)
        if nearby is not None:
            return self._backed_off(place, phrase, nearby)
        return msgspec.structs.replace(place, country=self._only_country())

    def _candidates(self, name: str, phrase: Phrase, start: int, holders: Sequence[Entry]) -> list[Ranked]:
        whole = " ".join(name.split())
        if not phrase.core:
            # Words without a capital ("the port") are no name, though some town may bear it.
            own = [each for each in self._gazetteer.named(whole) if each.entry.gazetteer_id.startswith("dateline:")]
            known = [Found(each.entry, 1.0) for each in own if len(whole) > 8]
            return ranked(known, self.context, keys=frozenset({name_key(whole)}), start=start)
        attempts = [whole, *phrase.words]
        if phrase.core:
            attempts.append(phrase.core)
        keys = frozenset(map(name_key, (*attempts, without_site_noun(phrase.core))))
        exact: dict[int, Found] = {}
        stood_for = self._stood_for(phrase.core)
        if stood_for:
            return ranked(stood_for, self.context, keys=keys, start=start)
        for attempt in dict.fromkeys(attempts):
            for each in self._gazetteer.named(attempt):
                # "Gaza City" whole is better than "Gaza" with "City" taken off.
                better = Found(each.entry, each.quality + (0.15 if attempt != phrase.core else 0.0))
                if each.entry.id not in exact or exact[each.entry.id].quality < better.quality:
                    exact[each.entry.id] = better
        site = phrase.site
        bare = without_site_noun(phrase.core) if site else ""
        if bare and not exact and phrase.core.rsplit(" ", 1)[-1].lower() not in place_words().streets:
            exact = {each.entry.id: Found(each.entry, each.quality - 0.1) for each in self._gazetteer.named(bare)}
        found = tuple(exact.values())
        order = ranked(found, self.context, keys=keys, start=start, unit=phrase.unit, within=holders)
        if (not order or order[0].support < 0.35) and phrase.core:
            alike = self._gazetteer.sounding_like(bare or phrase.core)
            more = tuple(each for each in alike if each.entry.id not in exact)
            if more:
                both = (*found, *more)
                order = ranked(both, self.context, keys=keys, start=start, unit=phrase.unit, within=holders)
        return order

    def _told_around(self, start: int, end: int) -> tuple[list[Entry], list[Entry]]:
        """The places that the words around the name say it is in ("Kabul's …", "… in Kivu"), and those after a comma.

        A comma says it less surely: lists have commas too.
        """
        told: list[Entry] = []
        hinted: list[Entry] = []
        text = self.context.text
        for sighting in self.context.sightings:
            if sighting.in_title or sighting.entry is None or sighting.trust <= 0.3:
                continue
            if sighting.end <= start and _OWNS.fullmatch(text[sighting.end : start]):
                told.append(sighting.entry)
            if sighting.start < end:
                continue
            gap = text[end : sighting.start]
            if len(gap) > 45 or _HOLDS.match(gap) is None:
                break
            if _SAYS_IN.search(gap):
                told.append(sighting.entry)
            elif sighting.entry.kind in _AREAS or sighting.entry.kind in ("country", "region"):
                hinted.append(sighting.entry)
            end = sighting.end
        return told, hinted

    def _stood_for(self, core: str) -> list[Found]:
        """The country or region that a demonym alone ("Malian", "Gazans") stands for."""
        key = name_key(core)
        told = self._gazetteer.demonym(key) or (self._gazetteer.demonym(key[:-1]) if key.endswith("s") else None)
        if told is None or self._gazetteer.named(core):
            return []
        country, part = told
        if part:
            return [each for each in self._gazetteer.strong(name_key(part)) if each.entry.country == country]
        entry = self._gazetteer.country(country)
        return [Found(entry, 1.0)] if entry is not None else []

    def _best(self, name: str, start: int) -> Entry | None:
        phrase = taken_apart(name)
        order = self._candidates(name, replace(phrase, within=()), start, ())
        return order[0].entry if order and order[0].support > 0.2 else None

    def _doubtful(self, top: Ranked, nearby: Entry | None, phrase: Phrase) -> bool:
        """Whether the best candidate is only a namesake of something in the report's own country."""
        if top.quality < 0.8 and top.support < 0.45:
            return True
        if top.entry.kind in ("country", "sea", "strait") and top.quality >= 0.95 and not phrase.site:
            return False
        certain = top.share > 0.9 and top.quality >= 0.95 and top.entry.weight > 0.5 and not phrase.site
        if self.context.countries and top.support < 0.12 and top.entry.weight < 0.7 and not certain:
            return True
        if (top.quality >= 0.85 and top.support >= 0.5) or (top.quality >= 0.7 and top.support >= 0.8):
            return False
        if nearby is None:
            return False
        away = distance_km(top.entry.lat, top.entry.lon, nearby.lat, nearby.lon)
        if certain:
            return False
        if phrase.site or top.entry.weight < 0.6 or top.quality < 0.8:
            limit = _FAR_KM * (0.4 if phrase.site else 1.0) + nearby.radius_km
            return away > limit and not phrase.offset_km
        return top.support < 0.2 and away > 2 * _FAR_KM

    def _nearby(self, place: Place, phrase: Phrase, holders: Sequence[Entry]) -> Entry | None:
        """The known place that the name most likely lies in or near."""
        for holder in holders:
            if holder.kind in _TOWNS | _AREAS:
                return holder
        start = place.start if place.field == "text" else 0
        here = self.context.sentence_of(start)
        keys = {name_key(place.name), name_key(phrase.core)}
        told: Counter[int] = Counter()
        for sighting in self.context.sightings:
            if sighting.entry is not None and not sighting.in_title:
                told[sighting.entry.id] += 1
        best, best_cost = None, 1e9
        for sighting in self.context.sightings:
            entry = sighting.entry
            if entry is None or sighting.key in keys or entry.kind not in _TOWNS | _AREAS or sighting.trust < 0.2:
                continue
            cost = _COSTS["country"] * (1.0 - self.context.countries.get(entry.country, 0.0))
            cost += _COSTS["doubt"] * (1.0 - sighting.trust)
            if sighting.in_title:
                cost += _COSTS["title"]
            else:
                before = sighting.end <= start
                gap = _COSTS["before"] * (start - sighting.end) if before else sighting.start - place.end
                cost += max(0.0, gap)
                sentence = self.context.sentence_of(sighting.start)
                cost += _COSTS["sentence"] * abs(sentence - here)
                cost -= _COSTS["lead"] if sentence == 0 else 0.0
            if entry.kind == "capital" and not sighting.led:
                # "Moscow said" is a government, not a place.
                cost += _COSTS["seat"]
            if entry.kind in _AREAS:
                cost += _COSTS["area"] if entry.radius_km <= 60 else _COSTS["large area"]
            cost -= _COSTS["again"] * min(3, told[entry.id] - 1)
            if cost < best_cost:
                best, best_cost = entry, cost
        return best

    def _only_country(self) -> str | None:
        """The country that the report plays in, if it speaks of none other nearly as much."""
        order = sorted(self.context.countries.items(), key=lambda pair: -pair[1])
        if not order or order[0][1] < 0.9 or (len(order) > 1 and order[1][1] > 0.5):
            return None
        return order[0][0]

    def _capital(self) -> Entry | None:
        """The capital of the country that the report speaks of most."""
        countries = self.context.countries
        country = max(countries, key=lambda code: countries[code], default=None)
        return self._gazetteer.capital_of(country) if country else None

    def _country_of(self, lat: float, lon: float, entry: Entry) -> tuple[str | None, tuple[str, ...]]:
        country, claimants = administration(lat, lon, entry.country, self._day)
        return country or None, claimants

    def _placed(self, place: Place, phrase: Phrase, order: Sequence[Ranked]) -> Place:
        entry = order[0].entry
        lat, lon = entry.lat, entry.lon
        if phrase.offset_km and phrase.bearing is not None:
            lat, lon = moved(lat, lon, phrase.offset_km, phrase.bearing)
        precision, radius = extent(entry, phrase)
        country, claimants = self._country_of(lat, lon, entry)
        score = order[0].share * min(1.0, order[0].quality) * (0.55 + 0.45 * min(1.0, order[0].support))
        others = [each for each in order[1:] if each.share > 0.001][:3]
        return msgspec.structs.replace(
            place,
            lat=round(lat, 4),
            lon=round(lon, 4),
            country=country,
            admin1=self._gazetteer.province_name(entry) if entry.kind != "country" else None,
            precision=precision,
            radius_km=radius,
            gazetteer_id=entry.gazetteer_id,
            disputed=claimants,
            score=round(score, 3),
            others=tuple(
                PlaceCandidate(gazetteer_id=each.entry.gazetteer_id, score=round(each.share, 3)) for each in others
            ),
        )

    def _backed_off(self, place: Place, phrase: Phrase, entry: Entry) -> Place:
        """The point of the nearest known place, with a radius that says that the site itself is not known."""
        lat, lon = entry.lat, entry.lon
        if phrase.offset_km and phrase.bearing is not None:
            lat, lon = moved(lat, lon, phrase.offset_km, phrase.bearing)
        country, claimants = self._country_of(lat, lon, entry)
        precision = phrase.unit if phrase.unit in ("district", "province", "city") else "site"
        radius = max(15.0, entry.radius_km or 0.0, math.sqrt(max(entry.population, 1)) / 60)
        return msgspec.structs.replace(
            place,
            lat=round(lat, 4),
            lon=round(lon, 4),
            country=country,
            admin1=self._gazetteer.province_name(entry),
            precision=precision,
            radius_km=round(radius, 1),
            gazetteer_id=entry.gazetteer_id,
            disputed=claimants,
            score=_BACKED_OFF if entry.kind in _TOWNS else _BACKED_OFF / 2,
        )

    def _between(self, place: Place, phrase: Phrase) -> Place | None:
        """Two places named together: the point between them, if they are near enough for that to mean something."""
        assert phrase.pair is not None
        ends = [self.resolve(msgspec.structs.replace(place, name=name)) for name in phrase.pair]
        one, other = ends
        if one.lat is None or other.lat is None or one.lon is None or other.lon is None:
            return None
        apart = distance_km(one.lat, one.lon, other.lat, other.lon)
        if apart > 1500 or apart < 0.5:
            return msgspec.structs.replace(one, name=place.name)
        lat, lon = (one.lat + other.lat) / 2, (one.lon + other.lon) / 2
        reach = max(one.radius_km or 0.0, other.radius_km or 0.0)
        precision = one.precision if apart <= 10 else "district" if apart <= 60 else "region"
        return msgspec.structs.replace(
            one,
            name=place.name,
            lat=round(lat, 4),
            lon=round(lon, 4),
            country=one.country if one.country == other.country else None,
            precision=precision,
            radius_km=round(apart / 2 + reach, 1),
            gazetteer_id=None,
            score=min(one.score or 0.0, other.score or 0.0),
            others=(),
        )


def _contradicted(entry: Entry, holders: Sequence[Entry]) -> bool:
    """Whether the words around the name say that it lies where the entry is not."""
    if entry.kind in ("country", "region", "sea"):
        return False
    for holder in holders:
        if holder.kind == "country":
            if holder.country != entry.country and entry.country:
                return True
            continue
        away = distance_km(entry.lat, entry.lon, holder.lat, holder.lon)
        if away > max(80.0 if holder.kind in _TOWNS else 200.0, 1.5 * holder.radius_km):
            return True
    return False
