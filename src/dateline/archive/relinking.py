"""Which event each mention tells: for mentions that came since the last time, or for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, func, select

from dateline.archive.answers import Linked
from dateline.archive.block_index import Ended, LinkedMentions, add_blocks, fill_blocks, frontier
from dateline.archive.journal import Writing
from dateline.archive.linking_port import Linker
from dateline.archive.making_events import Assigned, ReportsOnDemand, assign, members_of, memberships_of, store
from dateline.archive.rows import mention_of
from dateline.archive.standing_decisions import Binding, all_bindings, bindings_of, bound
from dateline.archive.tables import EVENTS, LINKINGS, MEMBERSHIPS, MENTIONS
from dateline.records import Mention

SHARE_FOR_ALL = 20
"""Where a twentieth of all mentions is new, all are looked at: finding the neighbours of each would take longer."""


def link_new(one: Writing, linker: Linker) -> Linked:
    """Link the mentions that came, or changed, since the last linking; the events are those of linking all anew.

    Only what hangs together with one of them, or did before it changed, is looked at (`dateline.linking.incremental`).
    """
    connection = one.connection
    linked_upto, mention_upto = frontier(connection)
    fresh = _fresh(connection, mention_upto)
    ended = Ended(connection, linked_upto)
    if not fresh and not ended:
        return Linked()
    touched = _losing(connection, linked_upto)
    new = {mention.id: mention for _, mention in fresh}
    reports = ReportsOnDemand(connection, (mention.document for mention in new.values()))
    if (len(fresh) + len(ended)) * SHARE_FOR_ALL > (connection.execute(select(func.max(MENTIONS.c.key))).scalar() or 0):
        mentions = _all_mentions(connection)
        event_of = memberships_of(connection, mentions)
        groups = _groups(connection, mentions, all_bindings(connection), linker)
        whole = True
    else:
        again = set[str]().union(*members_of(connection, sorted(touched)).values())
        around = linker.around(
            LinkedMentions(connection),
            list(new.values()),
            reports,
            gone=ended.tellings(),
            again=again,
            beside=lambda ids: _beside(connection, ids),
        )
        mentions, whole = around.mentions, around.whole
        event_of = memberships_of(connection, sorted(mentions))
        groups = sorted(bound(around.groups, bindings_of(connection, sorted(mentions))), key=min)
    touched |= {event_of[mention] for mention in new if mention in event_of}
    if not whole:
        groups = _touching(groups, new, touched, event_of)
    linked = _store(one, groups, linker, events={*event_of.values(), *touched}, rebuild=touched)
    ended.forget()
    add_blocks(connection, fresh, reports)
    _mark(one)
    return linked


def _touching(
    groups: Sequence[frozenset[str]], new: Collection[str], touched: set[str], event_of: Mapping[str, str]
) -> list[frozenset[str]]:
    """Of a part that was not looked at to its end only the groups that what is new concerns, and what they leave."""
    concerned = set(new) | {mention for mention, event in event_of.items() if event in touched}
    chosen = [group for group in groups if not group.isdisjoint(concerned)]
    moved = frozenset[str]().union(*chosen)
    left: dict[str, set[str]] = defaultdict(set)
    for mention, event in event_of.items():
        if mention not in moved:
            left[event].add(mention)
    return [*chosen, *(frozenset(rest) for rest in left.values())]


def _beside(connection: Connection, ids: Collection[str]) -> set[str]:
    """The mentions that tell the same events as these, and those that a decision binds to them."""
    events = sorted(set(memberships_of(connection, sorted(ids)).values()))
    found = set[str]().union(*members_of(connection, events).values())
    return found.union(*(binding.mentions for binding in bindings_of(connection, sorted(ids))))


def link_all(one: Writing, linker: Linker) -> Linked:
    """Link every mention anew; what people decided holds, and events keep their ids."""
    connection = one.connection
    standing = select(EVENTS.c.id).where(EVENTS.c.until.is_(None), EVENTS.c.mentions > 0)
    events = set(connection.execute(standing).scalars())
    groups = _groups(connection, _all_mentions(connection), all_bindings(connection), linker)
    linked = _store(one, groups, linker, events=events, rebuild=events)
    _mark(one)
    # Another dateline may have made the blocks in other ways.
    fill_blocks(connection)
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


def _fresh(connection: Connection, upto: int) -> list[tuple[int, Mention]]:
    """Key and mention of those that came after another one, in their order."""
    query = select(MENTIONS.c.key, MENTIONS.c.body).where(MENTIONS.c.key > upto, MENTIONS.c.until.is_(None))
    return [(row.key, mention_of(row.body)) for row in connection.execute(query.order_by(MENTIONS.c.key))]


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
