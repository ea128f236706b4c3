"""What the archive answers, as people read it in a terminal or programs as JSON."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any, get_args

import msgspec

from dateline.archive import Archive, ArchiveError, EventPage, EventQuery, KeptEvent, NoSuchIdError
from dateline.archive.answers import Review
from dateline.cli.run_ends import unusable
from dateline.codebook import load as load_codebook
from dateline.export.legible import on_one_line
from dateline.records import Status
from dateline.records.event import Casualties, Grade

_FIRST, _LAST = "0001-01-01", "9999-12-31"


def query_of(
    *,
    text: str | None,
    box: str | None,
    since: str | None,
    until: str | None,
    countries: Sequence[str] | None,
    types: Sequence[str] | None,
    actors: Sequence[str] | None,
    publishers: Sequence[str] | None,
    sources: Sequence[str] | None,
    grades: Sequence[str] | None,
    statuses: Sequence[str] | None,
    reviews: Sequence[str] | None,
    min_score: float | None,
) -> EventQuery:
    """What the options of ``dateline search`` ask for.

    Raises:
        InputError: an option has a value that none can have (``input.unusable-option``).
    """
    period = None if since is None and until is None else (since or _FIRST, until or _LAST)
    return EventQuery(
        text=text,
        box=None if box is None else _box(box),
        period=period,
        countries=tuple(one.upper() for one in countries or ()),
        types=tuple(_type(one) for one in types or ()),
        actors=tuple(actors or ()),
        publishers=tuple(publishers or ()),
        sources=tuple(sources or ()),
        grades=_of("--grade", grades, Grade),
        statuses=_of("--status", statuses, Status),
        reviews=_of("--review", reviews, Review),
        min_score=min_score,
    )


def _box(given: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in given.split(","))
    except ValueError as error:
        raise unusable("--box", f"{given!r} is no box", "Give west,south,east,north, as 33,29,43,37.") from error
    return west, south, east, north


def _type(name: str) -> Any:
    names = list(load_codebook().types)
    found = [one for one in names if one.casefold() == name.casefold()]
    found = found or [one for one in names if one.casefold().startswith(name.casefold())]
    if len(found) != 1:
        raise unusable("--type", f"{name!r} is no type, or several", f"Give one of: {', '.join(found or names)}.")
    return found[0]


def _of(option: str, given: Sequence[str] | None, values: Any) -> Any:
    known = get_args(values)
    for one in given or ():
        if one not in known:
            raise unusable(option, f"{one!r} is not one of its values", f"Give one of: {', '.join(known)}.")
    return tuple(given or ())


def print_page(page: EventPage, *, as_json: bool) -> None:
    """One line an event, and how to ask for the next page."""
    for kept in page.events:
        print(msgspec.json.encode(kept).decode() if as_json else one_line(kept))
    if not page.events:
        print("no such events", file=sys.stderr)
    if page.next is not None:
        print(f"more: --after {page.next}", file=sys.stderr)


def one_line(kept: KeptEvent) -> str:
    """Id, day, place, type, deaths, grade and review of an event."""
    event = kept.event
    place, day = event.place.value, event.date.value
    parts = [
        event.id,
        _days(day.start, day.end) if day else "no day",
        (f"{place.name}, {place.country}" if place.country else place.name) if place else "no place",
        event.sub_event_type.value or event.event_type,
        f"killed {_toll(event.fatalities)}" if event.fatalities.told else "",
        event.grade,
        kept.review if kept.review != "open" else "",
    ]
    return on_one_line("  ".join(part for part in parts if part))


def _days(start: str, end: str) -> str:
    return start if start == end else f"{start} to {end}"


def _toll(casualties: Casualties) -> str:
    low, high = casualties.low, casualties.high
    if low == high:
        return str(low)
    return f"{'?' if low is None else low} to {'?' if high is None else high}"


def shown(archive: Archive, id: str, *, as_of: str | None, as_json: bool) -> str:
    """The record of this id, whichever kind it is of.

    Raises:
        ArchiveError: there is none (``archive.no-such-id``).
    """
    for kind in (archive.event, archive.mention, archive.report):
        try:
            kept: Any = kind(id, as_of=as_of)
        except NoSuchIdError:
            continue
        if as_json or not isinstance(kept, KeptEvent):
            return msgspec.json.format(msgspec.json.encode(kept), indent=2).decode()
        return "\n".join(on_one_line(line) if line else "" for line in _event_lines(archive, kept, as_of))
    raise ArchiveError(
        f"there is no event, mention or report {id}" + ("" if as_of is None else f" as of {as_of}"),
        remedy="`dateline search` lists ids of events.",
        code="archive.no-such-id",
    )


def _event_lines(archive: Archive, kept: KeptEvent, as_of: str | None) -> Iterator[str]:
    event = kept.event
    yield one_line(kept)
    yield f"version {event.version}, {kept.change.at}, by {kept.change.who} ({kept.change.action})"
    if event.merged_into is not None:
        yield f"merged into {event.merged_into}"
    yield f"grade: {event.grade}, {event.grade_reason or 'no reason given'}"
    for name in ("sub_event_type", "date", "place", "targets", "weapon", "count", "status"):
        field = getattr(event, name)
        if field.told or field.value is not None:
            yield f"{name}: {_said(field.value)}{' (contested)' if field.contested else ''} [{field.rule}]"
    for responsible in event.perpetrators:
        voices = "; ".join(f"{voice.name} {voice.stance}" for voice in responsible.voices)
        yield f"said to have done it: {responsible.actor.name}{f' ({voices})' if voices else ''}"
    for name, casualties in (("killed", event.fatalities), ("injured", event.injuries)):
        if casualties.told or casualties.rule:
            yield f"{name}: {_toll(casualties)}, best {casualties.best} [{casualties.rule}]"
    if event.summary_of:
        yield f"sums up: {', '.join(event.summary_of)}"
    yield ""
    for one in archive.mentions(event.id, as_of=as_of):
        mention = one.mention
        report = archive.report(mention.document, as_of=as_of).report
        yield (
            f"told by {report.publisher or 'an unnamed publisher'}, {report.published or 'no day'}: "
            f"{mention.trigger.text!r} [{mention.id} in {mention.document}]"
        )
    for decision in archive.decisions(event.id):
        others = f" {', '.join(decision.others)}" if decision.others else ""
        undone = f" of decision {decision.undoes}" if decision.undoes else ""
        why = f": {decision.why}" if decision.why else ""
        yield f"decision {decision.number}, {decision.at}: {decision.who}: {decision.action}{undone}{others}{why}"


def _said(value: object) -> str:
    name = getattr(value, "name", None)
    if name is not None:
        return str(name)
    start, end = getattr(value, "start", None), getattr(value, "end", None)
    return _days(start, end) if isinstance(start, str) and isinstance(end, str) else str(value)
