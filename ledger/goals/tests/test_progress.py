"""Months, amounts a month and days, as the picture of the page has them and at their edges."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.goals.progress import month_end, percent_of, progress_of, quarters_reached

TODAY = date(2026, 11, 20)
cents = st.integers(1, 10**9).map(lambda number: Decimal(number) / 100)


def lisbon(**given: Any) -> Any:
    """On 20 November, with this month's money in already."""
    values: dict[str, Any] = {
        "target": Decimal(2400), "saved": Decimal(1550), "currency": "EUR", "going_in": Decimal(310),
        "target_date": date(2027, 5, 1), "today": TODAY, "went_in_this_month": True,
    }  # fmt: skip
    return progress_of(**(values | given))


@pytest.mark.parametrize(
    ("target", "saved", "by", "going_in", "needed", "expected", "early"),
    [
        (12000, 8550, date(2027, 8, 31), 450, "383.34", date(2027, 7, 31), 1),
        (2400, 1550, date(2027, 5, 1), 310, "170.00", date(2027, 2, 28), 2),
        (2600, 1400, date(2027, 4, 30), 200, "240.00", date(2027, 5, 31), -1),
    ],
)
def test_the_three_of_the_picture(
    target: int, saved: int, by: date, going_in: int, needed: str, expected: date, early: int
) -> None:
    found = lisbon(target=Decimal(target), saved=Decimal(saved), target_date=by, going_in=Decimal(going_in))
    assert (found.needed_monthly, found.expected_on, found.months_early) == (Decimal(needed), expected, early)
    assert found.on_track is (early >= 0)


def test_the_month_it_is_counts_until_something_went_in() -> None:
    before, after = lisbon(went_in_this_month=False), lisbon()
    assert (before.months_left, after.months_left) == (6, 5)
    assert (before.expected_on, after.expected_on) == (date(2027, 1, 31), date(2027, 2, 28))


def test_a_plan_that_is_followed_never_needs_more() -> None:
    """850 over five months is 170; after each the rest over fewer months is 170 still, on every day."""
    saved, days = Decimal(1550), []
    for month in range(1, 6):
        first = month_end(TODAY, month).replace(day=1)
        before = lisbon(saved=saved, today=first, went_in_this_month=False)
        saved += 170
        after = lisbon(saved=saved, today=first, went_in_this_month=True)
        days.append((before.needed_monthly, after.needed_monthly))
    assert days == [(Decimal(170), Decimal(170))] * 4 + [(Decimal(170), Decimal(0))]


@pytest.mark.parametrize(
    ("by", "months", "needed"),
    [
        (date(2026, 11, 30), 0, "850.00"),
        (date(2026, 12, 30), 0, "850.00"),
        (date(2026, 12, 31), 1, "850.00"),
        (date(2027, 1, 31), 2, "425.00"),
        (date(2026, 1, 1), 0, "850.00"),
    ],
)
def test_near_and_past_dates_need_all_of_it(by: date, months: int, needed: str) -> None:
    found = lisbon(target_date=by)
    assert (found.months_left, found.needed_monthly) == (months, Decimal(needed))


def test_without_a_date_it_is_on_track_and_without_money_it_is_never_there() -> None:
    found = lisbon(target_date=None, going_in=Decimal(0))
    assert (found.on_track, found.needed_monthly, found.expected_on, found.days_remaining) == (True, None, None, None)
    assert lisbon(going_in=Decimal(0)).on_track is False


def test_what_is_reached_needs_nothing() -> None:
    found = lisbon(saved=Decimal(2500), target_date=date(2026, 1, 1))
    assert (found.percent, found.left, found.needed_monthly, found.on_track) == (Decimal(100), 0, 0, True)


def test_a_hundred_percent_is_only_said_of_what_is_reached() -> None:
    assert percent_of(Decimal("2399.99"), Decimal(2400)) == Decimal("99.9")
    assert percent_of(Decimal(0), Decimal(2400)) == Decimal("0.0")
    assert quarters_reached(Decimal(600), Decimal(2400)) == [25]
    assert quarters_reached(Decimal("599.99"), Decimal(2400)) == []


def test_an_amount_that_would_take_more_than_a_century_is_never() -> None:
    assert lisbon(target=Decimal(10**6), going_in=Decimal("0.01")).expected_on is None


@given(target=cents, saved=cents, months=st.integers(0, 400))
def test_what_is_needed_is_enough_and_not_a_cent_too_much(target: Decimal, saved: Decimal, months: int) -> None:
    found = lisbon(target=target, saved=saved, target_date=month_end(TODAY, months))
    needed, count = found.needed_monthly, max(months, 1)
    assert needed * count >= found.left
    assert not needed or (needed - Decimal("0.01")) * count < found.left
    if found.left and months and needed:
        assert lisbon(target=target, saved=saved, target_date=month_end(TODAY, months), going_in=needed).on_track
