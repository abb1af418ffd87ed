"""`insights/trends/`: it agrees with the analytics to the cent, whoever's money it is, and compares what was."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from insights.conftest import Speaks
from insights.figures.api.trend_answers import TrendsAnswer
from insights.figures.asked import periods_of
from insights.figures.tests.conftest import entry
from insights.figures.trends import Asked, trends
from ledger.core import services
from ledger.core.access import lens_of
from ledger.core.category_tree import category_tree
from ledger.core.models import Category, MoneyAccount

TRENDS, ANALYTICS = "/api/v1/insights/trends/", "/api/v1/transactions/analytics/"
YEAR = {"start_date": "2026-01-01", "end_date": "2026-11-30"}


def by_period(body: Any) -> dict[str, Any]:
    return {each["period"]: each for each in body["periods"]}


@pytest.mark.parametrize("scope", ["me", "partner", "together"])
@pytest.mark.parametrize("kind", ["expense", "income"])
@pytest.mark.parametrize("whose", ["ana", "ben"])
def test_months_agree_with_the_analytics_to_the_cent(
    scope: str, kind: str, whose: str, ana: User, ben: User, household: SimpleNamespace, speaks: Speaks
) -> None:
    api = speaks(ana if whose == "ana" else ben)
    days = {"booked_on_after": "2026-01-01", "booked_on_before": "2026-11-30"}
    other = api.get(ANALYTICS, {**days, "scope": scope, "convert_to": "EUR"}).json()["converted"]
    body = api.get(TRENDS, {**YEAR, "scope": scope, "kind": kind}).json()
    side = "spent" if kind == "expense" else "income"
    assert body["total"]["total_spent"] == other[side]
    assert {key: each["total_spent"] for key, each in by_period(body).items()} == {
        each["month"]: each[side] for each in other["months"]
    }
    for each in body["periods"]:
        parts = sum((Decimal(part["total_spent"]) for part in each["categories"]), Decimal(0))
        assert parts == Decimal(each["total_spent"])


def test_each_category_agrees_with_the_analytics(ana: User, household: SimpleNamespace, speaks: Speaks) -> None:
    days = {"booked_on_after": "2026-01-01", "booked_on_before": "2026-11-30"}
    for currency in ("EUR", "USD"):
        lens = lens_of(ana, "together").of_currency(currency)
        periods = periods_of("month", ana.today, first=date(2026, 1, 1), last=date(2026, 11, 30))
        found = trends(ana, lens, category_tree(ana), Asked("month", periods, currency))
        every = speaks(ana).get(ANALYTICS, {"scope": "together", **days}).json()["currencies"]
        analysed = next(each for each in every if each["currency"] == currency)
        shown = [
            (each["category"], each["is_private"], each["amount"], each["count"])
            for each in analysed["spending_by_category"]
        ]
        assert shown == [
            (
                str(each.category_id) if each.category_id and not each.is_private else None,
                each.is_private,
                f"{each.figure.amount:.2f}",
                each.figure.lines,
            )
            for each in found.totals
        ]


@pytest.mark.parametrize("timeframe", ["day", "week", "month", "year"])
def test_every_length_of_period_comes_to_the_same(
    timeframe: str, ana: User, household: SimpleNamespace, speaks: Speaks
) -> None:
    days = {"start_date": "2026-08-03", "end_date": "2026-11-08", "timeframe": timeframe}
    body = speaks(ana).get(TRENDS, days).json()
    analysed = {"booked_on_after": "2026-08-03", "booked_on_before": "2026-11-08", "convert_to": "EUR"}
    assert body["total"]["total_spent"] == speaks(ana).get(ANALYTICS, analysed).json()["converted"]["spent"]
    spent = sum((Decimal(each["total_spent"]) for each in body["periods"]), Decimal(0))
    assert spent == Decimal(body["total"]["total_spent"])


def test_a_month_beside_the_one_before_the_one_a_year_ago_and_the_mean(
    ana: User, lived: MoneyAccount, pays: Any, speaks: Speaks
) -> None:
    pays("-100", date(2026, 10, 20), slug="dining")
    october = by_period(speaks(ana).get(TRENDS).json())["2026-10"]
    assert october["total_spent"] == "1600.00"
    assert october["before"] == {"was": "1500.00", "change": "100.00", "percent": "6.7"}
    assert october["year_ago"] == {"was": "1500.00", "change": "100.00", "percent": "6.7"}
    assert october["moving_mean"] == "1533.33"
    assert (october["transaction_count"], october["avg_transaction"]) == (3, "533.33")


def test_the_running_month_is_compared_with_as_many_days(
    ana: User, lived: MoneyAccount, pays: Any, speaks: Speaks
) -> None:
    pays("-30", date(2026, 11, 5), slug="dining")
    pays("-70", date(2026, 10, 20), slug="dining")
    pays("-500", date(2026, 10, 21), slug="dining")
    november = speaks(ana).get(TRENDS).json()["periods"][-1]
    assert november["is_running"]
    assert november["before"]["was"] == "1570.00"
    assert november["moving_mean"] is None


def test_what_is_older_than_the_first_line_is_not_compared(ana: User, lived: MoneyAccount, speaks: Speaks) -> None:
    found = by_period(speaks(ana).get(TRENDS, {"periods": 24}).json())
    assert found["2025-09"]["before"] is None
    assert found["2025-10"]["before"]["was"] == "1500.00"
    assert found["2025-10"]["moving_mean"] is None
    assert found["2026-08"]["year_ago"] is None
    assert found["2026-09"]["year_ago"]["was"] == "1500.00"


def test_a_category_is_taken_with_what_is_below_it(ana: User, lived: MoneyAccount, speaks: Speaks) -> None:
    food = Category.objects.get(slug="food-dining")
    body = speaks(ana).get(TRENDS, {"categories": str(food.pk), "by": "top", "periods": "2"}).json()
    assert [each["category"] for each in body["categories"]] == [str(food.pk)]
    assert by_period(body)["2026-10"]["total_spent"] == "600.00"


def test_a_day_of_sums_alone_is_not_told(ana: User, ben: User, household: SimpleNamespace, speaks: Speaks) -> None:
    asked: dict[str, str] = {
        "scope": "partner",
        "timeframe": "day",
        "start_date": "2026-10-01",
        "end_date": "2026-10-31",
    }
    body = speaks(ana).get(TRENDS, asked).json()
    assert body["is_coarse"]
    assert body["total"]["total_spent"] == "0.00"
    asked["timeframe"] = "month"
    assert speaks(ana).get(TRENDS, asked).json()["total"]["total_spent"] == "31.50"


@pytest.mark.parametrize("timeframe", ["day", "week", "month", "year", "hour"])
@pytest.mark.parametrize("scope", ["me", "together"])
def test_a_gift_that_is_withheld_changes_nothing(
    timeframe: str, scope: str, ana: User, ben: User, household: SimpleNamespace, speaks: Speaks
) -> None:
    asked: dict[str, str] = {"timeframe": timeframe, "scope": scope}
    before = speaks(ana).get(TRENDS, asked).json()
    more = entry(household.joint, ben, "-99", date(2026, 11, 12), "gifts", withheld_until=date(2026, 12, 24))
    assert speaks(ana).get(TRENDS, asked).json() == before
    services.release_transaction(entry=more, by=ben)
    assert speaks(ana).get(TRENDS, asked).json() != before


def test_hours_and_what_has_none_come_to_the_whole(ana: User, lived: MoneyAccount, speaks: Speaks) -> None:
    # A Tuesday, 22:30 where Ana lives.
    at = datetime(2026, 11, 10, 21, 30, tzinfo=UTC)
    entry(lived, ana, "-12.40", date(2026, 11, 11), "dining", occurred_at=at)
    body = speaks(ana).get(TRENDS, {"timeframe": "hour"}).json()
    assert set(body) == set(TrendsAnswer().fields)
    found = body["by_hour"]
    assert [(each["weekday"], each["hour"], each["total_spent"]) for each in found["hours"]] == [(2, 22, "12.40")]
    assert found["weekdays"][2]["total_spent"] == "12.40"
    assert body["total"]["total_spent"] == "3012.40"
    assert found["untimed"] == {"total_spent": "3000.00", "transaction_count": 4, "avg_transaction": "750.00"}


def test_what_months_and_days_cost(
    ana: User, lived: MoneyAccount, speaks: Speaks, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    api = speaks(ana)
    with django_assert_num_queries(6):
        assert set(api.get(TRENDS).json()) == set(TrendsAnswer().fields)
    with django_assert_num_queries(5):
        api.get(TRENDS, {"timeframe": "day"})


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"timeframe": "decade"}, "invalid"),
        ({"periods": "121"}, "invalid"),
        ({"start_date": "2000-01-01", "end_date": "2026-01-01"}, "period_too_long"),
        ({"start_date": "2026-02-01", "end_date": "2026-01-01"}, "empty_range"),
        ({"start_date": "2026-02-01", "periods": "3"}, "invalid"),
        ({"categories": "01930000-0000-7000-8000-000000000001"}, "does_not_exist"),
        ({"convert_to": "XXY"}, "unknown_currency"),
        ({"month": "3"}, "unknown_parameter"),
        ({"timeframe": "hour", "periods": "4"}, "invalid"),
    ],
)
def test_what_makes_no_sense_is_refused(query: dict[str, str], code: str, ana: User, speaks: Speaks) -> None:
    answer = speaks(ana).get(TRENDS, query)
    assert answer.status_code == 400
    assert code in {each["code"] for each in answer.json()["errors"]}


def test_a_person_without_money_has_empty_periods(ana: User, speaks: Speaks) -> None:
    body = speaks(ana).get(TRENDS).json()
    assert len(body["periods"]) == 12
    assert body["total"] == {"total_spent": "0.00", "transaction_count": 0, "avg_transaction": None}
