"""Version 2: what events are searched by (indexes, terms, words of reports), filled from the rows that are there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dateline.archive.search_index import fill_terms, fill_words

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_NAME = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_ORDER = ("long", "first_day", "id", "until", "since", "merged_into", "last_day", "lat", "lon", "key")
_INDEXES = {
    "events_by_day": _ORDER,
    "events_by_type": ("sub_event_type", *_ORDER),
    "events_by_country": ("country", *_ORDER),
    "events_by_cell": ("cell", *_ORDER[1:], "long", "sub_event_type"),
}
# English stems, and no word left out: what SQLite does, and people who ask for "the lake" expect.
_POSTGRES_WORDS = (
    "CREATE TEXT SEARCH DICTIONARY dateline_stems (TEMPLATE = snowball, Language = english)",
    "CREATE TEXT SEARCH CONFIGURATION dateline_words (COPY = simple)",
    "ALTER TEXT SEARCH CONFIGURATION dateline_words ALTER MAPPING FOR asciiword, word WITH dateline_stems",
)


def upgrade() -> None:
    """Make the indexes, the terms and the words."""
    for name, columns in _INDEXES.items():
        op.create_index(name, "events", columns)
    op.create_table(
        "event_terms",
        sa.Column("term", _NAME, primary_key=True),
        sa.Column("long", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("first_day", _NAME, primary_key=True),
        sa.Column("event_key", _NUMBER, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        bind.exec_driver_sql(
            "CREATE VIRTUAL TABLE report_words USING fts5(title, text, content = '', tokenize = 'porter unicode61')"
        )
    else:
        for statement in _POSTGRES_WORDS:
            bind.exec_driver_sql(statement)
        bind.exec_driver_sql("CREATE TABLE report_words (report_key BIGINT PRIMARY KEY, words tsvector NOT NULL)")
        bind.exec_driver_sql("CREATE INDEX report_words_words ON report_words USING gin (words)")
    fill_words(bind)
    fill_terms(bind)


def downgrade() -> None:
    """Take away what events are searched by; every record stays."""
    op.drop_table("report_words")
    if op.get_bind().dialect.name == "postgresql":
        op.get_bind().exec_driver_sql("DROP TEXT SEARCH CONFIGURATION dateline_words")
        op.get_bind().exec_driver_sql("DROP TEXT SEARCH DICTIONARY dateline_stems")
    op.drop_table("event_terms")
    for name in _INDEXES:
        op.drop_index(name, "events")
