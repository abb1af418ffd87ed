"""What an entry of a ledger comes to in a partnership's currency, and whether it can be for both at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accounts.models import User
from ledger.core.exchange import convert
from ledger.core.models import Transaction
from partnerships.core.models import Partnership
from partnerships.expenses import errors

SHAREABLE = (Transaction.Kind.EXPENSE, Transaction.Kind.REFUND)


@dataclass(frozen=True, slots=True)
class Worth:
    """`amount` is positive for what was paid, negative for money back. The rest only of another currency."""

    amount: Decimal
    original: Decimal | None = None
    original_currency: str = ""
    rate: str = ""
    rate_on: date | None = None


def worth_of(entry: Transaction, person: User, partnership: Partnership) -> Worth:
    """By the latest rate of `person` or everybody on the day it was booked. Two queries for another currency.

    Raises FieldError: `not_shareable`, `withheld`, `in_the_bin`, `no_rate`.
    """
    if entry.deleted_at is not None:
        raise errors.in_the_bin()
    if entry.withheld:
        raise errors.is_withheld()
    if entry.kind not in SHAREABLE or not entry.amount:
        raise errors.not_shareable()
    return convert_entry(entry, person, partnership)


def convert_entry(entry: Transaction, person: User, partnership: Partnership) -> Worth:
    """Raises FieldError `no_rate`."""
    base = entry.account.currency
    if base == partnership.currency:
        return Worth(-entry.amount)
    found = convert(-entry.amount, base, partnership.currency, on=entry.booked_on, person=person)
    if found is None:
        raise errors.no_rate(base)
    oldest = found.at.oldest
    return Worth(found.amount, -entry.amount, base, f"{found.at.rate.normalize():f}", oldest.on if oldest else None)
