"""Whether something fits in the budget of its category, and what else could be done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.payday import next_payday
from config.kernel.money import ZERO
from ledger.budgets.figures import MonthView, Row, percent_of
from ledger.budgets.limits import limit_row
from ledger.budgets.models import Budget
from ledger.budgets.months import month_after
from ledger.budgets.queries import month_view
from ledger.budgets.wording import day, money
from ledger.core.category_tree import CategoryNode
from ledger.core.models import Category

GIVERS_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class PurchaseCheck:
    """`remaining` may be below zero. `percentage` is of what is allocated to the row it counts in, None where that is
    nothing. `options` are sentences for people; `category` is where it counts.
    """

    category: CategoryNode | None
    currency: str
    amount: Decimal
    fits: bool
    remaining: Decimal
    percentage: Decimal | None
    warning: str
    options: tuple[str, ...]


def check_purchase(
    *, person: User, budget: Budget | None, month: date, category: Category, amount: Decimal
) -> PurchaseCheck | None:
    """Against the month's budget, else the person's standing limit; None where there is neither.

    What costs exactly what is left fits. Queries as `month_view`, or as `limit_row`.
    """
    if budget is None:
        row = limit_row(person, month, category.pk)
        return None if row is None else _check(row, None, amount, row.category)
    view = month_view(budget, person)
    row = view.row_of_category(category.pk)
    node = row.category if row else view.purse.tree.get(category.pk)
    return _check(row or view.unplanned, view, amount, node)


def _check(row: Row, view: MonthView | None, amount: Decimal, node: CategoryNode | None) -> PurchaseCheck:
    # Of what is not planned nothing is left, whatever else was spent so.
    remaining = row.remaining if row.key is not None else ZERO
    fits = amount <= remaining
    return PurchaseCheck(
        category=node,
        currency=row.currency,
        amount=amount,
        fits=fits,
        remaining=remaining,
        percentage=percent_of(amount, row.allocated),
        warning=_warning(row, remaining, amount, node.name if node else ""),
        options=() if fits else tuple(_options(row, view, amount, remaining)),
    )


def _warning(row: Row, remaining: Decimal, amount: Decimal, name: str) -> str:
    """Empty where it fits and nothing else is to come there."""
    if row.key is None:
        return _("Nothing is planned for %(category)s this month.") % {"category": name}
    if amount > remaining:
        figures = {"category": name, "over": money(amount - max(remaining, ZERO), row.currency)}
        return _("This exceeds your %(category)s budget by %(over)s.") % figures
    if amount > remaining - row.still_due:
        figures = {"due": money(row.still_due, row.currency), "category": name}
        return _("It fits, but %(due)s is still due in %(category)s this month.") % figures
    return ""


def _options(row: Row, view: MonthView | None, amount: Decimal, remaining: Decimal) -> Iterator[str]:
    if remaining > 0:
        yield _("Spend at most %(left)s.") % {"left": money(remaining, row.currency)}
    if view is None:
        return
    if view.unallocated > ZERO:
        yield _("Plan %(amount)s more for it: %(free)s of what comes in is planned nowhere.") % {
            "amount": money(min(amount - max(remaining, ZERO), view.unallocated), view.currency),
            "free": money(view.unallocated, view.currency),
        }
    yield from _from_others(row, view, amount - max(remaining, ZERO))
    yield from _later(row, view, amount, remaining)


def _from_others(row: Row, view: MonthView, lacking: Decimal) -> Iterator[str]:
    """Rows with room by their pace, who has most first."""
    givers = [each for each in view.categories if each.key != row.key and each.spare > 0]
    for each in sorted(givers, key=lambda giver: (-giver.spare, str(giver.key)))[:GIVERS_NAMED]:
        figures = {
            "amount": money(min(lacking, each.spare), view.currency),
            "category": each.name,
            "spare": money(each.spare, view.currency),
        }
        yield _("Move %(amount)s from %(category)s, where %(spare)s is to spare.") % figures


def _later(row: Row, view: MonthView, amount: Decimal, remaining: Decimal) -> Iterator[str]:
    """Waiting, where that helps: for the pay, if by then so much is left to spend; for the next month; for what rolls
    over.
    """
    if view.days.is_over or row.key is None:
        return
    pay = None if view.purse.is_joint else next_payday(view.purse.reader.payday, view.purse.today)
    anew = month_after(view.month)
    if pay is not None and pay < anew:
        yield _("Wait until your pay comes on %(day)s.") % {"day": day(pay)}
    debt = min(remaining, ZERO) if row.rolls_over else ZERO
    if amount <= row.allocated + debt:
        yield _("Wait until %(day)s, when the month begins anew.") % {"day": day(anew)}
    elif row.rolls_over is not None and remaining > ZERO and amount <= remaining + row.allocated:
        there = money(remaining + row.allocated, view.currency)
        yield _("Wait until %(day)s: what is left rolls over, so that %(there)s is there then.") % {
            "day": day(anew),
            "there": there,
        }
