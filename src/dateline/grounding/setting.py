"""`Grounder`: sets the words of a report's mentions against the world."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from dateline.grounding.actors import ActorDirectory, ActorResolver
from dateline.grounding.actors.in_report import actors_of
from dateline.grounding.actors.of_mention import with_actors
from dateline.grounding.dates import date_of_event, dates_of_report
from dateline.grounding.dates.timeline import ResolvedDate
from dateline.grounding.places import PlaceResolver, ReportPlaces, open_gazetteer
from dateline.grounding.places.own_places import read_places
from dateline.grounding.places.standing import day_of, settled
from dateline.grounding.places.viewpoint import PRACTICE, viewpoint_named
from dateline.records import Mention, Period, Place, Report, Span, Unresolved

NO_PUBLICATION_DAY = "relative to a publication day that the report does not give"
NOT_IN_CALENDAR = "no day of the calendar"
NOT_IN_GAZETTEER = "no entry of the gazetteer is likely enough"


class Grounder:
    """Grounds mentions with one open gazetteer and one directory of actors.

    Not safe to share between threads or processes.
    """

    def __init__(self, resolver: PlaceResolver, viewpoint: str = PRACTICE, actors: ActorResolver | None = None) -> None:
        """``viewpoint`` is ``practice``, ``UN``, or the code of the country whose view gives places their country."""
        self._resolver = resolver
        self._viewpoint = viewpoint_named(viewpoint)
        self._actors = actors or ActorResolver()

    @classmethod
    def load(cls, *, places: Path | None = None, viewpoint: str = PRACTICE, actors: Path | None = None) -> Grounder:
        """With the gazetteer that is in use, and with a user's own ``places`` and ``actors``, both CSV files.

        Raises:
            InputError: there is no such viewpoint, or a user's table has faults, all of which are named.
            InstallError: the gazetteer or the directory of actors is missing or damaged.
        """
        viewpoint_named(viewpoint)
        own = read_places(places) if places is not None else ()
        directory = ActorDirectory.load([actors]) if actors is not None else None
        return cls(PlaceResolver(open_gazetteer(places=own)), viewpoint, ActorResolver(directory))

    def ground(self, report: Report, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions with places, days and actors; what cannot be resolved is in ``unresolved``."""
        if not mentions:
            return []
        dates = dates_of_report(report)
        places = self._resolver.of_report(report)
        actors = actors_of(self._actors, report, places)
        return [
            with_actors(self._grounded(report, mention, dates, places), report, actors, places) for mention in mentions
        ]

    def _grounded(
        self, report: Report, mention: Mention, dates: Sequence[ResolvedDate], places: ReportPlaces
    ) -> Mention:
        unresolved = [u for u in mention.unresolved if u.field != "date"]
        day: Period | None = mention.date
        for words in (u for u in mention.unresolved if u.field == "date"):
            day = _days(report, mention, words.text, dates)
            if day is None:
                why = NO_PUBLICATION_DAY if report.published is None else NOT_IN_CALENDAR
                unresolved.append(Unresolved(field="date", text=words.text, why=why))
        place: Place | None = mention.place
        if place is not None:
            published = report.published_day.isoformat() if report.published_day else None
            place = settled(
                place, places, self._resolver.gazetteer, day=day_of(day, published), viewpoint=self._viewpoint
            )
            if place.lat is None:
                span = report.span(place.start, place.end, place.field)
                unresolved.append(Unresolved(field="place", text=span, why=NOT_IN_GAZETTEER))
        return msgspec.structs.replace(
            mention,
            place=place,
            date=day,
            unresolved=tuple(unresolved),
        )


def _days(report: Report, mention: Mention, words: Span, dates: Sequence[ResolvedDate]) -> Period | None:
    if words.field != "text":
        return None
    trigger = mention.trigger if mention.trigger.field == "text" else words
    return date_of_event(report.text, trigger.start, (words.start, words.end), dates)
