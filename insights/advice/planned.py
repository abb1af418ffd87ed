"""What the month's plan, or a standing limit, says of a category, in the person's own currency at today's rate."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from accounts.models import User
from config.kernel.money import ZERO
from insights.advice.facts import BudgetRow, Giver
from ledger.budgets.figures import Row
from ledger.budgets.limits import limit_row
from ledger.budgets.models import Budget
from ledger.budgets.queries import month_view
from ledger.core.exchange import RateBook, rounded


@dataclass(frozen=True, slots=True)
class Plan:
    """Empty without a budget and a limit, and where the budget's currency has no rate: then `unrated` names it."""

    row: BudgetRow | None = None
    has_plan: bool = False
    left: Decimal | None = None
    givers: tuple[Giver, ...] = ()
    unrated: str = ""


def plan_of(person: User, budget: Budget | None, book: RateBook, category_id: UUID | None) -> Plan:
    """`budget` is the person's of this month. Queries as `month_view`, as `limit_row` without one."""
    month = person.today.replace(day=1)
    if budget is None:
        row = limit_row(person, month, category_id) if category_id else None
        return Plan(_budget_row(row, month, is_limit=True)) if row else Plan()
    at = book.rate(budget.currency, person.currency, person.today)
    if at is None:
        return Plan(unrated=budget.currency)
    view = month_view(budget, person)
    row = view.row_of_category(category_id)
    givers = [Giver(each.key, each.name, each.spare) for each in view.categories if each.key and each.spare > ZERO]
    plan = Plan(
        row=_budget_row(row, month) if row else None,
        has_plan=True,
        left=view.left_to_spend.left,
        givers=tuple(each for each in givers if row is None or each.key != row.key),
    )
    return plan if at.value == 1 else _converted(plan, at.value, person.currency)


def _budget_row(row: Row, month: date, *, is_limit: bool = False) -> BudgetRow:
    """A later month begins with what is allocated, and with what is lacking or left now where that rolls over."""
    assert row.key is not None, "a row of the plan, and not what is planned nowhere"
    rolled = ZERO
    if row.rolls_over is not None:
        rolled = row.remaining if row.rolls_over or row.remaining > ZERO else ZERO
    return BudgetRow(
        key=row.key,
        name=row.name,
        month=month,
        allocated=row.available,
        spent=row.spent,
        remaining=row.remaining,
        still_due=row.still_due,
        renewed=row.allocated + rolled,
        is_limit=is_limit,
    )


def _converted(plan: Plan, rate: Fraction, currency: str) -> Plan:
    def worth(amount: Decimal) -> Decimal:
        return rounded(Fraction(amount) * rate, currency)

    row = plan.row and replace(
        plan.row,
        allocated=worth(plan.row.allocated),
        spent=worth(plan.row.spent),
        remaining=worth(plan.row.remaining),
        still_due=worth(plan.row.still_due),
        renewed=worth(plan.row.renewed),
    )
    givers = tuple(replace(each, spare=worth(each.spare)) for each in plan.givers)
    return replace(plan, row=row, left=None if plan.left is None else worth(plan.left), givers=givers)
