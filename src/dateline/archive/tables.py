"""The tables, the same in SQLite and PostgreSQL; the migrations make them, a test keeps both alike.

``since`` and ``until`` are numbers of changes: a row holds from the change that appended it up to, and without, the one
that replaced it. What stood at any past moment is so one condition on every table (`standing`).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    and_,
    or_,
    text,
)

METADATA = MetaData()

Number = BigInteger().with_variant(Integer(), "sqlite")
Name = Text().with_variant(Text(collation="C"), "postgresql")
"""Ids and days: compared byte by byte, so that both databases put them in one order."""

CHANGES = Table(
    "changes",
    METADATA,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("at", Name, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Index("changes_at", "at"),
)
"""One row a transaction: who, when, why, a digest of all that it wrote, and a hash that carries on the one before."""

REPORTS = Table(
    "reports",
    METADATA,
    Column("key", Number, primary_key=True, autoincrement=False),
    Column("since", Number, nullable=False),
    Column("until", Number),
    Column("id", Name, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("title", Text),
    Column("text", Text, nullable=False),
    Column("url", Text),
    Column("publisher", Text),
    Column("published", Text),
    Column("language", Text),
    Column("text_sha256", Text, nullable=False),
    Column("raw_sha256", Text),
    Column("origin", Text),
    Column("extra", Text, nullable=False),
    Column("warnings", Text, nullable=False),
    UniqueConstraint("id", "revision", name="reports_id_revision"),
    Index("reports_by_publisher", "publisher", "language", "published", "revision", "until"),
)

CODER_RUNS = Table(
    "coder_runs",
    METADATA,
    Column("key", Number, primary_key=True, autoincrement=False),
    Column("since", Number, nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("options", Text, nullable=False),
    Column("began", Text, nullable=False),
    Column("read", Text, nullable=False),
)

CODINGS = Table(
    "codings",
    METADATA,
    Column("key", Number, primary_key=True, autoincrement=False),
    Column("since", Number, nullable=False),
    Column("until", Number),
    Column("report_key", Number, ForeignKey("reports.key"), nullable=False),
    Column("run", Number, ForeignKey("coder_runs.key"), nullable=False),
    Column("mentions", Integer, nullable=False),
    Index("codings_report", "report_key", "until"),
)
"""Which run read which report: what a run read is kept even where it found nothing."""

MENTIONS = Table(
    "mentions",
    METADATA,
    Column("key", Number, primary_key=True, autoincrement=False),
    Column("since", Number, nullable=False),
    Column("until", Number),
    Column("id", Name, nullable=False),
    Column("version", Integer, nullable=False),
    Column("report_key", Number, ForeignKey("reports.key"), nullable=False),
    Column("run", Number, ForeignKey("coder_runs.key"), nullable=False),
    Column("document", Name, nullable=False),
    Column("sub_event_type", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("first_day", Name),
    Column("last_day", Name),
    Column("cell", Integer),
    Column("country", Text),
    Column("score", Double, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("id", "version", name="mentions_id_version"),
    Index("mentions_report", "report_key"),
    Index("mentions_document", "document", "until"),
    Index("mentions_where_and_when", "cell", "first_day", "until", "id"),
    Index("mentions_country_and_day", "country", "first_day", "cell", "until", "id"),
)

SUCCESSORS = Table(
    "successors",
    METADATA,
    Column("key", Number, primary_key=True, autoincrement=False),
    Column("since", Number, nullable=False),
    Column("old", Name, nullable=False),
    Column("new", Name, nullable=False),
    Index("successors_old", "old"),
    Index("successors_new", "new"),
)
"""Which mention of a newer coding tells what an older one told, so that decisions about the older hold for it."""

EVENTS = Table(
    "events",
    METADATA,
    Column("key", Number, primary_key=True, autoincrement=False),
    Column("since", Number, nullable=False),
    Column("until", Number),
    Column("id", Name, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sub_event_type", Name, nullable=False),
    Column("event_type", Text, nullable=False),
    Column("first_day", Name, nullable=False),
    Column("last_day", Name, nullable=False),
    Column("long", Integer, nullable=False),
    Column("lat", Double),
    Column("lon", Double),
    Column("cell", Integer),
    Column("country", Name),
    Column("admin1", Text),
    Column("grade", Text, nullable=False),
    Column("status", Text),
    Column("review", Text, nullable=False),
    Column("score", Double, nullable=False),
    Column("fatalities_low", Integer),
    Column("fatalities_best", Integer),
    Column("fatalities_high", Integer),
    Column("origins", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    Column("mentions", Integer, nullable=False),
    Column("merged_into", Name),
    Column("body", Text, nullable=False),
    UniqueConstraint("id", "version", name="events_id_version"),
    Index("events_since", "since"),
)
"""Every version of every event. ``first_day`` is empty where no day is known, so that the order has no gaps.

``long`` marks events of many days: an index has them apart, so that all others that touch a period lie side by side.
"""

_ORDER = ("long", "first_day", "id", "until", "since", "merged_into", "last_day", "lat", "lon", "key")
Index("events_by_day", *(EVENTS.c[name] for name in _ORDER))
Index("events_by_type", EVENTS.c.sub_event_type, *(EVENTS.c[name] for name in _ORDER))
Index("events_by_country", EVENTS.c.country, *(EVENTS.c[name] for name in _ORDER))
Index("events_by_cell", EVENTS.c.cell, *(EVENTS.c[name] for name in _ORDER[1:]), EVENTS.c.long, EVENTS.c.sub_event_type)

MEMBERSHIPS = Table(
    "memberships",
    METADATA,
    Column("key", Number, primary_key=True, autoincrement=False),
    Column("since", Number, nullable=False),
    Column("until", Number),
    Column("mention", Name, nullable=False),
    Column("event", Name, nullable=False),
    Index("memberships_mention", "mention", "until"),
    Index("memberships_event", "event", "until"),
)
"""Which mention told which event, and from when to when."""

_ENDED = text("until IS NOT NULL")
for _table in (REPORTS, CODINGS, MENTIONS, EVENTS, MEMBERSHIPS):
    # Of ended rows alone: what holds now is most of a table, and never to be looked for by this.
    Index(f"{_table.name}_until", _table.c.until, sqlite_where=_ENDED, postgresql_where=_ENDED)

LINKS = Table(
    "links",
    METADATA,
    Column("key", Number, primary_key=True, autoincrement=False),
    Column("since", Number, nullable=False),
    Column("one", Name, nullable=False),
    Column("other", Name, nullable=False),
    Column("score", Double, nullable=False),
    Column("same", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Index("links_one", "one"),
    Index("links_other", "other"),
)

LINKINGS = Table(
    "linkings",
    METADATA,
    Column("key", Number, primary_key=True, autoincrement=False),
    Column("since", Number, nullable=False),
    Column("last_mention", Number, nullable=False),
)
"""How far linking has come: every mention row up to ``last_mention`` has been linked."""

DECISIONS = Table(
    "decisions",
    METADATA,
    Column("key", Number, primary_key=True, autoincrement=False),
    Column("since", Number, nullable=False),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Name, nullable=False),
    Column("version", Integer, nullable=False),
    Column("others", Text, nullable=False),
    Column("field", Text),
    Column("before", Text),
    Column("after", Text),
    Column("why", Text, nullable=False),
    Column("undoes", Number),
    UniqueConstraint("undoes", name="decisions_undoes"),
    Index("decisions_subject", "subject"),
)

DECISION_MENTIONS = Table(
    "decision_mentions",
    METADATA,
    Column("key", Number, primary_key=True, autoincrement=False),
    Column("since", Number, nullable=False),
    Column("decision", Number, ForeignKey("decisions.key"), nullable=False),
    Column("mention", Name, nullable=False),
    Column("side", Integer, nullable=False),
    Index("decision_mentions_mention", "mention"),
    Index("decision_mentions_decision", "decision"),
)
"""The mentions that a merge holds together, or a split or keep apart holds on different sides."""

EVENT_TERMS = Table(
    "event_terms",
    METADATA,
    Column("term", Name, primary_key=True),
    Column("long", Integer, primary_key=True, autoincrement=False),
    Column("first_day", Name, primary_key=True),
    Column("event_key", Number, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""Actors, publishers and sources of each version, to search by; made from the records, and not part of the chain."""

MENTION_BLOCKS = Table(
    "mention_blocks",
    METADATA,
    Column("block", Number, primary_key=True, autoincrement=False),
    Column("wide", Integer, primary_key=True, autoincrement=False),
    Column("mention_key", Number, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""Linking's blocks of every mention that was linked and holds; made from the records, and not part of the chain."""

KEPT = (
    REPORTS,
    CODER_RUNS,
    CODINGS,
    MENTIONS,
    SUCCESSORS,
    EVENTS,
    MEMBERSHIPS,
    LINKS,
    LINKINGS,
    DECISIONS,
    DECISION_MENTIONS,
)
"""The tables that the chain of changes covers, in the order in which a change's digest takes them."""


def standing(table: Table, at: int | None) -> ColumnElement[bool]:
    """The condition for the rows that held after change number ``at``; None is now."""
    if at is None:
        return table.c.until.is_(None)
    return and_(table.c.since <= at, or_(table.c.until.is_(None), table.c.until > at))
