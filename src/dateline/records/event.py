"""`Event`: what several mentions tell of one incident, with every told value kept beside who told it.

Mentions tell, an event collects. The resolved value of a field is the one that a person reads first; the rule that
chose it and everything that was told stand beside it, so that nothing contested looks agreed.
"""

from __future__ import annotations

from typing import Generic, Literal, TypeVar

import msgspec

from dateline.records.kinds import Stance, Status, SubEventType, Weapon
from dateline.records.mention import Actor, Period, Place

Value = TypeVar("Value")

Grade = Literal["confirmed", "corroborated", "single", "contested", "withdrawn"]
OriginKind = Literal["own", "copy", "rewrite", "citation"]


class Told(msgspec.Struct, Generic[Value], frozen=True, kw_only=True):
    """One value of one field as one mention tells it.

    Attributes:
        value: what is told; None where the mention tells the event but not this field is never written.
        mention, document: where it stands.
        publisher, published: of the report.
        origin: id of the `Origin` that the report has it from.
        source: who the report says it has it from, outermost last; empty for the publisher's own voice.
        by_side: whether it rests on the word of one that took part.
    """

    value: Value
    mention: str
    document: str
    publisher: str | None = None
    published: str | None = None
    origin: str | None = None
    source: tuple[str, ...] = ()
    by_side: bool = False


class Field(msgspec.Struct, Generic[Value], frozen=True, kw_only=True):
    """A field of an event: the resolved value, the rule that chose it, all that was told, oldest report first."""

    value: Value | None = None
    rule: str = ""
    contested: bool = False
    told: tuple[Told[Value], ...] = ()


class Toll(msgspec.Struct, frozen=True, kw_only=True):
    """One told figure; None is an open end."""

    low: int | None
    high: int | None


class Casualties(msgspec.Struct, frozen=True, kw_only=True):
    """Low, best and high over what was told, by `rule`; `told` in order of publication shows how the figure moved."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    rule: str = ""
    told: tuple[Told[Toll], ...] = ()


class Voice(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who says something of who did it."""

    name: str
    stance: Stance
    mention: str
    document: str
    published: str | None = None


class Responsibility(msgspec.Struct, frozen=True, kw_only=True):
    """One who is said to have done it, with claims, accusations, confirmations and denials side by side."""

    actor: Actor
    mentions: tuple[str, ...] = ()
    voices: tuple[Voice, ...] = ()


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """A text's true source: reports that have it from one another are one origin, whoever printed them.

    Attributes:
        id: of the report that the others go back to, or of a source that no report at hand is of.
        reports: the reports of this origin, the earliest first.
        credit: the agency or outlet that they name, where they do.
    """

    id: str
    reports: tuple[str, ...]
    credit: str | None = None


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One incident, or one group of incidents that share type, perpetrator, place and day.

    Attributes:
        id: stable: that of the first mention the event was made of.
        version: 1 for a new event; each change adds one.
        mentions, reports: what tells it, sorted.
        origins: independent origins of those reports.
        grade, grade_reason: how sure it is, by the list of ARCHITECTURE, and why in one plain sentence.
        summary_of: ids of the events that this one sums up ("five attacks this week"); its figures are never added.
        merged_into: the event that this one was found to be; None while it stands by itself.
    """

    id: str
    version: int = 1
    mentions: tuple[str, ...]
    reports: tuple[str, ...]
    origins: tuple[Origin, ...] = ()
    grade: Grade = "single"
    grade_reason: str = ""
    sub_event_type: Field[SubEventType]
    event_type: str
    count: Field[int] = Field()
    perpetrators: tuple[Responsibility, ...] = ()
    targets: Field[Actor] = Field()
    weapon: Field[Weapon] = Field()
    place: Field[Place] = Field()
    date: Field[Period] = Field()
    fatalities: Casualties = Casualties()
    injuries: Casualties = Casualties()
    status: Field[Status] = Field()
    retaliation_for: tuple[str, ...] = ()
    summary_of: tuple[str, ...] = ()
    merged_into: str | None = None
    score: float = 0.0


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What one comparison says for (above 0) or against (below 0) two mentions being one event, in bits."""

    name: str
    one: str
    other: str
    weight: float


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """Why two mentions are, or are not, taken for one event: prior and comparisons add up to `score`."""

    one: str
    other: str
    prior: float
    evidence: tuple[Evidence, ...]
    score: float
    same: bool


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What a person decided of an event or mention; kept for ever, undone only by another decision.

    Attributes:
        number: place in the order of decisions, from 1.
        at: ISO 8601 time, UTC.
        who: the person.
        action: what was done.
        subject: id of the event or mention.
        others: ids that take part: what it was merged with, what was split off.
        field, before, after: the edited field and its values as JSON.
        why: in the person's words.
        undoes: number of the decision that this one takes back.
    """

    number: int
    at: str
    who: str
    action: Literal["accept", "reject", "flag", "edit", "merge", "split", "keep apart", "undo"]
    subject: str
    others: tuple[str, ...] = ()
    field: str | None = None
    before: str | None = None
    after: str | None = None
    why: str = ""
    undoes: int | None = None
