"""Budgets in the form the API shows them in."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from config.kernel.money import money_text
from ledger.budgets.figures import LeftToSpend, MonthView, Row
from ledger.budgets.models import Budget
from ledger.budgets.months import month_text
from ledger.budgets.purchases import PurchaseCheck
from ledger.budgets.standing import standing_of
from ledger.budgets.suggesting import Suggestion

# Whether what is left rolls over, and what is lacking too.
NO, LEFT_OVER, ALL = "no", "left_over", "all"
ROLL_OVER = {None: NO, False: LEFT_OVER, True: ALL}


def listed_shape(budget: Budget, allocated: Decimal) -> dict[str, Any]:
    return {
        "id": budget.pk,
        "month": month_text(budget.month),
        "household": budget.household_id is not None,
        "currency": budget.currency,
        "total_income": money_text(budget.total_income, budget.currency),
        "total_allocated": money_text(allocated, budget.currency),
        "status": budget.status,
        "closed_at": budget.closed_at,
        "created_at": budget.created_at,
        "updated_at": budget.updated_at,
        "version": budget.version,
    }


def budget_shape(view: MonthView) -> dict[str, Any]:
    currency = view.currency
    return {
        **listed_shape(view.budget, view.total_allocated),
        "total_income": money_text(view.total_income, currency),
        "unallocated": money_text(view.unallocated, currency),
        "total_carried": money_text(view.total_carried, currency),
        "total_spent": money_text(view.total_spent, currency),
        "total_put_in": money_text(view.total_put_in, currency),
        "total_still_due": money_text(view.total_still_due, currency),
        "total_remaining": money_text(view.total_remaining, currency),
        "allocations": [allocation_shape(each) for each in view.rows],
        "unplanned": unplanned_shape(view),
        "apart": [
            {"currency": other, "spent_amount": money_text(amount, other)}
            for other, amount in sorted(view.apart.items())
        ],
        "left_to_spend": left_shape(view.left_to_spend),
    }


def allocation_shape(row: Row) -> dict[str, Any]:
    def text(amount: Decimal) -> str:
        return money_text(amount, row.currency)

    return {
        "category": row.category.id if row.category else None,
        "goal": row.goal.pk if row.goal else None,
        "name": row.name,
        "allocated_amount": text(row.allocated),
        "carried_amount": text(row.carried),
        "spent_amount": text(row.spent),
        "remaining_amount": text(row.remaining),
        "still_due_amount": text(row.still_due),
        "pace_amount": text(row.pace),
        "projected_amount": text(row.projected),
        "overrun_amount": text(row.overrun),
        "basis": row.basis,
        "roll_over": ROLL_OVER[row.rolls_over],
    }


def unplanned_shape(view: MonthView) -> dict[str, Any]:
    return {
        "spent_amount": money_text(view.unplanned.spent, view.currency),
        "still_due_amount": money_text(view.unplanned.still_due, view.currency),
        "categories": [
            {"category": key, "spent_amount": money_text(amount, view.currency)}
            for key, amount in sorted(view.unplanned_by.items(), key=lambda part: (-part[1], str(part[0])))
        ],
    }


def summary_shape(view: MonthView) -> dict[str, Any]:
    currency = view.currency
    return {
        "month": month_text(view.month),
        "household": view.budget.household_id is not None,
        "currency": currency,
        "total_budget": money_text(view.total_allocated, currency),
        "total_carried": money_text(view.total_carried, currency),
        "total_spent": money_text(view.total_spent, currency),
        "total_put_in": money_text(view.total_put_in, currency),
        "total_remaining": money_text(view.total_remaining, currency),
        "categories": [allocation_shape(each) for each in view.categories],
        "unplanned": unplanned_shape(view),
        "overspent_categories": [each.key for each in view.categories if each.is_over],
    }


def status_shape(view: MonthView) -> dict[str, Any]:
    return {
        "month": month_text(view.month),
        "household": view.budget.household_id is not None,
        "currency": view.currency,
        "days_total": view.days.total,
        "days_left": view.days.left,
        "categories": [_standing_shape(each) for each in view.categories],
    }


def _standing_shape(row: Row) -> dict[str, Any]:
    standing = standing_of(row)
    used = row.used_percent
    return {
        "category": row.key,
        "name": row.name,
        "used_percent": None if used is None else float(used),
        "allocated_amount": money_text(row.allocated, row.currency),
        "available_amount": money_text(row.available, row.currency),
        "spent_amount": money_text(row.spent, row.currency),
        "pace_amount": money_text(row.pace, row.currency),
        "still_due_amount": money_text(row.still_due, row.currency),
        "projected_amount": money_text(row.projected, row.currency),
        "overrun_amount": money_text(row.overrun, row.currency),
        "state": standing.state,
        "severity": standing.severity,
    }


def left_shape(left: LeftToSpend) -> dict[str, Any]:
    def text(amount: Decimal) -> str:
        return money_text(amount, left.currency)

    return {
        "month": month_text(left.month),
        "currency": left.currency,
        "income": text(left.income),
        "carried": text(left.carried),
        "spent": text(left.spent),
        "set_aside": text(left.set_aside),
        "still_due": text(left.still_due),
        "left": text(left.left),
        "until": left.until,
        "days": left.days,
        "per_day": None if left.per_day is None else text(left.per_day),
    }


def check_shape(found: PurchaseCheck) -> dict[str, Any]:
    return {
        "category": found.category.id if found.category else None,
        "amount": money_text(found.amount, found.currency),
        "currency": found.currency,
        "fits_budget": found.fits,
        "remaining_in_category": money_text(found.remaining, found.currency),
        "percentage_of_category": None if found.percentage is None else float(found.percentage),
        "warning": found.warning,
        "alternative_options": list(found.options),
    }


def suggestion_shape(suggestion: Suggestion, currency: str) -> dict[str, Any]:
    return {
        "from": suggestion.source.key,
        "to": suggestion.target.key,
        "amount": money_text(suggestion.amount, currency),
        "why": suggestion.why,
    }
