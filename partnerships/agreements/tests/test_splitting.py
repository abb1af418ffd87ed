"""Cents: whatever is divided, the parts add up to it."""

from __future__ import annotations

import os
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.kernel.money import fits_currency, smallest_unit_of
from partnerships.agreements.incomes import ratio
from partnerships.agreements.models import WHOLE, Reason
from partnerships.agreements.splitting import HALF, Share, monthly_amount, share_of_percent, split_amount

CASES = settings(
    max_examples=int(os.environ.get("SPLIT_CASES", "300")), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
EVEN, ODD = UUID(int=2), UUID(int=3)
CURRENCIES = st.sampled_from(["EUR", "JPY", "KWD", "USD", "HUF"])
INCOMES = st.none() | st.decimals(min_value=0, max_value=Decimal("900000000000"), places=4) | st.just(Decimal("0.0001"))
PERCENTS = st.decimals(min_value=0, max_value=100, places=2)


@st.composite
def shares(draw: st.DrawFn) -> int:
    """By incomes (None, nothing, tiny, huge), by whole percents of them, half, and by percent."""
    first, second = (None if each is None else Fraction(each) for each in (draw(INCOMES), draw(INCOMES)))
    by_income = ratio(first, second, whole_percent=draw(st.booleans()))[0]
    return draw(st.sampled_from([by_income, HALF, share_of_percent(draw(PERCENTS))]))


@st.composite
def amounts(draw: st.DrawFn, currency: str) -> Decimal:
    units = draw(st.integers(min_value=-(10**14), max_value=10**14))
    return units * smallest_unit_of(currency)


@CASES
@given(st.data(), CURRENCIES, shares(), st.uuids(), st.sampled_from(["weekly", "monthly", "yearly", "once"]))
def test_the_parts_add_up_to_the_whole(
    data: st.DataObject, currency: str, share: int, tie_id: UUID, frequency: str
) -> None:
    assert 0 <= share <= WHOLE
    amount = monthly_amount(data.draw(amounts(currency)), frequency, currency)
    parts = split_amount(amount, share, currency, tie_id)
    assert sum(parts) == amount
    assert all(fits_currency(part, currency) for part in parts)
    exact = Fraction(amount) * share / WHOLE
    assert abs(Fraction(parts[0]) - exact) <= Fraction(smallest_unit_of(currency)) / 2
    assert all(part == 0 or (part > 0) == (amount > 0) for part in parts)
    assert parts == split_amount(amount, share, currency, tie_id)
    assert split_amount(-amount, share, currency, tie_id) == (-parts[0], -parts[1])


@CASES
@given(st.data(), CURRENCIES, shares(), shares(), st.uuids())
def test_more_is_never_less(data: st.DataObject, currency: str, share: int, other: int, tie_id: UUID) -> None:
    amount, larger = sorted((abs(data.draw(amounts(currency))), abs(data.draw(amounts(currency)))))
    less, more = (split_amount(each, share, currency, tie_id) for each in (amount, larger))
    assert less[0] <= more[0]
    assert less[1] <= more[1]
    low, high = (split_amount(amount, each, currency, tie_id) for each in sorted((share, other)))
    assert low[0] <= high[0]


@CASES
@given(INCOMES, INCOMES, st.booleans())
def test_it_is_all_one_who_is_named_first(first: Decimal | None, second: Decimal | None, whole: bool) -> None:
    one, other = (None if each is None else Fraction(each) for each in (first, second))
    share, reason = ratio(one, other, whole_percent=whole)
    turned, same_reason = ratio(other, one, whole_percent=whole)
    assert (turned, same_reason) == (WHOLE - share, reason)
    assert sum(Share(share, reason).percent(place) for place in (0, 1)) == 100
    if None in (first, second):
        assert (share, reason) == (HALF, Reason.MISSING)
    if whole:
        assert share % (WHOLE // 100) == 0


@CASES
@given(INCOMES, INCOMES, INCOMES)
def test_who_earns_more_bears_no_less(first: Decimal | None, more: Decimal | None, second: Decimal | None) -> None:
    if first is None or more is None or second is None:
        return
    low, high = sorted((Fraction(first), Fraction(more)))
    if low + Fraction(second):
        assert ratio(low, Fraction(second))[0] <= ratio(high, Fraction(second))[0]


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
