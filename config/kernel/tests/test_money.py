from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.money import from_stored, money_text, split_evenly, stored_text, to_stored

CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD", "CLF", "XXX"])


@given(st.integers(min_value=-(10**15), max_value=10**15), CURRENCIES)
def test_a_stored_amount_reads_as_its_decimal_does(stored: int, currency: str) -> None:
    assert stored_text(stored, currency) == money_text(from_stored(stored), currency)
    assert to_stored(from_stored(stored)) == stored


@pytest.mark.parametrize(("stored", "currency", "text"), [
    (125_000, "EUR", "12.50"), (125_001, "EUR", "12.5001"), (50_000, "JPY", "5"), (12_340, "KWD", "1.234"),
])  # fmt: skip
def test_an_amount_is_said_in_the_decimals_of_its_currency(stored: int, currency: str, text: str) -> None:
    assert stored_text(stored, currency) == text


@given(
    st.integers(min_value=-(10**9), max_value=10**9),
    st.lists(st.integers(min_value=1, max_value=10**6), min_size=1, max_size=7),
    CURRENCIES,
)
def test_the_parts_of_a_split_add_up_to_the_whole(units: int, weights: list[int], currency: str) -> None:
    whole = Decimal(units) / 100 if currency == "EUR" else Decimal(units)
    assert sum(split_evenly(whole, [Decimal(each) for each in weights], currency)) == whole
