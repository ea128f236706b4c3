"""Which event each mention tells: for mentions that came since the last time, or for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from dateline.archive.answers import Linked
from dateline.archive.cells import cells_around
from dateline.archive.journal import Writing
from dateline.archive.linking_port import Linker
from dateline.archive.making_events import (
    Assigned,
    ReportsOnDemand,
    assign,
    current_mentions,
    members_of,
    memberships_of,
    store,
)
from dateline.archive.rows import mention_of
from dateline.archive.standing_decisions import Binding, all_bindings, bindings_of, bound
from dateline.archive.tables import EVENTS, LINKINGS, MEMBERSHIPS, MENTIONS
from dateline.records import Mention

NEAR_KM = 50.0
"""Tellings further apart than this, and than their own radius, are not looked at together."""
NEAR_DAYS = 2
MOST_CANDIDATES = 400
"""Of one mention; a city at war has some tens of mentions a day."""
_LONGEST_DAYS = 7
"""A longer period (a campaign, "in July") is no ground to look for others: many incidents fall into it."""
_SHARE_FOR_ALL = 20
"""Where a twentieth of all mentions is new, all are looked at: finding the neighbours of each would take longer."""


def link_new(one: Writing, linker: Linker) -> Linked:
    """Link the mentions that came, or changed, since the last linking.

    Their neighbours are looked at with them, and an event is changed only where one of them comes to it or leaves it.
    """
    connection = one.connection
    linked_upto, mention_upto = frontier(connection)
    fresh = _fresh(connection, mention_upto)
    touched = _losing(connection, linked_upto)
    if not fresh and not touched:
        return Linked()
    if len(fresh) * _SHARE_FOR_ALL > (connection.execute(select(func.max(MENTIONS.c.key))).scalar() or 0):
        mentions = _all_mentions(connection)
        bindings = all_bindings(connection)
        event_of = memberships_of(connection, mentions)
    else:
        near = candidates(connection, fresh.values())
        events = set(memberships_of(connection, sorted({*near, *fresh})).values()) | touched
        members = members_of(connection, sorted(events))
        wanted = set(fresh).union(*members.values())
        mentions = {**current_mentions(connection, sorted(wanted - set(fresh))), **fresh}
        bindings = bindings_of(connection, sorted(wanted))
        event_of = {mention: event for event, group in members.items() for mention in group}
    touched |= {event_of[mention] for mention in fresh if mention in event_of}
    groups = _groups(connection, mentions, bindings, linker)
    members_now: dict[str, set[str]] = defaultdict(set)
    for mention in mentions:
        if mention in event_of:
            members_now[event_of[mention]].add(mention)
    concerned = set(fresh).union(*(members_now[event] for event in touched))
    chosen = [group for group in groups if not group.isdisjoint(concerned)]
    moved = frozenset[str]().union(*chosen)
    left = {event_of[mention] for mention in moved if mention in event_of}
    rests = (frozenset(members_now[event] - moved) for event in sorted(left))
    linked = _store(one, [*chosen, *(rest for rest in rests if rest)], linker, events=left | touched, rebuild=touched)
    _mark(one)
    return linked


def link_all(one: Writing, linker: Linker) -> Linked:
    """Link every mention anew; what people decided holds, and events keep their ids."""
    connection = one.connection
    standing = select(EVENTS.c.id).where(EVENTS.c.until.is_(None), EVENTS.c.mentions > 0)
    events = set(connection.execute(standing).scalars())
    groups = _groups(connection, _all_mentions(connection), all_bindings(connection), linker)
    linked = _store(one, groups, linker, events=events, rebuild=events)
    _mark(one)
    return linked


def _groups(
    connection: Connection, mentions: Mapping[str, Mention], bindings: Sequence[Binding], linker: Linker
) -> list[frozenset[str]]:
    # Texts are read as they are needed: those of a whole archive would not fit into memory.
    in_order = [mentions[name] for name in sorted(mentions)]
    found = linker.groups(in_order, ReportsOnDemand(connection, (mention.document for mention in in_order)))
    return sorted(bound(found, bindings), key=min)


def _store(
    one: Writing, groups: Sequence[frozenset[str]], linker: Linker, *, events: set[str], rebuild: set[str]
) -> Linked:
    """Keep the groups; of ``events`` those that get none of them are told no more."""
    assigned = assign(one.connection, groups)
    untold = frozenset(events - set(assigned.events) - set(assigned.merged))
    assigned = Assigned(events=assigned.events, merged=assigned.merged, untold=untold)
    return store(one, assigned, linker, rebuild=rebuild, explained=True)


def _all_mentions(connection: Connection) -> dict[str, Mention]:
    query = select(MENTIONS.c.id, MENTIONS.c.body).where(MENTIONS.c.until.is_(None))
    return {row.id: mention_of(row.body) for row in connection.execute(query)}


def candidates(connection: Connection, mentions: Iterable[Mention]) -> set[str]:
    """Ids of mentions that may tell what one of these tells: near in days, and in place as far as both are known."""
    found: set[str] = set()
    for mention in mentions:
        if mention.date is None or mention.place is None:
            continue
        first, last = (date.fromisoformat(day) for day in (mention.date.start, mention.date.end))
        if (last - first).days > _LONGEST_DAYS:
            continue
        days = ((first - timedelta(days=NEAR_DAYS)).isoformat(), (last + timedelta(days=NEAR_DAYS)).isoformat())
        cells = cells_around(mention.place, at_least_km=NEAR_KM)
        day = MENTIONS.c.first_day
        same_days = and_(day >= days[0], day <= days[1], MENTIONS.c.until.is_(None), MENTIONS.c.id != mention.id)
        where: list[ColumnElement[bool]] = []
        if cells:
            where.append(MENTIONS.c.cell.in_(cells))
        if mention.place.country is not None:
            country = MENTIONS.c.country == mention.place.country
            where.append(and_(country, MENTIONS.c.cell.is_(None)) if cells else country)
        if not where:
            continue
        query = select(MENTIONS.c.id).where(same_days, or_(*where)).order_by(MENTIONS.c.id).limit(MOST_CANDIDATES)
        found.update(connection.execute(query).scalars())
    return found


def frontier(connection: Connection) -> tuple[int, int]:
    """The change of the last linking, and the last mention that it has seen; zeros before the first."""
    query = select(LINKINGS.c.since, LINKINGS.c.last_mention).order_by(LINKINGS.c.key.desc()).limit(1)
    row = connection.execute(query).first()
    return (0, 0) if row is None else (row.since, row.last_mention)


def _fresh(connection: Connection, upto: int) -> dict[str, Mention]:
    query = select(MENTIONS.c.id, MENTIONS.c.body).where(MENTIONS.c.key > upto, MENTIONS.c.until.is_(None))
    return {row.id: mention_of(row.body) for row in connection.execute(query)}


def _losing(connection: Connection, upto: int) -> set[str]:
    """Events that a mention tells which ended after a change."""
    ended = select(MENTIONS.c.id).where(MENTIONS.c.until > upto)
    query = select(MEMBERSHIPS.c.event).where(MEMBERSHIPS.c.until.is_(None), MEMBERSHIPS.c.mention.in_(ended))
    return set(connection.execute(query).scalars())


def _mark(one: Writing) -> None:
    newest = one.connection.execute(select(func.max(MENTIONS.c.key))).scalar() or 0
    linked_upto, mention_upto = frontier(one.connection)
    ended = one.connection.execute(select(func.max(MENTIONS.c.until)).where(MENTIONS.c.until > linked_upto)).scalar()
    if newest != mention_upto or ended is not None:
        one.append(LINKINGS, [{"last_mention": newest}])
