"""The arithmetic of months: what it expects of series whose course is plain, and how sure it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import fmean
from uuid import uuid4

import pytest

from bench.forecasting import judged
from bench.monthly_series import households
from config.kernel.ids import NIL
from insights.forecasting.combining import outlook
from insights.forecasting.curves import summed
from insights.forecasting.remainder import months_before, remainders
from insights.forecasting.track_record import track_record
from ledger.core.sums import Sum
from ledger.recurring.models import Recurring


def test_a_series_that_never_moves_stays_and_is_certain() -> None:
    found = outlook([-400.0] * 24, 6)
    assert found.expected == pytest.approx([-400.0] * 6)
    assert found.half_width(3) == 0


def test_no_month_behind_expects_nothing() -> None:
    assert outlook([], 3).expected == (0.0, 0.0, 0.0)


def test_few_months_give_their_mean_and_an_open_interval() -> None:
    found = outlook([-100.0, -300.0], 2)
    assert found.expected == (-200.0, -200.0)
    assert found.half_width(1) > 0


@pytest.mark.parametrize("count", range(1, 8))
def test_few_months_that_were_alike_are_not_taken_for_certain(count: int) -> None:
    found = outlook([-400.0] * count, 2)
    assert 100 < found.half_width(1) < 400
    assert outlook([-400.0] * (count + 1), 2).half_width(1) < found.half_width(1)


def test_few_months_in_which_all_was_known_do_not_tell_that_all_is_known() -> None:
    assert outlook([0.0] * 3, 2, moved=4000.0).half_width(1) > 400


@pytest.mark.parametrize("count", [3, 5, 7])
def test_the_interval_of_few_months_holds_as_often_as_it_says(count: int) -> None:
    held, sums = [], []
    for _kind, values in households(25, unseen=True):
        found, come = outlook(values[:count], 3), values[count : count + 3]
        held.append(abs(found.expected[0] - come[0]) <= found.half_width(1))
        sums.append(abs(sum(found.expected) - sum(come)) <= found.half_width(3))
    assert 0.8 <= fmean(held) <= 0.95
    assert 0.75 <= fmean(sums) <= 0.9


def test_december_comes_back() -> None:
    year = [100.0] * 11 + [900.0]
    found = outlook(year * 3, 12)
    assert found.expected[11] > 700
    assert max(found.expected[:11]) < 200


def test_after_a_change_the_old_level_is_forgotten() -> None:
    found = outlook([1000.0] * 24 + [300.0] * 8, 3)
    assert max(found.expected) < 450


def test_errors_of_months_add_up_slower_than_the_months_and_never_shrink() -> None:
    found = outlook([100.0, 160.0] * 12, 12)
    widths = [found.half_width(months) for months in range(13)]
    assert widths[0] == 0
    assert widths == sorted(widths)
    assert widths[12] < 12 * widths[1]


def test_on_unseen_households_it_beats_the_best_plain_way_and_its_interval_holds() -> None:
    result = judged(list(households(25, unseen=True)))
    assert result.under_the_best >= 0.05
    assert 0.75 <= result.inside <= 0.85
    assert 0.72 <= result.summed <= 0.86


def cell(account: object, month: date, amount: int, kind: str = "expense", category: object = NIL) -> Sum:
    return Sum(account, month, category, kind, amount, amount, 1)  # type: ignore[arg-type]


def test_what_recurs_is_taken_off_its_cell_and_never_more_than_is_there() -> None:
    account, rent = uuid4(), uuid4()
    months = months_before(date(2026, 11, 20), 4)
    cells = [cell(account, month, -900_0000, category=rent) for month in months]
    cells += [cell(account, month, -1000_0000) for month in months]
    # Lower in former days: its part is used up, and the groceries beside it are left alone.
    recurring = Recurring(
        account_id=account, kind="expense", amount=Decimal(-950), category_id=rent, frequency="monthly",
        starts_on=date(2026, 12, 1),
    )  # fmt: skip
    assert remainders(cells, [recurring], months) == {account: [-100_0000.0] * 3}


def test_a_bonus_beside_the_pay_is_left() -> None:
    account = uuid4()
    months = months_before(date(2026, 11, 20), 3)
    cells = [cell(account, month, 2600_0000, kind="income") for month in months]
    pay = Recurring(
        account_id=account, kind="income", amount=Decimal(2500), frequency="monthly", starts_on=date(2026, 11, 25)
    )
    assert remainders(cells, [pay], months) == {account: [100_0000.0] * 3}


def test_weeks_are_counted_as_many_as_the_month_had() -> None:
    account = uuid4()
    months = months_before(date(2026, 11, 20), 2)
    # Thursdays: four in September 2026, five in October.
    cells = [cell(account, month, amount) for month, amount in zip(months, (-40_0000, -50_0000), strict=True)]
    lesson = Recurring(
        account_id=account, kind="expense", amount=Decimal(-10), frequency="weekly", starts_on=date(2026, 11, 26)
    )
    assert remainders(cells, [lesson], months) == {account: [0.0, 0.0]}


def test_series_that_began_at_different_times_end_together() -> None:
    first, second = uuid4(), uuid4()
    rates = {first: Fraction(1), second: Fraction(2)}
    assert summed({first: [1.0, 2.0, 3.0], second: [10.0]}, rates) == [1.0, 2.0, 23.0]


def test_the_record_counts_the_months_a_forecast_would_have_missed() -> None:
    series = [100.0, 140.0] * 12 + [5000.0]
    record = track_record(series, months_before(date(2026, 11, 20), 25), "EUR")
    assert len(record.months) == 12
    assert record.months[-1] == (date(2026, 10, 1), False)
    assert record.inside >= 9
