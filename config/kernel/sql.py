"""Values as the two databases keep them, for the few places that write SQL by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, models


def db_uuid(value: UUID | None) -> Any:
    """A UUID parameter: native on PostgreSQL, 32 hex digits on SQLite."""
    if value is None or connection.features.has_native_uuid_field:
        return value
    return value.hex


def from_db_uuid(value: object) -> UUID:
    return value if isinstance(value, UUID) else _uuid_of(str(value))


@lru_cache(maxsize=8192)
def _uuid_of(text: str) -> UUID:
    """A list names few accounts and categories many times, and making a UUID of text is what a row costs most."""
    return UUID(hex=text)


def db_date(value: date) -> Any:
    return connection.ops.adapt_datefield_value(value)


def db_datetime(value: datetime | None) -> Any:
    return None if value is None else connection.ops.adapt_datetimefield_value(value)


def is_any(condition: str, parameters: Sequence[Any]) -> bool:
    """Whether rows of `table WHERE ...` are there: one query, at a fifth of what a QuerySet's `exists` costs to build.

    For look-ups on the path of every write whose answer is nearly always no.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {condition})", list(parameters))
        return bool(cursor.fetchone()[0])


def refresh_statistics(*tables: type[models.Model]) -> None:
    """Tell PostgreSQL's planner what a table holds now, after very many rows came at once. SQLite: nothing.

    Its own look comes a minute later, or never where it is switched off; until then a plan for an empty table may join
    each line with each other one. About 0.3 s a million rows.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for each in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(each._meta.db_table)}")


def marks(count: int) -> str:
    """`%s, %s`: so many parameters."""
    return ", ".join(["%s"] * count)


def placeholders(rows: int, columns: int) -> str:
    """`(%s, %s), (%s, %s)`: a VALUES list."""
    row = f"({marks(columns)})"
    return ", ".join([row] * rows)
