"""How exactly a place is told: its precision, and the radius in km within which the event may have been."""

from __future__ import annotations

import math

from dateline.grounding.places.gazetteer import Entry
from dateline.grounding.places.phrases import Phrase
from dateline.records import Precision

_BY_KIND: dict[str, Precision] = {
    "country": "country",
    "province": "province",
    "territory": "province",
    "district": "district",
    "region": "region",
    "border": "region",
    "sea": "region",
    "strait": "region",
    "mountains": "region",
    "valley": "region",
    "river": "region",
    "road": "region",
    "city": "city",
    "capital": "city",
}
_SMALL_UNIT_KM = 25
_LARGE_DISTRICT_KM = 80
_VILLAGE_POPULATION = 1_000
_OFFSHORE_KM = 45.0
_VAST = frozenset({"country", "region", "province"})
_VAGUE = frozenset({"country", "region", "province", "border", "sea", "mountains", "river", "territory"})
_REACH: dict[Precision, float] = {
    "site": 3.0,
    "city": 8.0,
    "district": 30.0,
    "province": 100.0,
    "country": 400.0,
    "region": 150.0,
}


def extent(entry: Entry, phrase: Phrase) -> tuple[Precision, float]:
    """Precision, and radius in km, of what ``phrase`` says about ``entry``."""
    precision = _BY_KIND.get(entry.kind, "site")
    radius = float(entry.radius_km) or _REACH[precision]
    if entry.kind == "island":
        precision = "site" if entry.radius_km <= 6 else "district" if entry.radius_km <= 40 else "region"
    if entry.kind in ("city", "capital"):
        if not entry.radius_km:
            radius = max(2.0, min(30.0, 0.011 * math.sqrt(max(entry.population, 500) / 1.2) + 2.0))
        if 0 < entry.population < _VILLAGE_POPULATION or phrase.unit == "site":
            precision = "site"
        if phrase.unit == "district":
            precision, radius = "district", max(radius, _REACH["district"])
        elif phrase.unit == "province":
            precision, radius = "province", max(radius, _REACH["province"])
    elif _is_rather_a_district(entry, precision, phrase):
        precision = "district"
    if phrase.offshore:
        # Territorial waters reach 22 km, and "off the coast" further than that.
        precision, radius = ("region" if precision in _VAST else "district"), max(radius, _OFFSHORE_KM)
    elif phrase.part:
        if precision == "country":
            precision = "region"
        elif precision == "province":
            precision, radius = "district", radius
        elif precision == "city":
            precision = "site"
        radius = max(radius, 5.0)
    if phrase.site and precision in ("city", "district"):
        precision = "site"
    if phrase.offset_km:
        if phrase.bearing is None:
            radius = max(radius, 1.2 * phrase.offset_km)
        elif entry.kind in _VAGUE:
            # From a border or a region the way may begin anywhere along it.
            return precision, round(radius + 0.25 * phrase.offset_km, 1)
        else:
            # Whoever says "20 km" of a city may count from its edge.
            radius = max(3.0, 0.25 * phrase.offset_km + 2.0, 0.6 * radius)
        precision = "site" if phrase.offset_km <= 30 else "district"
    return precision, round(radius, 1)


def _is_rather_a_district(entry: Entry, precision: Precision, phrase: Phrase) -> bool:
    if entry.kind == "province" and entry.radius_km < _SMALL_UNIT_KM:
        return phrase.unit != "province"
    return phrase.unit == "district" and precision in ("province", "region") and entry.radius_km <= _LARGE_DISTRICT_KM
