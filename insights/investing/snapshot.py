"""What a person's rules look at: positions, cash beside them, what a month costs, what was charged. Read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.db.models import Sum

from accounts.models import User
from config.kernel.money import ZERO
from ledger.core.access import Lens
from ledger.core.analytics import months_before
from ledger.core.converting import Converter
from ledger.core.exchange import RateBook, rates_for, rounded
from ledger.core.models import MoneyAccount
from ledger.core.queries import monthly_figures, seen_accounts
from ledger.holdings.models import PositionMove
from ledger.holdings.queries import Portfolio

MONTHS = 6
YEAR = timedelta(days=365)
Type = MoneyAccount.Type


@dataclass(frozen=True, slots=True)
class Held:
    """A position as the rules see it. `value` in the snapshot's currency. `key` None: something new."""

    key: UUID | None
    name: str
    kind: str
    protocol: str
    currency: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Move:
    """An amount to move in the snapshot's currency: out of it is negative. Of a position, a kind, or cash alone."""

    amount: Decimal
    name: str
    key: UUID | None = None
    kind: str = ""
    is_cash: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """In `currency`. `cash` lies in investment accounts; `spending` is the mean of the last whole months with any,
    None without one; `fees` were charged on positions in the last 365 days.
    """

    currency: str
    held: tuple[Held, ...]
    cash: Decimal
    spending: Decimal | None
    fees: Decimal

    @property
    def total(self) -> Decimal:
        return sum((each.value for each in self.held), ZERO)

    def after(self, moves: Iterable[Move]) -> Snapshot:
        """As it would be once these amounts had moved, at today's prices."""
        cash, by_key, new = self.cash, dict.fromkeys((each.key for each in self.held), ZERO), []
        for move in moves:
            if move.is_cash:
                cash += move.amount
            elif move.key in by_key:
                by_key[move.key] += move.amount
            else:
                new.append(Held(None, move.name, move.kind, "", self.currency, move.amount))
        moved = tuple(replace(each, value=each.value + by_key[each.key]) for each in self.held)
        return replace(self, cash=cash, held=(*moved, *new))


def snapshot_of(person: User, lens: Lens, found: Portfolio) -> Snapshot:
    """Of one's own; `found` is the portfolio through the same lens. Four queries, more for several currencies."""
    accounts = [each for each in seen_accounts(lens) if each.type == Type.INVESTMENT and each.closed_on is None]
    cash: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for each in accounts:
        if not each.is_liability and each.balance > 0:
            cash[each.currency] += each.balance
    fees = _fees(person, lens)
    last = months_before(person.today, 1)
    months = monthly_figures(lens, first=months_before(person.today, MONTHS), last=last)
    book = _book(person, {*cash, *fees, *months}, found.currency)
    today = person.today
    converter = Converter(book, found.currency, today)
    spent = [each.spent for each in converter.months(figure for of in months.values() for figure in of)]
    lived = [each for each in spent if each > 0]
    mean = rounded(Fraction(sum(lived, ZERO)) / len(lived), found.currency) if lived else None
    return Snapshot(
        currency=found.currency,
        held=tuple(
            Held(each.pk, each.name, each.kind, each.protocol_name, each.currency, worth.value)
            for each, worth in found.rated
            if worth.value > 0
        ),
        cash=book.total(cash, found.currency, today).amount,
        spending=mean,
        fees=book.total(fees, found.currency, today).amount,
    )


def _book(person: User, currencies: set[str], own: str) -> RateBook:
    """Two queries, none where everything is in one currency."""
    if not currencies - {own}:
        return RateBook(())
    ends = [months_before(person.today, back) - timedelta(days=1) for back in range(MONTHS)]
    return rates_for(person, {*currencies, own}, [*ends, person.today])


def _fees(person: User, lens: Lens) -> dict[str, Decimal]:
    """Of the last 365 days, by currency: one query over the fees of that year alone."""
    charged = PositionMove.objects.filter(
        kind=PositionMove.Kind.FEE,
        on__gt=person.today - YEAR,
        position__account__in=list(lens.lines.sights),
    )
    rows = charged.order_by().values_list("position__currency").annotate(Sum("amount"))
    return dict(rows)
