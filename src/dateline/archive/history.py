"""Single records as they were after a change, and how they came to be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from dateline.archive.answers import Change, CoderRun, KeptEvent, KeptMention, KeptReport
from dateline.archive.errors import NoSuchIdError
from dateline.archive.rows import change_of, kept_event, kept_report, mention_of, run_of
from dateline.archive.search_index import chunks
from dateline.archive.tables import CHANGES, CODER_RUNS, EVENTS, MEMBERSHIPS, MENTIONS, REPORTS, standing


class History:
    """The archive after one change; None is now."""

    def __init__(self, connection: Connection, at: int | None) -> None:
        self._connection, self._at = connection, at

    def event(self, id: str) -> KeptEvent:
        """One event; raises `NoSuchIdError`."""
        query = _versions().where(EVENTS.c.id == id, standing(EVENTS, self._at))
        return kept_event(self._one(query, "event", id))

    def versions(self, id: str) -> tuple[KeptEvent, ...]:
        """Every version of an event; raises `NoSuchIdError`."""
        rows = self._connection.execute(_versions().where(EVENTS.c.id == id).order_by(EVENTS.c.version)).all()
        if not rows:
            raise _none("event", id, None)
        return tuple(kept_event(row) for row in rows)

    def report(self, id: str) -> KeptReport:
        """One report; raises `NoSuchIdError`."""
        query = _reports().where(REPORTS.c.id == id, standing(REPORTS, self._at))
        return kept_report(self._one(query, "report", id))

    def mention(self, id: str) -> KeptMention:
        """One mention; raises `NoSuchIdError`."""
        row = self._one(_mentions().where(MENTIONS.c.id == id, standing(MENTIONS, self._at)), "mention", id)
        return self._kept_mentions([row])[0]

    def mentions(self, event: str) -> tuple[KeptMention, ...]:
        """The mentions of an event, by id."""
        ids = select(MEMBERSHIPS.c.mention).where(MEMBERSHIPS.c.event == event, standing(MEMBERSHIPS, self._at))
        query = _mentions().where(MENTIONS.c.id.in_(ids), standing(MENTIONS, self._at)).order_by(MENTIONS.c.id)
        return tuple(self._kept_mentions(list(self._connection.execute(query))))

    def mentions_of(self, events: Iterable[str]) -> dict[str, tuple[KeptMention, ...]]:
        """The mentions of several events, by event."""
        found: dict[str, list[KeptMention]] = {event: [] for event in events}
        for some in chunks(found):
            told = MEMBERSHIPS.c.event.in_(some), standing(MEMBERSHIPS, self._at)
            query = _mentions().join(MEMBERSHIPS, MEMBERSHIPS.c.mention == MENTIONS.c.id)
            rows = list(
                self._connection.execute(query.where(*told, standing(MENTIONS, self._at)).order_by(MENTIONS.c.id))
            )
            for kept in self._kept_mentions(rows):
                found[kept.mention.event_id or ""].append(kept)
        return {event: tuple(told) for event, told in found.items()}

    def mentions_in(self, report: str) -> tuple[KeptMention, ...]:
        """The mentions that a report holds, by id."""
        query = _mentions().where(MENTIONS.c.document == report, standing(MENTIONS, self._at)).order_by(MENTIONS.c.id)
        return tuple(self._kept_mentions(list(self._connection.execute(query))))

    def revisions(self, report: str) -> tuple[KeptReport, ...]:
        """Every revision of a report; raises `NoSuchIdError`."""
        rows = self._connection.execute(_reports().where(REPORTS.c.id == report).order_by(REPORTS.c.revision)).all()
        if not rows:
            raise _none("report", report, None)
        return tuple(kept_report(row) for row in rows)

    def reports_of(self, ids: Iterable[str]) -> dict[str, KeptReport]:
        """Several reports, by id; those that are not there are left out."""
        found: dict[str, KeptReport] = {}
        for some in chunks(ids):
            query = _reports().where(REPORTS.c.id.in_(some), standing(REPORTS, self._at))
            found.update((row.id, kept_report(row)) for row in self._connection.execute(query))
        return found

    def changes(self, after: int, limit: int) -> tuple[Change, ...]:
        """Changes in their order."""
        query = select(CHANGES).where(CHANGES.c.number > after).order_by(CHANGES.c.number).limit(limit)
        return tuple(change_of(row) for row in self._connection.execute(query))

    def runs(self) -> tuple[CoderRun, ...]:
        """Coder runs in their order."""
        return tuple(run_of(row) for row in self._connection.execute(select(CODER_RUNS).order_by(CODER_RUNS.c.key)))

    def _kept_mentions(self, rows: list[Row[Any]]) -> list[KeptMention]:
        events: dict[str, str] = {}
        for some in chunks(row.mention_id for row in rows):
            query = select(MEMBERSHIPS.c.mention, MEMBERSHIPS.c.event).where(
                MEMBERSHIPS.c.mention.in_(some), standing(MEMBERSHIPS, self._at)
            )
            events.update((row.mention, row.event) for row in self._connection.execute(query))
        keys = sorted({row.run for row in rows})
        asked = select(CODER_RUNS).where(CODER_RUNS.c.key.in_(keys))
        runs = {row.key: run_of(row) for row in self._connection.execute(asked)}
        return [
            KeptMention(
                mention=mention_of(row.body, events.get(row.mention_id)),
                version=row.version,
                revision=row.revision,
                run=runs[row.run],
                change=change_of(row),
            )
            for row in rows
        ]

    def _one(self, query: Select[Any], kind: str, id: str) -> Row[Any]:
        row = self._connection.execute(query).first()
        if row is None:
            raise _none(kind, id, self._at)
        return row


def _versions() -> Select[Any]:
    return select(EVENTS.c.body, EVENTS.c.review, *CHANGES.columns).join(CHANGES, CHANGES.c.number == EVENTS.c.since)


def _reports() -> Select[Any]:
    return select(*REPORTS.columns, *CHANGES.columns).join(CHANGES, CHANGES.c.number == REPORTS.c.since)


def _mentions() -> Select[Any]:
    columns = (MENTIONS.c.id.label("mention_id"), MENTIONS.c.version, MENTIONS.c.run, MENTIONS.c.body)
    return (
        select(*columns, REPORTS.c.revision, *CHANGES.columns)
        .join(REPORTS, REPORTS.c.key == MENTIONS.c.report_key)
        .join(CHANGES, CHANGES.c.number == MENTIONS.c.since)
    )


def _none(kind: str, id: str, at: int | None) -> NoSuchIdError:
    when = "" if at is None else " at that moment"
    return NoSuchIdError(
        f"there is no {kind} {id}{when}",
        remedy="`dateline search` lists ids of events, `dateline show` those of what tells one.",
    )
