"""Accounts, categories, transfers, bulk changes and figures by API."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core import services
from ledger.core.api import answers
from ledger.core.checking import check_account
from ledger.core.models import Category, MoneyAccount, MoneyAccountAccess, Transaction
from ledger.core.tests.test_api_transactions import refusals

ACCOUNTS = "/api/v1/money-accounts/"
CATEGORIES = "/api/v1/categories/"
BULK = "/api/v1/transactions/bulk/"
TRANSFERS = "/api/v1/transfers/"
ANALYTICS = "/api/v1/transactions/analytics/"


def the(account: MoneyAccount) -> str:
    return reverse("api_money_account", args=[account.pk])


def test_an_account_is_opened_changed_closed_and_reopened(ana_api: APIClient) -> None:
    sent = {"name": "Card", "subtype": "card", "currency": "EUR", "opening_balance": "-120.50", "number": "DE12 3456"}
    made = ana_api.post(ACCOUNTS, sent)
    assert made.status_code == 201
    shown = made.json()
    assert (shown["balance"], shown["is_liability"], shown["number_tail"]) == ("-120.50", True, "3456")
    assert "number" not in shown
    url = f"{ACCOUNTS}{shown['id']}/"
    changed = ana_api.patch(url, {"opening_balance": "-100", "version": 1}).json()
    assert (changed["balance"], changed["name"], changed["version"]) == ("-100.00", "Card", 2)
    assert ana_api.put(url, {**changed, "name": "Visa"}).json()["name"] == "Visa"
    assert ana_api.post(f"{url}closure/", {"closed_on": "2026-06-30"}).json()["closed_on"] == "2026-06-30"
    assert ana_api.get(ACCOUNTS, {"closed": "false"}).json()["count"] == 0
    assert ana_api.delete(f"{url}closure/").status_code == 204
    assert ana_api.get(ACCOUNTS, {"closed": "false"}).json()["count"] == 1
    assert ana_api.delete(url).status_code == 204
    assert refusals(ana_api.get(url), 404) == [("not_found", None)]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": ""}, ("blank", "name")),
        ({"name": "x" * 101}, ("max_length", "name")),
        ({"name": "EVERYDAY"}, ("name_taken", "name")),
        ({"type": "offshore"}, ("invalid_choice", "type")),
        ({"currency": "XYZ"}, ("unknown_currency", "currency")),
        ({"currency": "JPY", "opening_balance": "0.5"}, ("too_many_decimals", "opening_balance")),
        ({"opening_balance": 1.5}, ("float_not_exact", "opening_balance")),
        ({"opening_balance": "9" * 15}, ("amount_too_large", "opening_balance")),
        ({"balance_": "1"}, ("unknown_field", "balance_")),
    ],
)
def test_a_wrong_account_is_refused_by_name(
    ana_api: APIClient, everyday: MoneyAccount, changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert refusals(ana_api.post(ACCOUNTS, {"name": "Second", "currency": "EUR", **changes})) == [expected]


def test_an_account_keeps_its_currency_and_its_history(
    ana_api: APIClient, everyday: MoneyAccount, lunch: Transaction
) -> None:
    assert refusals(ana_api.patch(the(everyday), {"currency": "USD"})) == [("currency_fixed", "currency")]
    assert refusals(ana_api.delete(the(everyday)), 409) == [("account_in_use", None)]
    ana_api.post(f"{the(everyday)}closure/", {})
    spend = {"money_account": str(everyday.pk), "kind": "expense", "amount": "1"}
    assert refusals(ana_api.post("/api/v1/transactions/", spend)) == [("account_closed", "money_account")]
    assert refusals(ana_api.patch(the(everyday), {"name": "Old", "version": 1}), 409) == [
        ("version_conflict", "version")
    ]


def test_a_stranger_sees_no_account(carla_api: APIClient, everyday: MoneyAccount) -> None:
    assert carla_api.get(ACCOUNTS).json()["count"] == 0
    for method, url in (
        ("get", the(everyday)), ("patch", the(everyday)), ("delete", the(everyday)),
        ("post", f"{the(everyday)}closure/"), ("delete", f"{the(everyday)}closure/"),
    ):  # fmt: skip
        assert refusals(getattr(carla_api, method)(url), 404) == [("not_found", None)]


def test_who_may_see_the_total_sees_no_more(ben: User, speaks: Any, everyday: MoneyAccount, lunch: Transaction) -> None:
    grant = MoneyAccountAccess.objects.create(account=everyday, person=ben, role="viewer", level="total")
    bens = speaks(ben)
    shown = bens.get(the(everyday)).json()
    assert (shown["balance"], shown["opening_balance"], shown["level"]) == ("987.50", None, "total")
    assert bens.get("/api/v1/transactions/").json()["count"] == 0
    assert bens.get(ANALYTICS).json()["currencies"] == []
    assert refusals(bens.patch(the(everyday), {"name": "Ours"}), 403) == [("permission_denied", None)]
    MoneyAccountAccess.objects.filter(pk=grant.pk).update(level="exists")
    assert bens.get(the(everyday)).json()["balance"] is None
    balance = bens.get("/api/v1/transactions/balance/").json()
    assert (balance["accounts"], balance["totals"], balance["total"]["net"]) == ([], [], "0.00")


def test_balances_of_two_currencies_are_never_added(ana_api: APIClient, ana: User, everyday: MoneyAccount) -> None:
    services.create_money_account(owner=ana, currency="JPY", name="Tokyo", opening_balance=Decimal(5000))
    services.create_money_account(owner=ana, currency="EUR", name="Loan", subtype="loan", opening_balance=Decimal(-300))
    totals = ana_api.get("/api/v1/transactions/balance/").json()["totals"]
    assert {each["currency"]: (each["have"], each["owe"], each["net"]) for each in totals} == {
        "JPY": ("5000", "0", "5000"),
        "EUR": ("1000.00", "-300.00", "700.00"),
    }


def test_an_own_category_is_added_changed_and_replaced(
    ana_api: APIClient, groceries: Category, lunch: Transaction
) -> None:
    made = ana_api.post(CATEGORIES, {"name": "Bakery", "parent": str(groceries.pk), "color": "#B7791F"}).json()
    assert (made["parent"], made["kind"], made["bucket"]) == (str(groceries.pk), "expense", groceries.bucket)
    url = f"{CATEGORIES}{made['id']}/"
    assert ana_api.patch(url, {"name": "Bread", "version": 1}).json()["version"] == 2
    assert refusals(ana_api.patch(url, {"name": "Rolls", "version": 1}), 409) == [("version_conflict", "version")]
    ana_api.patch(reverse("api_transaction", args=[lunch.pk]), {"category": made["id"]})
    assert refusals(ana_api.delete(url), 409) == [("category_in_use", None)]
    assert ana_api.delete(f"{url}?replacement={groceries.pk}").status_code == 204
    lunch.refresh_from_db()
    assert lunch.category_id == groceries.pk
    assert not check_account(lunch.account)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": None}, ("null", "name")),
        ({"color": "red"}, ("invalid_color", "color")),
        ({"necessity_score": 11}, ("max_value", "necessity_score")),
        ({"default_allocation_percent": "101"}, ("max_value", "default_allocation_percent")),
        ({"kind": "gift"}, ("invalid_choice", "kind")),
        ({"parent": "01930000-0000-7000-8000-000000000001"}, ("does_not_exist", "parent")),
    ],
)
def test_a_wrong_category_is_refused_by_name(
    ana_api: APIClient, changes: dict[str, Any], expected: tuple[str, str]
) -> None:
    assert refusals(ana_api.post(CATEGORIES, {"name": "Own", **changes})) == [expected]


def test_shared_categories_change_only_in_ones_own_view(
    ana_api: APIClient, carla_api: APIClient, groceries: Category
) -> None:
    url = f"{CATEGORIES}{groceries.pk}/"
    assert refusals(ana_api.patch(url, {"name": "Mine"}), 403) == [("system_category", None)]
    assert refusals(ana_api.delete(url), 403) == [("system_category", None)]
    seen = ana_api.put(f"{url}override/", {"name": "Food shop", "monthly_limit": "450"}).json()
    assert (seen["name"], seen["original_name"], seen["monthly_limit"]) == ("Food shop", groceries.name, "450.00")
    assert ana_api.patch(f"{url}override/", {"is_favorite": True}).json()["name"] == "Food shop"
    assert carla_api.get(url).json()["name"] == groceries.name


def test_a_strangers_category_does_not_exist(ana_api: APIClient, carla: User, carla_api: APIClient) -> None:
    hers = services.create_category(owner=carla, name="Private")
    url = f"{CATEGORIES}{hers.pk}/"
    for method in ("get", "put", "patch", "delete"):
        assert refusals(getattr(ana_api, method)(url), 404) == [("not_found", None)]
    assert refusals(ana_api.put(f"{url}override/", {}), 404)
    assert refusals(ana_api.post(CATEGORIES, {"name": "X", "parent": str(hers.pk)})) == [("does_not_exist", "parent")]
    mine = ana_api.post(CATEGORIES, {"name": "Mine"}).json()
    assert refusals(ana_api.delete(f"{CATEGORIES}{mine['id']}/?replacement={hers.pk}")) == [
        ("does_not_exist", "replacement")
    ]


def test_the_whole_tree_comes_in_pages(ana_api: APIClient) -> None:
    page = ana_api.get(CATEGORIES, {"limit": "100"}).json()
    assert page["count"] == Category.objects.count()
    ids = {each["id"] for each in page["results"]}
    assert all(each["parent"] in ids for each in page["results"] if each["parent"]) or page["next"]


def test_a_transfer_is_two_halves_that_go_together(ana_api: APIClient, ana: User, everyday: MoneyAccount) -> None:
    savings = services.create_money_account(owner=ana, currency="EUR", name="Later", type="savings")
    sent = {"from_account": str(everyday.pk), "to_account": str(savings.pk), "amount": "200", "booked_on": "2026-03-15"}
    made = ana_api.post(TRANSFERS, sent)
    assert made.status_code == 201
    pair = made.json()
    assert (pair["outgoing"]["direction"], pair["incoming"]["direction"]) == ("out", "in")
    assert ana_api.get(f"{TRANSFERS}{pair['id']}/").json() == pair
    half = f"/api/v1/transactions/{pair['outgoing']['id']}/"
    assert refusals(ana_api.patch(half, {"amount": "100"})) == [("part_of_transfer", None)]
    assert ana_api.put(half, {**pair["outgoing"], "notes": "For the roof"}).json()["notes"] == "For the roof"
    figures = ana_api.get(ANALYTICS, {"booked_on_after": "2026-03-01", "booked_on_before": "2026-03-31"}).json()
    assert (figures["currencies"][0]["income"], figures["currencies"][0]["spent"]) == ("0.00", "0.00")
    assert ana_api.delete(half).status_code == 204
    assert ana_api.get("/api/v1/transactions/").json()["count"] == 0
    assert not check_account(everyday)
    assert not check_account(savings)


def test_a_wrong_transfer_is_refused_by_name(
    ana_api: APIClient, ana: User, everyday: MoneyAccount, carlas: MoneyAccount
) -> None:
    dollars = services.create_money_account(owner=ana, currency="USD", name="Dollars")
    base = {"from_account": str(everyday.pk), "to_account": str(dollars.pk), "amount": "5"}
    assert refusals(ana_api.post(TRANSFERS, base)) == [("to_amount_needed", "to_amount")]
    assert refusals(ana_api.post(TRANSFERS, {**base, "to_account": str(everyday.pk)})) == [
        ("same_account", "to_account")
    ]
    assert refusals(ana_api.post(TRANSFERS, {**base, "to_account": str(carlas.pk)})) == [
        ("does_not_exist", "to_account")
    ]
    assert ana_api.post(TRANSFERS, {**base, "to_amount": "5.50"}).json()["incoming"]["amount"] == "5.50"


def test_a_bulk_change_reports_what_it_left_alone(
    ana_api: APIClient,
    ana: User,
    everyday: MoneyAccount,
    lunch: Transaction,
    carlas_lunch: Transaction,
    groceries: Category,
) -> None:
    pay = services.record_transaction(
        account=everyday, recorded_by=ana, amount=Decimal(2000), booked_on=date(2026, 3, 1), payee="Work"
    )
    ids = [str(each.pk) for each in (lunch, pay, carlas_lunch)]
    report = ana_api.post(BULK, {"ids": ids, "category": str(groceries.pk)}).json()
    assert report["changed"] == [str(lunch.pk)]
    assert {each["id"]: each["code"] for each in report["refused"]} == {
        str(pay.pk): "category_kind_mismatch", str(carlas_lunch.pk): "does_not_exist",
    }  # fmt: skip
    assert ana_api.post(BULK, {"ids": ids[:2], "notes": "Spring"}).json()["refused"] == []
    assert len(ana_api.post(BULK, {"ids": ids[:2], "delete": True}).json()["changed"]) == 2
    assert len(ana_api.post(BULK, {"ids": ids[:2], "restore": True}).json()["changed"]) == 2
    assert not check_account(everyday)
    assert not check_account(carlas_lunch.account)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"ids": []}, ("min_length", "ids")),
        ({"ids": "all"}, ("not_a_list", "ids")),
        ({"ids": ["x"], "notes": ""}, ("invalid", "ids.0")),
        ({"ids": ["01930000-0000-7000-8000-000000000001"] * 501, "notes": ""}, ("max_length", "ids")),
        ({"ids": ["01930000-0000-7000-8000-000000000001"]}, ("one_change", None)),
        ({"ids": ["01930000-0000-7000-8000-000000000001"], "delete": True, "notes": "x"}, ("one_change", None)),
    ],
)
def test_a_wrong_bulk_change_is_refused(ana_api: APIClient, body: dict[str, Any], expected: tuple[str, str]) -> None:
    assert refusals(ana_api.post(BULK, body)) == [expected]


def test_analytics_of_part_of_a_month_count_exactly_its_days(
    ana_api: APIClient, ana: User, everyday: MoneyAccount, groceries: Category
) -> None:
    for day, amount in (
        (date(2026, 1, 31), -1),
        (date(2026, 2, 1), -2),
        (date(2026, 3, 15), -4),
        (date(2026, 3, 16), -8),
    ):
        services.record_transaction(
            account=everyday, recorded_by=ana, amount=Decimal(amount), booked_on=day, category=groceries
        )
    services.record_transaction(
        account=everyday,
        recorded_by=ana,
        amount=Decimal(1),
        booked_on=date(2026, 3, 2),
        kind="refund",
        category=groceries,
    )
    asked = {"booked_on_after": "2026-01-31", "booked_on_before": "2026-03-15", "by": "top"}
    [found] = ana_api.get(ANALYTICS, asked).json()["currencies"]
    assert found["spent"] == "6.00"
    assert [(each["month"], each["spent"]) for each in found["months"]] == [
        ("2026-01", "1.00"), ("2026-02", "2.00"), ("2026-03", "3.00"),
    ]  # fmt: skip
    [figure] = found["spending_by_category"]
    assert (figure["category"], figure["amount"], figure["count"]) == (str(groceries.parent_id), "6.00", 4)
    assert found["averages"]["spent_per_month"] == "2.00"
    one_day = {"booked_on_after": "2026-03-16", "booked_on_before": "2026-03-16"}
    assert ana_api.get(ANALYTICS, one_day).json()["currencies"][0]["spent"] == "8.00"


@pytest.mark.parametrize(
    ("query", "attr"),
    [
        ({"booked_on_after": "2026-02-01", "booked_on_before": "2026-01-01"}, "booked_on_before"),
        ({"booked_on_after": "1950-01-01", "booked_on_before": "2026-01-01"}, "booked_on_after"),
        ({"by": "colour"}, "by"),
        ({"user_id": "1"}, "user_id"),
    ],
)
def test_a_senseless_period_is_refused(ana_api: APIClient, query: dict[str, str], attr: str) -> None:
    assert [named for _, named in refusals(ana_api.get(ANALYTICS, query))] == [attr]


def test_the_schema_names_exactly_what_is_answered(
    ana_api: APIClient, everyday: MoneyAccount, lunch: Transaction, groceries: Category
) -> None:
    def fields(answer: type[answers.Answer]) -> set[str]:
        return set(answer().fields)

    assert ana_api.get(the(everyday)).json().keys() == fields(answers.MoneyAccountAnswer)
    assert ana_api.get(f"{CATEGORIES}{groceries.pk}/").json().keys() == fields(answers.CategoryAnswer)
    entry = ana_api.get(reverse("api_transaction", args=[lunch.pk])).json()
    assert entry.keys() == fields(answers.TransactionAnswer)
    page = ana_api.get("/api/v1/transactions/").json()
    assert page.keys() == fields(answers.TransactionPage)
    balance = ana_api.get("/api/v1/transactions/balance/").json()
    assert balance["accounts"][0].keys() == fields(answers.AccountBalanceAnswer)
    assert balance.keys() == fields(answers.BalanceAnswer)
    assert balance["totals"][0].keys() == fields(answers.CurrencyTotalAnswer)
    assert balance["total"].keys() == fields(answers.WholeTotalAnswer)
    analysis = ana_api.get(ANALYTICS, {"booked_on_after": "2026-03-01", "convert_to": "EUR"}).json()
    assert analysis.keys() == fields(answers.AnalyticsAnswer)
    assert analysis["converted"].keys() == fields(answers.ConvertedAnalysisAnswer)
    [figures] = analysis["currencies"]
    assert figures.keys() == fields(answers.CurrencyAnalysisAnswer)
    assert figures["averages"].keys() == fields(answers.AveragesAnswer)
    assert figures["spending_by_category"][0].keys() == fields(answers.CategoryFigureAnswer)


@pytest.mark.parametrize("icon", ["../../x", "<svg>", "no-such-icon"])
def test_a_category_takes_only_icons_the_pages_can_draw(ana_api: APIClient, icon: str) -> None:
    response = ana_api.post("/api/v1/categories/", {"name": "Wine", "kind": "expense", "icon": icon})
    assert response.status_code == 400
    assert (response.data["errors"][0]["code"], response.data["errors"][0]["attr"]) == ("unknown_icon", "icon")


@pytest.mark.parametrize("day", ["20261120", "2026-W01-1", "2026-1-5", "20-11-2026"])
def test_a_day_is_written_one_way(ana_api: APIClient, everyday: MoneyAccount, day: str) -> None:
    body = {"money_account": str(everyday.pk), "kind": "expense", "amount": "5", "booked_on": day}
    response = ana_api.post("/api/v1/transactions/", body)
    assert response.status_code == 400
    assert response.data["errors"][0]["attr"] == "booked_on"
