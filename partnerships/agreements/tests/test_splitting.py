"""Cents: whatever is divided, the parts add up to it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest

from partnerships.agreements.incomes import ratio
from partnerships.agreements.models import WHOLE
from partnerships.agreements.splitting import HALF, monthly_amount, share_of_percent, split_amount
from prove.cents import PROPERTIES, try_property

EVEN, ODD = UUID(int=2), UUID(int=3)


@pytest.mark.parametrize("each", PROPERTIES, ids=lambda each: each.__name__)
def test_the_properties_of_a_division(each: Callable[[], None]) -> None:
    try_property(each, 300)


@pytest.mark.parametrize(
    ("amount", "first", "parts"),
    [
        ("1000.00", ratio(Fraction(4000), Fraction(2500))[0], ("615.38", "384.62")),
        ("100.00", ratio(Fraction(1), Fraction(2))[0], ("33.33", "66.67")),
        ("-0.01", share_of_percent(Decimal("60")), ("-0.01", "0.00")),
        ("0.00", HALF, ("0.00", "0.00")),
        ("0.3333", HALF, ("0.1667", "0.1666")),
    ],
)
def test_amounts_one_can_check_by_hand(amount: str, first: int, parts: tuple[str, str]) -> None:
    assert split_amount(Decimal(amount), first, "EUR", EVEN) == tuple(map(Decimal, parts))


def test_the_odd_cent_goes_by_the_record_and_not_always_to_the_same_person() -> None:
    assert split_amount(Decimal("0.01"), HALF, "EUR", EVEN) == (Decimal("0.01"), Decimal("0.00"))
    assert split_amount(Decimal("0.01"), HALF, "EUR", ODD) == (Decimal("0.00"), Decimal("0.01"))


@pytest.mark.parametrize(
    ("amount", "frequency", "currency", "expected"),
    [
        ("27.00", "weekly", "EUR", "117.00"),
        ("10.00", "weekly", "EUR", "43.33"),
        ("216.00", "yearly", "EUR", "18.00"),
        ("100.00", "yearly", "EUR", "8.33"),
        ("100", "yearly", "JPY", "8"),
        ("75.00", "once", "EUR", "75.00"),
        ("75.00", "monthly", "EUR", "75.00"),
    ],
)
def test_an_expense_is_brought_to_the_month(amount: str, frequency: str, currency: str, expected: str) -> None:
    assert monthly_amount(Decimal(amount), frequency, currency) == Decimal(expected)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [(125, 875, 12), (875, 125, 88), (1, 999, 0), (0, 5, 0), (615, 385, 62)],
)
def test_whole_percents_make_the_incomes_rougher(first: int, second: int, expected: int) -> None:
    share, _reason = ratio(Fraction(first), Fraction(second), whole_percent=True)
    assert share == expected * WHOLE // 100
