"""Version 3: linking's blocks of the linked mentions, by which a new one finds those that it is compared with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from dateline.archive.block_index import fill_blocks

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the index, and fill it with what was linked so far."""
    op.create_table(
        "mention_blocks",
        sa.Column("block", _NUMBER, primary_key=True, autoincrement=False),
        sa.Column("wide", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("mention_key", _NUMBER, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    fill_blocks(op.get_bind())


def downgrade() -> None:
    """Take the index away; every record stays."""
    op.drop_table("mention_blocks")
