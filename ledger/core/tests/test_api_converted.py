"""Balances and analytics in one currency: the rates named, what has none apart, one's own figures as they were."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core import services
from ledger.core.models import Category, MoneyAccount
from ledger.core.rate_files import PublishedRate
from ledger.core.services.rates import enter_rate, load_rates

pytestmark = pytest.mark.django_db
BALANCE, ANALYTICS = "/api/v1/transactions/balance/", "/api/v1/transactions/analytics/"
QUARTER = {"booked_on_after": "2026-01-10", "booked_on_before": "2026-03-31"}


def rated(currency: str, on: date, rate: str) -> PublishedRate:
    return PublishedRate(currency, on, Decimal(rate))


@pytest.fixture
def rates() -> None:
    load_rates(
        rates=[
            rated("USD", date(2026, 1, 30), "1.1"),
            rated("USD", date(2026, 2, 27), "1.2"),
            rated("USD", date(2026, 3, 31), "1.3"),
            rated("USD", date(2026, 4, 1), "1.25"),
        ],
        source="ecb",
    )


@pytest.fixture
def dollars(ana: User) -> MoneyAccount:
    account = services.create_money_account(owner=ana, currency="USD", name="Abroad", opening_balance=Decimal(50))
    groceries, fuel = (Category.objects.get(slug=slug) for slug in ("groceries", "fuel"))
    for on, amount, category in (
        (date(2026, 1, 9), "-999", groceries),
        (date(2026, 1, 15), "-11", groceries),
        (date(2026, 2, 15), "-12", fuel),
        (date(2026, 3, 15), "130", None),
        (date(2026, 3, 16), "-26", groceries),
    ):
        services.record_transaction(
            account=account, recorded_by=ana, amount=Decimal(amount), booked_on=on, category=category
        )
    return account


def test_balances_come_to_one_sum_that_names_its_rate(
    rates: None,
    everyday: MoneyAccount,
    ana: User,
    ana_api: APIClient,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(4):
        alone = ana_api.get(BALANCE).json()["total"]
    expected = {"currency": "EUR", "have": "1000.00", "owe": "0.00", "net": "1000.00", "rates": [], "apart": []}
    assert alone == expected
    for currency, subtype, amount in (("USD", "checking", "250"), ("USD", "card", "-12.50"), ("JPY", "cash", "700")):
        opening = Decimal(amount)
        services.create_money_account(
            owner=ana, currency=currency, name=f"{subtype} {currency}", subtype=subtype, opening_balance=opening
        )
    with django_assert_num_queries(6):
        total = ana_api.get(BALANCE).json()["total"]
    assert (total["have"], total["owe"], total["net"]) == ("1200.00", "-10.00", "1190.00")
    assert [(each["from"], each["to"], each["rate"], each["on"], each["source"]) for each in total["rates"]] == [
        ("USD", "EUR", "0.8", "2026-04-01", "ecb")
    ]
    assert total["apart"] == [{"currency": "JPY", "amount": "700"}]
    in_dollars = ana_api.get(BALANCE, {"convert_to": "USD"}).json()["total"]
    assert (in_dollars["net"], in_dollars["rates"][0]["rate"]) == ("1487.50", "1.25")


def test_each_month_is_converted_at_its_own_rate(
    rates: None, everyday: MoneyAccount, lunch: object, dollars: MoneyAccount, ana_api: APIClient
) -> None:
    answer = ana_api.get(ANALYTICS, {**QUARTER, "convert_to": "EUR"}).json()
    converted = answer["converted"]
    assert [(each["month"], each["income"], each["spent"]) for each in converted["months"]] == [
        ("2026-01", "0.00", "10.00"),
        ("2026-02", "0.00", "10.00"),
        ("2026-03", "100.00", "32.50"),
    ]
    assert (converted["income"], converted["spent"], converted["saved"]) == ("100.00", "52.50", "47.50")
    assert [(each["amount"], each["count"]) for each in converted["spending_by_category"]] == [
        ("30.00", 2),
        ("12.50", 1),
        ("10.00", 1),
    ]
    assert [each["on"] for each in converted["rates"]] == ["2026-01-30", "2026-02-27", "2026-03-31"]
    assert converted["apart"] == []
    assert [each["currency"] for each in answer["currencies"]] == ["EUR", "USD"]
    assert answer["currencies"][1]["spent"] == "49.00"


def test_a_currency_without_a_rate_for_one_of_its_months_is_left_out_whole(
    everyday: MoneyAccount, lunch: object, dollars: MoneyAccount, ana_api: APIClient
) -> None:
    load_rates(rates=[rated("USD", date(2026, 2, 27), "1.2")], source="ecb")
    converted = ana_api.get(ANALYTICS, {**QUARTER, "convert_to": "EUR"}).json()["converted"]
    assert (converted["spent"], converted["apart"], converted["rates"]) == ("12.50", ["USD"], [])
    later = {"booked_on_after": "2026-02-01", "booked_on_before": "2026-03-31", "convert_to": "EUR"}
    assert ana_api.get(ANALYTICS, later).json()["converted"]["apart"] == []


def test_the_running_month_takes_todays_rate(ana: User, ana_api: APIClient, dollars: MoneyAccount) -> None:
    today = ana.today
    services.record_transaction(account=dollars, recorded_by=ana, amount=Decimal(-30), booked_on=today)
    enter_rate(person=ana, base="EUR", currency="USD", rate=Decimal("1.5"), on=today - timedelta(days=40))
    enter_rate(person=ana, base="EUR", currency="USD", rate=Decimal(2), on=today)
    asked = {"booked_on_after": today.isoformat(), "booked_on_before": today.isoformat(), "convert_to": "EUR"}
    converted = ana_api.get(ANALYTICS, asked).json()["converted"]
    assert (converted["spent"], converted["rates"][0]["source"]) == ("15.00", "hand")


def test_in_its_own_currency_everything_is_as_it_was(
    everyday: MoneyAccount, lunch: object, ana_api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        assert ana_api.get(ANALYTICS, QUARTER).json()["converted"] is None
    with django_assert_num_queries(4):
        answer: dict[str, Any] = ana_api.get(ANALYTICS, {**QUARTER, "convert_to": "EUR", "by": "leaf"}).json()
    assert answer["converted"] == {**answer["currencies"][0], "rates": [], "apart": []}
    assert ana_api.get(ANALYTICS, {**QUARTER, "convert_to": "XXZ"}).status_code == 400


def test_twenty_five_years_are_read_in_one_go(
    rates: None, dollars: MoneyAccount, ana_api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked = {"booked_on_after": "2002-01-01", "booked_on_before": "2026-12-31", "convert_to": "EUR"}
    with django_assert_num_queries(6):
        converted = ana_api.get(ANALYTICS, asked).json()["converted"]
    assert (len(converted["months"]), converted["apart"]) == (300, [])
    assert converted["spent"] == str((Decimal(1010) / Decimal("1.1")).quantize(Decimal("0.01")) + 30)
