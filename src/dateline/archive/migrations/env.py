"""How Alembic runs here: on the connection that it is handed, inside the transaction that is already open."""

from __future__ import annotations

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=None,
    transactional_ddl=True,
    transaction_per_migration=False,
    version_table="archive_version",
)
context.run_migrations()
