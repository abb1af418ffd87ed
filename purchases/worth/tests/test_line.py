from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.kernel.money import ZERO, decimals_of, from_stored, smallest_unit_of
from purchases.worth.line import cost_a_month, course, month_after, months_from, share_left, worth_on

PHONE = {"price": Decimal("649.00"), "currency": "EUR", "bought": date(2025, 3, 11), "life": 48}
days = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))
lives = st.integers(min_value=1, max_value=600)


@st.composite
def prices(draw: st.DrawFn) -> tuple[Decimal, str]:
    currency = draw(st.sampled_from(["EUR", "JPY", "KWD"]))
    units = draw(st.integers(min_value=0, max_value=10**12))
    return from_stored(units * 10 ** (4 - decimals_of(currency))), currency


@pytest.mark.parametrize(
    ("on", "worth"),
    [
        (date(2025, 2, 28), "0.00"),
        (date(2025, 3, 1), "649.00"),
        (date(2025, 3, 31), "649.00"),
        (date(2025, 4, 1), "635.48"),
        (date(2026, 11, 20), "378.58"),
        (date(2029, 2, 28), "13.52"),
        (date(2029, 3, 1), "0.00"),
        (date(2040, 1, 1), "0.00"),
    ],
)
def test_a_phone_of_four_years_loses_a_forty_eighth_a_month(on: date, worth: str) -> None:
    assert str(worth_on(on=on, **PHONE)) == worth  # type: ignore[arg-type]


def test_the_half_cent_goes_to_the_even_one() -> None:
    worth = [worth_on(Decimal(price), "EUR", date(2026, 1, 1), 2, date(2026, 2, 1)) for price in ("0.05", "0.07")]
    assert worth == [Decimal("0.02"), Decimal("0.04")]


def test_yen_have_no_cents() -> None:
    assert str(worth_on(Decimal(1001), "JPY", date(2026, 1, 1), 3, date(2026, 2, 1))) == "667"


@given(prices(), days, lives, st.integers(min_value=0, max_value=700))
def test_it_falls_evenly_from_the_price_to_nothing(
    paid: tuple[Decimal, str], bought: date, life: int, gone: int
) -> None:
    price, currency = paid
    now = worth_on(price, currency, bought, life, month_after(bought, gone))
    then = worth_on(price, currency, bought, life, month_after(bought, gone + 1))
    assert ZERO <= then <= now <= price
    assert worth_on(price, currency, bought, life, bought) == price
    assert worth_on(price, currency, bought, life, month_after(bought, life)) == ZERO
    exact = Fraction(price) * max(life - gone, 0) / life
    assert abs(Fraction(now) - exact) <= Fraction(smallest_unit_of(currency)) / 2


@given(days, lives)
def test_what_is_left_and_what_is_gone_are_the_whole(bought: date, life: int) -> None:
    shares = [share_left(bought, life, month_after(bought, gone)) for gone in range(life + 1)]
    assert sum(a - b for a, b in pairwise(shares)) == 1
    assert {a - b for a, b in pairwise(shares)} == {Fraction(1, life)}


@given(days, st.integers(min_value=-500, max_value=500))
def test_months_are_those_of_the_calendar(day: date, months: int) -> None:
    assert months_from(day, month_after(day, months)) == months


def test_the_course_has_each_month_to_the_end() -> None:
    steps = course(**PHONE)  # type: ignore[arg-type]
    assert (len(steps), steps[0].worth, steps[-1].worth) == (49, Decimal("649.00"), ZERO)
    assert (steps[0].month, steps[-1].month) == (date(2025, 3, 1), date(2029, 3, 1))


@pytest.mark.parametrize(
    ("life", "on", "paid", "cost"),
    [
        (48, date(2026, 11, 20), "0", "13.52"),
        (48, date(2025, 3, 12), "0", "0.00"),
        (48, date(2025, 3, 12), "30", "30.00"),
        (48, date(2031, 3, 1), "0", "9.01"),
        (None, date(2026, 11, 20), "0", "32.45"),
        (48, date(2026, 11, 20), "20", "14.52"),
    ],
)
def test_what_owning_it_came_to_a_month(life: int | None, on: date, paid: str, cost: str) -> None:
    assert str(cost_a_month(Decimal(649), "EUR", date(2025, 3, 11), life, on, Decimal(paid))) == cost
