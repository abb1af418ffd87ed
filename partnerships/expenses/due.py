"""On which days a shared expense is due, and what it comes to in a month. Pure functions."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from config.kernel.money import ZERO
from partnerships.agreements.splitting import monthly_amount
from partnerships.expenses.models import SharedExpense

Frequency = SharedExpense.Frequency


def last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def due_days(starts_on: date, frequency: str, ends_on: date | None, month: date) -> list[date]:
    """The days of `month` (any day of it) on which it is due, in order; both ends of its time inclusive.

    A 29th, 30th or 31st falls on the last day of shorter months, 29 February on the 28th of other years.
    """
    first, last = month.replace(day=1), last_day(month)
    until = min(last, ends_on) if ends_on else last
    if frequency == Frequency.WEEKLY:
        behind = max(0, -((starts_on - first).days // 7))
        days = [starts_on + timedelta(weeks=behind + number) for number in range(6)]
    elif frequency == Frequency.MONTHLY or (frequency == Frequency.YEARLY and first.month == starts_on.month):
        days = [first.replace(day=min(starts_on.day, last.day))]
    elif frequency == Frequency.ONCE:
        days = [starts_on]
    else:
        days = []
    return [each for each in days if max(first, starts_on) <= each <= until]


def amount_in(expense: SharedExpense, month: date, currency: str) -> Decimal:
    """What it comes to in a month, brought to the month where it is due in other intervals; zero outside its time."""
    first, last = month.replace(day=1), last_day(month)
    if expense.starts_on > last or (expense.ends_on is not None and expense.ends_on < first):
        return ZERO
    if expense.frequency == Frequency.ONCE and expense.starts_on < first:
        return ZERO
    return monthly_amount(expense.amount, expense.frequency, currency)
