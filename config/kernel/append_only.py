"""The audit trail in the database: rows are added, and neither changed nor deleted, whoever asks.

Two things pass: a row may lose its person (they delete their account), and rows from before a moment written into
`AuditPurge` may go, which `audit.purge` alone does. TRUNCATE, which empties whole databases (a restore, tests), is not
stopped.
"""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from config.kernel.models import AuditEntry, AuditPurge

TABLE, PURGES = AuditEntry._meta.db_table, AuditPurge._meta.db_table
NO_CHANGE, NO_DELETION = "kernel_audit_no_change", "kernel_audit_no_deletion"
REFUSAL = "the audit trail is append-only"
KEPT_AS_IT_WAS = [each.column for each in AuditEntry._meta.local_concrete_fields if each.name != "person"]
_MAY_GO = f"EXISTS (SELECT 1 FROM {PURGES} purge WHERE purge.before > OLD.at)"  # noqa: S608 names of tables


def guard(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Make the triggers that are missing. After every migrate, not by a migration: SQLite drops a table's triggers
    whenever a later migration builds the table anew.
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        if TABLE not in connection.introspection.table_names(cursor):
            return
        statements = _for_postgresql(cursor) if connection.vendor == "postgresql" else _for_sqlite()
        for statement in statements:
            cursor.execute(statement)


def _for_sqlite() -> list[str]:
    same = " AND ".join(f"NEW.{name} IS OLD.{name}" for name in KEPT_AS_IT_WAS)
    return [
        f"CREATE TRIGGER IF NOT EXISTS {NO_CHANGE} BEFORE UPDATE ON {TABLE}"
        f" WHEN NOT (NEW.person_id IS NULL AND {same}) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
        f"CREATE TRIGGER IF NOT EXISTS {NO_DELETION} BEFORE DELETE ON {TABLE}"
        f" WHEN NOT {_MAY_GO} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END",
    ]


def _for_postgresql(cursor: Any) -> list[str]:
    """Triggers that are there stay: making them anew would wait for everybody who reads the table."""
    same = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in KEPT_AS_IT_WAS)
    passes = {
        NO_CHANGE: ("UPDATE", f"NEW.person_id IS NULL AND {same}", "NEW"),
        NO_DELETION: ("DELETE", _MAY_GO, "OLD"),
    }
    cursor.execute("SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal", [TABLE])
    there = {name for (name,) in cursor.fetchall()}
    statements = []
    for name, (event, condition, row) in passes.items():
        statements.append(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN IF {condition} THEN RETURN {row}; END IF;"
            f" RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        if name not in there:
            statements.append(f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {name}()")
    return statements
