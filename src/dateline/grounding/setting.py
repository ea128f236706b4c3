"""`Grounder`: sets the words of a report's mentions against the world."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from dateline.codebook import actor_kind_of
from dateline.grounding.dates import dates_of, resolve_span
from dateline.grounding.dates.timeline import ResolvedDate
from dateline.grounding.places import PlaceResolver, ReportPlaces, open_gazetteer
from dateline.records import Actor, Mention, Period, Place, Report, Span, Unresolved

NO_PUBLICATION_DAY = "relative to a publication day that the report does not give"
NOT_IN_CALENDAR = "no day of the calendar"
NOT_IN_GAZETTEER = "no entry of the gazetteer is likely enough"


class Grounder:
    """Grounds mentions with one open gazetteer. Not safe to share between threads or processes."""

    def __init__(self, resolver: PlaceResolver) -> None:
        self._resolver = resolver

    @classmethod
    def load(cls) -> Grounder:
        """With the installed gazetteer.

        Raises:
            InstallError: the gazetteer is missing or damaged.
        """
        return cls(PlaceResolver(open_gazetteer()))

    def ground(self, report: Report, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions with places, days, actor kinds and countries; what cannot be resolved is in ``unresolved``."""
        if not mentions:
            return []
        dates = dates_of(report.text, report.published_day)
        places = self._resolver.of_report(report)
        return [self._grounded(report, mention, dates, places) for mention in mentions]

    def _grounded(
        self, report: Report, mention: Mention, dates: Sequence[ResolvedDate], places: ReportPlaces
    ) -> Mention:
        unresolved = [u for u in mention.unresolved if u.field != "date"]
        day: Period | None = mention.date
        for words in (u for u in mention.unresolved if u.field == "date"):
            day = _days(report, words.text, dates)
            if day is None:
                why = NO_PUBLICATION_DAY if report.published is None else NOT_IN_CALENDAR
                unresolved.append(Unresolved(field="date", text=words.text, why=why))
        place: Place | None = mention.place
        if place is not None:
            place = places.resolve(place)
            if place.lat is None:
                span = report.span(place.start, place.end, place.field)
                unresolved.append(Unresolved(field="place", text=span, why=NOT_IN_GAZETTEER))
        return msgspec.structs.replace(
            mention,
            place=place,
            date=day,
            perpetrators=tuple(_actor(actor, places) for actor in mention.perpetrators),
            targets=tuple(_actor(actor, places) for actor in mention.targets),
            unresolved=tuple(unresolved),
        )


def _actor(actor: Actor, places: ReportPlaces) -> Actor:
    return msgspec.structs.replace(actor, kind=actor_kind_of(actor.name), country=places.country_in(actor.name))


def _days(report: Report, words: Span, dates: Sequence[ResolvedDate]) -> Period | None:
    if words.field != "text":
        return None
    return resolve_span(report.text, words.start, words.end, report.published_day, resolved=dates)
