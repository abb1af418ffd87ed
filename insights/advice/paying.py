"""How a purchase moves the accounts: its payments by day, and the lowest point they leave."""

from __future__ import annotations

from collections.abc import Sequence
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

    Instalments are monthly, the first on the day itself, and add up to the price exactly, so that fewer pay where the
    price has not as many cents; no interest is known.
    """
    cost = facts.bears(wish.how)
    if cost is None or wish.how == SAVINGS:
        return []
    if wish.how != INSTALMENTS:
        return [(on, cost)]
    parts = apportioned([Fraction(cost) / wish.instalments] * wish.instalments, cost, facts.currency)
    return [(_months_after(on, number), part) for number, part in enumerate(parts) if part]


def _months_after(on: date, number: int) -> date:
    last = month_end(on, number)
    return last.replace(day=min(on.day, last.day))


def with_payments(course: Sequence[Day], paid: list[tuple[date, Decimal]]) -> list[Decimal]:
    """The expected balance of each day, less what was paid by then."""
    found, taken, waiting = [], ZERO, sorted(paid)
    for day in course:
        while waiting and waiting[0][0] <= day.on:
            taken += waiting.pop(0)[1]
        found.append(day.expected - taken)
    return found


def looked_at_until(facts: Facts, wish: Wish, on: date) -> date:
    """45 days after its last payment."""
    return max([on, *(day for day, _amount in payments(facts, wish, on))]) + LOOKED_AT


def lowest_with(facts: Facts, wish: Wish, on: date) -> Low | None:
    """From the purchase to 45 days after its last payment, as far as the course goes; None beyond it or without one."""
    paid, until = payments(facts, wish, on), looked_at_until(facts, wish, on)
    span = facts.course[max((on - facts.today).days, 0) : (until - facts.today).days + 1]
    days = list(zip(with_payments(span, paid), span, strict=True))
    if not days:
        return None
    left, day = min(days, key=lambda each: (each[0], each[1].on))
    return Low(day.on, day.expected, left, left - (day.expected - day.low))


def first_payment(facts: Facts, wish: Wish, on: date) -> Decimal | None:
    """What the month it is bought in has to bear."""
    paid = payments(facts, wish, on)
    return paid[0][1] if paid else None


def is_covered(facts: Facts, wish: Wish, on: date) -> bool:
    """Nothing that is known of the money says that it cannot be paid."""
    cost = facts.bears(wish.how)
    if wish.how == SAVINGS:
        return cost is None or cost <= facts.savings or "savings" in facts.unrated
    low = lowest_with(facts, wish, on)
    return low is None or low.expected >= ZERO


def left_for_bills(facts: Facts, on: date, cost: Decimal, until: date) -> Decimal | None:
    """The least that is there from the day after `on` to `until`, by what is known to come and both partners' bills:
    what is there on the day less `cost`. None beyond the course.
    """
    place = (on - facts.today).days
    if not 0 <= place < len(facts.course):
        return None
    left = facts.course[place].expected - cost
    least = left
    for day in facts.course[place + 1 : place + 1 + (until - on).days]:
        left += day.known - sum((each.amount for each in facts.dues if each.is_shared and each.on == day.on), ZERO)
        least = min(least, left)
    return least


def next_pay(facts: Facts, after: date) -> date | None:
    return next((day for day in facts.paydays if day > after), None)


def until_pay(facts: Facts, on: date) -> date:
    """The next payday after `on`, and 30 days at most."""
    pay = next_pay(facts, on)
    return min(pay, on + MONTH) if pay else on + MONTH
