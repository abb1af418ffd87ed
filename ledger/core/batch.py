"""Many transactions at once: COPY on PostgreSQL, executemany on SQLite (bulk_create costs 5 to 15 times as much)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, models

from config.kernel.money import MoneyField, to_stored
from config.kernel.sql import db_date, db_datetime, db_uuid
from ledger.core.models import Transaction


def insert(entries: Sequence[Transaction]) -> None:
    """Insert new transactions as they are; ids and timestamps are set by the caller."""
    insert_rows(Transaction, entries)


def insert_rows(model: type[models.Model], objects: Sequence[Any]) -> None:
    """Insert rows of a model whose primary key is set, or whose key the database makes (it stays unknown here)."""
    fields = [each for each in model._meta.concrete_fields if not isinstance(each, models.AutoField)]
    readers = [(each.attname, _writer(each)) for each in fields]
    columns = [str(each.column) for each in fields]
    rows = ([write(getattr(each, name)) for name, write in readers] for each in objects)
    insert_values(model._meta.db_table, columns, rows)


def insert_values(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values as the database keeps them (config.kernel.sql); a UUID may be its 32 hex digits."""
    if connection.vendor == "postgresql":
        _copy(table, columns, rows)
    else:
        _executemany(table, columns, rows)


def _same(value: Any) -> Any:
    return value


def _writer(column: Any) -> Callable[[Any], Any]:
    """How a Python value goes into the database, decided once per column and not per row."""
    if isinstance(column, models.ForeignKey):
        column = column.target_field
    if isinstance(column, MoneyField):
        return lambda value: None if value is None else to_stored(value)
    if isinstance(column, models.UUIDField):
        return db_uuid
    if isinstance(column, models.DateTimeField):
        return db_datetime
    if isinstance(column, models.DateField):
        return db_date
    if isinstance(column, models.DecimalField):
        return lambda value: None if value is None else str(value)
    return _same


def _copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _executemany(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))
