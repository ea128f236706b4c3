"""Version 4: what the desk needs: figures to count events by, accounts, tokens, proposals, reviews, the audit log."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from dateline.archive.event_figures import fill
from dateline.archive.guards import desk_guards

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_TABLES = ("event_figures", "accounts", "sessions", "tokens", "audit", "proposals", "reviews")


def _key(name: str, kind: sa.types.TypeEngine[Any] | None = None) -> sa.Column[Any]:
    return sa.Column(name, kind or _NUMBER, primary_key=True, autoincrement=False)


def _needed(name: str, kind: sa.types.TypeEngine[Any] | None = None) -> sa.Column[Any]:
    return sa.Column(name, kind or sa.Text(), nullable=False)


def _open(name: str, kind: sa.types.TypeEngine[Any] | None = None) -> sa.Column[Any]:
    return sa.Column(name, kind or sa.Text())


def upgrade() -> None:
    """Make the tables, and fill the figures from the events that are there."""
    op.create_table("event_figures", _key("block"), _needed("upto", _NUMBER), _needed("versions", sa.LargeBinary()))
    op.create_index("event_figures_upto", "event_figures", ["upto"])
    op.create_table(
        "accounts",
        *(_key("name", _NAME), _needed("role"), _needed("password"), _needed("active", sa.Integer()), _needed("at")),
        *(_needed("failures", sa.Integer()), _open("locked_until")),
    )
    op.create_table(
        "sessions",
        *(_key("digest", _NAME), _needed("account", _NAME)),
        *(_needed(name, _NAME) for name in ("at", "seen", "until")),
    )
    op.create_index("sessions_account", "sessions", ["account"])
    op.create_table(
        "tokens",
        *(_key("number"), _needed("digest", _NAME), _needed("account", _NAME), _needed("label"), _needed("scopes")),
        *(_needed("at"), _needed("until", _NAME), _needed("revoked", sa.Integer())),
        sa.UniqueConstraint("digest", name="tokens_digest"),
    )
    op.create_table(
        "audit",
        *(_key("number"), _needed("at", _NAME)),
        *(_needed(name) for name in ("who", "what", "about", "detail", "address")),
    )
    op.create_table(
        "proposals",
        *(_key("number"), _needed("at"), _needed("who", _NAME), _needed("action"), _needed("subject", _NAME)),
        *(_open("version", sa.Integer()), _needed("request"), _needed("why"), _needed("state", _NAME)),
        *(_open("closed_at"), _open("closed_by"), _open("decision", _NUMBER)),
    )
    op.create_index("proposals_state", "proposals", ["state", "number"])
    op.create_index("proposals_subject", "proposals", ["subject"])
    op.create_table(
        "reviews",
        *(_key("number"), _needed("at"), _needed("who", _NAME), _needed("event", _NAME)),
        *(_needed("version", sa.Integer()), _needed("answers")),
        sa.UniqueConstraint("event", "who", name="reviews_event_who"),
    )
    op.create_index("reports_by_publisher", "reports", ["publisher", "language", "published", "revision", "until"])
    bind = op.get_bind()
    for statement in desk_guards(bind.dialect.name):
        bind.exec_driver_sql(statement)
    fill(bind)


def downgrade() -> None:
    """Take the desk away; every record stays."""
    op.drop_index("reports_by_publisher", "reports")
    for table in reversed(_TABLES):
        op.drop_table(table)
