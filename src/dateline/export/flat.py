"""One mention as one row of named columns, for spreadsheets, statistics and maps."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from dateline.records import Actor, Figures, Mention, Source

SEPARATOR = "; "


class FlatMention(msgspec.Struct, frozen=True, kw_only=True):
    """What a row carries. Lists are joined with ``"; "``; None is an empty cell, and no text is ever empty.

    The offsets of the trigger are kept, those of the other values are not: they are in the JSON lines.
    """

    id: str
    event_id: str | None = None
    document: str
    sub_event_type: str
    event_type: str
    count: int | None = None
    status: str
    background: bool
    date_start: str | None = None
    date_end: str | None = None
    date_basis: str | None = None
    date_text: str | None = None
    place: str | None = None
    precision: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    country: str | None = None
    admin1: str | None = None
    gazetteer_id: str | None = None
    place_score: float | None = None
    disputed: str | None = None
    perpetrators: str | None = None
    perpetrator_kinds: str | None = None
    targets: str | None = None
    target_kinds: str | None = None
    weapon: str | None = None
    killed_low: int | None = None
    killed_high: int | None = None
    killed_told: str | None = None
    injured_low: int | None = None
    injured_high: int | None = None
    injured_told: str | None = None
    sources: str | None = None
    retaliation_for: str | None = None
    plover: str | None = None
    cameo: str | None = None
    trigger: str | None = None
    trigger_start: int
    trigger_end: int
    trigger_field: str
    unresolved: str | None = None
    score: float
    coder: str
    model: str


def flatten(mention: Mention) -> FlatMention:
    """The row of a mention."""
    place, date = mention.place, mention.date
    return FlatMention(
        id=mention.id,
        event_id=mention.event_id or None,
        document=mention.document,
        sub_event_type=mention.sub_event_type,
        event_type=mention.event_type,
        count=mention.count,
        status=mention.status,
        background=mention.background,
        date_start=date.start if date else None,
        date_end=date.end if date else None,
        date_basis=date.basis if date else None,
        date_text=date.text.text or None if date else None,
        place=place.name or None if place else None,
        precision=place.precision if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        radius_km=place.radius_km if place else None,
        country=place.country or None if place else None,
        admin1=place.admin1 or None if place else None,
        gazetteer_id=place.gazetteer_id or None if place else None,
        place_score=place.score if place else None,
        disputed=_joined(place.disputed) if place else None,
        perpetrators=_names(mention.perpetrators),
        perpetrator_kinds=_kinds(mention.perpetrators),
        targets=_names(mention.targets),
        target_kinds=_kinds(mention.targets),
        weapon=mention.weapon,
        killed_low=mention.fatalities.low if mention.fatalities else None,
        killed_high=mention.fatalities.high if mention.fatalities else None,
        killed_told=_told(mention.fatalities),
        injured_low=mention.injuries.low if mention.injuries else None,
        injured_high=mention.injuries.high if mention.injuries else None,
        injured_told=_told(mention.injuries),
        sources=_joined(_told_by(source) for source in mention.sources),
        retaliation_for=mention.retaliation_for.text or None if mention.retaliation_for else None,
        plover=mention.codes.plover or None,
        cameo=mention.codes.cameo or None,
        trigger=mention.trigger.text or None,
        trigger_start=mention.trigger.start,
        trigger_end=mention.trigger.end,
        trigger_field=mention.trigger.field,
        unresolved=_joined(f"{one.field}: {one.text.text} ({one.why})" for one in mention.unresolved),
        score=mention.score,
        coder=f"{mention.coder.name} {mention.coder.version}",
        model=mention.coder.model,
    )


def _told_by(source: Source) -> str:
    return f"{source.name} ({source.stance})"


def _joined(texts: Iterable[str]) -> str | None:
    return SEPARATOR.join(texts) or None


def _names(actors: tuple[Actor, ...]) -> str | None:
    return _joined(actor.name for actor in actors)


def _kinds(actors: tuple[Actor, ...]) -> str | None:
    """One kind for each name, so that the two columns stay parallel; None where no kind is known at all."""
    if not any(actor.kind for actor in actors):
        return None
    return _joined(actor.kind or "?" for actor in actors)


def _told(figures: Figures | None) -> str | None:
    if figures is None:
        return None
    return _joined(f"{told.text} ({told.source})" if told.source else told.text for told in figures.told)
