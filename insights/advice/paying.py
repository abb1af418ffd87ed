"""How a purchase moves the accounts: its payments by day, and the lowest point they leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from config.kernel.money import ZERO
from insights.advice.facts import INSTALMENTS, MONTH, SAVINGS, Facts, Wish
from insights.forecasting.curves import Day
from ledger.core.converting import apportioned
from ledger.goals.progress import month_end

# How far behind the last payment the balance is looked at: one pay and what is due before the next.
LOOKED_AT = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Low:
    """The lowest day from the purchase on: what it holds `without` it and with it, and the low end of 8 in 10."""

    on: date
    without: Decimal
    expected: Decimal
    low: Decimal


def payments(facts: Facts, wish: Wish, on: date) -> list[tuple[date, Decimal]]:
    """What leaves the everyday accounts, by day, when it is bought on `on`: nothing where savings pay.

    Instalments are monthly, the first on the day itself, and add up to the price exactly; no interest is known.
    """
    cost = facts.bears(wish.how)
    if cost is None or wish.how == SAVINGS:
        return []
    if wish.how != INSTALMENTS:
        return [(on, cost)]
    parts = apportioned([Fraction(cost) / wish.instalments] * wish.instalments, cost, facts.currency)
    return [(_months_after(on, number), part) for number, part in enumerate(parts)]


def _months_after(on: date, number: int) -> date:
    last = month_end(on, number)
    return last.replace(day=min(on.day, last.day))


def with_payments(course: list[Day] | tuple[Day, ...], paid: list[tuple[date, Decimal]]) -> list[Decimal]:
    """The expected balance of each day, less what was paid by then."""
    found, taken, waiting = [], ZERO, sorted(paid)
    for day in course:
        while waiting and waiting[0][0] <= day.on:
            taken += waiting.pop(0)[1]
        found.append(day.expected - taken)
    return found


def lowest_with(facts: Facts, wish: Wish, on: date) -> Low | None:
    """From the purchase to 45 days after its last payment, as far as the course goes; None beyond it or without one."""
    paid = payments(facts, wish, on)
    until = max([on, *(day for day, _amount in paid)]) + LOOKED_AT
    after = with_payments(tuple(facts.course), paid)
    days = [(left, day) for left, day in zip(after, facts.course, strict=True) if on <= day.on <= until]
    if not days:
        return None
    left, day = min(days, key=lambda each: (each[0], each[1].on))
    return Low(day.on, day.expected, left, left - (day.expected - day.low))


def next_pay(facts: Facts, after: date) -> date | None:
    return next((day for day in facts.paydays if day > after), None)


def until_pay(facts: Facts, on: date) -> date:
    """The next payday after `on`, and 30 days at most."""
    pay = next_pay(facts, on)
    return min(pay, on + MONTH) if pay else on + MONTH
