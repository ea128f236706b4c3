"""`Toponym`: what ``dateline places`` writes, one a line."""

from __future__ import annotations

import msgspec

from dateline.records.kinds import Precision


class Toponym(msgspec.Struct, frozen=True, kw_only=True):
    """A name of a place in a report's text, with the place that it names.

    What could not be resolved is None: ``lat`` and ``lon`` where no entry was likely enough, and then ``precision``,
    ``radius_km`` and ``gazetteer_id`` too; the country may still be told.

    Attributes:
        document: the report's id.
        start, end: characters of the report's text, the end exclusive.
        text: exactly these characters.
        lat, lon: WGS84 degrees.
        country: ISO 3166-1 alpha-2 code of the state that administers the point in practice.
        gazetteer_id: the entry with its source ("geonames:281133").
        precision: how fine the place is.
        score: how likely it is that place, from 0 to 1; None where it has no point.
        radius_km: how far from the point the place reaches.
        admin1: the part of the country that it lies in.
        disputed: the parties that claim the territory.
    """

    document: str
    start: int
    end: int
    text: str
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    gazetteer_id: str | None = None
    precision: Precision | None = None
    score: float | None = None
    radius_km: float | None = None
    admin1: str | None = None
    disputed: tuple[str, ...] = ()
