"""Events by box, period, type and the rest: a page at a time, newest day first, the same order whoever asks.

An index gives events of a type in the order of their days. A box is looked for along that order as long as it soon
yields a page, and where it does not (few of the events lie in it), by the squares of one degree that it touches.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from heapq import merge
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    Table,
    and_,
    func,
    literal,
    or_,
    select,
    text,
    tuple_,
)

from dateline.archive.answers import Box, EventPage, EventQuery, KeptEvent
from dateline.archive.cells import cells_of_box
from dateline.archive.errors import ArchiveError
from dateline.archive.rows import LONG_DAYS, kept_event, term
from dateline.archive.search_index import chunks, has_word, words_condition, words_parameter
from dateline.archive.tables import CHANGES, EVENT_TERMS, EVENTS, MEMBERSHIPS, MENTIONS, standing

LARGEST_PAGE = 1_000
PROBED = 5_000
"""Events looked at in the order of days before a box is looked for by its squares."""
_TYPES_APART = 4
"""Up to so many types each is read along its own index; of more, all events are read and the others left out."""


class _Place(NamedTuple):
    """Where an event stands in the order."""

    first_day: str
    id: str
    key: int


def page(
    connection: Connection, query: EventQuery, *, at: int | None, limit: int, after: str | None, newest: int
) -> EventPage:
    """One page of what is asked for.

    Args:
        at: the change after which it is asked for; None for now.
        newest: the number of the newest change.
        limit: events on a page, 1 to 1,000.
        after: the cursor that the page before gave; the further pages answer as of the first, whatever is added.

    Raises:
        ArchiveError: the query or the cursor makes no sense (``archive.query``, ``archive.cursor``).
    """
    keys, following = keys_of_page(connection, query, at=at, limit=limit, after=after, newest=newest)
    return EventPage(events=tuple(load(connection, keys)), next=following)


def keys_of_page(
    connection: Connection, query: EventQuery, *, at: int | None, limit: int, after: str | None, newest: int
) -> tuple[list[int], str | None]:
    """The keys of the versions on a page, as `page` has them, and the cursor of the next."""
    check(query, limit)
    behind: tuple[str, str] | None = None
    if after is not None:
        at, *behind_list = _opened(after, query)
        behind = (behind_list[0], behind_list[1])
    # What stands now is found faster than what stood at a change, and is the same while that change is the newest.
    places = find(connection, query, at=None if at == newest else at, limit=limit + 1, behind=behind)
    last = places[limit - 1] if len(places) > limit else None
    pinned = newest if at is None else at
    return [place.key for place in places[:limit]], _cursor(pinned, last, query) if last else None


def walk(
    connection: Connection, query: EventQuery, *, at: int, newest: int, some: int = LARGEST_PAGE
) -> Iterator[KeptEvent]:
    """Every event that is asked for, as of one change, in the order of pages; memory holds one page."""
    check(query, some)
    behind: tuple[str, str] | None = None
    while True:
        places = find(connection, query, at=None if at == newest else at, limit=some, behind=behind)
        # Each is made as it is taken: a thousand events at once would keep the garbage collector busy.
        yield from load(connection, [place.key for place in places])
        if len(places) < some:
            return
        behind = (places[-1].first_day, places[-1].id)


def sweep(
    connection: Connection, query: EventQuery, *, at: int, newest: int, some: int = LARGEST_PAGE
) -> Iterator[KeptEvent]:
    """As `walk`, in the order in which they were kept: the disk is read from front to back, which is much faster."""
    check(query, some)
    search = _Search(connection, query, None if at == newest else at, some, None, ordered=False)
    last = 0
    while True:
        rows = search.kept_after(last)
        for row in rows:
            yield kept_event(row)
        if len(rows) < some:
            return
        last = rows[-1].key


def find(
    connection: Connection, query: EventQuery, *, at: int | None, limit: int, behind: tuple[str, str] | None = None
) -> list[_Place]:
    """The first events in the order that match, from the place ``behind`` on."""
    search = _Search(connection, query, at, limit, behind)
    found = merge(*(search.branch(conditions) for conditions in search.branches()), key=_descending)
    kept: dict[int, _Place] = {}
    for place in found:
        kept.setdefault(place.key, place)
        if len(kept) == limit:
            break
    return list(kept.values())


def load(connection: Connection, keys: Sequence[int]) -> Iterator[KeptEvent]:
    """The versions of events with these keys, in this order."""
    return map(kept_event, rows_of(connection, keys))


def rows_of(connection: Connection, keys: Sequence[int]) -> Iterator[Row[Any]]:
    """The rows of events with these keys, in this order, with their changes; each is let go of as it is taken."""
    rows: dict[int, Row[Any]] = {}
    for some in chunks(keys):
        query = (
            select(EVENTS.c.key, EVENTS.c.body, EVENTS.c.review, CHANGES)
            .join(CHANGES, CHANGES.c.number == EVENTS.c.since)
            .where(EVENTS.c.key.in_(some))
        )
        rows.update((row.key, row) for row in connection.execute(query))
    return (rows.pop(key) for key in keys)


class _Branch(NamedTuple):
    """One way through an index: the types of event that it takes (none for all), whether long ones, and what else."""

    types: tuple[str, ...]
    long: int | None
    conditions: tuple[ColumnElement[bool], ...]

    def all(self, *, unserved: bool = False) -> list[ColumnElement[bool]]:
        """Its conditions; ``unserved`` in words that no index serves, so that the database takes another way."""
        kind: ColumnElement[str] = EVENTS.c.sub_event_type
        long: ColumnElement[int] = EVENTS.c.long
        if unserved:
            kind, long = kind.concat(""), long + 0
        conditions = list(self.conditions)
        if self.types:
            conditions.append(kind == self.types[0] if len(self.types) == 1 else kind.in_(self.types))
        if self.long is not None:
            conditions.append(long == self.long)
        return conditions


class _Reversed(str):
    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other)


def _descending(place: _Place) -> tuple[_Reversed, _Reversed]:
    return _Reversed(place.first_day), _Reversed(place.id)


class _Search:
    """One search: its conditions, and the ways through the indexes that together find all that match."""

    def __init__(
        self,
        connection: Connection,
        query: EventQuery,
        at: int | None,
        limit: int,
        behind: tuple[str, str] | None,
        *,
        ordered: bool = True,
    ) -> None:
        self._connection, self._query, self._at, self._limit = connection, query, at, limit
        self._in_order = ordered
        self._common = list(self._conditions(behind))
        self._words = {} if query.text is None else {"words": words_parameter(connection.dialect.name, query.text)}

    def branches(self) -> Iterator[_Branch]:
        """Conditions of which each is served by one index in order."""
        query = self._query
        kinds: list[tuple[str, ...]] = [tuple(sorted(set(query.types)))]
        if 0 < len(query.types) <= _TYPES_APART:
            kinds = [(one,) for one in sorted(set(query.types))]
        for types in kinds:
            if query.text is not None:
                # The words lead to the events; in the order of days most would have to be looked at in vain.
                yield _Branch(types, None, (*self._days(EVENTS, 1), *self._terms(None)))
                continue
            for long in (0, 1):
                yield _Branch(types, long, (*self._days(EVENTS, long), *self._terms(long)))

    def kept_after(self, key: int) -> Sequence[Row[Any]]:
        """The next events in the order of keys, with their changes."""
        conditions = [*self._common, *_Branch(self._query.types, None, ()).all(unserved=True)]
        conditions += [*self._days(EVENTS, 1), *self._terms(None)]
        if self._query.box is not None:
            conditions.append(_inside(self._query.box))
        query = (
            select(EVENTS.c.key, EVENTS.c.body, EVENTS.c.review, CHANGES)
            .join(CHANGES, CHANGES.c.number == EVENTS.c.since)
            .where(EVENTS.c.key > key, *conditions)
            .order_by(EVENTS.c.key)
            .limit(self._limit)
        )
        return self._connection.execute(query, self._words).all()

    def _days(self, table: Table, long: int) -> Iterator[ColumnElement[bool]]:
        """Which days an event may start on, so that it touches the period; and in events, that it does."""
        if self._query.period is None:
            return
        first, last = self._query.period
        yield table.c.first_day <= last
        if not long:
            earliest = max(date.fromisoformat(first), date.min + timedelta(days=LONG_DAYS)) - timedelta(days=LONG_DAYS)
            yield table.c.first_day >= earliest.isoformat()
        if table is EVENTS:
            yield table.c.last_day >= first
            yield table.c.first_day > ""

    def _terms(self, long: int | None) -> Iterator[ColumnElement[bool]]:
        terms = EVENT_TERMS.c
        lengths = [] if long is None else [terms.long == long]
        for names in self._named:
            same = terms.term == names[0] if len(names) == 1 else terms.term.in_(names)
            days = self._days(EVENT_TERMS, 1 if long is None else long)
            if self._by_term:
                joined = (terms.event_key == EVENTS.c.key, terms.first_day == EVENTS.c.first_day)
                yield and_(*joined, same, *lengths, *days)
            else:
                yield EVENTS.c.key.in_(select(terms.event_key).where(same, *lengths, *days))

    @property
    def _named(self) -> list[list[str]]:
        query = self._query
        asked = (("actor", query.actors), ("publisher", query.publishers), ("source", query.sources))
        return [[term(kind, name) for name in names] for kind, names in asked if names]

    @property
    def _by_term(self) -> bool:
        """Whether one term alone is asked for: then its own order serves, and the first page is soon found."""
        return self._in_order and self._query.text is None and sum(len(names) for names in self._named) == 1

    def branch(self, branch: _Branch) -> list[_Place]:
        """The first places of a branch, in order."""
        wanted = [*self._common, *branch.all(unserved=self._by_term)]
        box = self._query.box
        if box is None:
            return self._places(self._ordered(wanted).limit(self._limit))
        inside = _inside(box)
        cells = cells_of_box(*box)
        if cells is None or self._indirect:
            return self._places(self._ordered([*wanted, inside]).limit(self._limit))
        # The types, the period and the box stand in the index itself; other conditions would be looked up row by row.
        probed = self._ordered(wanted, EVENTS.c.lat, EVENTS.c.lon).limit(PROBED).subquery()
        found = self._places(
            select(probed.c.first_day, probed.c.id, probed.c.key)
            .where(_inside(box, probed.c.lat, probed.c.lon))
            .order_by(probed.c.first_day.desc(), probed.c.id.desc())
            .limit(self._limit)
        )
        if len(found) == self._limit:
            return found
        looked_at = self._connection.execute(select(func.count()).select_from(probed), self._words).scalar()
        if looked_at is not None and looked_at < PROBED:
            return found
        nearby = [*self._common, *branch.all(unserved=True), inside, EVENTS.c.cell.in_(cells)]
        return self._places(self._ordered(nearby).limit(self._limit))

    def _ordered(self, conditions: Iterable[ColumnElement[bool]], *more: ColumnElement[float]) -> Select[Any]:
        columns = EVENTS.c
        query = select(columns.first_day, columns.id, columns.key, *more).where(*conditions)
        day = EVENT_TERMS.c.first_day if self._by_term else columns.first_day
        return query.order_by(day.desc(), columns.id.desc())

    @property
    def _indirect(self) -> bool:
        query = self._query
        return bool(query.text is not None or query.actors or query.publishers or query.sources)

    def _places(self, query: Select[Any]) -> list[_Place]:
        return [_Place(row[0], row[1], row[2]) for row in self._connection.execute(query, self._words)]

    def _conditions(self, behind: tuple[str, str] | None) -> Iterator[ColumnElement[bool]]:
        events, query = EVENTS.c, self._query
        yield standing(EVENTS, self._at)
        if not query.merged:
            yield events.merged_into.is_(None)
        if behind is not None:
            yield tuple_(events.first_day, events.id) < tuple_(literal(behind[0]), literal(behind[1]))
        for column, values in (
            (events.country, query.countries),
            (events.admin1, query.admin1),
            (events.event_type, query.event_types),
            (events.grade, query.grades),
            (events.status, query.statuses),
            (events.review, query.reviews),
        ):
            if values:
                yield column == values[0] if len(values) == 1 else column.in_(values)
        if query.min_score is not None:
            yield events.score >= query.min_score
        if query.min_fatalities is not None:
            yield events.fatalities_best >= query.min_fatalities
        if query.text is not None:
            yield events.id.in_(self._told_in_words())

    def _told_in_words(self) -> Select[tuple[str]]:
        matching = text(words_condition(self._connection.dialect.name)).columns(key=Integer).subquery()
        return (
            select(MEMBERSHIPS.c.event)
            .join(MENTIONS, MENTIONS.c.id == MEMBERSHIPS.c.mention)
            .where(
                MENTIONS.c.report_key.in_(select(matching.c.key)),
                standing(MENTIONS, self._at),
                standing(MEMBERSHIPS, self._at),
            )
        )


def _inside(
    box: Box, lat: ColumnElement[float] | None = None, lon: ColumnElement[float] | None = None
) -> ColumnElement[bool]:
    west, south, east, north = box
    lat = EVENTS.c.lat if lat is None else lat
    lon = EVENTS.c.lon if lon is None else lon
    across = and_(lon >= west, lon <= east) if west <= east else or_(lon >= west, lon <= east)
    return and_(lat >= south, lat <= north, across)


def check(query: EventQuery, limit: int) -> None:
    """See that a query makes sense.

    Raises:
        ArchiveError: it does not (``archive.query``); the message says which part.
    """
    if not 1 <= limit <= LARGEST_PAGE:
        raise _senseless(f"a page of {limit} events", f"Give 1 to {LARGEST_PAGE}.")
    if query.box is not None:
        west, south, east, north = query.box
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
            raise _senseless(f"the box {query.box}", "Give west, south, east, north in degrees, as 33,29,43,37.")
    if query.period is not None:
        try:
            first, last = (date.fromisoformat(day) for day in query.period)
        except ValueError as error:
            raise _senseless(f"the period {query.period}", "Give two days, as 2024-11-01 and 2024-11-30.") from error
        if first > last:
            raise _senseless(f"the period from {first} to {last}", "Give the earlier day first.")
    if query.text is not None and not has_word(query.text):
        raise _senseless(f"the text {query.text!r}", "Give at least one word that is wanted.")


def _senseless(what: str, remedy: str) -> ArchiveError:
    return ArchiveError(f"{what} cannot be searched for", remedy=remedy, code="archive.query")


_CURSOR = msgspec.json.Decoder(tuple[int, str, str, str])
_PLACE = re.compile(r"(\d{4}-\d\d-\d\d)?")


def _cursor(at: int, place: _Place, query: EventQuery) -> str:
    packed = msgspec.json.encode((at, place.first_day, place.id, _fingerprint(query)))
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _opened(cursor: str, query: EventQuery) -> tuple[int, str, str]:
    try:
        at, first_day, event, fingerprint = _CURSOR.decode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, msgspec.MsgspecError) as error:
        raise _foreign_cursor() from error
    # A cursor is in the hands of whoever asks: what no page ever gave must not reach the database.
    sound = 0 <= at < 2**53 and _PLACE.fullmatch(first_day) and event.isprintable()
    if not sound or fingerprint != _fingerprint(query):
        raise _foreign_cursor()
    return at, first_day, event


def _fingerprint(query: EventQuery) -> str:
    return hashlib.sha256(msgspec.json.encode(query)).hexdigest()[:12]


def _foreign_cursor() -> ArchiveError:
    return ArchiveError(
        "the cursor is not one that this query gave",
        remedy="Ask for the first page again, without a cursor.",
        code="archive.cursor",
    )
