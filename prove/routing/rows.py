"""What a request has written, seen from below every service: the statements, then the rows themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

Rows = dict[str, frozenset[str]]
_WRITTEN = re.compile(r"(?:INSERT INTO|(?<!FOR )UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
# That somebody was here, tried, or used a key is written down whatever is answered.
TRACES = frozenset(
    {"django_session", "kernel_limitcounter", "kernel_auditentry", "usersessions_usersession", "accounts_apikey"}
)


def tables() -> list[str]:
    return [each for each in connection.introspection.table_names() if each not in TRACES]


def rows_of(names: Collection[str]) -> Rows:
    """Each row as text without hyphens, so that an id reads the same from every database."""
    found: Rows = {}
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608 names of tables
            found[name] = frozenset("|".join(map(str, row)).replace("-", "") for row in cursor.fetchall())
    return found


def differing(before: Rows, after: Rows) -> frozenset[str]:
    """Rows that came, went or changed, as they were and as they are."""
    return frozenset(row for name, rows in after.items() for row in rows ^ before.get(name, frozenset()))


@contextmanager
def watching_writes() -> Iterator[set[str]]:
    """The tables that statements write to meanwhile."""
    written: set[str] = set()

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        written.update(_WRITTEN.findall(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield written
