"""`PlaceResolver`: from the name of a place in a report to a point with its precision, or to an honest nothing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import msgspec

from dateline.grounding.places.context import ReportContext, is_common
from dateline.grounding.places.disputed import administration
from dateline.grounding.places.extent import extent
from dateline.grounding.places.gazetteer import Entry, Found, Gazetteer
from dateline.grounding.places.geodesy import distance_km, moved
from dateline.grounding.places.grounds import Asked, Candidate, Grounds, NearestKnown
from dateline.grounding.places.name_keys import name_key
from dateline.grounding.places.phrases import Phrase, offset_before, taken_apart, without_site_noun
from dateline.grounding.places.ranking import Ranked, Weights, ranked, shipped_weights
from dateline.grounding.places.settled_areas import SettledArea, settled_areas
from dateline.grounding.places.told_areas import is_area_elsewhere, tells_area, told_around, told_elsewhere
from dateline.grounding.places.words import Unit, place_words
from dateline.records import Place, PlaceCandidate, Precision, Report

# Below this support by the report, other spellings are looked for.
_SUPPORTED = 0.35
_MAX_CANDIDATES = 60
_SHOWN = 0.005
_ACRONYM = 4
_LONGEST_NAME = 200
_WATERS = frozenset({"sea", "ocean", "strait", "straits", "gulf", "bay", "channel"})
_WATERS_OF = ("sea of ", "gulf of ", "strait of ", "straits of ", "bay of ")
# Within this many km of the known place lie some 85 in 100 unknown things ("the market") and villages, by whether the
# text says that they lie there; measured on the training reports.
_THING_KM = {True: 15.0, False: 30.0}
_VILLAGE_KM = {True: 20.0, False: 55.0}
_UNSURE_SCORE = 0.8
_HELD = 0.85
_MOST_KM = 100.0
_BARE = Phrase("")
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
_TOWNS = frozenset({"city", "capital", "village", "quarter", "camp", "base", "crossing", "facility", "island"})
_AREAS = frozenset({"district", "valley", "province", "territory"})


class PlaceResolver:
    """Resolves names of places with one gazetteer. Belongs to one thread."""

    def __init__(self, gazetteer: Gazetteer, weights: Weights | None = None) -> None:
        """``weights`` are those that rank the places of a name; None is the shipped ones."""
        self.gazetteer = gazetteer
        self._weights = weights or shipped_weights()
        self._last: tuple[tuple[object, ...], ReportPlaces] | None = None

    def of_report(self, report: Report, others: Sequence[str] = ()) -> ReportPlaces:
        """What is needed for all names of one report; ``others`` are further names of places that it has."""
        day = report.published[:10] if report.published else None
        return ReportPlaces(
            self.gazetteer, report.text, report.title, report.publisher, others, day, report.url, self._weights
        )

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
            places = ReportPlaces(self.gazetteer, text, title, publisher, others, day, weights=self._weights)
            self._last = (key, places)
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
        url: str | None = None,
        weights: Weights | None = None,
    ) -> None:
        self._gazetteer = gazetteer
        self._day = day
        self._weights = weights or shipped_weights()
        self._told: dict[str, list[Entry]] = {}
        self.context = ReportContext(gazetteer, text, title, publisher, others, url)

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
        name = place.name[:_LONGEST_NAME]
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
        if not phrase.core and "capital" in place.name.lower() and (seat := self._capital()) is not None:
            return self._backed_off(place, replace(phrase, unit="city"), _sure(seat))
        order = self.choices(place, phrase)
        if not order or order[0].score < self._weights.least:
            others = _others(order)
            return msgspec.structs.replace(place, country=self._only_country(), others=others)
        if order[0].backed_off:
            return self._backed_off(place, phrase, order[0], order[1:])
        return self._placed(place, phrase, order)

    def choices(self, place: Place, phrase: Phrase | None = None) -> list[Ranked]:
        """All places that the name may mean, most likely first, and the one to back off to among them."""
        candidates, grounds, nearest = self.weighed(place, phrase)
        return ranked(candidates, grounds, nearest, self._weights)

    def weighed(
        self, place: Place, phrase: Phrase | None = None
    ) -> tuple[list[Candidate], Grounds, NearestKnown | None]:
        """The candidates for a name, what speaks for each, and the known place to back off to."""
        start = place.start if place.field == "text" else 0
        phrase = phrase or taken_apart(place.name[:_LONGEST_NAME])
        if phrase.within and is_common(phrase.core):
            # "University of California" is no place called University.
            phrase = replace(phrase, core="", site=True)
        within = [entry for name in phrase.within if (entry := self._best(name, start)) is not None]
        hinted: list[Entry] = []
        before: list[Entry] = []
        if place.field == "text":
            told, hinted = told_around(self.context, place.start, place.end)
            within += told
        if phrase.core:
            before = self._told_elsewhere(phrase.core)
        whole = " ".join(place.name[:_LONGEST_NAME].split())
        text = self.context.text
        keys = self._own_keys(place, phrase, whole)
        asked = Asked(
            keys=keys,
            start=start,
            unit=phrase.unit or self._unit_before(place, phrase.core),
            water=whole.rsplit(" ", 1)[-1].lower() in _WATERS or whole.lower().startswith(_WATERS_OF),
            site=phrase.site,
            core=bool(phrase.core),
            within=within,
            hinted=hinted,
            before=before,
            area_elsewhere=is_area_elsewhere(text, phrase.core),
            acronym=whole.isupper() and whole.isascii() and len(whole) <= _ACRONYM and not self.context.shouted,
            article=place.field == "text" and text[max(0, start - 4) : start].lower() == "the ",
            nearest=self._nearby(place, keys, [*within, *hinted]),
        )
        grounds = Grounds(self.context, asked)
        return self._candidates(place.name, phrase, grounds), grounds, asked.nearest

    def _candidates(self, name: str, phrase: Phrase, grounds: Grounds) -> list[Candidate]:
        whole = " ".join(name[:_LONGEST_NAME].split())
        if not phrase.core:
            # Words without a capital ("the port") are no name, though some town may bear it.
            own = [each for each in self._gazetteer.named(whole) if each.entry.gazetteer_id.startswith("dateline:")]
            return [Candidate(Found(each.entry, 1.0)) for each in own if len(whole) > 8]
        found: dict[int, Candidate] = {}

        def add(each: Candidate) -> None:
            old = found.get(each.found.entry.id)
            if old is None or _exactness(each) > _exactness(old):
                found[each.found.entry.id] = each

        for stood in self._stood_for(whole) or self._stood_for(phrase.core):
            add(Candidate(stood, stands_for=True))
        for short in self.context.abbreviated(whole):
            add(Candidate(short, abbreviation=True))
        bare = without_site_noun(phrase.core) if phrase.site else ""
        last = phrase.core.rsplit(" ", 1)[-1].lower()
        for attempt in dict.fromkeys((whole, *phrase.words, phrase.core)):
            # Where "Gaza City" is a place, the name "Gaza" is only a part of it.
            cut = attempt == phrase.core and bool(phrase.words) and bool(found)
            for each in self._gazetteer.named(attempt):
                add(Candidate(each, cut=cut))
        if bare and not found and last not in place_words().streets:
            for each in self._gazetteer.named(bare):
                add(Candidate(each, site_dropped=True))
        if not found and phrase.site and last not in place_words().streets:
            for each in self._named_after(phrase.core):
                add(Candidate(each, site_dropped=True))
        if not any(grounds.support(each.found.entry) >= _SUPPORTED for each in found.values()):
            for each in self._gazetteer.sounding_like(bare or phrase.core):
                add(Candidate(each, site_dropped=bool(bare)))
        kept = list(found.values())
        if len(kept) > _MAX_CANDIDATES:
            kept.sort(
                key=lambda each: -each.found.entry.weight * each.found.quality - 2 * grounds.support(each.found.entry)
            )
        return kept[:_MAX_CANDIDATES]

    def _unit_before(self, place: Place, core: str) -> Unit | None:
        """Province, where the words before a name tell of an area ("across Idlib") and a province has the name."""
        if place.field != "text" or not tells_area(self.context.text, place.start):
            return None
        kinds = {each.entry.kind for each in self._gazetteer.strong(name_key(core))}
        return "province" if "province" in kinds and "country" not in kinds else None

    def _told_elsewhere(self, core: str) -> list[Entry]:
        if core not in self._told:
            self._told[core] = told_elsewhere(self.context, core)
        return self._told[core]

    def _named_after(self, core: str) -> list[Found]:
        """The well-known place that a thing of several words begins with ("Kabul" of "Kabul Art Institute")."""
        words = core.split()
        for length in range(len(words) - 1, 0, -1):
            start = " ".join(words[:length])
            if is_common(start) or (length == 1 and name_key(start) in place_words().ordinary):
                continue
            if found := [*self._gazetteer.strong(name_key(start)), *self._stood_for(start)]:
                return found
        return []

    def _stood_for(self, core: str) -> list[Found]:
        """The country or region that a demonym alone ("Malian", "Gazans") stands for."""
        key = name_key(core)
        told = self._gazetteer.demonym(key) or (self._gazetteer.demonym(key[:-1]) if key.endswith("s") else None)
        if told is None:
            return []
        country, part = told
        if part:
            return [each for each in self._gazetteer.strong(name_key(part)) if each.entry.country == country]
        entry = self._gazetteer.country(country)
        return [Found(entry, 1.0)] if entry is not None else []

    def _best(self, name: str, start: int) -> Entry | None:
        """The place of a name that stands inside another ("Kabul" of "Kabul's airport")."""
        phrase = replace(taken_apart(name), within=())
        keys = frozenset(map(name_key, (name, phrase.core))) - {""}
        grounds = Grounds(self.context, Asked(keys=keys, start=start, unit=phrase.unit, core=bool(phrase.core)))
        order = ranked(self._candidates(name, phrase, grounds), grounds, None, self._weights)
        return order[0].entry if order and order[0].score >= self._weights.least else None

    def _own_keys(self, place: Place, phrase: Phrase, whole: str) -> frozenset[str]:
        """Keys of the name, and of names inside its core ("Tall" of "Tall Abyad"): they say nothing besides it."""
        keys = {name_key(form) for form in (whole, *phrase.words, phrase.core, without_site_noun(phrase.core))}
        if place.field == "text" and phrase.core and not phrase.site and (offset := place.name.find(phrase.core)) >= 0:
            start = place.start + offset
            end = start + len(phrase.core)
            inside = (each for each in self.context.sightings if not each.in_title)
            keys |= {each.key for each in inside if start <= each.start and each.end <= end}
        return frozenset(keys - {""})

    def _nearby(self, place: Place, keys: frozenset[str], holders: Sequence[Entry]) -> NearestKnown | None:
        """The known place that the name most likely lies in or near."""
        for holder in holders:
            if holder.kind in _TOWNS | _AREAS:
                return NearestKnown(holder, 0.0, told=True)
        start = place.start if place.field == "text" else 0
        here = self.context.sentence_of(start)
        told: Counter[int] = Counter()
        for sighting in self.context.sightings:
            if sighting.entry is not None and not sighting.in_title:
                told[sighting.entry.id] += 1
        best, best_cost = None, 1e9
        for sighting in self.context.sightings:
            entry = sighting.entry
            if entry is None or sighting.key in keys or entry.kind not in _TOWNS | _AREAS or sighting.trust < 0.2:
                continue
            if entry.kind in _AREAS and entry.radius_km > _MOST_KM:
                # That a name lies in a province this large must be told.
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
        return NearestKnown(best, best_cost, told=False) if best is not None else None

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
        if order[0].score < _UNSURE_SCORE and (reach := _reach(order)) is not None:
            radius = max(radius, reach)
        country, claimants = self._country_of(lat, lon, entry)
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
            score=round(order[0].score, 3),
            others=_others(order[1:], entry),
        )

    def _backed_off(self, place: Place, phrase: Phrase, chosen: Ranked, order: Sequence[Ranked] = ()) -> Place:
        """The point of the nearest known place, with a radius that says that the site itself is not known."""
        entry = chosen.entry
        lat, lon = entry.lat, entry.lon
        nearby = _THING_KM if phrase.site or not phrase.core else _VILLAGE_KM
        radius = max(nearby[chosen.told], entry.radius_km or 0.0, math.sqrt(max(entry.population, 1)) / 60)
        if (area := self._settled_area(entry)) is not None:
            lat, lon, radius = area.lat, area.lon, area.radius_km
        if phrase.offset_km and phrase.bearing is not None:
            lat, lon = moved(lat, lon, phrase.offset_km, phrase.bearing)
        country, claimants = self._country_of(lat, lon, entry)
        precision: Precision = phrase.unit if phrase.unit in ("district", "province", "city") else "site"
        if entry.kind in _AREAS:
            # All that is known is the area.
            precision = extent(entry, _BARE)[0]
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
            score=round(chosen.score, 3),
            others=_others(order, entry),
        )

    def _settled_area(self, entry: Entry) -> SettledArea | None:
        """Where the people of a province live, also of one that is told by two sources."""
        if entry.kind != "province":
            return None
        same = [each.entry for each in self._gazetteer.strong(name_key(entry.name))]
        for each in (entry, *same):
            if each.kind == "province" and each.country == entry.country and each.gazetteer_id in settled_areas():
                return settled_areas()[each.gazetteer_id]
        return None

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


def _others(order: Sequence[Ranked], chosen: Entry | None = None) -> tuple[PlaceCandidate, ...]:
    """The next best choices."""
    rest = [each for each in order if each.share > _SHOWN and (chosen is None or each.entry.id != chosen.id)]
    return tuple(PlaceCandidate(gazetteer_id=each.entry.gazetteer_id, score=round(each.share, 3)) for each in rest)


def _reach(order: Sequence[Ranked]) -> float | None:
    """The distance from the first that holds ``_HELD`` of the probability, where the namesakes are that near."""
    first = order[0].entry
    near = sorted((distance_km(first.lat, first.lon, each.entry.lat, each.entry.lon), each.share) for each in order)
    held = 0.0
    for away, share in near:
        held += share
        if away > _MOST_KM:
            return None
        if held >= _HELD:
            return round(away + 1.0, 1)
    return None


def _sure(entry: Entry) -> Ranked:
    return Ranked(entry, 0.5, 0.5, 1.0, backed_off=True, told=True)


def _exactness(candidate: Candidate) -> tuple[bool, float]:
    """What decides under which form a place stands that the name has by several."""
    return not (candidate.cut or candidate.site_dropped), candidate.found.quality
