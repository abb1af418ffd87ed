"""What is held through a lens, what it brought and how it is spread, with each formula in words."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.formatting import active_locale, format_number
from config.kernel.money import ZERO
from ledger.core.access import lens_of
from ledger.core.analytics import months_before
from ledger.core.exchange import RateBook, rates_for, rounded
from ledger.core.queries import Point, months_between
from ledger.holdings.queries import Portfolio, portfolio
from ledger.holdings.returns import (
    DIVERSIFICATION_FORMULA,
    RISK_FORMULA,
    Flow,
    return_a_year,
    weighted_apy,
)

MONTHS_SHOWN = 12
_FORMULAS: Final = {
    "average_apy": _("Sum of value x APY / sum of the values, of positions whose APY is known."),
    "xirr": _(
        "The rate a year at which everything that went in and came back is worth what is there today (XIRR): "
        "sum of amount / (1 + rate) ^ (days / 365) = 0. Flows count from the first day of their week, at today’s rates."
    ),
    "risk_score": RISK_FORMULA,
    "diversification_score": DIVERSIFICATION_FORMULA,
    "concentration": _("Herfindahl-Hirschman index: the sum of the squared shares, 1/N to 1. High from %(high)s."),
}
HIGH_CONCENTRATION = Decimal("0.25")


def formulas() -> dict[str, str]:
    """How each figure is computed, in the reader's words and numbers."""
    said = {name: str(text) for name, text in _FORMULAS.items()}
    said["concentration"] %= {"high": format_number(HIGH_CONCENTRATION, active_locale())}
    return said


@dataclass(frozen=True, slots=True)
class ProtocolFigure:
    """Positions of one protocol together; '' for those of none. `share` is 0 to 1."""

    protocol: str
    value: Decimal
    share: Decimal
    yield_earned: Decimal
    apy: Decimal | None


@dataclass(frozen=True, slots=True)
class Investments:
    """In `portfolio.currency`. `course` is the value as each month began, the last point today's."""

    portfolio: Portfolio
    monthly_yield: Decimal
    xirr: Decimal | None
    course: tuple[Point, ...]
    protocols: tuple[ProtocolFigure, ...]


def investments(person: User, *, scope: str, currency: str | None = None) -> Investments:
    """Through one lens. Queries as of `portfolio`, two more where something is in another currency."""
    found = portfolio(person, lens_of(person, scope), currency=currency)
    starts = months_between(months_before(person.today, MONTHS_SHOWN - 1), person.today)
    book = _book(person, found, [start - timedelta(days=1) for start in starts])
    month = found.history.yields(person.today)
    return Investments(
        portfolio=found,
        monthly_yield=book.total(month, found.currency, person.today).amount,
        xirr=_xirr(person, found, book),
        course=_course(person, found, book),
        protocols=_protocols(found),
    )


def _book(person: User, found: Portfolio, days: list[date]) -> RateBook:
    currencies = found.history.currencies | {each.position.currency for each in found.holdings}
    if not currencies - {found.currency}:
        return RateBook(())
    return rates_for(person, {*currencies, found.currency}, [*days, person.today])


def _xirr(person: User, found: Portfolio, book: RateBook) -> Decimal | None:
    """None as well where some of it has no rate: a part would not be the return."""
    flows: list[Flow] = []
    for currency in sorted(found.history.currencies):
        rate = book.rate(currency, found.currency, person.today)
        of_currency = list(found.history.flows(currency))
        if rate is None and of_currency:
            return None
        flows += [
            Flow(each.on, rounded(Fraction(each.amount) * rate.value, found.currency))
            for each in of_currency
            if rate is not None
        ]
    if any(each.worth is None for each in found.holdings):
        return None
    value = sum((worth.value for _position, worth in found.rated), ZERO)
    return return_a_year(flows, value, person.today)


def _course(person: User, found: Portfolio, book: RateBook) -> tuple[Point, ...]:
    """Each month's beginning at the rate of the day before it, and today."""
    first = months_before(person.today, MONTHS_SHOWN - 1)
    points = []
    for start in months_between(first, person.today):
        worth = book.total(found.history.value_on(start), found.currency, start - timedelta(days=1))
        points.append(Point(start, worth.amount))
    if points and points[-1].on == person.today:
        points.pop()
    return (*points, Point(person.today, found.total_value))


def _protocols(found: Portfolio) -> tuple[ProtocolFigure, ...]:
    parts = defaultdict(list)
    for position, worth in found.rated:
        parts[position.protocol_name].append((position, worth))
    shares = found.distribution("protocol_name")
    figures = [
        ProtocolFigure(
            protocol=name,
            value=sum((worth.value for _position, worth in of), ZERO),
            share=shares.get(name, ZERO),
            yield_earned=sum((worth.yield_earned for _position, worth in of), ZERO),
            apy=weighted_apy((worth.value, position.apy) for position, worth in of),
        )
        for name, of in parts.items()
    ]
    return tuple(sorted(figures, key=lambda each: (-each.value, each.protocol)))
