"""Checks of shares, prices and amounts that every way of writing them shares."""

from __future__ import annotations

from decimal import Decimal

from django.core.exceptions import ValidationError

from config.kernel.money import ZERO, to_stored
from ledger.core import rules
from ledger.core.errors import FieldError
from ledger.holdings import errors
from ledger.holdings.fields import check_shares
from ledger.holdings.models import Position
from ledger.holdings.settling import Worth
from ledger.holdings.standing import TooMuch, worth_of


def check_shares_of(shares: Decimal, field: str = "shares") -> None:
    """Above zero and within what is kept. Raises FieldError."""
    check_number(shares, field)
    if shares <= 0:
        raise errors.not_positive(field)


def check_number(number: Decimal, field: str) -> None:
    """Not below zero, 30 digits with 18 decimals. Raises FieldError."""
    try:
        check_shares(number)
    except ValidationError as refusal:
        raise FieldError(field, refusal.message, refusal.code or "invalid") from refusal
    if number < 0:
        raise errors.not_positive(field)


def check_amount(amount: Decimal, currency: str, field: str) -> None:
    """Not below zero, in the currency's decimals, within what is kept. Raises FieldError."""
    if amount < 0:
        raise errors.not_positive(field)
    rules.check_decimals(amount, currency, field=field)
    try:
        to_stored(amount)
    except ValidationError as refusal:
        raise FieldError(field, refusal.message, refusal.code or "invalid") from refusal


def checked_value(
    currency: str, shares: Decimal, amount: Decimal | None, price: Decimal | None, *, price_field: str = "price"
) -> tuple[Decimal | None, Decimal | None]:
    """Amount and price of `shares`, of which one says the other; both None where neither is said. Raises FieldError."""
    if amount is not None:
        check_amount(amount, currency, "amount")
    if price is None:
        return amount, None
    check_number(price, price_field)
    try:
        worth = worth_of(shares, price, currency)
        to_stored(worth)
    except (TooMuch, ValidationError) as refusal:
        raise errors.too_much() from refusal
    if amount is not None and amount != worth:
        raise errors.does_not_add_up()
    return worth, price


def checked_worth(
    position: Position,
    value: Decimal | None,
    price: Decimal | None,
    source: str,
    *,
    held: bool,
    value_field: str = "value",
) -> Worth:
    """What it is worth, by its value or by the price of a share: one of them. Raises FieldError."""
    if (value is None) == (price is None):
        raise errors.value_or_price(value_field)
    if value is not None:
        check_amount(value, position.currency, value_field)
        if value and not held:
            raise errors.nothing_held()
        return Worth(value, None, source)
    assert price is not None, "one of the two"
    check_number(price, "price")
    return Worth(ZERO, price, source)
