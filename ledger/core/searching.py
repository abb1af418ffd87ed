"""Free text in transactions, over the one folded `search_text` column."""

from __future__ import annotations

from typing import Any

from django.db import connection


def search_condition(word: str) -> tuple[str, list[Any]]:
    """SQL condition on `ledger_transaction t` that its text holds `word` (folded by payees.search_text).

    PostgreSQL answers from a trigram index; SQLite reads the account's lines, about 0.3 ms a thousand.
    """
    escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    # A backslash is PostgreSQL's own escape; said aloud there, the trigram index is no longer used.
    escape = "" if connection.vendor == "postgresql" else " ESCAPE '\\'"
    return f"t.search_text LIKE %s{escape}", [f"%{escaped}%"]
