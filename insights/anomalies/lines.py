# ruff: noqa: S608 statements are put together from constants of ours, every value is a parameter
"""The payments that are judged: a bounded number of the newest lines, read in one query whatever the history.

By hand, as the list of transactions: one SELECT of the newest of each account, united, so that no database sorts more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import connection

from config.kernel.money import from_stored
from config.kernel.sql import db_date, from_db_uuid
from insights.anomalies.habits import Payment
from ledger.core.access import Lens, seen_condition

# Two years, for what comes once a year; and no more lines than a household of four writes in that time.
LOOKED_BACK: Final = timedelta(days=760)
MOST_LINES: Final = 4000


@dataclass(frozen=True, slots=True)
class Line:
    """One payment: `amount` is positive, in `currency`; `category_id` as its reader sees it."""

    key: UUID
    account_id: UUID
    on: date
    payee: str
    payee_key: str
    category_id: UUID | None
    amount: Decimal
    currency: str

    @property
    def payment(self) -> Payment:
        """Lines that name nobody count as one payee for each category."""
        payee = self.payee_key or f"? {self.category_id}"
        return Payment(self.key, self.on, payee, self.category_id, float(self.amount))


def newest_lines(lens: Lens, *, today: date) -> list[Line]:
    """Expenses of two years until `today` that are seen through `lens`, the newest first. One query, none without an
    account.
    """
    sights = list(lens.lines)
    if not sights:
        return []
    branches, parameters = [], []
    for sight in sights:
        condition, keys = seen_condition([sight])
        branches.append(
            "SELECT * FROM (SELECT id, account_id, booked_on, payee, payee_key, category_id, amount"
            f" FROM ledger_transaction WHERE {condition} AND deleted_at IS NULL AND kind = 'expense' AND amount < 0"
            " AND booked_on BETWEEN %s AND %s ORDER BY booked_on DESC, id DESC LIMIT %s) AS newest"
        )
        parameters += [*keys, db_date(today - LOOKED_BACK), db_date(today), MOST_LINES]
    with connection.cursor() as cursor:
        cursor.execute(
            f"{' UNION ALL '.join(branches)} ORDER BY booked_on DESC, id DESC LIMIT {MOST_LINES}", parameters
        )
        rows = cursor.fetchall()
    found = []
    for key, account, on, payee, payee_key, category, amount in rows:
        sight = lens.sights[from_db_uuid(account)]
        shown = sight.shown(from_db_uuid(category)) if category is not None else None
        day = date.fromisoformat(on) if isinstance(on, str) else on
        size = from_stored(-int(amount))
        found.append(Line(from_db_uuid(key), sight.account_id, day, payee, payee_key, shown, size, sight.currency))
    return found
