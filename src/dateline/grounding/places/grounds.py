"""What speaks for and against each place that a name may mean: the numbers that ``ranking`` weighs.

Every ground is a number of about 0 to 1 with a name of its own, so that a choice can be explained by its grounds and
their weights (``data/place_ranking.toml``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.grounding.places.context import ReportContext
from dateline.grounding.places.gazetteer import Entry, Found
from dateline.grounding.places.geodesy import distance_km
from dateline.grounding.places.words import Unit

GROUNDS = (
    "size",
    "village",
    "capital",
    "country",
    "province",
    "district",
    "province, wide",
    "region",
    "region, wide",
    "sea",
    "own site",
    "airport",
    "known",
    "larger namesake",
    "other name",
    "short name",
    "likeness",
    "unlike",
    "cut",
    "site dropped",
    "stands for",
    "abbreviation",
    "country told",
    "country not told",
    "known in told country",
    "near 30 km",
    "near 150 km",
    "near 600 km",
    "far from all",
    "together",
    "country, told",
    "publisher's country",
    "publisher's country alone",
    "same province",
    "dateline",
    "lies in",
    "lies elsewhere",
    "comma in",
    "comma elsewhere",
    "told before",
    "told before elsewhere",
    "unit fits",
    "unit differs",
    "city of the name",
    "likeness, size",
    "likeness, country told",
    "area elsewhere",
    "the",
    "the, region",
    "acronym",
    "site in other country",
    "backed off",
    "backed off site",
    "backed off, town told",
    "backed off, area",
    "backed off, far in text",
    "backed off, country told",
    "backed off, names known",
    "nothing",
    "nothing for a site",
    "nothing, many namesakes",
    "nothing, no context",
    "nothing, only likeness",
    "nothing, no name",
)
"""All grounds; the last are of "the nearest known place" and of "no place", which compete with the candidates."""
INDEX = {name: position for position, name in enumerate(GROUNDS)}
_NEAR_KM = (30.0, 150.0, 600.0)
_KNOWN_POPULATION = 300_000
_UNIT_KINDS: dict[Unit, frozenset[str]] = {
    "province": frozenset({"province", "district", "territory", "region"}),
    "district": frozenset({"district", "province", "valley", "quarter", "territory"}),
    "city": frozenset({"city", "capital"}),
    "site": frozenset({"village", "quarter", "city", "camp"}),
    "country": frozenset({"country"}),
}
_TOWNS = frozenset({"city", "capital", "village", "quarter", "camp", "base", "crossing", "facility", "island"})
_LOCAL = _TOWNS | {"district", "province"}
_VAST = frozenset({"country", "region", "sea", "strait"})
_WIDE_REGION_KM = 600


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean.

    Attributes:
        found: the place, and how exactly the name is its own.
        cut: only part of the words is its name ("Gaza" of "Gaza City").
        site_dropped: the word for a thing was left out ("Kismayo" of "Kismayo airport").
        stands_for: the name is a demonym of it.
        abbreviation: the name is a short form of it.
    """

    found: Found
    cut: bool = False
    site_dropped: bool = False
    stands_for: bool = False
    abbreviation: bool = False


@dataclass(frozen=True, slots=True)
class NearestKnown:
    """The known place that an unknown site most likely lies in or near, with what speaks against it (``cost``)."""

    entry: Entry
    cost: float
    told: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a name besides its candidates.

    Attributes:
        keys: name keys of the name itself, so that it doesn't vouch for itself.
        start: where it stands in the text.
        unit: the kind of area that the words say.
        water: whether they say a sea or a strait.
        site: the words name a thing in or near a place.
        core: whether they hold a name at all.
        within: places that the words around it say it lies in or near.
        hinted: areas that stand behind a comma after it.
        before: areas that the text puts the same name in elsewhere.
        area_elsewhere: whether the text calls the same name a province or district elsewhere.
        article: whether "the" stands before it.
        acronym: whether it is a short word of capitals in a text that has small letters.
        nearest: the place to back off to, if there is one.
    """

    keys: frozenset[str]
    start: int
    unit: Unit | None = None
    water: bool = False
    site: bool = False
    core: bool = True
    within: Sequence[Entry] = ()
    hinted: Sequence[Entry] = ()
    before: Sequence[Entry] = ()
    area_elsewhere: bool = False
    article: bool = False
    acronym: bool = False
    nearest: NearestKnown | None = None


def anchors_of(context: ReportContext, keys: frozenset[str], start: int) -> list[tuple[Entry, float]]:
    """The other places of the report, at most 24, with how much each says about a name at ``start``."""
    here = context.sentence_of(start)
    anchors: dict[int, tuple[Entry, float]] = {}
    for sighting in context.sightings:
        entry = sighting.entry
        if entry is None or sighting.key in keys or entry.kind not in _LOCAL or sighting.trust < 0.2:
            continue
        weight = 0.6
        if not sighting.in_title:
            gap = abs(context.sentence_of(sighting.start) - here)
            weight = 1.0 if gap == 0 else 0.85 if gap == 1 else 0.65
        weight *= 0.4 + 0.6 * min(1.0, 1.6 * sighting.trust)
        if entry.kind == "province":
            weight *= 0.8
        if weight > anchors.get(entry.id, (entry, 0.0))[1]:
            anchors[entry.id] = (entry, weight)
    return sorted(anchors.values(), key=lambda pair: -pair[1])[:24]


def lies_in(entry: Entry, holder: Entry) -> bool:
    """Whether the entry can lie in, at or near the holder."""
    if holder.kind == "country":
        return holder.country == entry.country or not entry.country
    if entry.kind == "country":
        return False
    if holder.kind in ("province", "district") and holder.country != entry.country and entry.country:
        return False
    if holder.kind == "province" and holder.admin1_code and entry.admin1_code:
        return holder.admin1_code == entry.admin1_code
    away = distance_km(entry.lat, entry.lon, holder.lat, holder.lon)
    if holder.kind in _TOWNS:
        return away <= max(60.0, holder.radius_km)
    return away <= max(60.0, 1.1 * holder.radius_km)


class Grounds:
    """The grounds of one name's candidates in one report."""

    def __init__(self, context: ReportContext, asked: Asked) -> None:
        self._context = context
        self._asked = asked
        self._anchors = anchors_of(context, asked.keys, asked.start)
        self._countries = context.countries_without(asked.keys)
        self._provinces: dict[tuple[str, str], float] = {}
        for entry, weight in self._anchors:
            if entry.admin1_code:
                key = (entry.country, entry.admin1_code)
                self._provinces[key] = max(self._provinces.get(key, 0.0), weight)

    def support(self, entry: Entry) -> float:
        """How much the rest of the report speaks for this part of the world, from 0 to 1."""
        country = self._countries.get(entry.country, 0.0) if entry.country else 0.5
        near = max((weight for other, weight in self._anchors if self._away(entry, other) < 150.0), default=0.0)
        return max(country, near)

    def _away(self, entry: Entry, other: Entry) -> float:
        return max(
            0.0,
            distance_km(entry.lat, entry.lon, other.lat, other.lon) - max(entry.radius_km, other.radius_km) / 2,
        )

    def of(self, candidates: Sequence[Candidate]) -> list[dict[int, float]]:
        """The grounds of each candidate, by their position in ``GROUNDS``; those left out are 0."""
        rivals = [(each.found.entry.population, each.found.quality) for each in candidates]
        return [self._of(each, candidates, rivals) for each in candidates]

    def _of(
        self, candidate: Candidate, all_of_them: Sequence[Candidate], rivals: Sequence[tuple[int, float]]
    ) -> dict[int, float]:
        asked, entry, quality = self._asked, candidate.found.entry, candidate.found.quality
        grounds: dict[int, float] = {}
        self._kind(grounds, entry)
        is_town = entry.kind in ("city", "capital")
        if is_town:
            larger = max((people for people, exact in rivals if exact >= quality), default=0)
            grounds[INDEX["larger namesake"]] = min(3.0, math.log10((larger + 1000) / (entry.population + 1000)))
        if quality < 0.8:
            grounds[INDEX["likeness"]] = 1.0
            grounds[INDEX["unlike"]] = 1.0 - quality / 0.8
            if is_town:
                grounds[INDEX["likeness, size"]] = math.log10(entry.population + 10) / 7.0
            grounds[INDEX["likeness, country told"]] = self._countries.get(entry.country, 0.0)
        elif quality < 0.9:
            grounds[INDEX["short name"]] = 1.0
        elif quality < 1.0:
            grounds[INDEX["other name"]] = 1.0
        for name, holds in (
            ("cut", candidate.cut),
            ("site dropped", candidate.site_dropped),
            ("stands for", candidate.stands_for),
            ("abbreviation", candidate.abbreviation),
        ):
            if holds:
                grounds[INDEX[name]] = 1.0
        if asked.article and asked.unit is None and not asked.site:
            grounds[INDEX["the" if is_town else "the, region"]] = 1.0
        is_area = entry.kind in ("province", "district", "territory")
        if asked.area_elsewhere and is_area and asked.unit is None:
            grounds[INDEX["area elsewhere"]] = 1.0
        if asked.acronym and is_town:
            grounds[INDEX["acronym"]] = 1.0
        self._surroundings(grounds, entry)
        self._words(grounds, entry)
        if asked.water:
            grounds[INDEX["unit fits" if entry.kind in ("sea", "strait") else "unit differs"]] = 1.0
        elif asked.unit is not None:
            grounds[INDEX["unit fits" if entry.kind in _UNIT_KINDS[asked.unit] else "unit differs"]] = 1.0
        elif entry.kind in ("province", "district") and _has_namesake_city(entry, all_of_them):
            grounds[INDEX["city of the name"]] = 1.0
        return grounds

    def _kind(self, grounds: dict[int, float], entry: Entry) -> None:
        if entry.kind in ("city", "capital"):
            grounds[INDEX["size"]] = math.log10(entry.population + 10) / 7.0
            if entry.population < 1000:
                grounds[INDEX["village"]] = 1.0
            if entry.kind == "capital":
                grounds[INDEX["capital"]] = 1.0
        elif entry.kind in ("country", "province", "district"):
            grounds[INDEX[entry.kind]] = 1.0
            if entry.kind == "province":
                grounds[INDEX["province, wide"]] = min(1.0, entry.radius_km / 400)
        elif entry.kind in ("sea", "strait"):
            grounds[INDEX["sea"]] = 1.0
        elif entry.kind in _VAST or entry.kind in ("territory", "mountains", "river", "valley", "road", "island"):
            grounds[INDEX["region"]] = 1.0
            if entry.radius_km > _WIDE_REGION_KM:
                grounds[INDEX["region, wide"]] = 1.0
        elif entry.gazetteer_id.startswith("icao:"):
            grounds[INDEX["airport"]] = 1.0
        else:
            grounds[INDEX["own site"]] = 1.0
        if entry.population >= _KNOWN_POPULATION or entry.weight > 0.7:
            grounds[INDEX["known"]] = 1.0

    def _surroundings(self, grounds: dict[int, float], entry: Entry) -> None:
        country = self._countries.get(entry.country, 0.0) if entry.country else 0.5
        grounds[INDEX["country told"]] = country
        if entry.country in self._context.home:
            grounds[INDEX["publisher's country"]] = 1.0
            if self._context.home.issuperset(self._countries):
                grounds[INDEX["publisher's country alone"]] = 1.0
        if self._countries and country < 0.05:
            grounds[INDEX["country not told"]] = 1.0
        if entry.population >= _KNOWN_POPULATION or entry.weight > 0.7:
            grounds[INDEX["known in told country"]] = country
        if self._asked.site and country < 0.3:
            grounds[INDEX["site in other country"]] = 1.0
        if entry.kind == "country":
            grounds[INDEX["country, told"]] = country
        if entry.kind == "country" or (entry.kind in _VAST and entry.radius_km > _WIDE_REGION_KM):
            return
        near, closest = [0.0, 0.0, 0.0], 1e9
        for other, weight in self._anchors:
            away = self._away(entry, other)
            closest = min(closest, away)
            for position, reach in enumerate(_NEAR_KM):
                if away < 4 * reach:
                    near[position] = max(near[position], weight * math.exp(-away / reach))
        for name, value in zip(("near 30 km", "near 150 km", "near 600 km"), near, strict=True):
            grounds[INDEX[name]] = value
        grounds[INDEX["together"]] = self._context.together(entry, self._asked.keys)
        if self._anchors and closest > 1000:
            grounds[INDEX["far from all"]] = 1.0
        if entry.admin1_code:
            grounds[INDEX["same province"]] = self._provinces.get((entry.country, entry.admin1_code), 0.0)
        where = self._context.dateline_entry
        if where is not None and distance_km(entry.lat, entry.lon, where.lat, where.lon) < 120:
            grounds[INDEX["dateline"]] = 1.0

    def _words(self, grounds: dict[int, float], entry: Entry) -> None:
        asked = self._asked
        for holders, inside, outside in (
            (asked.within, "lies in", "lies elsewhere"),
            (asked.hinted, "comma in", "comma elsewhere"),
            (asked.before, "told before", "told before elsewhere"),
        ):
            others = [holder for holder in holders if holder.id != entry.id]
            if others:
                fits = sum(lies_in(entry, holder) for holder in others) / len(others)
                grounds[INDEX[inside]] = fits
                grounds[INDEX[outside]] = 1.0 - fits

    def of_nearest(self, candidates: Sequence[Candidate]) -> dict[int, float]:
        """The grounds of backing off to the nearest known place."""
        nearest = self._asked.nearest
        if nearest is None:
            return {}
        exact = any(each.found.quality >= 0.9 and not each.cut for each in candidates)
        return {
            INDEX["backed off"]: 1.0,
            INDEX["backed off site"]: float(self._asked.site),
            INDEX["backed off, town told"]: float(nearest.told),
            INDEX["backed off, area"]: float(nearest.entry.kind not in _TOWNS),
            INDEX["backed off, far in text"]: max(-0.5, min(2.0, nearest.cost / 1000)),
            INDEX["backed off, country told"]: self._countries.get(nearest.entry.country, 0.0),
            INDEX["backed off, names known"]: float(exact),
        }

    def of_nothing(self, candidates: Sequence[Candidate]) -> dict[int, float]:
        """The grounds of there being no place in the gazetteer for the name."""
        likeness = bool(candidates) and all(each.found.quality < 0.8 for each in candidates)
        return {
            INDEX["nothing"]: 1.0,
            INDEX["nothing for a site"]: float(self._asked.site),
            INDEX["nothing, many namesakes"]: math.log10(1 + len(candidates)),
            INDEX["nothing, no context"]: float(not self._countries),
            INDEX["nothing, only likeness"]: float(likeness),
            INDEX["nothing, no name"]: float(not self._asked.core),
        }


def _has_namesake_city(area: Entry, candidates: Sequence[Candidate]) -> bool:
    return any(
        each.found.entry.kind in ("city", "capital")
        and each.found.entry.population > 15_000
        and distance_km(area.lat, area.lon, each.found.entry.lat, each.found.entry.lon) <= 1.2 * area.radius_km
        for each in candidates
    )
