"""`insights/summary/` and `insights/savings/`: they agree with the balance, the analytics and the overview."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from insights.conftest import Speaks
from insights.figures.api.summary_answers import FinancialSummaryAnswer, SavingsAnswer
from insights.figures.tests.conftest import entry
from ledger.budgets.services import create_budget
from ledger.core import services
from ledger.core.models import MoneyAccount
from ledger.core.rate_files import PublishedRate
from ledger.core.services.rates import load_rates
from ledger.goals.services import contribute, create_goal

SUMMARY, SAVINGS = "/api/v1/insights/summary/", "/api/v1/insights/savings/"
BALANCE, ANALYTICS = "/api/v1/transactions/balance/", "/api/v1/transactions/analytics/"


@pytest.mark.parametrize("scope", ["me", "partner", "together"])
@pytest.mark.parametrize("whose", ["ana", "ben"])
def test_it_agrees_with_balance_and_analytics(
    scope: str, whose: str, ana: User, ben: User, household: SimpleNamespace, speaks: Speaks
) -> None:
    api = speaks(ana if whose == "ana" else ben)
    body = api.get(SUMMARY, {"scope": scope}).json()
    balance = api.get(BALANCE, {"scope": scope}).json()["total"]
    assert body["total_net_worth"] == balance["net"] == body["net_worth"][-1]["amount"]
    month = {"booked_on_after": "2026-11-01", "booked_on_before": "2026-11-30", "scope": scope, "convert_to": "EUR"}
    analysed = api.get(ANALYTICS, month).json()["converted"]
    flow = body["monthly_flow"]
    assert (flow["income"], flow["expenses"], flow["net_flow"]) == tuple(
        analysed[each] for each in ("income", "spent", "saved")
    )
    parts = sum((Decimal(each["total_spent"]) for each in body["accounts"]["spending"]["top_categories"]), Decimal(0))
    assert parts == Decimal(flow["expenses"])


def test_it_agrees_with_the_overview(
    ana: User, household: SimpleNamespace, signed_in: Callable[[User], Client], speaks: Speaks
) -> None:
    body = speaks(ana).get(SUMMARY).json()
    shown = signed_in(ana).get("/", {"currency": "all", "month": "2026-11"}).context
    assert Decimal(body["total_net_worth"]) == shown["net_worth"]["amount"]
    assert Decimal(body["monthly_flow"]["expenses"]) == shown["flow"]["expense"]
    assert Decimal(body["monthly_flow"]["income"]) == shown["flow"]["income"]


def test_types_debts_and_besides_are_the_net_worth(
    ana: User, lived: MoneyAccount, savings: MoneyAccount, speaks: Speaks
) -> None:
    services.create_money_account(
        owner=ana, currency="EUR", name="Loan", subtype="loan", is_liability=True, opening_balance=Decimal(-5000)
    )
    services.create_money_account(
        owner=ana, currency="EUR", name="Depot", type="investment", opening_balance=Decimal(70)
    )
    body = speaks(ana).get(SUMMARY).json()
    sides = body["accounts"]
    whole = Decimal(sides["spending"]["total_balance"]) + Decimal(sides["savings"]["total_balance"])
    whole += Decimal(sides["investment"]["total_value"]) + Decimal(body["debts"])
    assert whole == Decimal(body["total_net_worth"])
    assert body["debts"] == "-5000.00"


def test_net_worth_as_each_month_began(ana: User, lived: MoneyAccount, speaks: Speaks) -> None:
    course = {each["on"]: Decimal(each["amount"]) for each in speaks(ana).get(SUMMARY).json()["net_worth"]}
    # Fourteen months of 1,000 each, on 2,000 at the start; nothing in November.
    assert course["2026-11-20"] == course["2026-11-01"] == 16_000
    assert course["2026-10-01"] == 15_000
    assert course["2025-12-01"] == 5_000
    assert len(course) == 13


def test_the_plan_of_the_month_and_what_is_used_of_it(
    ana: User, lived: MoneyAccount, pays: Any, speaks: Speaks
) -> None:
    assert speaks(ana).get(SUMMARY).json()["accounts"]["spending"]["budget_utilization"] is None
    create_budget(person=ana, month=date(2026, 11, 1), total_income=Decimal(2500))
    pays("-100", date(2026, 11, 3), slug="groceries")
    assert Decimal(speaks(ana).get(SUMMARY).json()["accounts"]["spending"]["budget_utilization"]) > 0


def test_the_rate_of_each_month_and_what_is_usual(ana: User, lived: MoneyAccount, pays: Any, speaks: Speaks) -> None:
    pays("-3000", date(2026, 7, 3), slug="furniture")
    body = speaks(ana).get(SAVINGS).json()
    assert set(body) == set(SavingsAnswer().fields)
    rates = {each["month"]: each["rate"] for each in body["months"]}
    assert len(rates) == 12
    assert rates["2026-10"] == "0.4000"
    assert rates["2026-07"] == "-0.8000"
    assert (body["usual_spent"], body["could_save_monthly"]) == ("1500.00", "1000.00")
    nothing: dict[str, Any] = {"income": "0.00", "spent": "0.00", "saved": "0.00", "rate": None, "apart": []}
    assert body["running"] == {"month": "2026-11", **nothing}


def test_interest_over_the_mean_balance_is_what_savings_bring(
    ana: User, lived: MoneyAccount, savings: MoneyAccount, speaks: Speaks
) -> None:
    entry(savings, ana, "1200", date(2026, 7, 31), "other-income")
    for month in (8, 9, 10):
        entry(savings, ana, "2", date(2026, month, 28), "interest-dividends")
    body = speaks(ana).get(SAVINGS).json()
    # July ends with 1,200 and began with none; then 1,201, 1,203 and 1,205 on average: 4 months.
    assert (body["yield_months"], body["mean_balance"], body["total_yield"]) == (4, "1052.25", "6.00")
    assert body["average_apy"] == "1.71"
    assert speaks(ana).get(SUMMARY).json()["accounts"]["savings"]["average_apy"] == "1.71"
    assert body["emergency_fund_months"] == "0.8"


def test_goals_with_their_progress(ana: User, lived: MoneyAccount, speaks: Speaks) -> None:
    goal = create_goal(person=ana, name="Bike", target_amount=Decimal(400), target_date=date(2027, 5, 31))
    contribute(goal=goal, person=ana, amount=Decimal(100), on=date(2026, 11, 2))
    body = speaks(ana).get(SAVINGS).json()
    [found] = body["goals_progress"]
    assert (found["goal"], found["progress"], found["current_amount"]) == (str(goal.pk), "25.0", "100.00")
    assert speaks(ana).get(SAVINGS, {"scope": "partner"}).json()["goals_progress"] == []


def test_what_is_told_is_what_the_schema_says_and_costs_no_more_with_more_history(
    ana: User, lived: MoneyAccount, pays: Any, speaks: Speaks
) -> None:
    api = speaks(ana)
    with CaptureQueriesContext(
        connection,
    ) as few:
        assert set(api.get(SUMMARY).json()) == set(FinancialSummaryAnswer().fields)
    for day in range(1, 20):
        pays("-3.10", date(2026, 11, day), slug="coffee")
        pays("-3.10", date(2024, 3, day), slug="fuel")
    with CaptureQueriesContext(connection) as many:
        api.get(SUMMARY)
    assert len(few) == len(many) <= 30


def test_months_without_a_rate_are_named_and_no_part_of_what_is_usual(
    ana: User, lived: MoneyAccount, pays: Any, speaks: Speaks
) -> None:
    load_rates(rates=[PublishedRate("USD", date(2026, 10, 1), Decimal(2))], source="ecb")
    services.create_money_account(
        owner=ana, currency="USD", name="Abroad", opening_balance=Decimal(900), type="savings"
    )
    body = speaks(ana).get(SAVINGS, {"convert_to": "USD"}).json()
    months = {each["month"]: each for each in body["months"]}
    untold = {"income": None, "spent": None, "saved": None, "rate": None, "apart": ["EUR"]}
    assert months["2026-09"] == {"month": "2026-09", **untold}
    assert (months["2026-10"]["spent"], months["2026-10"]["apart"]) == ("3000.00", [])
    assert (body["usual_spent"], body["saving_rate"], body["emergency_fund_months"]) == ("3000.00", "0.4000", "0.3")


def test_flows_without_any_rate_are_null_and_named(
    ana: User, lived: MoneyAccount, savings: MoneyAccount, pays: Any, speaks: Speaks
) -> None:
    pays("-100", date(2026, 11, 3), slug="groceries")
    body = speaks(ana).get(SUMMARY, {"convert_to": "USD"}).json()
    flow = body["monthly_flow"]
    assert flow == {"income": None, "expenses": None, "net_flow": None, "yields": None, "apart": ["EUR"]}
    assert body["accounts"]["spending"]["monthly_spent"] is None
    entry(savings, ana, "1200", date(2026, 7, 31), "other-income")
    entry(savings, ana, "2", date(2026, 9, 28), "interest-dividends")
    saved = speaks(ana).get(SAVINGS, {"convert_to": "USD"}).json()
    assert saved["running"]["apart"] == ["EUR"]
    assert (saved["total_yield"], saved["mean_balance"], saved["average_apy"]) == (None, None, None)
    assert (saved["usual_spent"], saved["could_save_monthly"], saved["emergency_fund_months"]) == (None, None, None)


def test_nobody_without_money_is_refused(ana: User, speaks: Speaks) -> None:
    body = speaks(ana).get(SUMMARY).json()
    assert body["total_net_worth"] == "0.00"
    assert speaks(ana).get(SAVINGS).json()["months"] == []
    assert speaks(ana).get(SUMMARY, {"scope": "all"}).status_code == 400
