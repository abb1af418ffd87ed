"""The seam to whoever knows how two people share what they pay: it says which part of a line is the owner's.

Consulted wherever a line is written or its amount, day or account changes, in the same database transaction, so that
`own_amount` and the roll-ups are right at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, Protocol
from uuid import UUID

from config.kernel.money import decimals_of, from_stored, to_stored
from ledger.core.models import Transaction, TransactionLine

DECIMALS_KEPT = 4


class Payment(NamedTuple):
    """A line as it is shared: `amount` in stored units, signed. By `id` goes what was said of it alone, and the cent
    that does not divide.
    """

    id: UUID
    amount: int
    booked_on: date


class Shares(Protocol):
    def own_parts(self, account_id: UUID, payments: Sequence[Payment]) -> Sequence[int]:
        """The owner's part of each, in order: stored units, of the sign of the amount and not beyond it, with no more
        decimals than the currency has. A bounded number of queries.
        """


class _Whole:
    def own_parts(self, account_id: UUID, payments: Sequence[Payment]) -> Sequence[int]:
        return [each.amount for each in payments]


_current: Shares = _Whole()


def register(shares: Shares) -> None:
    global _current
    _current = shares


def current() -> Shares:
    return _current


def spread(own: int, amount: int, parts: Sequence[int], currency: str) -> list[int]:
    """The owner's part of each part of a split, so that they add up to `own`: largest remainder, ties to the earlier.

    All in stored units; `parts` add up to `amount`, have its sign and at most the currency's decimals.
    """
    if own == amount or not amount:
        return list(parts)
    cent = 10 ** (DECIMALS_KEPT - decimals_of(currency))
    exact = [divmod(abs(own) * abs(part), abs(amount) * cent) for part in parts]
    units = [whole for whole, _remainder in exact]
    by_remainder = sorted(range(len(parts)), key=lambda place: (-exact[place][1], place))
    for place in by_remainder[: abs(own) // cent - sum(units)]:
        units[place] += 1
    sign = -1 if own < 0 else 1
    return [sign * cent * each for each in units]


def share(entry: Transaction, lines: Sequence[TransactionLine] = ()) -> None:
    """Set the owner's part of an entry and of its parts; the caller stores them. The entry's account is joined."""
    payment = Payment(entry.pk, to_stored(entry.amount), entry.booked_on)
    [own] = current().own_parts(entry.account_id, [payment])
    give_own(entry, lines, own)


def give_own(entry: Transaction, lines: Sequence[TransactionLine], own: int) -> None:
    """Set `own` (stored units) as the owner's part of an entry, and spread it over its parts."""
    entry.own_amount = from_stored(own)
    parts = [to_stored(line.amount) for line in lines]
    if parts:
        amounts = spread(own, to_stored(entry.amount), parts, entry.account.currency)
        for line, amount in zip(lines, amounts, strict=True):
            line.own_amount = from_stored(amount)
