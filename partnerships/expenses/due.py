"""On which days a shared expense is due, and what it comes to in a month. Pure functions."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from decimal import Decimal

from config.kernel.money import ZERO
from ledger.recurring.rhythm import Rhythm
from partnerships.agreements.splitting import monthly_amount
from partnerships.expenses.models import SharedExpense

Frequency = SharedExpense.Frequency


def last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def due_days(starts_on: date, frequency: str, ends_on: date | None, month: date) -> list[date]:
    """The days of `month` (any day of it) on which it is due, in order; both ends of its time inclusive.

    Which days those are, short months too, is the ledger's arithmetic.
    """
    first, last = month.replace(day=1), last_day(month)
    if frequency == Frequency.ONCE:
        return [starts_on] if first <= starts_on <= min(last, ends_on or last) else []
    return list(Rhythm(frequency, starts_on, ends_on=ends_on).between(first, last))


def amount_in(expense: SharedExpense, month: date, currency: str) -> Decimal:
    """What it comes to in a month, brought to the month where it is due in other intervals; zero outside its time."""
    first, last = month.replace(day=1), last_day(month)
    if expense.starts_on > last or (expense.ends_on is not None and expense.ends_on < first):
        return ZERO
    if expense.frequency == Frequency.ONCE and expense.starts_on < first:
        return ZERO
    return monthly_amount(expense.amount, expense.frequency, currency)
