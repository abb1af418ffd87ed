"""What the database does by itself: note each change of a record that is indexed, and keep the trigrams of SQLite.

A trigger notes a change whoever makes it (a service, a bulk statement, an import, a cascade, a restore) in its own
transaction and at a few microseconds a row. Made after every migrate: SQLite drops a table's triggers whenever a
migration builds the table anew. Where one was missing all rows of its table are due. A migration that alters SearchDue
itself has to drop them first.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from config.kernel.search.due import DUE, MARKS, has_mark
from config.kernel.search.models import SearchEntry
from config.kernel.search.registry import Source, sources

ENTRIES, TRIGRAMS = SearchEntry._meta.db_table, "kernel_searchtrigrams"
_PREFIX = "search_"


def install(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Make what is missing, and take away triggers of other versions."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
    if not {DUE, ENTRIES} <= tables:
        return
    wanted: dict[str, tuple[str, list[str]]] = {}
    if connection.vendor == "sqlite":
        wanted |= _trigrams(connection)
    for source in sources().values():
        if source.table in tables:
            wanted |= _notes(connection, source)
    there = _there(connection)
    with connection.cursor() as cursor:
        for name in there.keys() - wanted.keys():
            if connection.vendor == "sqlite":
                cursor.execute(f"DROP TRIGGER {name}")
            else:
                cursor.execute(f"DROP TRIGGER {name} ON {there[name]}")
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")
        refilled: set[str] = set()
        for name in wanted.keys() - there.keys():
            refill, statements = wanted[name]
            for statement in statements:
                cursor.execute(statement)
            if refill not in refilled:
                refilled.add(refill)
                cursor.execute(refill)


def all_due(connection: BaseDatabaseWrapper, source: Source) -> str:
    """The statement that has all rows of a source indexed again."""
    if has_mark(source):
        return f"DELETE FROM {MARKS} WHERE kind = '{source.kind}'"  # noqa: S608 our names
    return (
        f"INSERT INTO {DUE} (kind, key) SELECT DISTINCT '{source.kind}', {source.key_sql('t')}"  # noqa: S608 our names
        f" FROM {source.table} t"
    )


def _there(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The table of each of our triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute(
                "SELECT tgname, relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT tgisinternal"
                " AND c.relnamespace = current_schema()::regnamespace"
            )
        return {name: table for name, table in cursor.fetchall() if name.startswith(_PREFIX)}


def _named(event: str, source: str, definition: str) -> str:
    """A definition that changes is another trigger."""
    return f"{_PREFIX}{source}_{event}_{hashlib.sha256(definition.encode()).hexdigest()[:8]}"


def _notes(connection: BaseDatabaseWrapper, source: Source) -> dict[str, tuple[str, list[str]]]:
    make = _sqlite_note if connection.vendor == "sqlite" else _postgresql_note
    refill = all_due(connection, source)
    events = ("update", "delete") if has_mark(source) else ("insert", "update", "delete")
    made = [make(source, event) for event in events]
    return {name: (refill, statements) for name, statements in made}


def _sqlite_note(source: Source, event: str) -> tuple[str, list[str]]:
    """Once for each key: an import names the same shops again and again."""
    rows = {"insert": ["NEW"], "update": ["OLD", "NEW"], "delete": ["OLD"]}[event]
    when, of = "", ""
    if event == "update":
        of = f" OF {', '.join(source.watched)}"
        when = " WHEN " + " OR ".join(f"OLD.{each} IS NOT NEW.{each}" for each in source.watched)
    body = "".join(
        f" INSERT INTO {DUE} (kind, key) SELECT '{source.kind}', {source.key_sql(row)} WHERE NOT EXISTS"  # noqa: S608
        f" (SELECT 1 FROM {DUE} WHERE kind = '{source.kind}' AND key = {source.key_sql(row)});"
        for row in rows
    )
    if event == "delete" and has_mark(source):
        last = f"(SELECT COALESCE(MAX(rowid), 0) FROM {source.table})"  # noqa: S608 our names
        body += f" UPDATE {MARKS} SET upto = {last} WHERE kind = '{source.kind}' AND upto > {last};"  # noqa: S608
    definition = f"AFTER {event.upper()}{of} ON {source.table}{when} BEGIN{body} END"
    name = _named(event, source.kind, definition)
    return name, [f"CREATE TRIGGER {name} {definition}"]


def _postgresql_note(source: Source, event: str) -> tuple[str, list[str]]:
    """A statement that adds or takes away many rows is noted at once; of changed rows each that differs."""
    if event == "update":
        keys = f"VALUES ({source.key_sql('OLD')}), ({source.key_sql('NEW')})"
        differs = " OR ".join(f"OLD.{each} IS DISTINCT FROM NEW.{each}" for each in source.watched)
        how = f"AFTER UPDATE OF {', '.join(source.watched)} ON {source.table} FOR EACH ROW WHEN ({differs})"
    else:
        side = "NEW" if event == "insert" else "OLD"
        keys = f"SELECT DISTINCT {source.key_sql('changed')} FROM changed"  # noqa: S608 our names
        how = f"AFTER {event.upper()} ON {source.table} REFERENCING {side} TABLE AS changed FOR EACH STATEMENT"
    body = (
        f"BEGIN INSERT INTO {DUE} (kind, key) SELECT DISTINCT '{source.kind}', k FROM ({keys}) s(k); RETURN NULL; END"  # noqa: S608
    )
    name = _named(event, source.kind, how + body)
    function = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
    return name, [function, f"CREATE TRIGGER {name} {how} EXECUTE FUNCTION {name}()"]


def _trigrams(connection: BaseDatabaseWrapper) -> dict[str, tuple[str, list[str]]]:
    """An FTS5 table that keeps the trigrams alone and reads texts from the entries; and the marks of `due`."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE IF NOT EXISTS {MARKS} (kind text PRIMARY KEY, upto integer NOT NULL)")
        cursor.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {TRIGRAMS} USING fts5"
            f"(search_text, content='{ENTRIES}', content_rowid='id', tokenize='trigram')"
        )
        cursor.execute(f"CREATE VIRTUAL TABLE IF NOT EXISTS {TRIGRAMS}_seen USING fts5vocab('{TRIGRAMS}', 'row')")
    into = f"INSERT INTO {TRIGRAMS}"
    add = f"{into} (rowid, search_text) VALUES (NEW.id, NEW.search_text);"
    drop = f"{into} ({TRIGRAMS}, rowid, search_text) VALUES ('delete', OLD.id, OLD.search_text);"
    definitions = {
        "insert": f"AFTER INSERT ON {ENTRIES} BEGIN {add} END",
        "update": f"AFTER UPDATE OF search_text ON {ENTRIES} BEGIN {drop} {add} END",
        "delete": f"AFTER DELETE ON {ENTRIES} BEGIN {drop} END",
    }
    refill = f"{into} ({TRIGRAMS}) VALUES ('rebuild')"
    found = {}
    for event, definition in definitions.items():
        name = _named(event, "trigrams", definition)
        found[name] = (refill, [f"CREATE TRIGGER {name} {definition}"])
    return found
