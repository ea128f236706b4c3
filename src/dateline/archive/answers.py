"""What the archive is asked and what it answers: frozen records, none of which knows SQL."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal, TypeAlias

import msgspec

from dateline.records import Mention, Report, Status, SubEventType
from dateline.records.event import Event, Grade

AsOf: TypeAlias = str | date | datetime | int | None
"""A past moment: a day (its end, UTC), a time, or the number of a change; None is now."""

Review = Literal["open", "accepted", "rejected", "flagged"]
"""What a person last said of an event; ``open`` where nobody has."""

Box: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north in WGS84 degrees, the order of GeoJSON; west above east crosses the date line."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One transaction: its place in the order from 1, its time (ISO 8601, UTC), who did what, and why."""

    number: int
    at: str
    who: str
    action: str
    why: str = ""


class CoderRun(msgspec.Struct, frozen=True, kw_only=True):
    """What coded reports.

    Attributes:
        name, version, model: of the coder, as in a mention's ``coder``.
        options: what it was told, by option.
        began: ISO 8601 time, UTC.
        read: the inputs, as they were named.
    """

    name: str = "dateline"
    version: str
    model: str
    options: Mapping[str, str] = {}
    began: str = ""
    read: tuple[str, ...] = ()


class KeptReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report, which revision of it this is (from 1), and the change that appended it."""

    report: Report
    revision: int
    change: Change


class KeptMention(msgspec.Struct, frozen=True, kw_only=True):
    """A mention with its event's id; ``revision`` is that of the report its offsets point into."""

    mention: Mention
    version: int
    revision: int
    run: CoderRun
    change: Change


class KeptEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event, what a person said of it, and the change that made this version."""

    event: Event
    review: Review
    change: Change


class EventQuery(msgspec.Struct, frozen=True, kw_only=True):
    """Which events are asked for: all conditions hold at once, and one of the values of each list.

    Attributes:
        box: where the event's point lies; events without a point lie in no box.
        period: first and last ISO day, inclusive; an event matches when its days touch them.
        countries: ISO 3166-1 alpha-2 codes.
        admin1: parts of a country, as the gazetteer names them.
        types: sub-event types.
        event_types: the wider types.
        actors: ids of the directory, or names, of perpetrators and targets; names match whole, in any case.
        publishers: who printed it.
        sources: who a report says it has it from.
        grades, statuses, reviews: as in the event.
        min_score: lowest score, 0 to 1.
        min_fatalities: lowest best figure.
        text: words of the title or text of a report that tells it: all of them, "a phrase", -without, this OR that.
        merged: with those that were merged into another; they hold no mentions any more.
    """

    box: Box | None = None
    period: tuple[str, str] | None = None
    countries: tuple[str, ...] = ()
    admin1: tuple[str, ...] = ()
    types: tuple[SubEventType, ...] = ()
    event_types: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    grades: tuple[Grade, ...] = ()
    statuses: tuple[Status, ...] = ()
    reviews: tuple[Review, ...] = ()
    min_score: float | None = None
    min_fatalities: int | None = None
    text: str | None = None
    merged: bool = False


class EventPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some events, the newest day first, and the cursor of the next page; None where this is the last."""

    events: tuple[KeptEvent, ...]
    next: str | None = None


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """Ids of events, sorted, by what became of them after ``since`` up to change ``upto``."""

    since: int
    upto: int
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """How many reports were new, revised, coded anew or passed over, and how many mentions were appended."""

    new: int = 0
    revised: int = 0
    recoded: int = 0
    passed_over: int = 0
    mentions: int = 0


class Linked(msgspec.Struct, frozen=True, kw_only=True):
    """What linking did: how many mentions it looked at, and events made, changed, merged or left without mentions."""

    mentions: int = 0
    new: int = 0
    changed: int = 0
    merged: int = 0
    withdrawn: int = 0


class Flaw(msgspec.Struct, frozen=True, kw_only=True):
    """Something that does not fit: what kind of thing, which one, and what is wrong, in one sentence."""

    kind: str
    where: str
    what: str


class Verification(msgspec.Struct, frozen=True, kw_only=True):
    """What was looked at, by table, and every flaw; none means that nothing was lost or altered."""

    rows: Mapping[str, int]
    flaws: tuple[Flaw, ...] = ()

    @property
    def clean(self) -> bool:
        """Whether there is no flaw."""
        return not self.flaws
