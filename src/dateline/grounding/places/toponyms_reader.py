"""`ToponymReader`: the toponyms of a report, found or given, each with the place that it names."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from dateline.errors import ReportError
from dateline.grounding.places.gazetteer import OWN_PREFIX, open_gazetteer
from dateline.grounding.places.own_places import read_places
from dateline.grounding.places.resolver import PlaceResolver, ReportPlaces
from dateline.grounding.places.standing import settled
from dateline.grounding.places.toponyms import ToponymFinder
from dateline.grounding.places.viewpoint import PRACTICE, viewpoint_named
from dateline.records import Place, Report, Toponym

ASKED = "toponyms"
"""The key of a report's ``extra`` that holds spans to resolve instead of those that would be found."""


class ToponymReader:
    """Reads toponyms with one open gazetteer. Belongs to one thread."""

    def __init__(self, finder: ToponymFinder, resolver: PlaceResolver, viewpoint: str = PRACTICE) -> None:
        """``viewpoint`` is ``practice``, ``UN``, or the code of the country whose view gives places their country."""
        self._finder, self._resolver = finder, resolver
        self._viewpoint = viewpoint_named(viewpoint)

    @classmethod
    def load(cls, *, places: Path | None = None, viewpoint: str = PRACTICE) -> ToponymReader:
        """With the gazetteer that is in use, and with a user's own ``places`` (a CSV, see `own_places`).

        Raises:
            InputError: there is no such viewpoint, or the user's table has faults, all of which are named.
            InstallError: the gazetteer, or a file of the finder, is missing or damaged.
        """
        viewpoint_named(viewpoint)
        gazetteer = open_gazetteer(places=read_places(places) if places is not None else ())
        return cls(ToponymFinder(gazetteer), PlaceResolver(gazetteer), viewpoint)

    def read(self, report: Report) -> list[Toponym]:
        """The toponyms in text order; where ``report.extra["toponyms"]`` gives spans, just those, in their order.

        Raises:
            ReportError: the given spans are no list of objects with ``start`` and ``end`` (``report.toponyms``), or
                one does not lie inside the text (``report.toponym-span``).
        """
        spans = asked_spans(report)
        if spans is None:
            spans = [(name.start, name.end) for name in self._finder.find(report.text)]
        names = dict.fromkeys(report.text[start:end] for start, end in spans)
        places = self._resolver.of_report(report, tuple(names))
        return [self._record(report, places, start, end) for start, end in spans]

    def _record(self, report: Report, places: ReportPlaces, start: int, end: int) -> Toponym:
        asked = Place(name=report.text[start:end], start=start, end=end)
        published = report.published_day.isoformat() if report.published_day else None
        place = settled(asked, places, self._resolver.gazetteer, day=published, viewpoint=self._viewpoint)
        if place.gazetteer_id is not None and not self._is_its_own(place, asked, places):
            # The nearest known place is good for an event somewhere near it, but it isn't the place of this name.
            place = msgspec.structs.replace(asked, country=place.country)
        return _toponym(report, place)

    def _is_its_own(self, place: Place, asked: Place, places: ReportPlaces) -> bool:
        """Whether the entry is one of this name, in whatever spelling."""
        if place.gazetteer_id is not None and place.gazetteer_id.startswith((OWN_PREFIX, "dateline:border-")):
            return True
        if any(each.entry.gazetteer_id == place.gazetteer_id for each in self._resolver.gazetteer.named(asked.name)):
            return True
        order = places.choices(asked)
        return bool(order) and not order[0].backed_off


def _toponym(report: Report, place: Place) -> Toponym:
    known = place.lat is not None
    return Toponym(
        document=report.id,
        start=place.start,
        end=place.end,
        text=report.text[place.start : place.end],
        lat=place.lat,
        lon=place.lon,
        country=place.country,
        gazetteer_id=place.gazetteer_id if known else None,
        precision=place.precision if known else None,
        score=place.score if known else None,
        radius_km=place.radius_km if known else None,
        admin1=place.admin1,
        disputed=place.disputed,
    )


def asked_spans(report: Report) -> list[tuple[int, int]] | None:
    """The spans that the input gives under ``toponyms``; None where it gives none, so that they are to be found.

    Raises:
        ReportError: as `ToponymReader.read` says; ``where`` names the one that is at fault.
    """
    given = report.extra.get(ASKED)
    if given is None:
        return None
    if not isinstance(given, list):
        raise _unusable(report, ASKED, f"this is {_kind(given)}, not a list of spans")
    spans = []
    for number, item in enumerate(given):
        key = f"{ASKED}[{number}]"
        if not isinstance(item, dict):
            raise _unusable(report, key, f"this is {_kind(item)}, not an object")
        start, end = (_offset(report, key, item, name) for name in ("start", "end"))
        if not 0 <= start < end <= len(report.text):
            raise ReportError(
                f"no characters {start} to {end} in a text of {len(report.text)}",
                where=_where(report, key),
                remedy="Offsets count characters of the text from 0; the end is exclusive.",
                code="report.toponym-span",
            )
        spans.append((start, end))
    return spans


def _offset(report: Report, key: str, item: dict[str, Any], name: str) -> int:
    value = item.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        what = f"{name} is missing" if value is None else f"{name} is {_kind(value)}, not a whole number"
        raise _unusable(report, key, what)
    return value


def _unusable(report: Report, key: str, what: str) -> ReportError:
    return ReportError(
        what,
        where=_where(report, key),
        remedy='Write a list of objects like {"start": 10, "end": 15}, or leave toponyms out to have them found.',
        code="report.toponyms",
    )


def _where(report: Report, key: str) -> str:
    return f"{report.origin or report.id}:{key}"


def _kind(value: object) -> str:
    names = {str: "a string", list: "a list", dict: "an object", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
