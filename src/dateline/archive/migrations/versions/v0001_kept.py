"""Version 1: reports, mentions, events, memberships, links, decisions, and the chain of changes."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from dateline.archive.guards import postgres_guards, sqlite_guards

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def _key(name: str = "key") -> sa.Column[int]:
    return sa.Column(name, _NUMBER, primary_key=True, autoincrement=False)


def _since() -> sa.Column[int]:
    return sa.Column("since", _NUMBER, nullable=False)


def _until() -> sa.Column[int]:
    return sa.Column("until", _NUMBER)


def _needed(name: str, kind: sa.types.TypeEngine[Any] | None = None) -> sa.Column[Any]:
    return sa.Column(name, kind or sa.Text(), nullable=False)


def _open(name: str, kind: sa.types.TypeEngine[Any] | None = None) -> sa.Column[Any]:
    return sa.Column(name, kind or sa.Text())


def _to(target: str, name: str) -> sa.Column[int]:
    return sa.Column(name, _NUMBER, sa.ForeignKey(target), nullable=False)


def _tables() -> None:
    op.create_table(
        "changes",
        _key("number"),
        _needed("at", _NAME),
        *(_needed(name) for name in ("who", "action", "why", "digest", "previous", "sha256")),
    )
    op.create_table(
        "reports",
        *(_key(), _since(), _until(), _needed("id", _NAME), _needed("revision", sa.Integer()), _open("title")),
        _needed("text"),
        *(_open(name) for name in ("url", "publisher", "published", "language")),
        *(_needed("text_sha256"), _open("raw_sha256"), _open("origin"), _needed("extra"), _needed("warnings")),
        sa.UniqueConstraint("id", "revision", name="reports_id_revision"),
    )
    op.create_table(
        "coder_runs",
        *(_key(), _since()),
        *(_needed(name) for name in ("name", "version", "model", "options", "began", "read")),
    )
    op.create_table(
        "codings",
        *(_key(), _since(), _until(), _to("reports.key", "report_key"), _to("coder_runs.key", "run")),
        _needed("mentions", sa.Integer()),
    )
    op.create_table(
        "mentions",
        *(_key(), _since(), _until(), _needed("id", _NAME), _needed("version", sa.Integer())),
        *(_to("reports.key", "report_key"), _to("coder_runs.key", "run"), _needed("document", _NAME)),
        *(_needed("sub_event_type"), _needed("status"), _open("first_day", _NAME), _open("last_day", _NAME)),
        *(_open("cell", sa.Integer()), _open("country"), _needed("score", sa.Double()), _needed("body")),
        sa.UniqueConstraint("id", "version", name="mentions_id_version"),
    )
    op.create_table("successors", _key(), _since(), _needed("old", _NAME), _needed("new", _NAME))
    op.create_table(
        "events",
        *(_key(), _since(), _until(), _needed("id", _NAME), _needed("version", sa.Integer())),
        *(_needed("sub_event_type", _NAME), _needed("event_type"), _needed("first_day", _NAME)),
        *(_needed("last_day", _NAME), _needed("long", sa.Integer())),
        *(_open("lat", sa.Double()), _open("lon", sa.Double()), _open("cell", sa.Integer())),
        *(_open("country", _NAME), _open("admin1"), _needed("grade"), _open("status"), _needed("review")),
        _needed("score", sa.Double()),
        *(_open(f"fatalities_{which}", sa.Integer()) for which in ("low", "best", "high")),
        *(_needed(name, sa.Integer()) for name in ("origins", "reports", "mentions")),
        *(_open("merged_into", _NAME), _needed("body")),
        sa.UniqueConstraint("id", "version", name="events_id_version"),
    )
    op.create_table(
        "memberships", *(_key(), _since(), _until()), *(_needed(name, _NAME) for name in ("mention", "event"))
    )
    op.create_table(
        "links",
        *(_key(), _since(), _needed("one", _NAME), _needed("other", _NAME), _needed("score", sa.Double())),
        *(_needed("same", sa.Integer()), _needed("body")),
    )
    op.create_table("linkings", _key(), _since(), _needed("last_mention", _NUMBER))
    op.create_table(
        "decisions",
        *(_key(), _since(), _needed("at"), _needed("who"), _needed("action"), _needed("subject", _NAME)),
        *(_needed("version", sa.Integer()), _needed("others"), _open("field"), _open("before"), _open("after")),
        *(_needed("why"), _open("undoes", _NUMBER)),
        sa.UniqueConstraint("undoes", name="decisions_undoes"),
    )
    op.create_table(
        "decision_mentions",
        *(_key(), _since(), _to("decisions.key", "decision"), _needed("mention", _NAME)),
        _needed("side", sa.Integer()),
    )


_INDEXES = {
    "changes_at": ("changes", "at"),
    "codings_report": ("codings", "report_key", "until"),
    "mentions_report": ("mentions", "report_key"),
    "mentions_document": ("mentions", "document", "until"),
    "mentions_where_and_when": ("mentions", "cell", "first_day", "until", "id"),
    "mentions_country_and_day": ("mentions", "country", "first_day", "cell", "until", "id"),
    "successors_old": ("successors", "old"),
    "successors_new": ("successors", "new"),
    "events_since": ("events", "since"),
    "memberships_mention": ("memberships", "mention", "until"),
    "memberships_event": ("memberships", "event", "until"),
    "links_one": ("links", "one"),
    "links_other": ("links", "other"),
    "decisions_subject": ("decisions", "subject"),
    "decision_mentions_mention": ("decision_mentions", "mention"),
    "decision_mentions_decision": ("decision_mentions", "decision"),
}


def upgrade() -> None:
    """Make the tables, their indexes, and the triggers that keep their rows."""
    _tables()
    for name, (table, *columns) in _INDEXES.items():
        op.create_index(name, table, columns)
    ended = sa.text("until IS NOT NULL")
    for table in ("reports", "codings", "mentions", "events", "memberships"):
        op.create_index(f"{table}_until", table, ["until"], sqlite_where=ended, postgresql_where=ended)
    bind = op.get_bind()
    names = sa.inspect(bind).get_table_names()
    columns_of = {name: [column["name"] for column in sa.inspect(bind).get_columns(name)] for name in names}
    guards = sqlite_guards if bind.dialect.name == "sqlite" else postgres_guards
    for statement in guards(columns_of):
        bind.exec_driver_sql(statement.replace("%", "%%") if bind.dialect.name == "postgresql" else statement)


def downgrade() -> None:
    """There is no way back from the first version: what is kept is never deleted."""
    raise NotImplementedError("what is kept is never deleted")
