"""The seam to whoever knows how two people share what they pay: it says which part of a line is the owner's.

Consulted wherever a line is written or its amount, day, account or category changes, in the same database transaction,
so that `own_amount` and the roll-ups are right at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, Protocol
from uuid import UUID

from config.kernel.money import ZERO, decimals_of, from_stored, to_stored
from ledger.core.models import MoneyAccount, Transaction, TransactionLine

DECIMALS_KEPT = 4


class Payment(NamedTuple):
    """A line as it is shared, or a part of a split one: `amount` in stored units, signed. By `id`, the line's, goes
    what was said of it alone, and the cent that does not divide.
    """

    id: UUID
    amount: int
    booked_on: date
    category_id: UUID | None = None


class Shares(Protocol):
    def own_parts(self, account_id: UUID, payments: Sequence[Payment]) -> Sequence[int]:
        """The owner's part of each, in order: stored units, of the sign of the amount and not beyond it, with no more
        decimals than the currency has. Parts of one line that are borne alike come to what it would come to as a
        whole. A bounded number of queries.
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


def own_amounts(account: MoneyAccount, payments: Sequence[Payment]) -> Sequence[int]:
    """What is stored of each as its `own_amount`; see MoneyAccount."""
    own = current().own_parts(account.pk, payments)
    if not account.is_turned:
        return own
    return [each.amount - part for each, part in zip(payments, own, strict=True)]


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


def payments_of(entry: Transaction, lines: Sequence[TransactionLine] = ()) -> list[Payment]:
    """An entry, or each part of a split one."""
    if not lines:
        return [Payment(entry.pk, to_stored(entry.amount), entry.booked_on, entry.category_id)]
    return [Payment(entry.pk, to_stored(line.amount), entry.booked_on, line.category_id) for line in lines]


def share(entry: Transaction, lines: Sequence[TransactionLine] = ()) -> bool:
    """Set the own amount of an entry and of its parts; the caller stores them. Whether any of it changed.

    The entry's account is joined.
    """
    return bool(share_all([(entry, lines)]))


def share_all(entries: Iterable[tuple[Transaction, Sequence[TransactionLine]]]) -> list[Transaction]:
    """The same for many, each with its parts; returns those that changed. One question for each account."""
    by_account: dict[UUID, list[tuple[Transaction, Sequence[TransactionLine]]]] = {}
    for each in entries:
        by_account.setdefault(each[0].account_id, []).append(each)
    changed: list[Transaction] = []
    for some in by_account.values():
        account = some[0][0].account
        own = iter(own_amounts(account, [payment for each in some for payment in payments_of(*each)]))
        changed += [entry for entry, lines in some if _give(entry, lines, own)]
    return changed


def _give(entry: Transaction, lines: Sequence[TransactionLine], own: Iterator[int]) -> bool:
    rows: list[Transaction | TransactionLine] = [entry, *lines]
    had = [each.own_amount for each in rows]
    for each in rows[1:] or rows:
        each.own_amount = from_stored(next(own))
    if lines:
        entry.own_amount = sum((line.own_amount for line in lines), ZERO)
    return had != [each.own_amount for each in rows]
