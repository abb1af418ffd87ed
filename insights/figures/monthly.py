"""What came in and went out each month, of all currencies as one, and of which months not all of it can be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from accounts.models import User
from ledger.core.access import Lens
from ledger.core.converting import Converter, rate_day
from ledger.core.exchange import Rate, RateBook, rates_for
from ledger.core.queries import PeriodFigures, monthly_figures

RATIO: Final = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class MonthRate:
    """`apart` are the currencies that moved in this month and have no rate for it. `income` and `spent` are without
    them; None where nothing else moved, since then nothing can be told.

    `rate` is (income - spent) / income, below zero where more went out; None where nothing came in or not all is told.
    """

    month: date
    income: Decimal | None
    spent: Decimal | None
    apart: tuple[str, ...] = ()

    @property
    def saved(self) -> Decimal | None:
        return None if self.income is None or self.spent is None else self.income - self.spent

    @property
    def rate(self) -> Decimal | None:
        if self.apart or self.saved is None or not self.income or self.income < 0:
            return None
        return (self.saved / self.income).quantize(RATIO)

    @property
    def has_moved(self) -> bool:
        return bool(self.income or self.spent or self.apart)


def month_rates(person: User, lens: Lens, currency: str, *, first: date) -> tuple[list[MonthRate], tuple[Rate, ...]]:
    """The months from that of `first` to the running one, each at the rate of its last day or of today, and the rates
    that took. One query, two more where other currencies moved.
    """
    today = person.today
    by_currency = monthly_figures(lens, first=first, last=today)
    figures = [each for of in by_currency.values() for each in of]
    moved = [each for each in figures if each.income or each.spent]
    others = {each.currency for each in moved} - {currency}
    days = {rate_day(each.starts_on, today) for each in moved if each.currency in others}
    converter = Converter(rates_for(person, {*others, currency}, days) if others else RateBook(()), currency, today)
    # Without an account there are no months: the running one is told all the same.
    whole = converter.months(figures) or [PeriodFigures(currency, today.replace(day=1), Decimal(), Decimal())]
    told = {each.starts_on for each in moved if each.currency not in converter.apart.get(each.starts_on, ())}
    months = [_month(each, converter, is_told=each.starts_on in told) for each in whole]
    return months, tuple(rate for each in converter.used.values() for rate in each.values())


def _month(figures: PeriodFigures, converter: Converter, *, is_told: bool) -> MonthRate:
    apart = tuple(sorted(converter.apart.get(figures.starts_on, ())))
    if apart and not is_told:
        return MonthRate(figures.starts_on, None, None, apart)
    return MonthRate(figures.starts_on, figures.income, figures.spent, apart)
