"""Keeps balances and roll-ups right in the same database transaction as the write that changes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from config.kernel.ids import NIL
from config.kernel.money import from_stored, to_stored
from config.kernel.sql import db_date, db_uuid, from_db_uuid, placeholders
from ledger.core.models import Rollup, Transaction, TransactionLine
from ledger.core.models.rollups import BEGINNING

CELLS_PER_STATEMENT = 200
Cell = tuple[UUID, str, date, UUID, str, bool]


@dataclass(frozen=True, slots=True)
class Posting:
    """One line's part in the sums: `transactions` is 1 for a transaction's first line, 0 for its others."""

    account_id: UUID
    booked_on: date
    category_id: UUID | None
    kind: str
    withheld: bool
    amount: int
    own_amount: int
    transactions: int = 1


def postings_of(transaction: Transaction, lines: Sequence[TransactionLine] = ()) -> list[Posting]:
    """What `transaction` adds to the sums; nothing when it is in the bin. Amounts in stored units."""
    if transaction.deleted_at is not None:
        return []
    common = (transaction.account_id, transaction.booked_on)
    if not transaction.is_split:
        return [
            Posting(
                *common,
                transaction.category_id,
                transaction.kind,
                transaction.withheld,
                to_stored(transaction.amount),
                to_stored(transaction.own_amount),
            )
        ]
    return [
        Posting(
            *common,
            line.category_id,
            transaction.kind,
            transaction.withheld,
            to_stored(line.amount),
            to_stored(line.own_amount),
            0 if place else 1,
        )
        for place, line in enumerate(lines)
    ]


def post(added: Iterable[Posting], removed: Iterable[Posting] = ()) -> dict[UUID, Decimal]:
    """Apply the difference to balances and roll-ups; returns the new balance of each account whose balance moved.

    One UPDATE per account and one upsert per 200 cells, in a fixed order, so that two writers never wait for each
    other crosswise. Must run in the transaction of the write.
    """
    cells: dict[Cell, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    moved: dict[UUID, int] = defaultdict(int)
    for sign, postings in ((1, added), (-1, removed)):
        for each in postings:
            moved[each.account_id] += sign * each.amount
            for cell in cells_of(each):
                sums = cells[cell]
                sums[0] += sign * each.amount
                sums[1] += sign * each.own_amount
                sums[2] += sign * each.transactions
                sums[3] += sign
    balances = _move_balances(moved)
    _upsert([(cell, sums) for cell, sums in sorted(cells.items()) if any(sums)])
    return balances


def week_of_month(day: date) -> date:
    """The 1st, 8th, 15th, 22nd or 29th that begins the week of the month `day` is in."""
    return day.replace(day=(day.day - 1) // 7 * 7 + 1)


def cells_of(posting: Posting) -> Iterator[Cell]:
    day, week = posting.booked_on, week_of_month(posting.booked_on)
    rest = (posting.category_id or NIL, posting.kind, posting.withheld)
    yield (posting.account_id, Rollup.Span.DAY.value, day, *rest)
    yield (posting.account_id, Rollup.Span.WEEK.value, week, *rest)
    yield (posting.account_id, Rollup.Span.MONTH.value, day.replace(day=1), *rest)
    yield (posting.account_id, Rollup.Span.FLOW.value, day.replace(day=1), NIL, posting.kind, posting.withheld)
    yield (posting.account_id, Rollup.Span.BALANCE.value, week, NIL, "", posting.withheld)
    yield (posting.account_id, Rollup.Span.ALL.value, BEGINNING, *rest)


def _move_balances(moved: dict[UUID, int]) -> dict[UUID, Decimal]:
    balances: dict[UUID, Decimal] = {}
    with connection.cursor() as cursor:
        for account_id in sorted(moved):
            if not moved[account_id]:
                continue
            cursor.execute(
                "UPDATE ledger_moneyaccount SET balance = balance + %s WHERE id = %s RETURNING id, balance",
                [moved[account_id], db_uuid(account_id)],
            )
            for key, balance in cursor.fetchall():
                balances[from_db_uuid(key)] = from_stored(balance)
    return balances


def _upsert(rows: list[tuple[Cell, list[int]]]) -> None:
    with connection.cursor() as cursor:
        for start in range(0, len(rows), CELLS_PER_STATEMENT):
            chunk = rows[start : start + CELLS_PER_STATEMENT]
            values: list[Any] = []
            for (account_id, span, starts_on, category_key, kind, withheld), sums in chunk:
                values += [db_uuid(account_id), span, db_date(starts_on), db_uuid(category_key), kind, withheld, *sums]
            cursor.execute(
                "INSERT INTO ledger_rollup (account_id, span, starts_on, category_key, kind, withheld,"
                " amount, own_amount, transaction_count, line_count)"
                f" VALUES {placeholders(len(chunk), 10)}"
                " ON CONFLICT (account_id, span, starts_on, category_key, kind, withheld) DO UPDATE SET"
                " amount = ledger_rollup.amount + excluded.amount,"
                " own_amount = ledger_rollup.own_amount + excluded.own_amount,"
                " transaction_count = ledger_rollup.transaction_count + excluded.transaction_count,"
                " line_count = ledger_rollup.line_count + excluded.line_count",
                values,
            )
