"""Our own CSV, read back: rows of one entry that follow each other are parts of it, 'opening' rows open an account."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from ledger.exporting.own_format import CSV_COLUMNS, OPENING, restored
from ledger.imports.readers.own_entries import amount_in, day_in, split_lines
from ledger.imports.readers.products_sheet import NAME_LENGTH, Sheet
from ledger.imports.readers.text import clean
from ledger.imports.readers.types import Statement

ROLES = {
    "account": "account",
    "currency": "currency",
    "date": "booked_on",
    "amount": "amount",
    "kind": "kind",
    "payee": "payee",
    "notes": "notes",
    "category": "category",
    "pending": "status",
    "transaction": "bank_id",
}
_ENTRY_OF = {
    "date": "booked_on",
    "kind": "kind",
    "payee": "payee",
    "notes": "notes",
    "other account": "other_account",
    "time": "occurred_at",
    "bank kind": "raw_kind",
    "reconciled on": "reconciled_on",
    "category by": "category_by",
    "paired with": "paired_with",
    "refund of": "refund_of",
    "transaction": "id",
    "fingerprint": "fingerprint",
}


@dataclass(slots=True)
class _Account:
    name: str
    currency: str
    opening: tuple[date | None, Decimal] | None = None
    entries: list[tuple[int, dict[str, Any]]] = field(default_factory=list)


def read_own_csv(sheet: Sheet) -> tuple[Statement, ...]:
    """One statement per account and currency."""
    return tuple(_statement(each) for each in _accounts(sheet).values())


def csv_entries(sheet: Sheet) -> Iterator[tuple[int, dict[str, Any]]]:
    """The entries in the form of our JSON, with the number of their first line."""
    for account in _accounts(sheet).values():
        yield from account.entries


def _accounts(sheet: Sheet) -> dict[tuple[str, str], _Account]:
    readers = {name: sheet.reader(name) for name in CSV_COLUMNS}
    accounts: dict[tuple[str, str], _Account] = {}
    for number, row in sheet.rows:
        cells = {name: restored(read(row)) for name, read in readers.items()}
        key = (clean(cells["account"], NAME_LENGTH * 2), cells["currency"].upper()[:3])
        account = accounts.setdefault(key, _Account(*key))
        if cells["kind"] == OPENING:
            account.opening = (day_in(cells["date"]), amount_in(cells["amount"]) or Decimal(0))
        else:
            _add(account, number, cells)
    return accounts


def _add(account: _Account, number: int, cells: dict[str, str]) -> None:
    part = {
        "amount": cells["amount"],
        "category": cells["category key"] or cells["category"],
        "notes": cells["part notes"],
    }
    last = account.entries[-1][1] if account.entries else {}
    if cells["transaction"] and last.get("id") == cells["transaction"]:
        last["lines"].append(part)
        whole = [amount_in(each["amount"]) for each in last["lines"]]
        if None not in whole:
            last["amount"] = str(sum(each for each in whole if each is not None))
        return
    entry: dict[str, Any] = {name: cells[column] for column, name in _ENTRY_OF.items()}
    entry |= {
        "amount": cells["amount"],
        "category": part["category"],
        "is_pending": cells["pending"] == "yes",
        "lines": [part],
    }
    account.entries.append((number, entry))


def _statement(account: _Account) -> Statement:
    lines, refused = split_lines(account.entries)
    opened_on, opening = account.opening or (None, Decimal(0))
    return Statement(
        account_name=account.name,
        currency=account.currency,
        lines=tuple(lines),
        refused=tuple(refused),
        opening_balance=opening,
        opening_on=opened_on,
        opened_on=opened_on,
        closing_balance=None if lines else opening,
        closing_on=None if lines else opened_on,
    )
