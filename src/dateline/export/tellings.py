"""Events with what tells them, from wherever they are kept: a file or an archive."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Protocol, TypeAlias

import msgspec

from dateline.records import Mention, Report
from dateline.records.event import Event

AT_ONCE = 200
"""Events for which mentions and reports are asked for together; so many are in memory at a time."""


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it comes from where it is kept; ``changed`` is the ISO 8601 time of this version, where known."""

    event: Event
    changed: str | None = None


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """An event with the mentions and reports that a format asked for; what is not at hand is left out.

    Attributes:
        event: the event.
        changed: ISO 8601 time of this version, where known.
        mentions: those that tell it, by id.
        reports: those that hold them, by id.
    """

    event: Event
    changed: str | None = None
    mentions: tuple[Mention, ...] = ()
    reports: Mapping[str, Report] = {}


class Library(Protocol):
    """Where the mentions and reports of events can be asked for, many at a time."""

    def mentions_of(self, events: Sequence[Event]) -> Mapping[str, tuple[Mention, ...]]:
        """The mentions of each event by its id, in the order of their ids; events without any may be left out."""

    def reports_of(self, ids: Collection[str]) -> Mapping[str, Report]:
        """The reports of these ids; those that are not at hand are left out."""


class NoLibrary:
    """Events alone, without what tells them."""

    def mentions_of(self, events: Sequence[Event]) -> Mapping[str, tuple[Mention, ...]]:  # noqa: ARG002
        """None."""
        return {}

    def reports_of(self, ids: Collection[str]) -> Mapping[str, Report]:  # noqa: ARG002
        """None."""
        return {}


class MemoryLibrary:
    """Mentions and reports that lie in memory."""

    def __init__(self, mentions: Iterable[Mention] = (), reports: Iterable[Report] = ()) -> None:
        self._mentions = {mention.id: mention for mention in mentions}
        self._reports = {report.id: report for report in reports}

    def mentions_of(self, events: Sequence[Event]) -> Mapping[str, tuple[Mention, ...]]:
        """As `Library.mentions_of`."""
        kept = self._mentions
        return {event.id: tuple(kept[one] for one in event.mentions if one in kept) for event in events}

    def reports_of(self, ids: Collection[str]) -> Mapping[str, Report]:
        """As `Library.reports_of`."""
        return {id: self._reports[id] for id in ids if id in self._reports}


Wanted: TypeAlias = Callable[[Event], bool]


def of_none(_event: Event) -> bool:
    """For a format that needs no mentions, or no reports."""
    return False


def of_all(_event: Event) -> bool:
    """For a format that needs the mentions, or the reports, of every event."""
    return True


def gather(
    kept: Iterable[Kept], library: Library, *, mentions: Wanted = of_none, reports: Wanted = of_none
) -> Iterator[Telling]:
    """The events with what is wanted of each; some hundred are in memory at a time, whatever there are."""
    if isinstance(library, NoLibrary) or (mentions is of_none and reports is of_none):
        for one in kept:
            yield Telling(event=one.event, changed=one.changed)
        return
    waiting = iter(kept)
    while some := list(islice(waiting, AT_ONCE)):
        asked = [one.event for one in some if mentions(one.event)]
        found = library.mentions_of(asked) if asked else {}
        ids = {id for one in some if reports(one.event) for id in one.event.reports}
        held = library.reports_of(ids) if ids else {}
        for one in some:
            event = one.event
            yield Telling(
                event=event,
                changed=one.changed,
                mentions=found.get(event.id, ()),
                reports={id: held[id] for id in event.reports if id in held} if held else {},
            )
