"""Where relative places are: the point that "20 km north of X" or "X's eastern suburbs" names, and its reach."""

from __future__ import annotations

from dateline.grounding.places.extent import extent
from dateline.grounding.places.gazetteer import Entry
from dateline.grounding.places.geodesy import between, distance_km, moved
from dateline.grounding.places.phrases import Phrase
from dateline.records import Precision

_PART_SHARES = {"city": 0.8, "capital": 0.8, "country": 0.35, "region": 0.35}
_OTHER_SHARE = 0.42
"""The middle of a disc's eastern half is 4/(3π) of its radius from the disc's middle. A town's suburbs lie around it;
the radius of a country is that of its furthest corner."""
_SAME_KM = 10.0
_LOCAL_KM = 60.0


def located(entry: Entry, phrase: Phrase) -> tuple[float, float, Precision, float]:
    """Latitude, longitude, precision and radius in km of what ``phrase`` says about ``entry``."""
    precision, radius = extent(entry, phrase)
    lat, lon = entry.lat, entry.lon
    if phrase.offset_km and phrase.bearing is not None:
        lat, lon = moved(lat, lon, phrase.offset_km, phrase.bearing)
    elif phrase.direction is not None:
        whole = extent(entry, Phrase(phrase.core))[1]
        lat, lon = moved(lat, lon, _PART_SHARES.get(entry.kind, _OTHER_SHARE) * whole, phrase.direction)
    return lat, lon, precision, radius


def halfway(
    one: tuple[float, float, float], other: tuple[float, float, float], *, half: bool = False
) -> tuple[float, float, Precision, float]:
    """The place between two, each given as latitude, longitude and radius in km.

    Returns:
        The middle of the great circle between them, the precision, and the radius in km, which holds both ends; where
        the text says ``half`` of the way, a quarter of the way.
    """
    apart = distance_km(*one[:2], *other[:2])
    lat, lon = between(*one[:2], *other[:2])
    precision: Precision = "site" if apart <= _SAME_KM else "district" if apart <= _LOCAL_KM else "region"
    reach = max(one[2], other[2])
    return lat, lon, precision, round(max(reach, apart / 4) if half else apart / 2 + reach, 1)
