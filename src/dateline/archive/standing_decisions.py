"""Decisions that are in force: taken, and not taken back; and what they hold linking and re-coding to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from dateline.archive.rows import decision_of
from dateline.archive.search_index import chunks
from dateline.archive.tables import DECISION_MENTIONS, DECISIONS, MEMBERSHIPS
from dateline.records.event import Decision

_ABOUT_EVENTS = ("accept", "reject", "flag", "edit")
_KEEPING = ("accept", "edit")
"""What a person took the trouble to accept or correct does not go because another model misses it."""


def decisions_about(connection: Connection, events: Iterable[str]) -> dict[str, list[Decision]]:
    """By event, the decisions in force that accept, reject, flag or edit it, oldest first."""
    found: dict[str, list[Decision]] = defaultdict(list)
    for some in chunks(events):
        query = (
            select(DECISIONS)
            .where(DECISIONS.c.subject.in_(some), DECISIONS.c.action.in_(_ABOUT_EVENTS), ~_undone())
            .order_by(DECISIONS.c.key)
        )
        for row in connection.execute(query):
            found[row.subject].append(decision_of(row))
    return found


def _undone() -> Any:
    undoing = DECISIONS.alias("undoing")
    return select(undoing.c.key).where(undoing.c.undoes == DECISIONS.c.key).exists()


class Binding:
    """A merge, split or keep apart in force: its action and number, and the mentions on each of its sides."""

    def __init__(self, number: int, action: str, sides: Mapping[int, frozenset[str]]) -> None:
        self.number, self.action, self.sides = number, action, sides

    @property
    def mentions(self) -> frozenset[str]:
        """All mentions that it binds."""
        return frozenset().union(*self.sides.values())


def all_bindings(connection: Connection) -> list[Binding]:
    """Every decision in force that holds mentions together or apart, oldest first."""
    query = (
        select(DECISION_MENTIONS.c.decision)
        .join(DECISIONS, DECISIONS.c.key == DECISION_MENTIONS.c.decision)
        .where(~_undone())
        .distinct()
    )
    return [binding(connection, number) for number in sorted(connection.execute(query).scalars())]


def bindings_of(connection: Connection, mentions: Iterable[str]) -> list[Binding]:
    """Those of `all_bindings` that one of these mentions is bound by."""
    numbers: set[int] = set()
    for some in chunks(mentions):
        query = (
            select(DECISION_MENTIONS.c.decision)
            .join(DECISIONS, DECISIONS.c.key == DECISION_MENTIONS.c.decision)
            .where(DECISION_MENTIONS.c.mention.in_(some), ~_undone())
        )
        numbers.update(connection.execute(query).scalars())
    return [binding(connection, number) for number in sorted(numbers)]


def binding(connection: Connection, number: int) -> Binding:
    """One merge, split or keep apart with its sides."""
    action = connection.execute(select(DECISIONS.c.action).where(DECISIONS.c.key == number)).scalar_one()
    sides: dict[int, set[str]] = defaultdict(set)
    query = select(DECISION_MENTIONS.c.side, DECISION_MENTIONS.c.mention).where(DECISION_MENTIONS.c.decision == number)
    for side, mention in connection.execute(query):
        sides[side].add(mention)
    return Binding(number, action, {side: frozenset(told) for side, told in sides.items()})


def bound(groups: Iterable[frozenset[str]], bindings: Sequence[Binding]) -> list[frozenset[str]]:
    """Groups of mentions as linking made them, changed so that every decision holds; of two at odds the later does.

    A merge joins the groups that its mentions are in. A split or keep apart takes the mentions of each further side out
    of a group in which they are together with the first side's.
    """
    concerned = frozenset().union(*(one.mentions for one in bindings))
    free: list[frozenset[str]] = []
    made: list[frozenset[str]] = []
    for group in groups:
        (free if group.isdisjoint(concerned) else made).append(group)
    for one in bindings:
        if one.action == "merge":
            touched = [group for group in made if group & one.mentions]
            if len(touched) > 1:
                made = [group for group in made if not group & one.mentions]
                made.append(frozenset().union(*touched))
            continue
        for side in sorted(one.sides)[1:]:
            others = frozenset().union(*(told for other, told in one.sides.items() if other != side))
            made = [part for group in made for part in _apart(group, one.sides[side], others)]
    return free + made


def _apart(group: frozenset[str], side: frozenset[str], others: frozenset[str]) -> list[frozenset[str]]:
    if group & side and group & others:
        return [group - side, group & side]
    return [group]


def held_mentions(connection: Connection, mentions: Iterable[str]) -> set[str]:
    """Those of the mentions that a decision in force is about: by name, or through the event that they tell."""
    held: set[str] = set()
    for some in chunks(mentions):
        for one in bindings_of(connection, some):
            held |= one.mentions & set(some)
        query = select(MEMBERSHIPS.c.mention, MEMBERSHIPS.c.event).where(
            MEMBERSHIPS.c.mention.in_(some), MEMBERSHIPS.c.until.is_(None)
        )
        event_of = {row.mention: row.event for row in connection.execute(query)}
        about = decisions_about(connection, sorted(set(event_of.values())))
        kept = {event for event, told in about.items() if any(one.action in _KEEPING for one in told)}
        held |= {mention for mention, event in event_of.items() if event in kept}
    return held


def passed_on(connection: Connection, successors: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows that make each new mention take the place of its old one in every decision."""
    heirs = {row["old"]: row["new"] for row in successors}
    made: list[dict[str, Any]] = []
    for some in chunks(heirs):
        query = (
            select(DECISION_MENTIONS)
            .where(DECISION_MENTIONS.c.mention.in_(some))
            .order_by(DECISION_MENTIONS.c.decision, DECISION_MENTIONS.c.mention)
        )
        made += [
            {"decision": row.decision, "mention": heirs[row.mention], "side": row.side}
            for row in connection.execute(query)
        ]
    return made
