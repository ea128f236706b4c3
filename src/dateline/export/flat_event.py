"""One event as one row of named columns, for spreadsheets, statistics and maps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from dateline.export.flat import SEPARATOR
from dateline.export.saying import notes_of
from dateline.export.sides import Side, name_of, perpetrators_of, targets_of
from dateline.export.tellers import days_of, publishers_of, sources_of
from dateline.export.tellings import Telling
from dateline.records.event import Event, Field


class FlatEvent(msgspec.Struct, frozen=True, kw_only=True):
    """What a row carries: the resolved values. Lists are joined with ``"; "``; None is an empty cell, no text is empty.

    The told values beside them, and the characters they were read from, are in the JSON lines and in JSON-LD.

    Attributes (where the name alone does not tell):
        contested: the fields on which the tellings disagree.
        perpetrators_elsewhere: who else is said to have done it, by other tellings.
        origins, reports, mentions: how many independent origins, reports and mentions tell it.
        summary: the event in one short text.
        changed: ISO 8601 time of this version.
    """

    id: str
    version: int
    sub_event_type: str | None = None
    event_type: str
    count: int | None = None
    status: str | None = None
    grade: str
    grade_reason: str | None = None
    contested: str | None = None
    date_start: str | None = None
    date_end: str | None = None
    date_basis: str | None = None
    place: str | None = None
    precision: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    country: str | None = None
    admin1: str | None = None
    gazetteer_id: str | None = None
    disputed: str | None = None
    perpetrators: str | None = None
    perpetrator_kinds: str | None = None
    perpetrators_elsewhere: str | None = None
    targets: str | None = None
    target_kinds: str | None = None
    weapon: str | None = None
    killed_low: int | None = None
    killed_best: int | None = None
    killed_high: int | None = None
    injured_low: int | None = None
    injured_best: int | None = None
    injured_high: int | None = None
    publishers: str | None = None
    sources: str | None = None
    first_published: str | None = None
    last_published: str | None = None
    origins: int
    reports: int
    mentions: int
    retaliation_for: str | None = None
    summary_of: str | None = None
    summary: str | None = None
    score: float
    changed: str | None = None


_FIELDS = ("sub_event_type", "count", "targets", "weapon", "place", "date", "status")


def flatten_event(telling: Telling) -> FlatEvent:
    """The row of an event."""
    event = telling.event
    place, days = event.place.value, event.date.value
    killed, injured = event.fatalities, event.injuries
    one, other = perpetrators_of(event), targets_of(event)
    published, publishers = days_of(event), publishers_of(event)
    return FlatEvent(
        id=event.id,
        version=event.version,
        sub_event_type=event.sub_event_type.value,
        event_type=event.event_type,
        count=event.count.value,
        status=event.status.value,
        grade=event.grade,
        grade_reason=event.grade_reason or None,
        contested=_contested(event),
        date_start=days.start if days else None,
        date_end=days.end if days else None,
        date_basis=days.basis if days else None,
        place=place.name or None if place else None,
        precision=place.precision if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        radius_km=place.radius_km if place else None,
        country=place.country or None if place else None,
        admin1=place.admin1 or None if place else None,
        gazetteer_id=place.gazetteer_id or None if place else None,
        disputed=_joined(place.disputed) if place and place.disputed else None,
        perpetrators=_names(one),
        perpetrator_kinds=_kinds(one),
        perpetrators_elsewhere=_joined(map(name_of, one.others)) if one.others else None,
        targets=_names(other),
        target_kinds=_kinds(other),
        weapon=event.weapon.value,
        killed_low=killed.low,
        killed_best=killed.best,
        killed_high=killed.high,
        injured_low=injured.low,
        injured_best=injured.best,
        injured_high=injured.high,
        publishers=_joined(publishers),
        sources=_joined(sources_of(event)),
        first_published=min(published, default=None),
        last_published=max(published, default=None),
        origins=len(event.origins),
        reports=len(event.reports),
        mentions=len(event.mentions),
        retaliation_for=_joined(event.retaliation_for),
        summary_of=_joined(event.summary_of),
        summary=notes_of(event, one, other, publishers),
        score=event.score,
        changed=telling.changed or None,
    )


def _contested(event: Event) -> str | None:
    fields: tuple[Field[Any], ...] = (
        event.sub_event_type,
        event.count,
        event.targets,
        event.weapon,
        event.place,
        event.date,
        event.status,
    )
    return _joined([name for name, field in zip(_FIELDS, fields, strict=True) if field.contested])


def _joined(texts: Iterable[str]) -> str | None:
    return SEPARATOR.join(texts) or None


def _names(side: Side) -> str | None:
    return _joined(map(name_of, side.actors)) if side.actors else None


def _kinds(side: Side) -> str | None:
    """One kind for each name, so that the two columns stay parallel; None where no kind is known at all."""
    kinds = [actor.kind for actor in side.actors]
    return _joined([kind or "?" for kind in kinds]) if any(kinds) else None
