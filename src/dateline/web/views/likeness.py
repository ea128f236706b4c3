"""Other events that an event may be, and why the machine thinks so, comparison by comparison."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from dateline.archive import Archive, EventQuery, KeptEvent, KeptMention, KeptReport
from dateline.archive.answers import Box
from dateline.linking import why
from dateline.linking.joining import mention_model
from dateline.records import Report
from dateline.records.event import Decision, Event, Link
from dateline.web.views.listing import EventLine, event_line

_KM, _DAYS, _MOST, _LOOKED_AT = 40.0, 2, 5, 40
_LEAST_BITS = -12.0
_MOST_MENTIONS = 6


def warm_up() -> None:
    """Load what compares mentions, so that the first page that asks need not wait for it."""
    mention_model()


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """An event that may be the same, how strongly, in bits (ten are a thousand to one), and the link that says so."""

    line: EventLine
    version: int
    bits: float
    link: Link


def candidates(archive: Archive, kept: KeptEvent, decisions: Iterable[Decision]) -> tuple[Candidate, ...]:
    """Events nearby and of about the same day that may be the same, the likeliest first.

    Those that a person keeps apart, and those that are rejected, are left out.
    """
    box, period = _around(kept.event), _days(kept.event)
    if box is None or period is None:
        return ()
    apart = kept_apart(kept.event.id, decisions)
    page = archive.events(EventQuery(box=box, period=period), limit=_LOOKED_AT)
    others = [
        one
        for one in page.events
        if one.event.id != kept.event.id and one.event.id not in apart and one.review != "rejected"
    ]
    mentions = archive.mentions_of([kept.event.id, *(one.event.id for one in others)])
    documents = {one.mention.document for told in mentions.values() for one in told}
    reports = archive.reports_of(documents)
    found = []
    for other in others:
        link = strongest(mentions[kept.event.id], mentions[other.event.id], reports)
        if link is not None and link.score >= _LEAST_BITS:
            found.append(Candidate(line=event_line(other), version=other.event.version, bits=link.score, link=link))
    return tuple(sorted(found, key=lambda one: -one.bits)[:_MOST])


def kept_apart(id: str, decisions: Iterable[Decision]) -> frozenset[str]:
    """The events that a person keeps apart from this one."""
    kept = list(decisions)
    undone = {one.undoes for one in kept if one.undoes is not None}
    apart: set[str] = set()
    for one in kept:
        if one.action == "keep apart" and one.number not in undone:
            apart |= {one.subject, *one.others}
    return frozenset(apart - {id})


def strongest(
    one: tuple[KeptMention, ...], other: tuple[KeptMention, ...], reports: Mapping[str, KeptReport]
) -> Link | None:
    """The link of the two mentions, one of either, that speak most for one event."""
    texts: dict[str, Report] = {id: kept.report for id, kept in reports.items()}
    links = [
        why(a.mention, b.mention, texts)
        for a in one[:_MOST_MENTIONS]
        for b in other[:_MOST_MENTIONS]
        # Two tellings of one report are two events to whoever wrote it.
        if a.mention.document != b.mention.document
    ]
    return max(links, key=lambda link: link.score, default=None)


def _around(event: Event) -> Box | None:
    place = event.place.value
    if place is None or place.lat is None or place.lon is None:
        return None
    high = max(_KM, min(place.radius_km or 0.0, 150.0)) / 111.0
    wide = high / max(0.05, math.cos(math.radians(place.lat)))
    west, east = ((place.lon + way * min(wide, 90) + 180) % 360 - 180 for way in (-1, 1))
    return west, max(-90.0, place.lat - high), east, min(90.0, place.lat + high)


def _days(event: Event) -> tuple[str, str] | None:
    period = event.date.value
    if period is None:
        return None
    first = max(date.min.toordinal(), date.fromisoformat(period.start).toordinal() - _DAYS)
    last = min(date.max.toordinal(), date.fromisoformat(period.end).toordinal() + _DAYS)
    return date.fromordinal(first).isoformat(), date.fromordinal(last).isoformat()
