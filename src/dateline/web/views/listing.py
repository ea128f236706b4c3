"""The list of events on the overview: one short line each, and the page after it."""

from __future__ import annotations

import msgspec

from dateline.archive import Archive, EventQuery, KeptEvent
from dateline.archive.answers import AsOf
from dateline.export.saying import casualty_words, kind_words
from dateline.export.sides import perpetrators_of, targets_of
from dateline.web.views.folding import is_private_person
from dateline.web.views.wording import actor_name, day_words, place_name


class EventLine(msgspec.Struct, frozen=True, kw_only=True):
    """An event in the list."""

    id: str
    kind: str
    day: str
    where: str
    who: str
    whom: str
    killed: str
    injured: str
    grade: str
    review: str
    status: str
    reports: int
    origins: int
    score: float
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    disputed: bool = False


class Listing(msgspec.Struct, frozen=True, kw_only=True):
    """A page of events and the cursor of the next."""

    events: tuple[EventLine, ...]
    next: str | None = None


def listing(
    archive: Archive, query: EventQuery, *, as_of: AsOf = None, limit: int = 40, after: str | None = None
) -> Listing:
    """A page of the events that match, the newest day first."""
    page = archive.events(query, as_of=as_of, limit=limit, after=after)
    return Listing(events=tuple(event_line(one) for one in page.events), next=page.next)


def event_line(kept: KeptEvent) -> EventLine:
    """An event in one line; a private person among the targets goes unnamed."""
    event, place = kept.event, kept.event.place.value
    whom = [("one person" if is_private_person(one) else actor_name(one)) for one in targets_of(event).actors]
    return EventLine(
        id=event.id,
        kind=kind_words(event),
        day=day_words(event.date.value) if event.date.value else "no day told",
        where=place_name(place) if place else "no place told",
        who=", ".join(actor_name(one) for one in perpetrators_of(event).actors),
        whom=", ".join(dict.fromkeys(whom)),
        killed=casualty_words(event.fatalities) if event.fatalities.told or event.fatalities.rule else "",
        injured=casualty_words(event.injuries) if event.injuries.told or event.injuries.rule else "",
        grade=event.grade,
        review=kept.review,
        status=event.status.value or "",
        reports=len(event.reports),
        origins=len(event.origins),
        score=event.score,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        radius_km=place.radius_km if place else None,
        disputed=bool(place and place.disputed),
    )
