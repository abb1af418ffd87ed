"""The form of our own files, of what is written and of what is read back. No database.

JSON holds everything; CSV has a row per line (a split entry as many rows as parts) and an 'opening' row per account.

A category's key is a path as of `paths`; one that begins with a system category has ':' and its slug in
front (':groceries', ':food:Bread of ours'), so that it is found in every language.
"""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

FORMAT: Final = "tuppence"
VERSION: Final = 1
OPENING: Final = "opening"
SYSTEM: Final = ":"
CSV_COLUMNS: Final = (
    "account",
    "currency",
    "date",
    "amount",
    "kind",
    "payee",
    "notes",
    "category",
    "part notes",
    "other account",
    "pending",
    "time",
    "bank kind",
    "reconciled on",
    "category key",
    "category by",
    "paired with",
    "refund of",
    "transaction",
    "fingerprint",
)
# What tells our CSV from every other one.
TELLING: Final = frozenset(["account", "date", "amount", "category key", "paired with", "refund of", "transaction"])

MARK: Final = "tuppence:"
_FINGERPRINT: Final = re.compile(r"[0-9a-f]{32}")
# Spreadsheets take such a cell for a formula, OWASP "CSV injection".
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n]")
_NEUTRALISED: Final = re.compile(r"'+[=+\-@\t\r\n]")


def neutralise(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def restored(text: str) -> str:
    """What was neutralised, as it was."""
    return text[1:] if _NEUTRALISED.match(text) else text


def line_mark(entry: UUID, fingerprint: str = "") -> str:
    """What a line of our own file is recognised by: the entry's id, and the fingerprint of the bank's line it was."""
    return f"{MARK}{entry}:{fingerprint}" if fingerprint else f"{MARK}{entry}"


def read_mark(text: str) -> tuple[UUID, str] | None:
    """Id and fingerprint ('' for none) of a mark; None where it is none."""
    if not text.startswith(MARK):
        return None
    key, _, fingerprint = text.removeprefix(MARK).partition(":")
    found = uuid_in(key)
    if found is None or (fingerprint and not _FINGERPRINT.fullmatch(fingerprint)):
        return None
    return found, fingerprint


def uuid_in(text: object) -> UUID | None:
    if not isinstance(text, str) or len(text) != 36:
        return None
    try:
        return UUID(text)
    except ValueError:
        return None


def is_fingerprint(text: object) -> bool:
    return isinstance(text, str) and _FINGERPRINT.fullmatch(text) is not None
