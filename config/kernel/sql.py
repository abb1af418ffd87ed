"""Values as the two databases keep them, for the few places that write SQL by hand."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection


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


def placeholders(rows: int, columns: int) -> str:
    """`(%s, %s), (%s, %s)`: a VALUES list."""
    row = "(" + ", ".join(["%s"] * columns) + ")"
    return ", ".join([row] * rows)
