"""`Archive`: the one class that the rooms above use."""

from __future__ import annotations

import getpass
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal, Self

from sqlalchemy import Connection, Engine, or_, select

from dateline.archive import (
    adding,
    copying,
    deciding,
    feed,
    journal,
    migrating,
    raw_pages,
    relinking,
    searching,
    verifying,
)
from dateline.archive.address import WAIT_SECONDS, Address
from dateline.archive.answers import (
    Added,
    AsOf,
    Change,
    Changed,
    CoderRun,
    EventPage,
    EventQuery,
    KeptEvent,
    KeptMention,
    KeptReport,
    Linked,
    Verification,
)
from dateline.archive.deciding import Action, Request
from dateline.archive.desk import Desk
from dateline.archive.errors import ArchiveError, read_only, translated
from dateline.archive.history import History
from dateline.archive.journal import Writing
from dateline.archive.linking_port import Linker, OwnLinker
from dateline.archive.moments import change_at
from dateline.archive.rows import decision_of, link_of
from dateline.archive.search_index import chunks
from dateline.archive.tables import DECISIONS, LINKS
from dateline.records import Report
from dateline.records.event import Decision, Link


class Archive:
    """Keeps reports, mentions, events and decisions. Every method is one transaction, unless it says otherwise.

    Raises (every method):
        ArchiveError: the database cannot be used as asked; the codes are in docs/errors.md. What was stored before is
            whole, and the refused step left nothing behind.
    """

    def __init__(
        self, engine: Engine, address: Address, *, who: str | None = None, linker: Linker | None = None
    ) -> None:
        """Use `Archive.open`."""
        self._engine, self._address = engine, address
        self._who = who or _login_name()
        self._linker: Linker = linker or OwnLinker()

    @classmethod
    def open(
        cls,
        url_or_path: str | Path,
        *,
        create: bool = True,
        who: str | None = None,
        linker: Linker | None = None,
        wait_seconds: float = WAIT_SECONDS,
    ) -> Archive:
        """An archive: a path (one SQLite file), or ``postgresql://user@host/database``.

        Args:
            url_or_path: where it is.
            create: make it where there is none yet.
            who: who makes the changes; the login name by default.
            linker: tells which mentions are one event; `dateline.linking` by default.
            wait_seconds: how long to wait for another writer.

        Raises:
            ArchiveError: it cannot be opened, is none, or is of another version (``archive.older``,
                ``archive.newer``).
            InstallError: the driver of PostgreSQL is not installed.
        """
        address = Address(url_or_path)
        if not create and not address.exists:
            raise _missing(address)
        engine = address.engine(wait_seconds=wait_seconds)
        try:
            with translated(address.where):
                if address.path is not None and not address.path.exists() and not address.path.parent.is_dir():
                    raise ArchiveError(
                        "the folder of the archive does not exist",
                        where=address.where,
                        remedy="Make the folder, or give another path.",
                        code="archive.cannot-open",
                    )
                with engine.connect() as connection:
                    found = migrating.version_of(connection, address.where)
                if found is None and not create:
                    raise _missing(address)
                if found is None:
                    migrating.migrate(engine, address.where)
                else:
                    migrating.check_version(found, address.where)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, address, who=who, linker=linker)

    @staticmethod
    def migrate(url_or_path: str | Path) -> tuple[str | None, str]:
        """Bring an older archive to the newest version, all at once or not at all; returns both versions.

        Raises:
            ArchiveError: there is none, or it is of a newer version.
        """
        address = Address(url_or_path)
        if not address.exists:
            raise _missing(address)
        if not address.writable:
            raise read_only(address.where)
        engine = address.engine()
        try:
            with translated(address.where):
                return migrating.migrate(engine, address.where)
        finally:
            engine.dispose()

    @staticmethod
    def restore(backup: str | Path, url_or_path: str | Path) -> None:
        """Fill a new archive from a file that `backup` wrote; either database takes either's.

        Raises:
            ArchiveError: the backup cannot be read, or the archive holds something already.
        """
        address = Address(url_or_path)
        engine = address.engine()
        try:
            copying.restore(Path(backup), engine, address)
        finally:
            engine.dispose()

    def close(self) -> None:
        """Let go of the database; a closed archive opens it again when it is used."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    @property
    def where(self) -> str:
        """The path or URL, without a password."""
        return self._address.where

    @property
    def desk(self) -> Desk:
        """Accounts, tokens, proposals, reviews and the audit log of those who work on this archive."""
        return Desk(self._engine, self._address)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees the archive as it is at one moment, for what counts over many records."""
        with self._reading() as connection:
            yield connection

    # What goes in

    def add(
        self,
        coded: Iterable[adding.Coded],
        run: CoderRun,
        *,
        who: str | None = None,
        why: str = "",
        refused: list[ArchiveError] | None = None,
    ) -> Added:
        """Keep reports with their mentions, some tens in a transaction.

        A report that is there with the same content, coded by the same coder with the same result, is passed over. A
        changed text under the same id is a new revision. Another coder's mentions take the place of the older ones,
        but for those that a person decided about.

        Args:
            coded: reports, each with its mentions; drawn one at a time.
            run: what coded them.
            refused: takes the error of each report whose mentions do not fit it; without it the first raises, and the
                reports before it are kept.
        """
        one = adding.Adding(run)
        for batch in adding.batches(coded, refused):
            with self._writing(who, "add", why) as change:
                one.store(change, batch)
        return one.added

    def link(self, *, everything: bool = False, who: str | None = None, why: str = "") -> Linked:
        """Find the events of mentions that came since the last time, or of all; what people decided holds."""
        with self._writing(who, "link", why) as change:
            return (relinking.link_all if everything else relinking.link_new)(change, self._linker)

    def decide(
        self,
        action: Action,
        subject: str,
        *,
        version: int | None = None,
        others: Iterable[str] = (),
        field: str | None = None,
        value: object = None,
        who: str | None = None,
        why: str = "",
    ) -> Decision:
        """Keep a person's decision about an event, and what follows from it.

        Args:
            action: ``accept``, ``reject``, ``flag``; ``edit`` a field; ``merge`` others in; ``split`` mentions off;
                ``keep apart`` from others.
            subject: the event.
            version: the version of it that the person saw.
            others: events, or for a split mentions.
            field, value: for an edit.

        Raises:
            StaleVersionError: ``version`` is not the newest any more.
            NoSuchIdError: an id is not there.
        """
        request = Request(
            action=action,
            subject=subject,
            version=version,
            others=tuple(others),
            field=field,
            value=value,
            why=why,
        )
        with self._writing(who, action, why) as change:
            return deciding.decide(change, request, self._linker)

    def undo(self, number: int, *, who: str | None = None, why: str = "") -> Decision:
        """Take a decision back by another one.

        Raises:
            NoSuchIdError: there is no such decision.
            ArchiveError: it was taken back before.
        """
        with self._writing(who, "undo", why) as change:
            return deciding.undo(change, number, self._linker, why=why)

    def uncoded(self, reports: Iterable[Report], run: CoderRun) -> Iterator[Report]:
        """Those of the reports that `add` would not pass over: new, of another content, or coded by another coder."""
        for some in chunks(reports, adding.AT_ONCE):
            with self._reading() as connection:
                missing = adding.uncoded(connection, some, run)
            yield from missing

    # What is asked

    def events(
        self, query: EventQuery | None = None, *, as_of: AsOf = None, limit: int = 50, after: str | None = None
    ) -> EventPage:
        """A page of the events that match, the newest day first; ``after`` is the cursor of the page before."""
        with self._reading() as connection:
            at, newest = change_at(connection, as_of), self._newest(connection)
            return searching.page(connection, query or EventQuery(), at=at, limit=limit, after=after, newest=newest)

    def events_as_json(
        self, query: EventQuery | None = None, *, as_of: AsOf = None, limit: int = 50, after: str | None = None
    ) -> bytes:
        """The same page as `events`, as JSON of an `EventPage`: the records as they are kept, without reading them."""
        with self._reading() as connection:
            at, newest = change_at(connection, as_of), self._newest(connection)
            return raw_pages.page(connection, query or EventQuery(), at=at, limit=limit, after=after, newest=newest)

    def all_events(
        self, query: EventQuery | None = None, *, as_of: AsOf = None, order: Literal["day", "kept"] = "day"
    ) -> Iterator[KeptEvent]:
        """Every event that matches, all as of the moment this starts; memory stays flat.

        Args:
            order: ``day`` is that of `events`; ``kept`` that in which the versions were kept, which is much faster
                where most of a large archive matches.
        """
        with self._reading() as connection:
            newest = self._newest(connection)
            at = change_at(connection, as_of)
            way = searching.walk if order == "day" else searching.sweep
            yield from way(connection, query or EventQuery(), at=newest if at is None else at, newest=newest)

    def event(self, id: str, *, as_of: AsOf = None) -> KeptEvent:
        """One event.

        Raises:
            NoSuchIdError: there is, or was then, none of this id.
        """
        with self._reading() as connection:
            return History(connection, change_at(connection, as_of)).event(id)

    def versions(self, id: str) -> tuple[KeptEvent, ...]:
        """Every version of an event, the oldest first.

        Raises:
            NoSuchIdError: there is none of this id.
        """
        with self._reading() as connection:
            return History(connection, None).versions(id)

    def report(self, id: str, *, as_of: AsOf = None) -> KeptReport:
        """One report, in the revision of then.

        Raises:
            NoSuchIdError: there is, or was then, none of this id.
        """
        with self._reading() as connection:
            return History(connection, change_at(connection, as_of)).report(id)

    def mention(self, id: str, *, as_of: AsOf = None) -> KeptMention:
        """One mention, with the id of the event that it tells.

        Raises:
            NoSuchIdError: there is, or was then, none of this id.
        """
        with self._reading() as connection:
            return History(connection, change_at(connection, as_of)).mention(id)

    def mentions(self, event: str, *, as_of: AsOf = None) -> tuple[KeptMention, ...]:
        """The mentions that tell an event, by id; none for one that was merged away."""
        with self._reading() as connection:
            return History(connection, change_at(connection, as_of)).mentions(event)

    def mentions_of(self, events: Iterable[str], *, as_of: AsOf = None) -> dict[str, tuple[KeptMention, ...]]:
        """The mentions that tell each of several events, by event: some queries for all of them."""
        with self._reading() as connection:
            return History(connection, change_at(connection, as_of)).mentions_of(events)

    def mentions_in(self, report: str, *, as_of: AsOf = None) -> tuple[KeptMention, ...]:
        """The mentions that a report holds, by id, whichever events they tell."""
        with self._reading() as connection:
            return History(connection, change_at(connection, as_of)).mentions_in(report)

    def revisions(self, report: str) -> tuple[KeptReport, ...]:
        """Every revision of a report, the oldest first.

        Raises:
            NoSuchIdError: there is none of this id.
        """
        with self._reading() as connection:
            return History(connection, None).revisions(report)

    def reports_of(self, ids: Iterable[str], *, as_of: AsOf = None) -> dict[str, KeptReport]:
        """Several reports, by id; those that are not, or were not then, there are left out."""
        with self._reading() as connection:
            return History(connection, change_at(connection, as_of)).reports_of(ids)

    def decisions(self, subject: str | None = None) -> tuple[Decision, ...]:
        """The decisions about an event, or all, in their order; with those that were taken back, and what took them."""
        with self._reading() as connection:
            query = select(DECISIONS).order_by(DECISIONS.c.key)
            if subject is not None:
                named = DECISIONS.c.others.contains(f'"{subject}"', autoescape=True)
                about = select(DECISIONS.c.key).where(or_(DECISIONS.c.subject == subject, named)).scalar_subquery()
                query = query.where(or_(DECISIONS.c.key.in_(about), DECISIONS.c.undoes.in_(about)))
            return tuple(decision_of(row) for row in connection.execute(query))

    def decisions_of(self, who: str, *, limit: int = 200) -> tuple[Decision, ...]:
        """What a person decided, the newest first, with decisions that took others back."""
        with self._reading() as connection:
            query = select(DECISIONS).where(DECISIONS.c.who == who).order_by(DECISIONS.c.key.desc()).limit(limit)
            return tuple(decision_of(row) for row in connection.execute(query))

    def newest_decisions(self, limit: int = 50) -> tuple[Decision, ...]:
        """What was decided last, by whomever, the newest first."""
        with self._reading() as connection:
            query = select(DECISIONS).order_by(DECISIONS.c.key.desc()).limit(limit)
            return tuple(decision_of(row) for row in connection.execute(query))

    def decision(self, number: int) -> Decision:
        """One decision.

        Raises:
            NoSuchIdError: there is none of this number.
        """
        with self._reading() as connection:
            return deciding.decision(connection, number)

    def decisions_after(self, after: int = 0, *, limit: int = 100) -> tuple[Decision, ...]:
        """Decisions in their order, those that follow number ``after``."""
        with self._reading() as connection:
            query = select(DECISIONS).where(DECISIONS.c.key > after).order_by(DECISIONS.c.key).limit(limit)
            return tuple(decision_of(row) for row in connection.execute(query))

    def links(self, mention: str) -> tuple[Link, ...]:
        """Why a mention was taken to tell an event, beside one that told it already; the newest linking last."""
        with self._reading() as connection:
            query = select(LINKS.c.body).where(or_(LINKS.c.one == mention, LINKS.c.other == mention))
            return tuple(link_of(body) for body in connection.execute(query.order_by(LINKS.c.key)).scalars())

    def changes(self, since: AsOf = 0) -> Changed:
        """Which events are new, changed, merged or withdrawn since a moment; ask next time from ``upto``."""
        with self._reading() as connection:
            return feed.changed_since(connection, change_at(connection, since) or 0, self._newest(connection))

    def journal(self, *, after: int = 0, limit: int = 100) -> tuple[Change, ...]:
        """The changes themselves, in their order: who did what, when and why."""
        with self._reading() as connection:
            return History(connection, None).changes(after, limit)

    def runs(self) -> tuple[CoderRun, ...]:
        """What coded the reports, in order."""
        with self._reading() as connection:
            return History(connection, None).runs()

    def verify(self) -> Verification:
        """Look at everything that is kept, and name every flaw; reads all of it."""
        with self._reading() as connection:
            return verifying.verify(connection)

    def backup(self, path: str | Path) -> None:
        """Write a copy into a new file, which is an SQLite archive itself; others may write meanwhile.

        Raises:
            ArchiveError: there is a file of that name (``archive.exists``), or it cannot be written.
        """
        copying.backup(self._engine, self._address, Path(path))

    # The transactions

    @contextmanager
    def _writing(self, who: str | None, action: str, why: str) -> Iterator[Writing]:
        if not self._address.writable:
            raise read_only(self.where)
        with translated(self.where), journal.writing(self._engine, who=who or self._who, action=action, why=why) as one:
            yield one

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translated(self.where), self._engine.connect() as connection, connection.begin():
            yield connection

    @staticmethod
    def _newest(connection: Connection) -> int:
        newest = journal.newest_change(connection)
        return 0 if newest is None else newest[0]


def _missing(address: Address) -> ArchiveError:
    return ArchiveError(
        "there is no archive",
        where=address.where,
        remedy="Check --db (or DATELINE_DB), or make one with `dateline add INPUT… --db FILE`.",
        code="archive.no-such-file",
    )


def _login_name() -> str:
    with suppress(Exception):
        return getpass.getuser()
    return "unknown"
