"""The contents of the database exchanged for an archive's, at one stroke.

On SQLite a new file is filled beside the old one and renamed over it. On PostgreSQL all happens in one transaction.
In both cases whatever ends the work before the stroke leaves the old contents, and nothing of the new.
"""

from __future__ import annotations

import copy
import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from config.kernel import killing
from config.kernel.backup.archive import Reader
from config.kernel.backup.errors import RestoreRefused
from config.kernel.backup.schemas import Node, applied_migrations, is_current, nodes_of
from config.kernel.backup.tables import Table, all_table_names
from config.kernel.backup.verifying import parsed_rows
from config.kernel.sqlite.base import close_idle_connections
from config.kernel.storage import flush_folder

_BESIDE = ".restoring"
_ROWS_AT_ONCE = 1_000
_OTHERS_LEAVE_SECONDS = 5


def replace_contents(
    reader: Reader, tables: list[Table], check: Callable[[], None], let_others_write: Callable[[], None]
) -> None:
    """Fill a database with the archive's rows, let `check` look at it as the default one, then make it the one.

    The caller has verified the archive and is within `nobody_else_writes`. An older schema is migrated to ours once
    its rows are in.

    Raises:
        RestoreRefused: the rows do not fit together, or others are connected.
        Whatever `check` raises; the old contents are left in each case.
    """
    room = _beside(reader, let_others_write) if connection.vendor == "sqlite" else _in_one_transaction(reader)
    with room as is_built:
        try:
            with connection.wrap_database_errors:
                load(reader, tables)
        except DatabaseError as error:
            raise RestoreRefused("not_taken", _("The database refuses the archive's rows: %s") % error) from error
        killing.point("restore:loaded")
        # Also of a new schema of ours: what follows a migration, such as the guard of the audit trail, is wanted.
        if is_built or not is_current(_nodes_of(reader)):
            call_command("migrate", verbosity=0, interactive=False)
        check()
        killing.point("restore:checked")
    killing.point("restore:swapped")


def forget_unfinished() -> None:
    """Remove what a restore that did not come to its stroke has left beside the database."""
    if connection.vendor == "sqlite":
        for path in _all_of(_beside_path()):
            path.unlink(missing_ok=True)


@contextmanager
def nobody_else_writes() -> Iterator[Callable[[], None]]:
    """Keep other processes from writing, since what they wrote would be lost, until what this yields is called.

    Raises RestoreRefused where others are connected to PostgreSQL, or are writing to SQLite.
    """
    with ExitStack() as held:
        if connection.vendor == "postgresql":
            held.enter_context(_without_pool())
            _expect_nobody_connected()
        else:
            # Which switches a new file to the log that readers do not wait for.
            connection.ensure_connection()
            # A connection beside the default one: its transaction is not ended by what happens meanwhile.
            held.enter_context(_opened(_path(), "BEGIN IMMEDIATE"))
        yield held.close


def load(reader: Reader, tables: list[Table]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for entry, table in zip(reader.manifest.tables, tables, strict=True):
            rows = parsed_rows(reader, entry, table)
            quote = connection.ops.quote_name
            names = ", ".join(quote(column.name) for column in table.columns)
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {quote(table.name)} ({names}) FROM STDIN") as sink:
                    for row in rows:
                        sink.write_row(row)
            else:
                marks = ", ".join(["?"] * len(table.columns))
                statement = f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})"  # noqa: S608 our names
                connection.connection.executemany(statement, rows)
            killing.point("restore:table")
        if connection.vendor == "postgresql":
            _restart_sequences(cursor, [table.name for table in tables])
    connection.check_constraints()
    _check_counts(reader)


def _restart_sequences(cursor: CursorWrapper, tables: list[str]) -> None:
    """Behind the highest number of each table. Not by setval, which stays where the transaction is rolled back: rows
    of before would be in the way of the next ones (PostgreSQL, ALTER SEQUENCE).
    """
    quote = connection.ops.quote_name
    for table in tables:
        for sequence in connection.introspection.get_sequences(cursor, table):
            cursor.execute(f"SELECT coalesce(max({quote(sequence['column'])}), 0) FROM {quote(table)}")  # noqa: S608 our names
            highest = int(cursor.fetchone()[0])
            cursor.execute(f"ALTER SEQUENCE {quote(sequence['name'])} RESTART WITH {highest + 1}")


def _check_counts(reader: Reader) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # As a migration that follows needs it: nothing pending on a table it alters.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for entry in reader.manifest.tables:
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(entry.name)}")  # noqa: S608 our names
            if cursor.fetchone()[0] != entry.rows:
                raise RestoreRefused("wrong_count", _("%s has not the archive's rows.") % entry.name)


@contextmanager
def _in_one_transaction(reader: Reader) -> Iterator[bool]:
    """Yields whether the schema was built anew."""
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            # What is pending on a table would keep a migration from altering it.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            # Asked again: what somebody wrote since the restore point was made would be lost.
            _refuse_others(_count_others())
            is_built = reader.manifest.migrations != applied_migrations(connection)
            if not is_built:
                names = ", ".join(map(connection.ops.quote_name, all_table_names(apps)))
                cursor.execute(f"TRUNCATE {names}")
            else:
                there = [table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t"]
                for name in there:
                    cursor.execute(f"DROP TABLE {connection.ops.quote_name(name)} CASCADE")
                build_schema(reader)
        yield is_built


@contextmanager
def _beside(reader: Reader, let_others_write: Callable[[], None]) -> Iterator[bool]:
    """Yields whether the schema was built anew."""
    forget_unfinished()
    live, path = _path(), _beside_path()
    with empty_file(reader, path) as is_built:
        with transaction.atomic(durable=True):
            yield is_built
        connection.connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    killing.point("restore:complete")
    connection.close()
    close_idle_connections()
    let_others_write()
    # With a log beside it the new file would be taken for the old one's; and nobody may be at the old one.
    with _opened(live, "PRAGMA journal_mode = DELETE", "BEGIN EXCLUSIVE"):
        # Whoever narrowed down who may read the old file meant the data.
        shutil.copymode(live, path)
        killing.point("restore:sealed")
        path.replace(live)
        flush_folder(live.parent)


@contextmanager
def empty_file(reader: Reader, path: Path) -> Iterator[bool]:
    """Let a new SQLite file of the archive's schema be the default database; whether that was built by migrations."""
    schema = _schema_of_here() if reader.manifest.migrations == applied_migrations(connection) else []
    with default_database(NAME=str(path)):
        for statement, rows in schema:
            connection.connection.executemany(statement, rows) if rows else connection.connection.execute(statement)
        if not schema:
            build_schema(reader)
        # Nobody needs the file before it is filled; who keeps it brings it to the disk once, at its end.
        connection.connection.executescript("PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;")
        yield not schema


def _nodes_of(reader: Reader) -> list[Node]:
    return nodes_of(reader.manifest.migrations, reader.manifest.version)


def build_schema(reader: Reader) -> None:
    """The archive's own schema, empty: also of what its migrations have filled in."""
    executor = MigrationExecutor(connection)
    executor.migrate(_nodes_of(reader))
    empty_tables()


def empty_tables() -> None:
    """All but the list of migrations."""
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name != "django_migrations":
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608 our names


def _schema_of_here() -> list[tuple[str, list[tuple[object, ...]]]]:
    """The statements that make this database again, empty, with the rows of its migrations."""
    with connection.cursor() as cursor:
        cursor.execute(
            # A virtual table makes its shadows by itself.
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
            " AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow')"
            " ORDER BY type = 'table' DESC, rowid"
        )
        statements: list[tuple[str, list[tuple[object, ...]]]] = [(sql, []) for (sql,) in cursor.fetchall()]
        cursor.execute("SELECT id, app, name, CAST(applied AS text) FROM django_migrations ORDER BY id")
        return [*statements, ("INSERT INTO django_migrations VALUES (?, ?, ?, ?)", cursor.fetchall())]


@contextmanager
def default_database(**other: Any) -> Iterator[None]:
    """Let everything that asks for the default database have one with other settings."""
    before = connections["default"]
    connections["default"] = type(before)({**copy.deepcopy(before.settings_dict), **other}, "default")
    try:
        connection.ensure_connection()
        yield
    finally:
        connection.close()
        connections["default"] = before
        # Not kept for the next who asks: it would look for its log under the name the file had.
        close_idle_connections()


@contextmanager
def _without_pool() -> Iterator[None]:
    """One connection and no more, so that whatever else is connected is somebody else."""
    options = dict(connection.settings_dict["OPTIONS"])
    connection.close()
    if options.pop("pool", None):
        connection.close_pool()  # type: ignore[attr-defined]
    with default_database(OPTIONS=options):
        yield


@contextmanager
def _opened(live: Path, *statements: str) -> Iterator[None]:
    """A plain connection that has done just this, and is closed at the end."""
    with closing(sqlite3.connect(live, timeout=5, isolation_level=None)) as held:
        try:
            for statement in statements:
                held.execute(statement)
        except sqlite3.OperationalError as error:
            raise RestoreRefused("in_use", _("Another process uses the database; stop it first.")) from error
        yield


def _expect_nobody_connected() -> None:
    until = time.monotonic() + _OTHERS_LEAVE_SECONDS
    others = _count_others()
    # A process that has just ended leaves its connection for a moment.
    while others and time.monotonic() < until:
        time.sleep(0.1)
        others = _count_others()
    _refuse_others(others)


def _refuse_others(others: int) -> None:
    if others:
        raise RestoreRefused(
            "in_use", _("%d other connections to the database are open; stop the server and its workers.") % others
        )


def _count_others() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def _path() -> Path:
    return Path(connections["default"].settings_dict["NAME"])


def _beside_path() -> Path:
    live = _path()
    return live.with_name(live.name + _BESIDE)


def _all_of(path: Path) -> Iterator[Path]:
    yield path
    yield from (path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal"))
