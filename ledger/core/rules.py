"""Checks that every way of writing a transaction shares."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from accounts.models import User
from config.kernel.money import decimals_of, fits_currency
from ledger.core import errors
from ledger.core.models import Category, MoneyAccount, Transaction

Kind = Transaction.Kind
LARGEST_BY_HAND = Decimal(1_000_000)
# Roughly what a unit was worth in 2026 (docs/decisions/0008): below a fiftieth of a euro, and below a two-thousandth.
_SMALL = """
    AMD AOA ARS BDT BTN CRC CVE DOP DZD EGP ETB GMD GYD HTG HUF INR JMD KES KGS KZT LKR LRD MKD MUR MZN NGN NPR PHP PKR
    RUB SDG TRY VES
"""
_TINY = """
    BIF CDF COP GNF IDR IRR KHR LAK LBP MGA MMK MNT MWK PYG SLL SSP SYP TZS UGX UZS VND
"""
SMALL, TINY = frozenset(_SMALL.split()), frozenset(_TINY.split())
_CATEGORY_KIND = {
    Kind.EXPENSE: Category.Kind.EXPENSE,
    Kind.REFUND: Category.Kind.EXPENSE,
    Kind.INCOME: Category.Kind.INCOME,
    Kind.TRANSFER: Category.Kind.TRANSFER,
}


def category_kind_for(kind: str) -> str:
    """The kind of category an entry of `kind` takes: a refund lowers the spending of an expense category."""
    return _CATEGORY_KIND[Kind(kind)]


def check_category(category: Category | None, *, person: User, kind: str) -> None:
    """Raises FieldError: somebody else's category, or one of the wrong kind."""
    if category is None:
        return
    if category.owner_id not in (None, person.pk):
        raise errors.category_not_usable()
    if category.kind != category_kind_for(kind):
        raise errors.category_kind_mismatch(kind)


def largest_by_hand(currency: str) -> Decimal:
    """1,000,000; 100 times that of a currency without decimals or of small value, 10,000 times of a tiny one."""
    if currency in TINY:
        return LARGEST_BY_HAND * 10_000
    return LARGEST_BY_HAND * 100 if currency in SMALL or not decimals_of(currency) else LARGEST_BY_HAND


def check_amount_by_hand(amount: Decimal, currency: str, *, field: str = "amount") -> None:
    """`amount` is positive, as people enter it. Raises FieldError."""
    if amount <= 0:
        raise errors.amount_not_positive(field)
    if amount > largest_by_hand(currency):
        raise errors.amount_too_large(largest_by_hand(currency), field)
    check_decimals(amount, currency, field=field)


def check_decimals(amount: Decimal, currency: str, *, field: str = "amount") -> None:
    if not fits_currency(amount, currency):
        raise errors.too_many_decimals(currency, field)


def check_open(account: MoneyAccount) -> None:
    if account.closed_on is not None:
        raise errors.account_closed()


def signed(kind: str, amount: Decimal) -> Decimal:
    """The stored amount of a positive `amount` entered by hand: an expense leaves, income and refunds come in."""
    return -amount if kind == Kind.EXPENSE else amount


def kind_of(amount: Decimal) -> str:
    """The kind of a bank's line that says nothing else: what leaves is an expense, what comes is income."""
    return Kind.INCOME if amount > 0 else Kind.EXPENSE


def check_lines(lines: Sequence[tuple[Category | None, Decimal]], *, amount: Decimal, person: User, kind: str) -> None:
    """Parts of a split, in the sign of the whole. Raises FieldError."""
    if sum((part for _, part in lines), Decimal(0)) != amount:
        raise errors.lines_do_not_add_up()
    seen: set[UUID | None] = set()
    for category, part in lines:
        check_category(category, person=person, kind=kind)
        key = category.pk if category else None
        if key in seen or not part or (part > 0) != (amount > 0):
            raise errors.lines_not_usable()
        seen.add(key)
