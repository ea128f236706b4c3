"""`Desk`: accounts, sessions, tokens, proposals, reviews and the audit log of those who work on an archive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Row, Table, func, insert, select, text, update
from sqlalchemy import delete as sql_delete

from dateline.archive.address import Address
from dateline.archive.desk_records import Account, AuditEntry, Proposal, ProposalState, ReviewAnswer, Role, Token
from dateline.archive.desk_tables import ACCOUNTS, AUDIT, PROPOSALS, REVIEWS, SESSIONS, TOKENS
from dateline.archive.errors import ArchiveError, NoSuchIdError, read_only, translated

_LOCK = 0x6465736B
"""One writer at a time to these tables, apart from those who write records."""
_SEEN_EVERY = timedelta(minutes=5)
"""How far behind the time may be at which a session was last used."""


class Desk:
    """Every method is one transaction. `Archive.desk` gives it.

    Raises (every method):
        ArchiveError: the database cannot be used as asked.
    """

    def __init__(self, engine: Engine, address: Address) -> None:
        """Use `Archive.desk`."""
        self._engine, self._address = engine, address

    # Accounts

    def account(self, name: str) -> Account | None:
        """The account of this name, if there is one."""
        with self._reading() as connection:
            return _account(connection, name)

    def accounts(self) -> tuple[Account, ...]:
        """All accounts, by name."""
        with self._reading() as connection:
            return tuple(_account_of(row) for row in connection.execute(select(ACCOUNTS).order_by(ACCOUNTS.c.name)))

    def add_account(self, name: str, *, role: Role, password: str, by: str) -> Account:
        """A new account; ``password`` is a hash.

        Raises:
            ArchiveError: there is one of that name (``archive.account``), even one that was shut.
        """
        made = Account(name=name, role=role, password=password, at=_now())
        with self._writing() as connection:
            if _account(connection, name) is not None:
                raise ArchiveError(
                    f"there is an account {name} already",
                    remedy="Choose another name: what the other decided must not look like this one's.",
                    code="archive.account",
                )
            row = {**msgspec.structs.asdict(made), "active": 1}
            connection.execute(insert(ACCOUNTS), [row])
            _note(connection, by, "account added", about=name, detail=role)
        return made

    def change_account(
        self, name: str, *, by: str, role: Role | None = None, password: str | None = None, active: bool | None = None
    ) -> Account:
        """Another role or password, shut or opened again; all sessions of the account end.

        Raises:
            NoSuchIdError: there is no such account.
            ArchiveError: nobody with the role admin would be left (``archive.account``).
        """
        changes: dict[str, Any] = {"failures": 0, "locked_until": None}
        told: list[str] = []
        if role is not None:
            changes["role"] = role
            told.append(f"role {role}")
        if password is not None:
            changes["password"] = password
            told.append("new password")
        if active is not None:
            changes["active"] = int(active)
            told.append("opened" if active else "shut")
        with self._writing() as connection:
            before = _account(connection, name)
            if before is None:
                raise _no_account(name)
            connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(**changes))
            after = _account(connection, name)
            assert after is not None
            was_admin = before.active and before.role == "admin"
            if was_admin and not (after.active and after.role == "admin"):
                _check_an_admin_is_left(connection)
            connection.execute(sql_delete(SESSIONS).where(SESSIONS.c.account == name))
            _note(connection, by, "account changed", about=name, detail=", ".join(told) or "unlocked")
        return after

    def failed(self, name: str, *, failures: int, locked_until: str | None, address: str) -> None:
        """Keep that a wrong password was given."""
        with self._writing() as connection:
            values = {"failures": failures, "locked_until": locked_until}
            connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(**values))
            what = "wrong password" if locked_until is None else "wrong password, locked"
            _note(connection, name, what, detail=f"try {failures}", address=address)

    # Sessions

    def open_session(self, digest: str, name: str, *, at: str, until: str, address: str = "") -> None:
        """Keep that somebody signed in; sessions that ran out are cleared away."""
        with self._writing() as connection:
            connection.execute(sql_delete(SESSIONS).where(SESSIONS.c.until < at))
            connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.name == name).values(failures=0, locked_until=None))
            row = {"digest": digest, "account": name, "at": at, "seen": at, "until": until}
            connection.execute(insert(SESSIONS), [row])
            _note(connection, name, "signed in", address=address)

    def session(self, digest: str, *, now: str, idle: str) -> Account | None:
        """Whose session this is; None where it ran out, or was last used before ``idle``."""
        with self._reading() as connection:
            query = (
                select(*ACCOUNTS.columns, SESSIONS.c.seen)
                .join(SESSIONS, SESSIONS.c.account == ACCOUNTS.c.name)
                .where(SESSIONS.c.digest == digest, SESSIONS.c.until > now, SESSIONS.c.seen > idle)
            )
            row = connection.execute(query).first()
        if row is None:
            return None
        if datetime.fromisoformat(row.seen) < datetime.fromisoformat(now) - _SEEN_EVERY:
            with self._writing() as connection:
                connection.execute(update(SESSIONS).where(SESSIONS.c.digest == digest).values(seen=now))
        return _account_of(row)

    def close_session(self, digest: str) -> None:
        """End a session, if there is one."""
        with self._writing() as connection:
            name = connection.execute(select(SESSIONS.c.account).where(SESSIONS.c.digest == digest)).scalar()
            if name is not None:
                connection.execute(sql_delete(SESSIONS).where(SESSIONS.c.digest == digest))
                _note(connection, name, "signed out")

    # Tokens

    def add_token(self, digest: str, token: Token, *, by: str) -> Token:
        """Keep a token by its digest; returns it with its number.

        Raises:
            NoSuchIdError: there is no such account.
        """
        with self._writing() as connection:
            if _account(connection, token.account) is None:
                raise _no_account(token.account)
            made = msgspec.structs.replace(token, number=_next(connection, TOKENS))
            row = {**msgspec.structs.asdict(made), "digest": digest, "scopes": " ".join(made.scopes), "revoked": 0}
            connection.execute(insert(TOKENS), [row])
            _note(connection, by, "token added", about=token.account, detail=f"{token.label}: {row['scopes']}")
        return made

    def token(self, digest: str, *, now: str) -> tuple[Account, Token] | None:
        """The account and token of a digest; None where it ran out or was revoked, or the account was shut."""
        with self._reading() as connection:
            held = (TOKENS.c.digest == digest, TOKENS.c.revoked == 0, TOKENS.c.until > now)
            row = connection.execute(select(TOKENS).where(*held)).first()
            account = None if row is None else _account(connection, row.account)
        if row is None or account is None or not account.active:
            return None
        return account, _token_of(row)

    def tokens(self) -> tuple[Token, ...]:
        """All tokens, the oldest first."""
        with self._reading() as connection:
            return tuple(_token_of(row) for row in connection.execute(select(TOKENS).order_by(TOKENS.c.number)))

    def revoke_token(self, number: int, *, by: str) -> None:
        """Take a token back.

        Raises:
            NoSuchIdError: there is none of this number.
        """
        with self._writing() as connection:
            row = connection.execute(select(TOKENS).where(TOKENS.c.number == number)).first()
            if row is None:
                raise NoSuchIdError(f"there is no token {number}", remedy="`dateline token list` tells them.")
            connection.execute(update(TOKENS).where(TOKENS.c.number == number).values(revoked=1))
            _note(connection, by, "token revoked", about=row.account, detail=row.label)

    # Proposals, for the rule of two people

    def propose(
        self, *, who: str, action: str, subject: str, version: int | None, request: str, why: str = ""
    ) -> Proposal:
        """Keep a decision that waits for a second person."""
        with self._writing() as connection:
            made = Proposal(
                number=_next(connection, PROPOSALS),
                at=_now(),
                who=who,
                action=action,
                subject=subject,
                version=version,
                request=request,
                why=why,
            )
            connection.execute(insert(PROPOSALS), [msgspec.structs.asdict(made)])
        return made

    def proposal(self, number: int) -> Proposal:
        """One proposal.

        Raises:
            NoSuchIdError: there is none of this number.
        """
        with self._reading() as connection:
            return _proposal(connection, number)

    def proposals(
        self, state: ProposalState | None = None, *, subject: str | None = None, limit: int = 200
    ) -> tuple[Proposal, ...]:
        """Proposals, the newest first."""
        query = select(PROPOSALS).order_by(PROPOSALS.c.number.desc()).limit(limit)
        if state is not None:
            query = query.where(PROPOSALS.c.state == state)
        if subject is not None:
            query = query.where(PROPOSALS.c.subject == subject)
        with self._reading() as connection:
            return tuple(_proposal_of(row) for row in connection.execute(query))

    def close_proposal(self, number: int, state: ProposalState, *, by: str, decision: int | None = None) -> Proposal:
        """Keep what became of an open proposal.

        Raises:
            NoSuchIdError: there is none of this number.
            ArchiveError: it was closed before (``archive.decision``).
        """
        with self._writing() as connection:
            if _proposal(connection, number).state != "open":
                raise _closed(number)
            values = {"state": state, "closed_at": _now(), "closed_by": by, "decision": decision}
            connection.execute(update(PROPOSALS).where(PROPOSALS.c.number == number).values(**values))
            return _proposal(connection, number)

    def note_decision(self, number: int, decision: int) -> None:
        """Keep which decision followed from a proposal."""
        with self._writing() as connection:
            connection.execute(update(PROPOSALS).where(PROPOSALS.c.number == number).values(decision=decision))

    def reopen_proposal(self, number: int) -> None:
        """Open a proposal again whose decision could not be carried out."""
        with self._writing() as connection:
            values = {"state": "open", "closed_at": None, "closed_by": None, "decision": None}
            connection.execute(update(PROPOSALS).where(PROPOSALS.c.number == number).values(**values))

    # Reviews

    def answer_review(self, *, who: str, event: str, version: int, answers: dict[str, str]) -> ReviewAnswer:
        """Keep how somebody codes an event; once, for a second answer would have seen the first.

        Raises:
            ArchiveError: the person answered before (``archive.review``).
        """
        with self._writing() as connection:
            before = select(REVIEWS.c.number).where(REVIEWS.c.event == event, REVIEWS.c.who == who)
            if connection.execute(before).first() is not None:
                raise ArchiveError(
                    f"{who} reviewed event {event} before", remedy="Go on with another event.", code="archive.review"
                )
            number = _next(connection, REVIEWS)
            made = ReviewAnswer(number=number, at=_now(), who=who, event=event, version=version, answers=answers)
            row = {**msgspec.structs.asdict(made), "answers": msgspec.json.encode(answers).decode()}
            connection.execute(insert(REVIEWS), [row])
        return made

    def reviews(self, *, event: str | None = None, who: str | None = None) -> tuple[ReviewAnswer, ...]:
        """Answers in their order."""
        query = select(REVIEWS).order_by(REVIEWS.c.number)
        if event is not None:
            query = query.where(REVIEWS.c.event == event)
        if who is not None:
            query = query.where(REVIEWS.c.who == who)
        with self._reading() as connection:
            return tuple(_review_of(row) for row in connection.execute(query))

    # The audit log

    def note(self, who: str, what: str, *, about: str = "", detail: str = "", address: str = "") -> None:
        """Append a line to the audit log."""
        with self._writing() as connection:
            _note(connection, who, what, about=about, detail=detail, address=address)

    def audit(self, *, before: int | None = None, limit: int = 100) -> tuple[AuditEntry, ...]:
        """Lines of the audit log, the newest first; those below number ``before``."""
        query = select(AUDIT).order_by(AUDIT.c.number.desc()).limit(limit)
        if before is not None:
            query = query.where(AUDIT.c.number < before)
        with self._reading() as connection:
            return tuple(AuditEntry(**row._mapping) for row in connection.execute(query))

    # The transactions

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translated(self._address.where), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        if not self._address.writable:
            raise read_only(self._address.where)
        options: dict[str, Any] = {"dateline_writes": True}
        if self._engine.dialect.name == "postgresql":
            options["isolation_level"] = "READ COMMITTED"
        with (
            translated(self._address.where),
            self._engine.connect().execution_options(**options) as connection,
            connection.begin(),
        ):
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _next(connection: Connection, table: Table) -> int:
    return (connection.execute(select(func.max(table.c.number))).scalar() or 0) + 1


def _note(connection: Connection, who: str, what: str, *, about: str = "", detail: str = "", address: str = "") -> None:
    row = {
        "number": _next(connection, AUDIT),
        "at": _now(),
        "who": who,
        "what": what,
        "about": about,
        "detail": detail,
        "address": address,
    }
    connection.execute(insert(AUDIT), [row])


def _account(connection: Connection, name: str) -> Account | None:
    row = connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.name == name)).first()
    return None if row is None else _account_of(row)


def _account_of(row: Any) -> Account:
    return Account(
        name=row.name,
        role=row.role,
        password=row.password,
        active=bool(row.active),
        at=row.at,
        failures=row.failures,
        locked_until=row.locked_until,
    )


def _check_an_admin_is_left(connection: Connection) -> None:
    left = select(ACCOUNTS.c.name).where(ACCOUNTS.c.role == "admin", ACCOUNTS.c.active == 1).limit(1)
    if connection.execute(left).first() is None:
        raise ArchiveError(
            "nobody with the role admin would be left",
            remedy="Make somebody else an admin first.",
            code="archive.account",
        )


def _token_of(row: Row[Any]) -> Token:
    return Token(
        number=row.number,
        account=row.account,
        label=row.label,
        scopes=tuple(row.scopes.split()),
        at=row.at,
        until=row.until,
        revoked=bool(row.revoked),
    )


def _proposal(connection: Connection, number: int) -> Proposal:
    row = connection.execute(select(PROPOSALS).where(PROPOSALS.c.number == number)).first()
    if row is None:
        raise NoSuchIdError(f"there is no proposal {number}", remedy="The team page lists those that are open.")
    return _proposal_of(row)


def _proposal_of(row: Row[Any]) -> Proposal:
    return Proposal(**row._mapping)


def _review_of(row: Row[Any]) -> ReviewAnswer:
    values = dict(row._mapping)
    return ReviewAnswer(**{**values, "answers": msgspec.json.decode(row.answers, type=dict[str, str])})


def _no_account(name: str) -> NoSuchIdError:
    return NoSuchIdError(f"there is no account {name}", remedy="`dateline user list` tells them.")


def _closed(number: int) -> ArchiveError:
    return ArchiveError(
        f"proposal {number} was closed before", remedy="Look at what became of it.", code="archive.decision"
    )
