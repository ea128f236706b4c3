"""`Resolution`: what became of a name of an actor, and why."""

from __future__ import annotations

from dataclasses import dataclass

from dateline.grounding.actors.entry import ActorEntry
from dateline.grounding.actors.roles import Role
from dateline.records import ActorKind


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who a name means.

    Attributes:
        actor_id: id of an entry of the directory, or of an actor made by rule (``state:IL:MIL``); None where unknown.
        label: its neutral English name, or None.
        kind: what kind of actor it is in this event.
        country: ISO code of its country, or of the event's for people and gunmen of no country told; or None.
        sector: PLOVER/CAMEO sector, or None.
        why: the way it was found, in a few words.
        score: from 0 to 1, how sure; not calibrated.
        others: entries that bear the name too.
        entry: the entry of the directory, or None.
        role: the role of an actor made by rule, or None.
        flagged: whether the words name a group that is not known, so that a person should look.
    """

    actor_id: str | None = None
    label: str | None = None
    kind: ActorKind | None = None
    country: str | None = None
    sector: str | None = None
    why: str = "no words that tell an actor"
    score: float = 0.0
    others: tuple[ActorEntry, ...] = ()
    entry: ActorEntry | None = None
    role: Role | None = None
    flagged: bool = False
