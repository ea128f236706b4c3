"""The triggers that keep rows as they were appended, in the database itself, whichever program asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dateline.archive.errors import GUARD

_PLAIN = ("changes", "coder_runs", "successors", "links", "linkings", "decisions", "decision_mentions")
_ENDING = ("reports", "codings", "mentions", "events", "memberships")
"""Their rows end: ``until`` is set once, by the change that replaced them, and nothing else ever changes."""

TRIGGERS = tuple(sorted(f"{table}_{what}" for table in (*_PLAIN, *_ENDING) for what in ("no_delete", "no_change")))
"""Names of the triggers that must be there."""


DESK_TRIGGERS = tuple(f"{table}_{what}" for table in ("audit", "reviews") for what in ("no_change", "no_delete"))
"""Names of those that keep what the desk appends."""


def desk_guards(dialect: str) -> Iterator[str]:
    """Statements that make the triggers of the desk's tables; the others' must be there."""
    for name in DESK_TRIGGERS:
        table, _, what = name.partition("_")
        event = "DELETE" if what == "no_delete" else "UPDATE"
        if dialect == "sqlite":
            refuse = f"SELECT RAISE(ABORT, '{GUARD}: rows of {table} are never changed or deleted');"
            yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} BEGIN {refuse} END"
        else:
            yield f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION dateline_refuse()"


def sqlite_guards(columns: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Statements that make the triggers in SQLite; ``columns`` names those of each table."""
    for table in (*_PLAIN, *_ENDING):
        refuse = f"BEGIN SELECT RAISE(ABORT, '{GUARD}: rows of {table} are never changed or deleted'); END"
        same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in columns[table] if name != "until")
        condition = f" WHEN NOT (OLD.until IS NULL AND NEW.until IS NOT NULL AND {same})" if table in _ENDING else ""
        yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}"
        yield f"CREATE TRIGGER {table}_no_change BEFORE UPDATE ON {table}{condition} {refuse}"


def postgres_guards(columns: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The same in PostgreSQL, where TRUNCATE is refused too."""
    yield (
        "CREATE FUNCTION dateline_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"RAISE EXCEPTION '{GUARD}: rows of % are never changed or deleted', TG_TABLE_NAME; END $$"
    )
    call = "EXECUTE FUNCTION dateline_refuse()"
    for table in (*_PLAIN, *_ENDING):
        others = [name for name in columns[table] if name != "until"]
        old, new = (", ".join(f'{side}."{name}"' for name in others) for side in ("OLD", "NEW"))
        same = f"OLD.until IS NULL AND NEW.until IS NOT NULL AND ({old}) IS NOT DISTINCT FROM ({new})"
        condition = f" WHEN (NOT ({same}))" if table in _ENDING else ""
        yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {call}"
        yield f"CREATE TRIGGER {table}_no_change BEFORE UPDATE ON {table} FOR EACH ROW{condition} {call}"
        yield f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {call}"
