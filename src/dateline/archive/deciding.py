"""What people decide: appended, never changed, in force until another decision takes it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

import msgspec
from sqlalchemy import Connection, select

from dateline.archive.answers import Linked
from dateline.archive.editing import checked_value, value_of, with_decisions
from dateline.archive.errors import ArchiveError, NoSuchIdError, StaleVersionError
from dateline.archive.journal import Writing
from dateline.archive.linking_port import Linker
from dateline.archive.making_events import (
    Assigned,
    append_versions,
    current_mentions,
    members_of,
    memberships_of,
    newest_versions,
    store,
)
from dateline.archive.rows import as_json, decision_of, event_of_row
from dateline.archive.standing_decisions import binding, decisions_about
from dateline.archive.tables import DECISION_MENTIONS, DECISIONS, EVENTS, MEMBERSHIPS
from dateline.records.event import Decision, Event

Action: TypeAlias = Literal["accept", "reject", "flag", "edit", "merge", "split", "keep apart"]
_Members = Mapping[str, frozenset[str]]


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """What a person asks for.

    Attributes:
        action: what is to be done.
        subject: the event.
        version: the version of it that the person saw; None takes it as it is now.
        others: events to merge in or to keep apart from; mentions to split off.
        field, value: what to edit, and the value, as the record has it.
        why: in the person's words.
    """

    action: Action
    subject: str
    version: int | None = None
    others: tuple[str, ...] = ()
    field: str | None = None
    value: object = None
    why: str = ""


def decide(one: Writing, request: Request, linker: Linker) -> Decision:
    """Append a decision, and the versions of events that follow from it.

    Raises:
        NoSuchIdError: the subject, or one of the others, is not there.
        StaleVersionError: the person saw a version that is no longer the newest.
        ArchiveError: the request makes no sense (``archive.decision``, ``archive.edit``).
    """
    event = _newest(one.connection, request.subject)
    if request.version is not None and request.version != event.version:
        raise StaleVersionError(
            f"event {event.id} is at version {event.version}, and the decision is about version {request.version}",
            remedy="Look at it again (`dateline show`), then decide on what it is now.",
        )
    if event.merged_into is not None:
        raise _refused(f"event {event.id} was merged into {event.merged_into}", f"Decide about {event.merged_into}.")
    if request.action == "edit":
        return _edit(one, request, event, linker)
    if request.action in ("accept", "reject", "flag"):
        decision = _append(one, request, event)
        _make_anew(one, [event.id], linker)
        return decision
    if not request.others:
        raise _refused(f"to {request.action} an event, others are needed", "Name at least one more id.")
    if request.subject in request.others or len(set(request.others)) < len(request.others):
        raise _refused("an id is named twice", "Name each once.")
    if request.action == "split":
        return _split(one, request, event, linker)
    return _merge_or_keep_apart(one, request, event, linker)


def undo(one: Writing, number: int, linker: Linker, *, why: str = "") -> Decision:
    """Take a decision back: what followed from it no longer does, as far as nothing decided since depends on it.

    Raises:
        NoSuchIdError: there is no such decision.
        ArchiveError: it was taken back before, or takes back another itself (``archive.decision``).
    """
    taken = decision(one.connection, number)
    if taken.action == "undo":
        raise _refused(f"decision {number} takes back another", "Decide anew what is to hold.")
    before = one.connection.execute(select(DECISIONS.c.key).where(DECISIONS.c.undoes == number)).scalar()
    if before is not None:
        raise _refused(f"decision {number} was taken back by decision {before}", "Decide anew what is to hold.")
    event = _newest(one.connection, taken.subject)
    made = _append_row(
        one, action="undo", event=event, others=(), why=why, before=taken.after, after=taken.before, undoes=number
    )
    if taken.action in ("merge", "split"):
        _give_back(one, taken, linker)
    elif taken.action != "keep apart":
        _make_anew(one, [taken.subject], linker)
    return made


def decision(connection: Connection, number: int) -> Decision:
    """One decision.

    Raises:
        NoSuchIdError: there is none of this number.
    """
    row = connection.execute(select(DECISIONS).where(DECISIONS.c.key == number)).first()
    if row is None:
        raise NoSuchIdError(
            f"there is no decision {number}", remedy="`dateline show` lists the decisions about an event."
        )
    return decision_of(row)


def _edit(one: Writing, request: Request, event: Event, linker: Linker) -> Decision:
    after = checked_value(request.field, request.value)
    decision = _append(one, request, event, before=value_of(event, request.field or ""), after=after)
    _make_anew(one, [event.id], linker)
    return decision


def _split(one: Writing, request: Request, event: Event, linker: Linker) -> Decision:
    leaving = frozenset(request.others)
    strange = leaving - set(event.mentions)
    if strange:
        raise NoSuchIdError(
            f"event {event.id} has no mention {', '.join(sorted(strange))}",
            remedy=f"It has {', '.join(event.mentions)}.",
        )
    staying = frozenset(event.mentions) - leaving
    if not staying:
        raise _refused("no mention would stay in the event", "Leave at least one.")
    away = _former_event(one.connection, event.id, leaving) or _fresh_id(one.connection, leaving, event.id)
    groups = {event.id: staying, away: leaving}
    decision = _append(
        one, request, event, before=_as_members({event.id: frozenset(event.mentions)}), after=_as_members(groups)
    )
    _bind(one, decision.number, [staying, leaving])
    store(one, Assigned(events=groups), linker, rebuild=groups)
    return decision


def _merge_or_keep_apart(one: Writing, request: Request, event: Event, linker: Linker) -> Decision:
    events = [event, *(_newest(one.connection, other) for other in request.others)]
    for other in events[1:]:
        if other.merged_into is not None:
            raise _refused(f"event {other.id} was merged into {other.merged_into}", f"Name {other.merged_into}.")
    sides = {other.id: frozenset(other.mentions) for other in events}
    if request.action == "keep apart":
        decision = _append(one, request, event, before=_as_members(sides), after=_as_members(sides))
        _bind(one, decision.number, list(sides.values()))
        return decision
    together = {event.id: frozenset[str]().union(*sides.values())}
    decision = _append(one, request, event, before=_as_members(sides), after=_as_members(together))
    _bind(one, decision.number, list(sides.values()))
    store(one, Assigned(events=together, merged=dict.fromkeys(request.others, event.id)), linker, rebuild=together)
    return decision


def _give_back(one: Writing, taken: Decision, linker: Linker) -> None:
    """Put the mentions that a merge or split moved back where they were, those that are still where it put them."""
    was, became = (_members(told) for told in (taken.before, taken.after))
    home = {mention: event for event, group in was.items() for mention in group}
    moved = {mention: event for event, group in became.items() for mention in group}
    heirs = binding(one.connection, taken.number)
    now = memberships_of(one.connection, sorted(heirs.mentions | set(home)))
    target: dict[str, str] = {}
    for mention, event in now.items():
        side = next((n for n, told in sorted(heirs.sides.items()) if mention in told), None)
        back = home.get(mention) or _event_of_side(taken, side)
        put = moved.get(mention) or (taken.subject if taken.action == "merge" else event)
        if back is not None and event == put and back != event:
            target[mention] = back
    touched = sorted({*target.values(), *(now[mention] for mention in target)})
    members = {event: set(group) for event, group in members_of(one.connection, touched).items()}
    for mention, event in target.items():
        members[now[mention]].discard(mention)
        members.setdefault(event, set()).add(mention)
    events = {event: frozenset(group) for event, group in members.items() if group}
    emptied = {event: taken.subject for event, group in members.items() if not group}
    store(one, Assigned(events=events, merged=emptied), linker, rebuild=events)


def _event_of_side(taken: Decision, side: int | None) -> str | None:
    """Where a mention that came after the decision belongs once that is undone: with its side."""
    if side is None:
        return None
    if taken.action == "split" or side == 0:
        return taken.subject
    return taken.others[side - 1]


def _former_event(connection: Connection, subject: str, leaving: frozenset[str]) -> str | None:
    """The event merged into the subject that these mentions told before, and that holds none now."""
    query = (
        select(MEMBERSHIPS.c.event, MEMBERSHIPS.c.mention)
        .where(MEMBERSHIPS.c.mention.in_(sorted(leaving)), MEMBERSHIPS.c.event != subject)
        .order_by(MEMBERSHIPS.c.since.desc(), MEMBERSHIPS.c.event)
    )
    for event, _ in connection.execute(query):
        merged = select(EVENTS.c.key).where(
            EVENTS.c.id == event, EVENTS.c.until.is_(None), EVENTS.c.merged_into == subject
        )
        if connection.execute(merged).first() is not None:
            return str(event)
    return None


def _fresh_id(connection: Connection, leaving: frozenset[str], subject: str) -> str:
    base = f"e_{min(leaving).removeprefix('m_')}"
    name, count = base, 1
    while name == subject or connection.execute(select(EVENTS.c.key).where(EVENTS.c.id == name).limit(1)).first():
        count += 1
        name = f"{base}-{count}"
    return name


def _make_anew(one: Writing, events: Sequence[str], linker: Linker) -> None:
    members = members_of(one.connection, events)
    told: dict[str, frozenset[str]] = {}
    for event, group in members.items():
        # A mention that ended and was not linked anew yet cannot be read; the next linking makes the event of the rest.
        if group and len(current_mentions(one.connection, sorted(group))) == len(group):
            told[event] = frozenset(group)
    store(one, Assigned(events=told), linker, rebuild=told)
    others = newest_versions(one.connection, [event for event in events if event not in told])
    about = decisions_about(one.connection, others)
    made = [with_decisions(event_of_row(row.body), about.get(event, ())) for event, row in others.items()]
    append_versions(one, made, dict.fromkeys(Linked.__struct_fields__, 0))


def _newest(connection: Connection, event: str) -> Event:
    row = newest_versions(connection, [event]).get(event)
    if row is None:
        raise NoSuchIdError(f"there is no event {event}", remedy="`dateline search` lists ids of events.")
    return event_of_row(row.body)


def _append(
    one: Writing, request: Request, event: Event, *, before: str | None = None, after: str | None = None
) -> Decision:
    return _append_row(
        one,
        action=request.action,
        event=event,
        others=request.others,
        field=request.field,
        before=before,
        after=after,
        why=request.why,
    )


def _append_row(
    one: Writing,
    *,
    action: str,
    event: Event,
    others: Sequence[str],
    why: str,
    field: str | None = None,
    before: str | None = None,
    after: str | None = None,
    undoes: int | None = None,
) -> Decision:
    row = {
        "at": one.change.at,
        "who": one.change.who,
        "action": action,
        "subject": event.id,
        "version": event.version,
        "others": as_json(list(others)),
        "field": field,
        "before": before,
        "after": after,
        "why": why,
        "undoes": undoes,
    }
    (key,) = one.append(DECISIONS, [row])
    found = one.connection.execute(select(DECISIONS).where(DECISIONS.c.key == key)).one()
    return decision_of(found)


def _bind(one: Writing, decision: int, sides: Sequence[frozenset[str]]) -> None:
    rows = [
        {"decision": decision, "mention": mention, "side": n}
        for n, side in enumerate(sides)
        for mention in sorted(side)
    ]
    one.append(DECISION_MENTIONS, rows)


def _as_members(groups: _Members) -> str:
    return as_json({event: sorted(group) for event, group in groups.items()})


def _members(told: str | None) -> dict[str, frozenset[str]]:
    groups = msgspec.json.decode(told or "{}", type=dict[str, list[str]])
    return {event: frozenset(group) for event, group in groups.items()}


def _refused(what: str, remedy: str) -> ArchiveError:
    return ArchiveError(what, remedy=remedy, code="archive.decision")
