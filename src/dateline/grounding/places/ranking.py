"""Ranks the places that a name may mean by what the rest of the report names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from dateline.grounding.places.context import ReportContext
from dateline.grounding.places.gazetteer import Entry, Found
from dateline.grounding.places.geodesy import distance_km
from dateline.grounding.places.words import Unit

_NEAR_KM = 120.0
_FAR_KM = 600.0
_MAX_CANDIDATES = 60
_KNOWN_POPULATION = 300_000
_SHARPNESS = 6.0
# What each ground is worth; set on the training reports.
_WORTH = {"size": 0.9, "country": 1.4, "nearness": 1.2, "spelling": 1.7}
_UNIT_KINDS: dict[Unit, frozenset[str]] = {
    "province": frozenset({"province", "territory", "region"}),
    "district": frozenset({"district", "province", "valley", "quarter", "territory"}),
    "city": frozenset({"city", "capital"}),
    "site": frozenset({"village", "quarter", "city", "camp"}),
    "country": frozenset({"country"}),
}
_LOCAL = frozenset(
    {"city", "capital", "district", "province", "quarter", "village", "camp", "base", "crossing", "facility"}
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its worth (unbounded, higher is better), its share among all, and how far context is."""

    entry: Entry
    worth: float
    share: float
    support: float
    quality: float


def _anchors(context: ReportContext, keys: frozenset[str], start: int) -> list[tuple[Entry, float]]:
    """The other places of the report with how much each says about a name at ``start``."""
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


def _has_namesake_city(area: Entry, found: Sequence[Found]) -> bool:
    return any(
        each.entry.kind in ("city", "capital")
        and each.entry.population > 15_000
        and distance_km(area.lat, area.lon, each.entry.lat, each.entry.lon) <= 1.2 * area.radius_km
        for each in found
    )


def ranked(
    found: Sequence[Found],
    context: ReportContext,
    *,
    keys: frozenset[str],
    start: int,
    unit: Unit | None = None,
    within: Sequence[Entry] = (),
) -> list[Ranked]:
    """The candidates, best first.

    Args:
        found: places under the name.
        context: what the report names.
        keys: name keys of the name itself, so that it doesn't vouch for itself.
        start: where the name stands in the text.
        unit: the kind of area that the words say.
        within: places that the phrase says it lies in or near.
    """
    anchors = _anchors(context, keys, start)
    countries = context.countries_without(keys)
    if len(found) > _MAX_CANDIDATES:
        found = sorted(
            found, key=lambda each: -each.entry.weight * each.quality - 2 * countries.get(each.entry.country, 0.0)
        )[:_MAX_CANDIDATES]
    worths: list[tuple[float, float, Found]] = []
    for each in found:
        entry = each.entry
        country = countries.get(entry.country, 0.0) if entry.country else 0.5
        nearness, closest = 0.0, 1e9
        for anchor, weight in anchors:
            away = distance_km(entry.lat, entry.lon, anchor.lat, anchor.lon)
            reach = _NEAR_KM + max(entry.radius_km, anchor.radius_km) / 2
            nearness = max(nearness, weight * (0.7 * math.exp(-away / reach) + 0.3 * math.exp(-away / _FAR_KM)))
            closest = min(closest, away)
        if each.quality >= 0.95 and (entry.population >= _KNOWN_POPULATION or entry.weight > 0.7):
            # A place that everybody knows needs no neighbours in the report.
            nearness = max(nearness, 0.6 * country)
        worth = _WORTH["size"] * entry.weight + _WORTH["country"] * country + _WORTH["nearness"] * nearness
        worth += _WORTH["spelling"] * (each.quality - 0.9)
        if unit is not None:
            worth += 0.45 if entry.kind in _UNIT_KINDS[unit] else -0.15
        elif entry.kind in ("province", "district") and entry.ref and entry.ref.startswith("naturalearth"):
            # "Idlib" alone is the city more often than the province around it.
            worth -= 0.3 if _has_namesake_city(entry, found) else 0.0
        elif entry.kind in ("country", "sea", "strait"):
            worth += 0.6 if each.quality >= 0.95 else 0.0
        elif entry.kind == "airport":
            worth -= 0.4
        for holder in within:
            if holder.kind == "country":
                worth += 1.2 if holder.country == entry.country else -0.6
                continue
            away = distance_km(entry.lat, entry.lon, holder.lat, holder.lon)
            worth += 1.5 if away <= max(60.0, holder.radius_km) else -0.5
        # An unambiguous name may vouch for itself; it was only kept from doing so against its namesakes.
        support = max(country, nearness, context.countries.get(entry.country, 0.0))
        worths.append((worth, support, each))
    worths.sort(key=lambda row: -row[0])
    if not worths:
        return []
    top = worths[0][0]
    shares = [math.exp(_SHARPNESS * (worth - top)) for worth, _, _ in worths]
    # Two entries of one place (the city and its airfield, two sources) do not make each other less sure.
    total = sum(
        share
        for share, (_, _, each) in zip(shares, worths, strict=True)
        if distance_km(each.entry.lat, each.entry.lon, worths[0][2].entry.lat, worths[0][2].entry.lon) > 25
    )
    total += shares[0]
    return [
        Ranked(each.entry, worth, min(1.0, share / total), support, each.quality)
        for share, (worth, support, each) in zip(shares, worths, strict=True)
    ]
