"""`Reading`: what the model marked in a report, before anything is made of it."""

from __future__ import annotations

import msgspec

from dateline.records.kinds import Role, Stance, Status, SubEventType, Weapon
from dateline.records.report import Report, Span


class LabelledSpan(msgspec.Struct, frozen=True, kw_only=True):
    """A span that any event may need: ``label`` is trigger, actor, place, date, figure or source."""

    span: Span
    label: str
    score: float


class RoleSpan(msgspec.Struct, frozen=True, kw_only=True):
    """A span in its role for one trigger. ``stance`` is set for sources only."""

    span: Span
    role: Role
    score: float
    stance: Stance | None = None


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """What is told at one trigger. Each mapping gives a probability to every value and sums to 1.

    Attributes:
        score: probability that an event is told here that the report has not told before.
        weapons: None stands for "no weapon told".
        counts: ``"one"``, ``"many"`` (plural without a number) or ``"number"``.
        background: probability that the event is told as context.
    """

    trigger: Span
    score: float
    types: dict[SubEventType, float]
    statuses: dict[Status, float]
    weapons: dict[Weapon | None, float]
    counts: dict[str, float]
    background: float
    roles: tuple[RoleSpan, ...] = ()


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """A report with its sentences and what the model marked, all in text order."""

    report: Report
    sentences: tuple[Span, ...]
    spans: tuple[LabelledSpan, ...] = ()
    tellings: tuple[Telling, ...] = ()
