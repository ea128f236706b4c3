"""Groups of mentions become versions of events: ids that stay, a new version only where something changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select

from dateline.archive import summing
from dateline.archive.answers import Linked, Review
from dateline.archive.editing import with_decisions
from dateline.archive.journal import Writing
from dateline.archive.linking_port import Linker
from dateline.archive.rows import event_of_row, event_row, link_row, mention_of, report_of
from dateline.archive.search_index import add_terms, chunks
from dateline.archive.standing_decisions import decisions_about
from dateline.archive.summing import with_sums
from dateline.archive.tables import EVENTS, LINKS, MEMBERSHIPS, MENTIONS, REPORTS, SUCCESSORS
from dateline.records import Mention, Report
from dateline.records.event import Event

_REPORT = [column for column in REPORTS.columns if column.name != "text"]
_REPORTS_IN_MEMORY = 5_000
_REPORTS_AT_ONCE = 200
Changed = tuple[Event | None, Event]
"""An event before and after a change; None where it is new."""
UNTOLD = "no report at hand tells it any more"


class Assigned(msgspec.Struct, frozen=True, kw_only=True):
    """Which event each mention is to tell, and the existing events that give up their mentions to another, or to none.

    Attributes:
        events: mentions by event.
        merged: event to the event it was found to be.
        untold: events that no mention tells any more.
    """

    events: Mapping[str, frozenset[str]]
    merged: Mapping[str, str] = {}
    untold: frozenset[str] = frozenset()


def memberships_of(connection: Connection, mentions: Iterable[str]) -> dict[str, str]:
    """The event that each mention tells now, by mention; those that tell none yet are left out."""
    found: dict[str, str] = {}
    for some in chunks(mentions):
        query = select(MEMBERSHIPS.c.mention, MEMBERSHIPS.c.event).where(
            MEMBERSHIPS.c.mention.in_(some), MEMBERSHIPS.c.until.is_(None)
        )
        found.update((row.mention, row.event) for row in connection.execute(query))
    return found


def members_of(connection: Connection, events: Iterable[str]) -> dict[str, set[str]]:
    """The mentions that tell each event now, by event."""
    found: dict[str, set[str]] = defaultdict(set)
    for some in chunks(events):
        query = select(MEMBERSHIPS.c.mention, MEMBERSHIPS.c.event).where(
            MEMBERSHIPS.c.event.in_(some), MEMBERSHIPS.c.until.is_(None)
        )
        for row in connection.execute(query):
            found[row.event].add(row.mention)
    return found


def current_mentions(connection: Connection, ids: Iterable[str]) -> dict[str, Mention]:
    """The mentions with these ids that hold now."""
    found: dict[str, Mention] = {}
    for some in chunks(ids):
        query = select(MENTIONS.c.id, MENTIONS.c.body).where(MENTIONS.c.id.in_(some), MENTIONS.c.until.is_(None))
        found.update((row.id, mention_of(row.body)) for row in connection.execute(query))
    return found


def _newest_mentions(connection: Connection, ids: Iterable[str]) -> dict[str, Mention]:
    """The mentions with these ids in their newest version, be it that one ended and nothing was linked since."""
    found: dict[str, Mention] = {}
    for some in chunks(ids):
        query = select(MENTIONS.c.id, MENTIONS.c.body).where(MENTIONS.c.id.in_(some)).order_by(MENTIONS.c.version)
        found.update((row.id, mention_of(row.body)) for row in connection.execute(query))
    return found


def current_reports(connection: Connection, ids: Iterable[str], *, texts: bool = False) -> dict[str, Report]:
    """The reports with these ids as they are now; without their texts unless asked for."""
    found: dict[str, Report] = {}
    columns = [REPORTS] if texts else _REPORT
    for some in chunks(ids):
        query = select(*columns).where(REPORTS.c.id.in_(some), REPORTS.c.until.is_(None))
        found.update((row.id, report_of(row)) for row in connection.execute(query))
    return found


class ReportsOnDemand(Mapping[str, Report]):
    """The reports as they are now, read when they are asked for; some thousands of the last stay in memory."""

    def __init__(self, connection: Connection, ids: Iterable[str]) -> None:
        """``ids`` in the order in which they will be asked for: each is read together with those that follow it."""
        self._connection = connection
        self._ids = list(dict.fromkeys(ids))
        self._at = {id: n for n, id in enumerate(self._ids)}
        self._read: dict[str, Report] = {}

    def __getitem__(self, id: str) -> Report:
        at = self._at[id]
        if id not in self._read:
            if len(self._read) >= _REPORTS_IN_MEMORY:
                self._read.clear()
            following = self._ids[at : at + _REPORTS_AT_ONCE]
            self._read.update(current_reports(self._connection, following, texts=True))
        return self._read[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def assign(connection: Connection, groups: Sequence[frozenset[str]]) -> Assigned:
    """An event for every group: the one that most of its mentions tell now, else a new one.

    Of several events in one group that which a person decided about stays, then that with most mentions, then the one
    of the lowest id; the others are merged into it. An event whose mentions are in several groups stays with the
    largest part.
    """
    mentions = [one for group in groups for one in group]
    now = memberships_of(connection, mentions)
    now.update(_inherited(connection, [one for one in mentions if one not in now], now))
    decided = frozenset(decisions_about(connection, sorted(set(now.values()))))
    claims = [Counter(now[one] for one in group if one in now) for group in groups]
    ranked = sorted(
        (event not in decided, -share, event, min(group), n)
        for n, (group, claim) in enumerate(zip(groups, claims, strict=True))
        for event, share in claim.items()
    )
    named: dict[int, str] = {}
    home: dict[str, str] = {}
    for _, _, event, _, n in ranked:
        if n not in named and event not in home:
            named[n] = event
            home[event] = event
    for _, _, event, _, n in ranked:
        home.setdefault(event, named.get(n, event))
    fresh = [n for n in range(len(groups)) if n not in named]
    taken = _new_ids(connection, {n: min(groups[n]) for n in fresh})
    named.update(taken)
    events = {named[n]: group for n, group in enumerate(groups)}
    return Assigned(events=events, merged={event: to for event, to in home.items() if event != to})


def _inherited(connection: Connection, mentions: Sequence[str], now: Mapping[str, str]) -> dict[str, str]:
    """The event of the older mention that each of these took the place of."""
    heirs: dict[str, str] = {}
    for some in chunks(mentions):
        query = select(SUCCESSORS.c.old, SUCCESSORS.c.new).where(SUCCESSORS.c.new.in_(some))
        heirs.update((row.new, row.old) for row in connection.execute(query))
    old = memberships_of(connection, sorted(set(heirs.values())))
    return {new: old[one] for new, one in heirs.items() if one in old and new not in now}


def _new_ids(connection: Connection, founders: Mapping[int, str]) -> dict[int, str]:
    """Ids for new events, by the first of their mentions: ``m_1f`` founds ``e_1f``, or ``e_1f-2`` where that was."""
    wanted = {n: f"e_{founder.removeprefix('m_')}" for n, founder in founders.items()}
    used: set[str] = set()
    for some in chunks(sorted(wanted.values())):
        used |= set(connection.execute(select(EVENTS.c.id).where(EVENTS.c.id.in_(some))).scalars())
    made: dict[int, str] = {}
    for n, base in wanted.items():
        name, count = base, 1
        while name in used:
            count += 1
            name = f"{base}-{count}"
            taken = connection.execute(select(EVENTS.c.key).where(EVENTS.c.id == name).limit(1)).first()
            if taken is not None:
                used.add(name)
        used.add(name)
        made[n] = name
    return made


def store(
    one: Writing, assigned: Assigned, linker: Linker, *, rebuild: Iterable[str] = (), explained: bool = False
) -> Linked:
    """Append what changes: memberships, and a new version of each event that is no longer what it was.

    Args:
        rebuild: events that are made anew though the same mentions tell them.
        explained: keep why each mention that comes to an event tells what the others of it tell.
    """
    before = members_of(one.connection, [*assigned.events, *assigned.merged, *assigned.untold])
    _move(one, before, assigned)
    asked = set(rebuild)
    changing = [
        event for event, group in assigned.events.items() if before.get(event, set()) != group or event in asked
    ]
    counts = dict.fromkeys(Linked.__struct_fields__, 0)
    gone = {*assigned.merged, *assigned.untold}
    many = len(changing) + len(gone) > summing.MANY
    changed: list[Changed] = []
    for some in chunks(sorted(changing)):
        groups = {event: assigned.events[event] for event in some}
        made = _make(one, groups, linker, counts, before if explained else None, None if many else gone)
        changed += () if many else made
    for some in chunks(sorted(assigned.merged)):
        changed += _empty(one, {event: assigned.merged[event] for event in some}, counts)
    for some in chunks(sorted(assigned.untold)):
        changed += _empty(one, dict.fromkeys(some), counts)
    sums = summing.all_changed_sums(one.connection) if many else summing.changed_sums(one.connection, changed)
    for some_sums in chunks(list(sums)):
        _sum_up(one, some_sums, counts)
    return Linked(**{**counts, "mentions": sum(len(group) for group in assigned.events.values())})


def _move(one: Writing, before: Mapping[str, set[str]], assigned: Assigned) -> None:
    wanted = {mention: event for event, group in assigned.events.items() for mention in group}
    held: dict[str, str] = {mention: event for event, group in before.items() for mention in group}
    held.update(memberships_of(one.connection, [mention for mention in wanted if mention not in held]))
    leaving = sorted(mention for mention, event in held.items() if wanted.get(mention) != event)
    for some in chunks(leaving):
        query = select(MEMBERSHIPS.c.key).where(MEMBERSHIPS.c.mention.in_(some), MEMBERSHIPS.c.until.is_(None))
        one.end(MEMBERSHIPS, list(one.connection.execute(query).scalars()))
    joining = sorted((mention, event) for mention, event in wanted.items() if held.get(mention) != event)
    for pairs in chunks(joining, 5_000):
        one.append(MEMBERSHIPS, [{"mention": mention, "event": event} for mention, event in pairs])


def _make(
    one: Writing,
    events: Mapping[str, frozenset[str]],
    linker: Linker,
    counts: dict[str, int],
    before: Mapping[str, set[str]] | None,
    gone: Collection[str] | None,
) -> list[Changed]:
    """Make events anew; without ``gone`` what they sum up is left for later."""
    mentions = _newest_mentions(one.connection, sorted(set().union(*events.values())))
    reports = current_reports(one.connection, sorted({mention.document for mention in mentions.values()}), texts=True)
    decisions = decisions_about(one.connection, events)
    made: list[tuple[Event, Review]] = []
    for event, group in events.items():
        told = linker.event([mentions[mention] for mention in sorted(group)], reports)
        told = msgspec.structs.replace(told, id=event, version=0, merged_into=None)
        made.append(with_decisions(told, decisions.get(event, ())))
    made = _summing_as_before(one.connection, made) if gone is None else with_sums(one.connection, made, gone)
    changed = append_versions(one, made, counts, mentions=mentions, reports=reports)
    if before is not None:
        pairs = [pair for event, group in events.items() for pair in _joined(group, before.get(event, set()))]
        links = [linker.why(mentions[first], mentions[other], reports) for first, other in pairs]
        one.append(LINKS, [link_row(link) for link in links])
    return changed


def _summing_as_before(connection: Connection, made: Sequence[tuple[Event, Review]]) -> list[tuple[Event, Review]]:
    """The events with what their newest versions sum up, so that only what turns out otherwise is a change."""
    rows = newest_versions(connection, [event.id for event, _ in made])
    sums = {id: event_of_row(row.body).summary_of for id, row in rows.items()}
    return [(msgspec.structs.replace(event, summary_of=sums.get(event.id, ())), review) for event, review in made]


def _sum_up(one: Writing, sums: Sequence[tuple[Event, Review]], counts: dict[str, int]) -> None:
    """New versions of events of which nothing changed but what they sum up."""
    mentions = _newest_mentions(one.connection, sorted({mention for event, _ in sums for mention in event.mentions}))
    reports = current_reports(one.connection, sorted({report for event, _ in sums for report in event.reports}))
    append_versions(one, sums, counts, mentions=mentions, reports=reports)


def _joined(group: frozenset[str], before: set[str]) -> Iterator[tuple[str, str]]:
    """Each mention that came to an event, after one that was there before it."""
    first = min(group & before, default=min(group))
    for mention in sorted(group - before - {first}):
        yield first, mention


def _empty(one: Writing, events: Mapping[str, str | None], counts: dict[str, int]) -> list[Changed]:
    """New versions of events that gave up their mentions: merged into another, or withdrawn."""
    made: list[tuple[Event, Review]] = []
    for row in newest_versions(one.connection, events).values():
        event, into = event_of_row(row.body), events[row.id]
        event = msgspec.structs.replace(event, mentions=(), reports=(), origins=(), summary_of=(), merged_into=into)
        if into is None:
            event = msgspec.structs.replace(event, grade="withdrawn", grade_reason=UNTOLD)
        made.append((event, row.review))
    return append_versions(one, made, counts)


def append_versions(
    one: Writing,
    made: Sequence[tuple[Event, Review]],
    counts: dict[str, int],
    *,
    mentions: Mapping[str, Mention] | None = None,
    reports: Mapping[str, Report] | None = None,
) -> list[Changed]:
    """Append a version of each event that differs from its newest one, and end that; ``counts`` is added to.

    Returns those that differ: each as it was, None if it was not, and as it is.
    """
    newest = newest_versions(one.connection, [event.id for event, _ in made])
    ending: list[int] = []
    rows: list[dict[str, Any]] = []
    events: list[Event] = []
    changed: list[Changed] = []
    for event, review in made:
        before = newest.get(event.id)
        version = 0 if before is None else before.version
        row = event_row(msgspec.structs.replace(event, version=version), review)
        if before is not None:
            if before.body == row["body"] and before.review == review:
                continue
            ending.append(before.key)
        counts[_what_happened(event, before)] += 1
        event = msgspec.structs.replace(event, version=version + 1)
        events.append(event)
        rows.append(event_row(event, review))
        changed.append((None if before is None else event_of_row(before.body), event))
    one.end(EVENTS, ending)
    keys = one.append(EVENTS, rows)
    publishers = {name: report.publisher for name, report in (reports or {}).items()}
    add_terms(one.connection, zip(keys, events, strict=True), mentions or {}, publishers)
    return changed


def _what_happened(event: Event, before: Row[Any] | None) -> str:
    if before is None:
        return "new"
    if event.merged_into is not None:
        return "merged"
    return "withdrawn" if not event.mentions else "changed"


def newest_versions(connection: Connection, events: Iterable[str]) -> dict[str, Row[Any]]:
    """The rows of the newest versions of events, by id."""
    found: dict[str, Row[Any]] = {}
    for some in chunks(events):
        query = select(EVENTS.c.key, EVENTS.c.id, EVENTS.c.version, EVENTS.c.review, EVENTS.c.body).where(
            EVENTS.c.id.in_(some), EVENTS.c.until.is_(None)
        )
        found.update({row.id: row for row in connection.execute(query)})
    return found
