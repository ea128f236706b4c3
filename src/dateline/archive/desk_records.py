"""What the desk keeps about people: accounts, tokens, proposals, reviews, the audit log."""

from __future__ import annotations

from typing import Literal

import msgspec

Role = Literal["reader", "coder", "reviewer", "admin"]
ProposalState = Literal["open", "confirmed", "declined", "withdrawn"]


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may sign in.

    Attributes:
        name: as decisions bear it; never used anew for somebody else.
        password: the argon2 hash.
        active: False for one who may not sign in any more.
        at: ISO 8601 time, UTC, of when it was made.
        failures: wrong passwords since the last right one.
        locked_until: no password is looked at before this time.
    """

    name: str
    role: Role
    password: str
    active: bool = True
    at: str = ""
    failures: int = 0
    locked_until: str | None = None


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """What a program asks with in an account's name: what it is for, and until when."""

    number: int
    account: str
    label: str
    scopes: tuple[str, ...]
    at: str
    until: str
    revoked: bool = False


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the audit log: when, who, what was done, about whom or what, and from which address."""

    number: int
    at: str
    who: str
    what: str
    about: str = ""
    detail: str = ""
    address: str = ""


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that waits for a second person.

    Attributes:
        number: place in the order of proposals, from 1.
        at, who: when and by whom it was proposed.
        subject, version: the event, as the person saw it.
        request: the whole request as JSON (`dateline.archive.deciding.Request`), or the number of a decision to undo.
        state: what became of it.
        closed_at, closed_by: when and by whom.
        decision: the number of the decision that followed.
    """

    number: int
    at: str
    who: str
    action: str
    subject: str
    version: int | None
    request: str
    why: str = ""
    state: ProposalState = "open"
    closed_at: str | None = None
    closed_by: str | None = None
    decision: int | None = None


class ReviewAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """How one person, without seeing the others' answers, codes one event: a value by field, each as JSON."""

    number: int
    at: str
    who: str
    event: str
    version: int
    answers: dict[str, str]
