"""Tables of the desk, beside what is kept for ever: accounts, sessions, tokens, proposals, reviews, the audit log.

They are no part of the chain of changes: a password must be changeable, and a session ends without a trace. The audit
log and the reviews are only ever appended to, which triggers see to.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, Text, UniqueConstraint

from dateline.archive.tables import METADATA, Name, Number

EVENT_FIGURES = Table(
    "event_figures",
    METADATA,
    Column("block", Number, primary_key=True, autoincrement=False),
    Column("upto", Number, nullable=False),
    Column("versions", LargeBinary, nullable=False),
    Index("event_figures_upto", "upto"),
)
"""What maps and timelines count by, of each version of each event, some hundred in a row; made from the records."""

ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("name", Name, primary_key=True),
    Column("role", Text, nullable=False),
    Column("password", Text, nullable=False),
    Column("active", Integer, nullable=False),
    Column("at", Text, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", Text),
)

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("digest", Name, primary_key=True),
    Column("account", Name, nullable=False),
    Column("at", Name, nullable=False),
    Column("seen", Name, nullable=False),
    Column("until", Name, nullable=False),
    Index("sessions_account", "account"),
)

TOKENS = Table(
    "tokens",
    METADATA,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("digest", Name, nullable=False),
    Column("account", Name, nullable=False),
    Column("label", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("until", Name, nullable=False),
    Column("revoked", Integer, nullable=False),
    UniqueConstraint("digest", name="tokens_digest"),
)

AUDIT = Table(
    "audit",
    METADATA,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("at", Name, nullable=False),
    Column("who", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("address", Text, nullable=False),
)

PROPOSALS = Table(
    "proposals",
    METADATA,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("who", Name, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Name, nullable=False),
    Column("version", Integer),
    Column("request", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("state", Name, nullable=False),
    Column("closed_at", Text),
    Column("closed_by", Text),
    Column("decision", Number),
    Index("proposals_state", "state", "number"),
    Index("proposals_subject", "subject"),
)

REVIEWS = Table(
    "reviews",
    METADATA,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("who", Name, nullable=False),
    Column("event", Name, nullable=False),
    Column("version", Integer, nullable=False),
    Column("answers", Text, nullable=False),
    UniqueConstraint("event", "who", name="reviews_event_who"),
)

DESK = (ACCOUNTS, TOKENS, PROPOSALS, REVIEWS, AUDIT)
"""What a backup takes along beside the records; sessions are not worth keeping."""
APPENDED = ("audit", "reviews")
"""Tables whose rows are never changed or deleted."""
