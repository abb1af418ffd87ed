"""What a thing is worth: a straight line from what was paid to nothing, by whole months. Pure.

    worth(month) = price * (life - gone) / life,  0 <= gone <= life

`gone` are the months from that of the purchase to that asked, both by the calendar: on the 31st a thing bought on the
1st is as new, and a day later it is a month old. Before its month it is nobody's and worth nothing. The line is exact;
it is rounded once, half to even with the currency's decimals, a thing by itself and a sum of many as a whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from config.kernel.money import ZERO
from ledger.core.exchange import rounded


def months_from(first: date, last: date) -> int:
    """From the month of one day to that of another; negative where that is before."""
    return (last.year - first.year) * 12 + last.month - first.month


def month_after(day: date, months: int) -> date:
    """The first day of the month so many later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def share_left(bought: date, life: int, on: date) -> Fraction:
    """What of the price is left on a day, from 0 to 1. `life` in months, at least one."""
    return Fraction(months_left(bought, life, on), life)


def months_left(bought: date, life: int, on: date) -> int:
    """Of `life`, on a day; none before the month it was bought in."""
    gone = months_from(bought, on)
    return max(life - gone, 0) if gone >= 0 else 0


def worth_on(price: Decimal, currency: str, bought: date, life: int, on: date) -> Decimal:
    return rounded(Fraction(price) * share_left(bought, life, on), currency)


@dataclass(frozen=True, slots=True)
class Step:
    """What a thing is worth from the first day of a month on."""

    month: date
    worth: Decimal


def course(price: Decimal, currency: str, bought: date, life: int) -> list[Step]:
    """Each month from the purchase to the end of its life, in which it is worth nothing: `life` and one more."""
    months = [month_after(bought, gone) for gone in range(life + 1)]
    return [Step(month, worth_on(price, currency, bought, life, month)) for month in months]


def cost_a_month(price: Decimal, currency: str, bought: date, life: int | None, on: date, cost: Decimal) -> Decimal:
    """What owning it came to a month so far: what of the price is gone and `cost`, what was paid for it since.

    Over the months gone, at least one. Of what nobody said how long it lasts, all of the price counts as gone.
    """
    gone = max(months_from(bought, on), 1)
    left = worth_on(price, currency, bought, life, on) if life else ZERO
    return rounded(Fraction(price + cost - left) / gone, currency)
