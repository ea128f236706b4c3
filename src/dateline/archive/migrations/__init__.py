"""Alembic's migrations of the archive; `dateline.archive.migrating` runs them."""
