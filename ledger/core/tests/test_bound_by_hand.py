"""The bound of an amount by hand: the same slip is caught in every currency, and everyday sums go in."""

from __future__ import annotations

from decimal import Decimal

import pytest

from config.kernel.money import known_currencies, smallest_unit_of
from ledger.core import rules
from ledger.core.errors import FieldError

MILLION = 1_000_000


@pytest.mark.parametrize(
    ("currency", "largest"),
    [
        ("EUR", MILLION),
        ("KWD", MILLION),
        ("JPY", 100 * MILLION),
        ("HUF", 100 * MILLION),
        ("INR", 100 * MILLION),
        ("IDR", 10_000 * MILLION),
        ("COP", 10_000 * MILLION),
        ("VND", 10_000 * MILLION),
    ],
)
def test_the_bound_follows_what_the_currency_is_worth(currency: str, largest: int) -> None:
    rules.check_amount_by_hand(Decimal(largest), currency)
    with pytest.raises(FieldError) as refusal:
        rules.check_amount_by_hand(largest + smallest_unit_of(currency), currency)
    assert refusal.value.stable_code == "amount_too_large"


def test_the_lists_name_currencies_that_are_and_each_once() -> None:
    assert known_currencies() >= rules.SMALL | rules.TINY
    assert not rules.SMALL & rules.TINY
