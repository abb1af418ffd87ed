"""What the moves of a position come to: how many shares on which day, what they cost, what went in and came back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from uuid import UUID

from config.kernel.money import LARGEST, ZERO, round_to_currency
from ledger.holdings.fields import BELOW, DECIMALS
from ledger.holdings.models import PositionMove

Kind = PositionMove.Kind
PRECISION = 80
_LAST = Decimal(1).scaleb(-DECIMALS)
_TAKES = (Kind.SELL, Kind.FEE)


class MoreThanHeld(Exception):
    """On `on` shares are taken that were not there."""

    def __init__(self, on: date) -> None:
        super().__init__(on)
        self.on = on


class TooMuch(Exception):
    """More shares or money than can be kept."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A move as the arithmetic needs it; see PositionMove."""

    key: UUID
    kind: str
    on: date
    shares: Decimal
    amount: Decimal
    price: Decimal | None

    @property
    def cash(self) -> Decimal:
        """What came back, negative for what went in; what was paid in shares is no cash."""
        if self.kind == Kind.BUY:
            return -self.amount
        if self.kind == Kind.SELL:
            return self.amount
        if self.shares:
            return ZERO
        return self.amount if self.kind == Kind.YIELD else -self.amount

    @property
    def yielded(self) -> Decimal:
        return self.amount if self.kind == Kind.YIELD else ZERO

    @property
    def told_price(self) -> Decimal | None:
        """What a share was worth that day, where the move says so. A fee is no price."""
        if not self.shares or self.kind == Kind.FEE:
            return None
        return self.price if self.price is not None else price_of(self.amount, self.shares)


@dataclass(frozen=True, slots=True)
class Standing:
    """After all moves. `cost` is what the shares that are held cost on average, rounded to the currency; `entry_price`
    that of one of them, None without any. `days` and `held` are the shares at the end of each day something moved.
    """

    shares: Decimal
    entry_price: Decimal | None
    cost: Decimal
    invested: Decimal
    returned: Decimal
    yield_earned: Decimal
    days: tuple[date, ...]
    held: tuple[Decimal, ...]

    def shares_on(self, day: date) -> Decimal:
        place = bisect_right(self.days, day)
        return self.held[place - 1] if place else ZERO


def price_of(amount: Decimal, shares: Decimal) -> Decimal | None:
    """What one share cost, to 18 decimals; None where it cost nothing or more than can be kept."""
    if not amount or not shares:
        return None
    with localcontext(prec=PRECISION):
        price = (amount / shares).quantize(_LAST, ROUND_HALF_EVEN)
    return price if 0 < price < BELOW else None


def worth_of(shares: Decimal, price: Decimal, currency: str) -> Decimal:
    """Rounded half to even to what the currency allows. Raises TooMuch."""
    with localcontext(prec=PRECISION):
        worth = round_to_currency(shares * price, currency)
    if worth > LARGEST:
        raise TooMuch
    return worth


def in_order(moves: Iterable[Moved]) -> list[Moved]:
    """By day; of one day what brings shares comes before what takes them."""
    return sorted(moves, key=lambda each: (each.on, each.kind in _TAKES, each.key.int))


def stand(moves: Iterable[Moved], currency: str) -> Standing:
    """Replay the moves at average cost: a sale takes of the cost what it takes of the shares, a fee in shares too; a
    yield in shares adds shares that cost nothing.

    Raises MoreThanHeld, TooMuch.
    """
    ordered = in_order(moves)
    shares = cost = invested = returned = yielded = ZERO
    days: list[date] = []
    held: list[Decimal] = []
    with localcontext(prec=PRECISION):
        for each in ordered:
            if each.kind == Kind.BUY:
                cost += each.amount if each.price is None else each.shares * each.price
            if each.kind in _TAKES and each.shares:
                if each.shares > shares:
                    raise MoreThanHeld(each.on)
                cost -= cost * each.shares / shares
                shares -= each.shares
            else:
                shares += each.shares
            if shares >= BELOW:
                raise TooMuch
            invested += max(-each.cash, ZERO)
            returned += max(each.cash, ZERO)
            yielded += each.yielded
            if days and days[-1] == each.on:
                held[-1] = shares
            else:
                days.append(each.on)
                held.append(shares)
        if max(cost, invested, returned, yielded) > LARGEST:
            raise TooMuch
        rounded_cost = round_to_currency(cost, currency) if shares else ZERO
    price = price_of(cost, shares)
    return Standing(shares, price, rounded_cost, invested, returned, yielded, tuple(days), tuple(held))


def prices_told(moves: Sequence[Moved]) -> dict[date, Decimal]:
    """The price the last move of each day tells."""
    return {each.on: price for each in in_order(moves) if (price := each.told_price) is not None}
