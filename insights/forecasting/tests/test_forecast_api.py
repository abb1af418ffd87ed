"""`insights/forecast/`: what is known, what is left, whose it is."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from insights.conftest import Speaks
from insights.forecasting.api.answers import ForecastAnswer
from ledger.core import services
from ledger.core.models import Category, MoneyAccount
from ledger.recurring.models import Recurring
from ledger.recurring.services import create_recurring

ADDRESS = "/api/v1/insights/forecast/"


def days_of(answer: Any) -> dict[str, dict[str, str]]:
    return {each["on"]: each for each in answer.json()["days"]}


def test_what_recurs_falls_on_its_day_and_the_rest_is_what_is_spent_beside(
    ana: User, lived: MoneyAccount, speaks: Speaks
) -> None:
    answer = speaks(ana).get(ADDRESS, {"days": 41})
    days = days_of(answer)
    assert answer.json()["balance"] == f"{lived.balance:.2f}"
    assert days["2026-11-20"]["expected"] == f"{lived.balance:.2f}"
    assert days["2026-11-25"]["known"] == "2500.00"
    assert days["2026-12-01"]["known"] == "-900.00"
    # 600 a month of groceries, in November 20 a day; pay and rent are not counted twice.
    assert Decimal(days["2026-11-24"]["expected"]) == lived.balance - 80
    # Ten days of November, a December, the pays of both and one rent.
    assert Decimal(days["2026-12-31"]["expected"]) == pytest.approx(lived.balance - 200 - 600 + 5000 - 900, abs=1)


def test_the_lowest_point_is_one_of_the_days(ana: User, lived: MoneyAccount, speaks: Speaks) -> None:
    body = speaks(ana).get(ADDRESS, {"days": 60}).json()
    assert body["lowest"] in body["days"]
    assert Decimal(body["lowest"]["expected"]) == min(Decimal(each["expected"]) for each in body["days"])
    assert body["lowest"]["on"] == "2026-11-24"


def test_the_interval_widens_with_the_days(ana: User, lived: MoneyAccount, pays: Any, speaks: Speaks) -> None:
    for number in range(1, 10):
        pays(str(-40 * number), date(2026, number, 17))
    days = speaks(ana).get(ADDRESS, {"days": 90}).json()["days"]
    widths = [Decimal(each["high"]) - Decimal(each["low"]) for each in days]
    assert widths[0] == 0
    assert 0 < widths[10] < widths[50] < widths[90]


def test_three_months_that_were_alike_leave_the_interval_open(
    ana: User, everyday: MoneyAccount, pays: Any, speaks: Speaks
) -> None:
    for month in (8, 9, 10):
        pays("2000", date(2026, month, 25), slug="salary")
        pays("-700", date(2026, month, 12), slug="groceries")
    create_recurring(
        recorded_by=ana, account=everyday, kind="income", amount=Decimal(2000), payee="Work", frequency="monthly",
        starts_on=date(2026, 11, 25), category=Category.objects.get(slug="salary"), books=False,
    )  # fmt: skip
    body = speaks(ana).get(ADDRESS, {"days": 30}).json()
    last = body["days"][-1]
    assert Decimal(last["high"]) - Decimal(last["low"]) > 400
    create_recurring(
        recorded_by=ana, account=everyday, kind="expense", amount=Decimal(700), payee="Market", frequency="monthly",
        starts_on=date(2026, 12, 12), category=Category.objects.get(slug="groceries"), books=False,
    )  # fmt: skip
    known = speaks(ana).get(ADDRESS, {"days": 30}).json()["days"][-1]
    assert Decimal(known["high"]) - Decimal(known["low"]) > 200


@pytest.mark.parametrize(("asked", "found"), [({}, {"Everyday", "House loan"}), ({"type": "spending"}, {"Everyday"})])
def test_a_loan_counts_for_nothing_among_what_is_spent(
    ana: User, lived: MoneyAccount, speaks: Speaks, asked: dict[str, str], found: set[str]
) -> None:
    loan = services.create_money_account(
        owner=ana, currency="EUR", name="House loan", subtype="loan", opening_balance=Decimal(-180000)
    )
    body = speaks(ana).get(ADDRESS, {"days": "3", **asked}).json()
    assert {each["name"] for each in body["accounts"]} == found
    named = speaks(ana).get(ADDRESS, {"days": "3", "money_account": str(loan.pk)}).json()
    assert [each["name"] for each in named["accounts"]] == ["House loan"]


def test_a_transfer_between_both_accounts_moves_each_and_not_their_sum(
    ana: User, lived: MoneyAccount, savings: MoneyAccount, speaks: Speaks
) -> None:
    create_recurring(
        recorded_by=ana, account=lived, to_account=savings, kind="transfer", amount=Decimal(400), frequency="monthly",
        starts_on=date(2026, 11, 27),
    )  # fmt: skip
    body = speaks(ana).get(ADDRESS, {"days": 10}).json()
    by_name = {each["name"]: {day["on"]: day["known"] for day in each["days"]} for each in body["accounts"]}
    assert by_name["Everyday"]["2026-11-27"] == "-400.00"
    assert by_name["Holiday pot"]["2026-11-27"] == "400.00"
    assert {each["on"]: each["known"] for each in body["days"]}["2026-11-27"] == "0.00"
    only = speaks(ana).get(ADDRESS, {"days": "10", "type": "spending"}).json()
    assert [each["name"] for each in only["accounts"]] == ["Everyday"]


def test_what_is_late_is_expected_today_until_it_was_missed(ana: User, lived: MoneyAccount, speaks: Speaks) -> None:
    Recurring.objects.filter(payee="Work").update(starts_on=date(2026, 11, 18), next_on=date(2026, 11, 18))
    body = speaks(ana).get(ADDRESS, {"days": 5}).json()
    [late] = body["known"]
    assert (late["on"], late["due_on"], late["is_late"]) == ("2026-11-20", "2026-11-18", True)
    assert Decimal(body["days"][0]["expected"]) == lived.balance + 2500
    Recurring.objects.filter(payee="Work").update(starts_on=date(2026, 11, 1), next_on=date(2026, 11, 1))
    assert speaks(ana).get(ADDRESS, {"days": 5}).json()["known"] == []


def test_months_nobody_has_brought_in_yet_are_not_months_without_spending(
    ana: User, lived: MoneyAccount, speaks: Speaks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(User, "today", date(2027, 1, 20))
    Recurring.objects.all().delete()
    days = days_of(speaks(ana).get(ADDRESS, {"days": 31}))
    # The last lines are of October: a month leaves 1,000.
    assert Decimal(days["2027-02-20"]["expected"]) == pytest.approx(lived.balance + 1000, rel=Decimal("0.02"))


def test_another_currency_without_a_rate_stays_apart(ana: User, lived: MoneyAccount, speaks: Speaks) -> None:
    services.create_money_account(owner=ana, currency="ISK", name="Reykjavik", opening_balance=Decimal(90000))
    body = speaks(ana).get(ADDRESS, {"days": 3}).json()
    assert body["apart"] == [{"currency": "ISK", "amount": "90000"}]
    assert body["balance"] == f"{lived.balance:.2f}"
    assert {each["currency"] for each in body["accounts"]} == {"EUR", "ISK"}


def test_nobody_reads_anothers(carla: User, lived: MoneyAccount, speaks: Speaks) -> None:
    body = speaks(carla).get(ADDRESS, {"money_account": str(lived.pk)}).json()
    assert (body["accounts"], body["days"], body["known"], body["lowest"]) == ([], [], [], None)


def test_a_closed_account_is_not_there(ana: User, savings: MoneyAccount, speaks: Speaks) -> None:
    services.close_money_account(account=savings, on=date(2026, 11, 1))
    assert speaks(ana).get(ADDRESS).json()["accounts"] == []


@pytest.mark.parametrize(
    "query",
    [{"days": "0"}, {"days": "366"}, {"days": "x"}, {"type": "loan"}, {"convert_to": "XXX"}, {"day": "3"},
     {"money_account": "1"}],
)  # fmt: skip
def test_senseless_parameters_are_named(ana: User, speaks: Speaks, query: dict[str, str]) -> None:
    answer = speaks(ana).get(ADDRESS, dict(query))
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == next(iter(query))


def test_the_answer_has_the_fields_of_its_document(ana: User, lived: MoneyAccount, speaks: Speaks) -> None:
    body = speaks(ana).get(ADDRESS, {"days": 30}).json()
    fields = ForecastAnswer().fields
    assert body.keys() == fields.keys()
    for name in ("days", "accounts", "known"):
        assert body[name][0].keys() == fields[name].child.fields.keys()  # type: ignore[attr-defined]


def test_the_queries_do_not_grow_with_accounts_or_lines(
    ana: User, lived: MoneyAccount, savings: MoneyAccount, pays: Any, speaks: Speaks
) -> None:
    client = speaks(ana)
    with CaptureQueriesContext(connection) as few:
        assert client.get(ADDRESS, {"days": 90}).status_code == 200
    for number in range(3):
        more = services.create_money_account(owner=ana, currency="EUR", name=f"More {number}")
        pays("-5", date(2026, 10, 1 + number), account=more)
    with CaptureQueriesContext(connection) as many:
        assert client.get(ADDRESS, {"days": 365}).status_code == 200
    assert len(many) == len(few) == 7
    assert not any("ledger_transaction" in each["sql"] for each in many)
