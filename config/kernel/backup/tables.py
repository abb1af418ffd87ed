"""The tables of a schema as an archive knows them, and their rows out of one moment of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps.registry import Apps
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, Model

from config.kernel.backup import kinds
from config.kernel.secrets import EncryptedTextField

ROWS_AT_ONCE = 2_000
# Whose worker is believed until when: nobody works for a database that was restored.
BLANK_COLUMNS = {("kernel_job", "lease_until")}


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: str
    may_be_null: bool
    field: Field[Any, Any]


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    key: str
    columns: tuple[Column, ...]
    model: type[Model]

    @property
    def form(self) -> list[list[str]]:
        """The columns as a manifest names them."""
        return [[column.name, column.kind] for column in self.columns]

    @property
    def encrypted(self) -> list[int]:
        """Places of the columns whose values name the key that wrote them."""
        return [place for place, each in enumerate(self.columns) if isinstance(each.field, EncryptedTextField)]


def tables_of(apps: Apps) -> list[Table]:
    """Every table an archive holds, by name; `apps` may be those of an older schema."""
    kept = [model for model in _models(apps) if model._meta.label_lower not in settings.BACKUP_LEAVES_OUT]
    return [_table(model) for model in kept]


def all_table_names(apps: Apps) -> list[str]:
    """Those left out too."""
    return [model._meta.db_table for model in _models(apps)]


@contextmanager
def snapshot() -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own that sees one moment, whatever is written meanwhile. No writer waits for it."""
    source = connection.copy()
    try:
        with source.cursor() as cursor:
            if source.vendor == "sqlite":
                # Plain BEGIN and not `atomic`: our transactions are IMMEDIATE, which would keep writers out.
                cursor.execute("BEGIN DEFERRED")
                cursor.execute("SELECT count(*) FROM sqlite_master")
            else:
                source.set_autocommit(False)
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
                cursor.execute("SELECT 1")
        yield source
    finally:
        if source.connection is not None:
            source.connection.rollback()
        source.close()


def rows(source: BaseDatabaseWrapper, table: Table) -> Iterator[list[Any]]:
    """The archive's values of every row, in the order of the key."""
    quote = source.ops.quote_name
    names = ", ".join(_selected(table, column, quote(column.name)) for column in table.columns)
    changes = [
        (place, change)
        for place, column in enumerate(table.columns)
        if (change := kinds.to_archive(_kept_field(column.field), source.vendor))
    ]
    with source.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {quote(table.name)} ORDER BY {quote(table.key)}")  # noqa: S608 our names
        while found := cursor.fetchmany(ROWS_AT_ONCE):
            for row in map(list, found):
                for place, change in changes:
                    if row[place] is not None:
                        row[place] = change(row[place])
                yield row


def _selected(table: Table, column: Column, quoted: str) -> str:
    return "NULL" if (table.name, column.name) in BLANK_COLUMNS else quoted


def _kept_field(field: Field[Any, Any]) -> Field[Any, Any]:
    while field.is_relation:
        field = field.target_field  # type: ignore[attr-defined]
    return field


def _models(apps: Apps) -> list[type[Model]]:
    found = {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }
    return [found[name] for name in sorted(found)]


def _table(model: type[Model]) -> Table:
    # By name, since models and the migrations that lead to them differ in their order.
    columns = tuple(
        Column(str(field.column), kinds.kind_of(field), field.null, field)
        for field in sorted(model._meta.local_concrete_fields, key=lambda field: str(field.column))
    )
    return Table(model._meta.db_table, str(model._meta.pk.column), columns, model)
