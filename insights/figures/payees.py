# ruff: noqa: S608 statements are put together from constants of ours, every value is a parameter
"""Who was paid most in one month for one category: the lines of that month and category alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple
from uuid import UUID

from django.db import connection

from config.kernel.money import from_stored
from config.kernel.sql import db_date, db_uuid
from insights.figures import spans
from ledger.core.access import Lens, part_of, seen_condition
from ledger.core.category_tree import CategoryTree
from ledger.core.others_categories import expanded

MOST: Final = 3


class Paid(NamedTuple):
    """`amount` is positive, less what was refunded."""

    payee: str
    amount: Decimal
    lines: int


def largest_payees(
    lens: Lens, tree: CategoryTree, category_id: UUID | None, month: date, currency: str
) -> tuple[Paid, ...]:
    """Three at most, the largest first, of accounts in `currency` whose lines are seen; a payment that is split over
    categories is not among them. One query, which reads that month of that category.
    """
    seen = lens.lines.of_currency(currency)
    if not seen:
        return ()
    part, parameters = part_of(seen)
    condition, keys = seen_condition(seen)
    of_category, named = "category_id IS NULL AND NOT is_split", []
    if category_id is not None:
        named = [db_uuid(each) for each in expanded(list(tree.branch(category_id)), seen.others)]
        of_category = f"category_id IN ({', '.join(['%s'] * len(named))})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT MAX(payee), -SUM({part}), COUNT(*) FROM ledger_transaction WHERE {condition} AND {of_category}"
            " AND deleted_at IS NULL AND booked_on BETWEEN %s AND %s AND kind IN ('expense', 'refund')"
            " AND payee_key <> '' GROUP BY payee_key ORDER BY 2 DESC, 1 LIMIT %s",
            [*parameters, *keys, *named, db_date(month), db_date(spans.month_end(month)), MOST],
        )
        rows = cursor.fetchall()
    return tuple(Paid(payee, from_stored(int(amount)), int(lines)) for payee, amount, lines in rows if amount > 0)
