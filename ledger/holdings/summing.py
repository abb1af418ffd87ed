"""Keeps HoldingSum right in the transaction of the write that changes a position."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection

from config.kernel.money import ZERO, to_stored
from config.kernel.sql import db_date, db_uuid
from ledger.core.posting import week_of_month
from ledger.holdings.standing import Moved

Cell = tuple[UUID, str, date]
_UPSERT = (
    "INSERT INTO ledger_holdingsum (account_id, currency, starts_on, value, flow, yielded)"
    " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (account_id, currency, starts_on) DO UPDATE SET"
    " value = ledger_holdingsum.value + excluded.value, flow = ledger_holdingsum.flow + excluded.flow,"
    " yielded = ledger_holdingsum.yielded + excluded.yielded"
)


class Changes:
    """By how much cells change, gathered and posted once."""

    def __init__(self) -> None:
        self.cells: dict[Cell, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO, ZERO])

    def add_worth(self, account_id: UUID, currency: str, course: Iterable[tuple[date, Decimal]], sign: int = 1) -> None:
        """`course`: by how much it was worth more than before, by day."""
        for day, more in course:
            self.cells[account_id, currency, week_of_month(day)][0] += sign * more

    def add_moves(self, account_id: UUID, currency: str, moves: Iterable[Moved], sign: int = 1) -> None:
        for each in moves:
            cell = self.cells[account_id, currency, week_of_month(each.on)]
            cell[1] += sign * each.cash
            cell[2] += sign * each.yielded

    def post(self) -> None:
        """One upsert a cell that changes, in a fixed order. Within the transaction of the write."""
        rows = [
            (db_uuid(account), currency, db_date(starts_on), *map(to_stored, sums))
            for (account, currency, starts_on), sums in sorted(self.cells.items())
            if any(sums)
        ]
        if rows:
            with connection.cursor() as cursor:
                cursor.executemany(_UPSERT, rows)


def differences(values: Mapping[date, Decimal], before: Decimal = ZERO) -> Iterator[tuple[date, Decimal]]:
    """By how much each day's value is more than the one before it."""
    for day in sorted(values):
        yield day, values[day] - before
        before = values[day]
