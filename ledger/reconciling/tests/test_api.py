from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core.api.answers import BankAnswer
from ledger.core.models import MoneyAccount, Transaction
from ledger.reconciling.api.answers import ExplanationAnswer, StatementBalanceAnswer
from ledger.reconciling.models import StatementBalance
from ledger.reconciling.tests.conftest import Speaks, says, spend


@pytest.fixture
def ana_api(ana: User, speaks: Speaks) -> APIClient:
    return speaks(ana)


def the(account: MoneyAccount, rest: str = "") -> str:
    return f"/api/v1/money-accounts/{account.pk}/{rest}"


def refusals(response: Any, status: int) -> list[tuple[str, str | None]]:
    assert response.status_code == status, response.content
    return [(each["code"], each["attr"]) for each in response.json()["errors"]]


def test_an_account_says_whether_it_agrees_with_its_bank(ana: User, ana_api: APIClient, everyday: MoneyAccount) -> None:
    assert ana_api.get(the(everyday)).json()["bank"] is None
    says(everyday, {"2026-02-28": "1000.00", "2026-03-31": "980.00"})
    bank = ana_api.get(the(everyday)).json()["bank"]
    assert bank == ana_api.get("/api/v1/money-accounts/").json()["results"][0]["bank"]
    assert bank == {
        "on": "2026-03-31",
        "amount": "980.00",
        "ours": "1000.00",
        "agrees": False,
        "gap": "-20.00",
        "gap_since": "2026-03-31",
        "agreed_on": "2026-02-28",
    }
    assert set(bank) == set(BankAnswer().fields)
    spend(everyday, ana, "2026-03-02", "-20")
    assert ana_api.get(the(everyday)).json()["bank"]["agrees"] is True


def test_a_viewer_learns_nothing_of_the_bank(ben: User, speaks: Speaks, everyday: MoneyAccount) -> None:
    says(everyday, {"2026-03-31": "980.00"})
    everyday.grants.create(person=ben, role="viewer", level="full")
    bens = speaks(ben)
    assert bens.get(the(everyday)).json()["bank"] is None
    assert bens.get("/api/v1/money-accounts/").json()["results"][0]["bank"] is None
    for rest in ("bank-balances/", "reconciliation/"):
        assert refusals(bens.get(the(everyday, rest)), 403) == [("permission_denied", None)]


def test_balances_are_kept_listed_and_taken_back(ana_api: APIClient, everyday: MoneyAccount) -> None:
    says(everyday, {"2026-03-30": "1000.00"})
    url = the(everyday, "bank-balances/")
    first = ana_api.post(url, {"on": "2026-03-31", "amount": "900"}).json()
    made = ana_api.post(url, {"on": "2026-03-31", "amount": "990.5"})
    assert made.status_code == 201
    assert made.json()["id"] == first["id"]
    listed = ana_api.get(url).json()
    assert [(each["on"], each["amount"], each["gap"], each["source"]) for each in listed["results"]] == [
        ("2026-03-31", "990.50", "-9.50", "hand"),
        ("2026-03-30", "1000.00", "0.00", "file"),
    ]
    assert set(listed["results"][0]) == set(StatementBalanceAnswer().fields)
    by_hand, of_file = (each["id"] for each in listed["results"])
    assert refusals(ana_api.delete(f"{url}{of_file}/"), 400) == [("from_file", None)]
    assert ana_api.delete(f"{url}{by_hand}/").status_code == 204
    assert ana_api.delete(f"{url}{by_hand}/").status_code == 404
    assert ana_api.get(url, {"limit": 1}).json()["count"] == 1


@pytest.mark.parametrize(
    ("sent", "refused"),
    [
        ({"amount": "1"}, ("required", "on")),
        ({"on": "2999-01-01", "amount": "1"}, ("out_of_range", "on")),
        ({"on": "2198-01-01", "amount": "1"}, ("day_to_come", "on")),
        ({"on": "2026-03-31", "amount": "1.005"}, ("too_many_decimals", "amount")),
        ({"on": "2026-03-31", "amount": 1.5}, ("float_not_exact", "amount")),
        ({"on": "2026-03-31", "amount": "1", "nonsense": 1}, ("unknown_field", "nonsense")),
    ],
)
@pytest.mark.parametrize("rest", ["bank-balances/", "reconciliation/"])
def test_a_balance_that_cannot_be_is_refused(
    rest: str, sent: dict[str, object], refused: tuple[str, str], ana_api: APIClient, everyday: MoneyAccount
) -> None:
    assert refusals(ana_api.post(the(everyday, rest), sent), 400) == [refused]
    assert not StatementBalance.objects.exists()


def test_a_statement_is_finished_with_its_lines(ana: User, ana_api: APIClient, everyday: MoneyAccount) -> None:
    lunch, rent = spend(everyday, ana, "2026-03-03", "-10"), spend(everyday, ana, "2026-03-04", "-40")
    url, sent = the(everyday, "reconciliation/"), {"on": "2026-03-31", "amount": "990.00"}
    assert refusals(ana_api.post(url, sent), 400) == [("does_not_add_up", "amount")]
    later = spend(everyday, ana, "2026-04-01", "-5")
    assert refusals(ana_api.post(url, {**sent, "ids": [str(later.pk)]}), 400) == [("does_not_exist", "ids")]
    assert not Transaction.objects.filter(reconciled_on__isnull=False).exists()
    made = ana_api.post(url, {**sent, "ids": [str(lunch.pk)]})
    assert (made.status_code, made.json()["ticked"], made.json()["gap"]) == (201, 1, "40.00")
    shown = ana_api.get(url).json()
    first = shown["explanations"][0]
    assert (first["code"], first["transaction"], first["act"]) == ("not_ticked_off", str(rent.pk), "move")
    assert set(first) == set(ExplanationAnswer().fields)


def test_the_rest_is_booked_once_however_often_it_is_sent(
    ana: User, ana_api: APIClient, everyday: MoneyAccount
) -> None:
    spend(everyday, ana, "2026-03-03", "-10")
    sent = {"on": "2026-03-31", "amount": "1000.00", "correct": True}
    for _time in range(2):
        made = ana_api.post(the(everyday, "reconciliation/"), sent)
        assert (made.status_code, made.json()["gap"]) == (201, "0.00")
    booked = Transaction.objects.get(payee="Balance correction")
    assert (booked.amount, booked.kind, booked.reconciled_on) == (Decimal(10), "income", date(2026, 3, 31))


def test_the_list_asks_the_same_number_of_questions_however_long_it_is(
    ana_api: APIClient, everyday: MoneyAccount, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for days in (3, 40):
        says(everyday, {str(date.fromordinal(date(2020, 1, 1).toordinal() + day)): "7" for day in range(days)})
        with django_assert_num_queries(8):
            ana_api.get(the(everyday, "bank-balances/"), {"limit": 50})
