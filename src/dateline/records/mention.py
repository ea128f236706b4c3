"""`Mention`: one coded telling of one event, in the shape in which it is written."""

from __future__ import annotations

import msgspec

from dateline.records.kinds import ActorKind, Basis, Precision, Stance, Status, SubEventType, TextField, Weapon
from dateline.records.report import Span


class Codes(msgspec.Struct, frozen=True, kw_only=True):
    """The same event in other codebooks' terms."""

    plover: str | None = None
    cameo: str | None = None


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody, or something aimed at, as named at ``start`` to ``end``; grounding adds the rest.

    ``actor_id`` and ``label`` (its neutral name) are of an entry of the directory or of an actor made by rule; ``kind``
    is what it is in this event, ``country`` its own (ISO 3166-1 alpha-2), ``sector`` its PLOVER/CAMEO sector.
    """

    name: str
    start: int
    end: int
    field: TextField = "text"
    actor_id: str | None = None
    label: str | None = None
    kind: ActorKind | None = None
    country: str | None = None
    sector: str | None = None


class PlaceCandidate(msgspec.Struct, frozen=True, kw_only=True):
    """A gazetteer entry that the name could also mean."""

    gazetteer_id: str
    score: float


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where an event was. ``lat`` and ``lon`` (WGS84 degrees) are None where no entry was good enough.

    ``country`` is the ISO 3166-1 alpha-2 code of the state that administers the point in practice, ``disputed`` the
    parties that claim it, ``radius_km`` how far from the point the event may have been.
    """

    name: str
    start: int
    end: int
    field: TextField = "text"
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    admin1: str | None = None
    precision: Precision | None = None
    radius_km: float | None = None
    gazetteer_id: str | None = None
    disputed: tuple[str, ...] = ()
    score: float | None = None
    others: tuple[PlaceCandidate, ...] = ()


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """ISO days, both inclusive; ``text`` holds the words they were read from."""

    start: str
    end: str
    basis: Basis
    text: Span


class ToldFigure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure as told, and by whom, where the text says so."""

    text: str
    start: int
    end: int
    source: str | None = None
    low: int | None = None
    high: int | None = None


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """The range over all told figures; None is an open end ("at least five" is low 5, high None)."""

    low: int | None
    high: int | None
    told: tuple[ToldFigure, ...] = ()


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """Who the text says it has it from."""

    name: str
    stance: Stance
    start: int
    end: int
    field: TextField = "text"
    cue: str | None = None


class Unresolved(msgspec.Struct, frozen=True, kw_only=True):
    """Words that fill a field but could not be turned into a value, and why."""

    field: str
    text: Span
    why: str


class Coder(msgspec.Struct, frozen=True, kw_only=True):
    """What made a record."""

    name: str = "dateline"
    version: str
    model: str


class Mention(msgspec.Struct, frozen=True, kw_only=True):
    """One event as one report tells it. Every value points at the characters it was read from.

    ``coding`` fills everything that the words alone give; ``grounding`` turns places, dates and actors into values;
    ``linking`` sets ``event_id``. A value that the text does not give is None, never a default.
    """

    id: str
    document: str
    event_id: str | None = None
    sub_event_type: SubEventType
    event_type: str
    codes: Codes = Codes()
    trigger: Span
    count: int | None = None
    perpetrators: tuple[Actor, ...] = ()
    targets: tuple[Actor, ...] = ()
    weapon: Weapon | None = None
    place: Place | None = None
    date: Period | None = None
    fatalities: Figures | None = None
    injuries: Figures | None = None
    status: Status = "actual"
    background: bool = False
    sources: tuple[Source, ...] = ()
    retaliation_for: Span | None = None
    score: float
    unresolved: tuple[Unresolved, ...] = ()
    coder: Coder
