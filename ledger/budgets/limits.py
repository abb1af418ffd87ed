"""Standing limits: one a person and category, which speaks where a month has no budget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from accounts.models import User
from config.kernel.money import ZERO
from ledger.budgets import spending
from ledger.budgets.figures import Row
from ledger.budgets.models import Allocation
from ledger.budgets.months import elapsed
from ledger.budgets.purses import Purse, new_purse
from ledger.core.category_tree import CategoryNode


def limit_row(person: User, month: date, category_id: UUID) -> Row | None:
    """Of the nearest limit at or above a category, None where there is none. Queries as `limit_rows`."""
    purse = new_purse(person, None)
    path = purse.tree.path(category_id)
    nearest = next((key for key in path if _limited(purse.tree.get(key))), None)
    return None if nearest is None else _rows(purse, month, [nearest])[0]


def limit_rows(person: User, month: date) -> list[Row]:
    """Each category with a limit against what it and all below it cost in the month; a limit below counts for itself
    and again above. Seven queries, three where there is no limit.
    """
    purse = new_purse(person, None)
    limited = [each.id for each in purse.tree.in_order() if _limited(each)]
    return _rows(purse, month, limited) if limited else []


def _limited(node: CategoryNode | None) -> bool:
    return node is not None and node.monthly_limit is not None


def _rows(purse: Purse, month: date, limited: Iterable[UUID]) -> list[Row]:
    spent = spending.spending_of(purse, month)
    fixed, payments = spending.fixed_of(purse, month, spent)
    due = spending.still_due(purse, month)
    rows = []
    for key in limited:
        branch = purse.tree.branch(key)
        node = purse.tree.get(key)
        rows.append(
            Row(
                category=node,
                goal=None,
                days=elapsed(month, purse.today),
                allocated=(node.monthly_limit if node else None) or ZERO,
                spent=_sum(spent.by_category, branch),
                fixed=_sum(fixed, branch),
                still_due=_sum(due, branch),
                payments=sum(payments.get(each, 0) for each in branch),
                basis=Allocation.Basis.LIMIT,
                currency=purse.currency,
            )
        )
    return rows


def _sum(amounts: Mapping[UUID | None, Decimal], branch: Iterable[UUID]) -> Decimal:
    return sum((amounts.get(key, ZERO) for key in branch), ZERO)
