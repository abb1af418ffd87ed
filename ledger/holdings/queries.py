"""What is held, as reports: positions with their worth in their own currency and in the person's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from accounts.models import User
from config.kernel.money import ZERO
from ledger.core.access import ME, Lens, lens_of
from ledger.core.exchange import Rate, RateBook, rates_for
from ledger.holdings.history import History, history
from ledger.holdings.models import Position
from ledger.holdings.returns import (
    concentration,
    diversification_score,
    risk_level,
    risk_score,
    shares_of,
    weighted_apy,
)


@dataclass(frozen=True, slots=True)
class Worth:
    """In the portfolio's currency, at today's rate throughout: gains of currencies are not told apart."""

    value: Decimal
    cost: Decimal
    gain: Decimal
    yield_earned: Decimal


@dataclass(frozen=True, slots=True)
class Holding:
    """An open position. `worth` and `share` (0 to 1, of all that has a rate) are None without a rate."""

    position: Position
    worth: Worth | None
    share: Decimal | None

    @property
    def risk_level(self) -> int:
        return risk_level(self.position.kind)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """All that is held through a lens, in `currency`; most first.

    `unlisted` is what lies in accounts of which only the balance is seen, by currency: it is in `total_value` and in
    no share, distribution or score. `total_yield` is what was ever earned, on what is closed too. `used` are the rates
    it took, `apart` the values no rate is known for.
    """

    currency: str
    holdings: tuple[Holding, ...]
    unlisted: dict[str, Decimal]
    total_value: Decimal
    total_yield: Decimal
    used: tuple[Rate, ...]
    apart: dict[str, Decimal]
    history: History

    @property
    def rated(self) -> list[tuple[Position, Worth]]:
        return [(each.position, each.worth) for each in self.holdings if each.worth is not None]

    @property
    def cost(self) -> Decimal:
        return sum((worth.cost for _position, worth in self.rated), ZERO)

    @property
    def gain(self) -> Decimal:
        return sum((worth.gain for _position, worth in self.rated), ZERO)

    @property
    def apy(self) -> Decimal | None:
        return weighted_apy((worth.value, position.apy) for position, worth in self.rated)

    @property
    def risk_score(self) -> int | None:
        return risk_score((worth.value, position.kind) for position, worth in self.rated)

    @property
    def diversification_score(self) -> int | None:
        return diversification_score([worth.value for _position, worth in self.rated])

    @property
    def concentration(self) -> Decimal | None:
        return concentration(worth.value for _position, worth in self.rated)

    def distribution(self, by: str) -> dict[str, Decimal]:
        """Shares of the whole, 0 to 1, by a column of positions: kind, currency, protocol_name ('' for none)."""
        return shares_of((str(getattr(position, by)), worth.value) for position, worth in self.rated)

    def concentration_by(self, by: str) -> Decimal | None:
        """As `concentration`, of the parts of `distribution`."""
        return concentration(self.distribution(by).values())


def portfolio(person: User, lens: Lens | None = None, *, currency: str | None = None) -> Portfolio:
    """Open positions seen through `lens` (one's own without it), in `currency` (the person's without it).

    Two queries, one more without a lens, and two for rates where something is in another currency.
    """
    lens = lens_of(person, ME) if lens is None else lens
    currency = currency or person.currency
    told = history(lens, person.today)
    keys = list(lens.lines.sights)
    positions = list(Position.objects.open().filter(account__in=keys).order_by("pk")) if keys else []
    unlisted = _unlisted(told, keys)
    yields = told.yields()
    others = {each.currency for each in positions} | set(unlisted) | set(yields)
    book = rates_for(person, {*others, currency}, [person.today]) if others - {currency} else RateBook(())
    worths = {each.pk: _worth(each, book, currency, person) for each in positions}
    shares = shares_of((key, worth.value) for key, worth in worths.items() if worth is not None)
    holdings = [Holding(each, worths[each.pk], shares.get(each.pk)) for each in positions]
    values: dict[str, Decimal] = defaultdict(lambda: ZERO, unlisted)
    for each in positions:
        values[each.currency] += each.current_value
    rest = book.total(unlisted, currency, person.today)
    whole = book.total(values, currency, person.today)
    known = [each for each in worths.values() if each is not None]
    return Portfolio(
        currency=currency,
        holdings=tuple(sorted(holdings, key=_rank)),
        unlisted=unlisted,
        total_value=sum((each.value for each in known), rest.amount),
        total_yield=book.total(yields, currency, person.today).amount,
        used=whole.used,
        apart=whole.apart,
        history=told,
    )


def _rank(holding: Holding) -> tuple[bool, Decimal]:
    """What has no rate comes last."""
    return holding.worth is None, -(holding.worth.value if holding.worth else ZERO)


def _unlisted(told: History, keys: Iterable[UUID]) -> dict[str, Decimal]:
    """What lies in the accounts of `told` that are not among `keys`."""
    listed = set(keys)
    cells = tuple(each for each in told.cells if each.account_id not in listed)
    return History(cells, told.today).value_on(told.today)


def _worth(position: Position, book: RateBook, currency: str, person: User) -> Worth | None:
    amounts = (position.current_value, position.cost, position.gain, position.yield_earned)
    found = [book.convert(each, position.currency, currency, person.today) for each in amounts]
    if any(each is None for each in found):
        return None
    return Worth(*(each.amount for each in found if each is not None))
