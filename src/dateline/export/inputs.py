"""Files of events, mentions and reports (JSON lines) as an export reads them: events, and what tells them."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from dateline.errors import InputError
from dateline.export.jsonl import event_from_line, read_events, read_jsonl
from dateline.export.tellings import Kept, Library, MemoryLibrary, NoLibrary
from dateline.export.unreadable import cannot_read
from dateline.linking.gathering import events_of
from dateline.records.event import Event
from dateline.reports import read as read_reports

Holding: TypeAlias = Literal["events", "mentions", "reports"]


class _Keys(msgspec.Struct):
    """The keys by which a line is told to be one of ours."""

    mentions: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    grade: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    trigger: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    document: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    text: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET


class _Days(msgspec.Struct):
    """As much of an event as tells its first day."""

    start: str


class _Field(msgspec.Struct):
    value: _Days | None = None


class _Dated(msgspec.Struct):
    date: _Field | None = None


_DATED = msgspec.json.Decoder(_Dated)
_UNDATED = -1


class EventFiles:
    """Events from files, with the mentions and reports of others.

    Files of events are read line by line. Mentions and reports are held in memory, since an event may ask for any.
    Without a file of events, events are made of the mentions: those of one ``event_id`` tell one event, and
    where one has none, all are linked.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        """Open files, each of one kind, told by its first line.

        Raises:
            InputError: a file cannot be read (``input.cannot-read``), or holds none of the three
                (``input.not-events``), or there is nothing to export in them.
        """
        held: dict[Holding, list[Path]] = {"events": [], "mentions": [], "reports": []}
        for path in paths:
            held[holding_of(path)].append(path)
        if not held["events"] and not held["mentions"]:
            raise _nothing(", ".join(map(str, paths)), "holds neither events nor mentions")
        self._events = held["events"]
        self._mentions = [mention for path in held["mentions"] for mention in read_jsonl(path)]
        self._reports = list(read_reports(*held["reports"], rejected=[])) if held["reports"] else []
        self.library: Library = (
            MemoryLibrary(self._mentions, self._reports) if self._mentions or self._reports else NoLibrary()
        )

    def kept(self, *, by_day: bool = False) -> Iterator[Kept]:
        """The events; with ``by_day`` those of one day follow one another, in the order of days."""
        if not self._events:
            yield from (Kept(event=event) for event in events_of(self._mentions, self._reports))
            return
        for path in self._events:
            events_read = _by_day(path) if by_day else read_events(path)
            yield from (Kept(event=event) for event in events_read)


def holding_of(path: Path) -> Holding:
    """What a file of JSON lines holds, by its first line; an empty one holds no events.

    Raises:
        InputError: it cannot be read (``input.cannot-read``), or holds none of ours (``input.not-events``).
    """
    try:
        with path.open("rb") as lines:
            first = next((line for line in lines if line.strip()), b"")
    except OSError as error:
        raise cannot_read(path, error) from error
    if not first:
        return "events"
    try:
        keys = msgspec.json.decode(first, type=_Keys)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _nothing(str(path), f"is no file of JSON lines ({error})") from error
    if keys.mentions is not msgspec.UNSET and keys.grade is not msgspec.UNSET:
        return "events"
    if keys.trigger is not msgspec.UNSET and keys.document is not msgspec.UNSET:
        return "mentions"
    if keys.text is not msgspec.UNSET:
        return "reports"
    raise _nothing(str(path), "holds neither events nor mentions nor reports")


def _by_day(path: Path) -> Iterator[Event]:
    """The events of a file in the order of their days; of each only the day and the place in the file are held."""
    days, places = array("i"), array("q")
    try:
        with path.open("rb") as file:
            at = 0
            for number, line in enumerate(file, start=1):
                if line.strip():
                    days.append(_day_of(line, f"{path}:{number}"))
                    places.append(at)
                at += len(line)
            if all(one <= next_one for one, next_one in pairwise(days)):
                yield from read_events(path)
                return
            for one in sorted(range(len(days)), key=days.__getitem__):
                file.seek(places[one])
                yield event_from_line(file.readline(), str(path))
    except OSError as error:
        raise cannot_read(path, error) from error


def _day_of(line: bytes, where: str) -> int:
    try:
        dated = _DATED.decode(line)
        if dated.date is None or dated.date.value is None:
            return _UNDATED
        return date.fromisoformat(dated.date.value.start).toordinal()
    except (msgspec.DecodeError, ValueError):
        # Says what is wrong with it.
        event_from_line(line, where)
        return _UNDATED


def _nothing(name: str, what: str) -> InputError:
    return InputError(
        f"{name} {what}",
        remedy="Give mentions as `dateline code` writes them, or events as `dateline export --as jsonl` does.",
        code="input.not-events",
    )
