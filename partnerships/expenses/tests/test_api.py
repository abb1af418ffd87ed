"""The seed's endpoints: what is answered, what waits, who is kept out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core.models import MoneyAccount
from partnerships.approvals.models import Approval
from partnerships.approvals.services import approve
from partnerships.core.services import end_partnership
from partnerships.expenses.api.answers import ExpenseAnswer, ExpenseSplitAnswer, PaymentAnswer
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.expenses.tests.conftest import Both, adds, books

pytestmark = pytest.mark.django_db
URL = "/api/v1/shared-expenses/"
NEW = {"name": "Internet", "amount": "40.00", "frequency": "monthly", "starts_on": "2026-01-01"}


def as_(person: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


def test_an_expense_from_adding_to_its_end(both: Both, ana: User, ben: User) -> None:
    added = as_(ana).post(URL, NEW, format="json")
    assert added.status_code == 201
    assert added.json()["approval"] is None
    assert added.json()["added_by"] == str(ana.pk)
    one = f"{URL}{added.json()['id']}/"
    shown = as_(ben).get(one).json()
    assert shown.keys() == ExpenseAnswer().fields.keys()

    asked = as_(ben).patch(one, {"amount": "44.00", "message": "dearer now"}, format="json")
    assert asked.status_code == 202
    assert as_(ana).get(one).json()["amount"] == "40.00"
    again = as_(ben).patch(one, {"amount": "45.00"}, format="json")
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "already_asked")
    approve(approval=Approval.objects.get(pk=asked.json()["approval"]["id"]), by=both[0])
    assert as_(ana).get(one).json()["amount"] == "44.00"
    old = as_(ana).patch(one, {"amount": "46.00", "version": 1}, format="json")
    assert (old.status_code, old.json()["current"]["version"]) == (409, 2)

    ended = as_(ana).delete(one)
    assert ended.status_code == 202
    approve(approval=Approval.objects.get(pk=ended.json()["approval"]["id"]), by=both[1])
    assert as_(ana).get(one).status_code == 404


def test_a_large_one_waits_and_is_withdrawn_by_deleting_it(both: Both, ana: User) -> None:
    added = as_(ana).post(URL, {**NEW, "amount": "100.01"}, format="json").json()
    assert added["status"] == "pending_approval"
    assert added["approval"] == str(Approval.objects.get().pk)
    one = f"{URL}{added['id']}/"
    assert as_(ana).patch(one, {"notes": "x"}, format="json").json()["errors"][0]["code"] == "waits_for_approval"
    assert as_(ana).delete(one).status_code == 204
    assert not SharedExpense.objects.exists()


def test_the_same_post_twice_adds_one(both: Both, ana: User) -> None:
    for _ in range(2):
        assert as_(ana).post(URL, NEW, format="json", headers={"Idempotency-Key": "k1"}).status_code == 201
    assert SharedExpense.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": 12.5}, "amount"),
        ({"amount": "-1"}, "amount"),
        ({"amount": "1.001"}, "amount"),
        ({"name": ""}, "name"),
        ({"frequency": "hourly"}, "frequency"),
        ({"starts_on": "2026-02-30"}, "starts_on"),
        ({"ends_on": "2025-12-31"}, "ends_on"),
        ({"payer": 2}, "payer"),
        ({"category": "01930000-0000-7000-8000-0000000000c1"}, "category"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_is_wrong_is_named(both: Both, ana: User, change: dict[str, object], field: str) -> None:
    answer = as_(ana).post(URL, {**NEW, **change}, format="json")
    assert (answer.status_code, answer.json()["errors"][0]["attr"]) == (400, field)


def test_strangers_and_people_without_a_partner(both: Both, carla: User) -> None:
    expense = adds(both[0])
    one = f"{URL}{expense.pk}/"
    assert as_(carla).get(URL).json()["count"] == 0
    for answer in (as_(carla).get(one), as_(carla).patch(one, {}, format="json"), as_(carla).delete(one)):
        assert answer.status_code == 404
    assert as_(carla).post(URL, NEW, format="json").json()["errors"][0]["code"] == "no_partnership"
    assert as_(carla).get(f"{URL}split/").status_code == 409


def test_after_the_end_it_is_readable_and_no_more(both: Both, ben: User) -> None:
    expense = adds(both[0])
    end_partnership(standing=both[0])
    one = f"{URL}{expense.pk}/"
    assert as_(ben).get(one).status_code == 200
    assert as_(ben).patch(one, {"amount": "1"}, format="json").json()["errors"][0]["code"] == "no_partnership"


def test_the_split_adds_up(both: Both, ana: User) -> None:
    adds(both[0], amount="39.99")
    adds(both[0], "Veg box", "27.00", frequency="weekly")
    adds(both[0], "Cat", "48.01", method="equal")
    split = as_(ana).get(f"{URL}split/").json()
    assert split.keys() == ExpenseSplitAnswer().fields.keys()
    assert split["reason"] is None
    parts = [Decimal(each["amount"]) for each in split["partners"]]
    assert sum(parts) == Decimal(split["total"]) == Decimal("205.00")
    for place in (0, 1):
        assert sum(Decimal(each["shares"][place]) for each in split["lines"]) == parts[place]
    assert sum(Decimal(each["percent"]) for each in split["partners"]) == 100
    assert as_(ana).get(f"{URL}split/?month=2026-13").status_code == 400


def test_a_payment_by_the_api(both: Both, ana: User, ben: User, account_of: Callable[..., MoneyAccount]) -> None:
    expense = adds(both[0])
    pay = f"{URL}{expense.pk}/payments/"
    paid = as_(ana).post(pay, {"due_on": "2026-10-01", "paid_on": "2026-10-02"}, format="json")
    assert (paid.status_code, paid.json()["shares"]) == (201, ["24.00", "16.00"])
    assert paid.json().keys() == PaymentAnswer().fields.keys()
    again = as_(ben).post(pay, {"due_on": "2026-10-01"}, format="json")
    assert (again.status_code, again.json()["current"]) == (409, {"payment": paid.json()["id"]})
    one = f"/api/v1/shared-payments/{paid.json()['id']}/"
    entry = books(account_of(ana), ana, "2026-10-02", "-40.00")
    linked = as_(ana).put(f"{one}transaction/", {"transaction": str(entry.pk)}, format="json")
    assert linked.json()["transaction"] == str(entry.pk)
    assert as_(ben).get(one).json()["transaction"] is None
    assert as_(ben).delete(one).json()["errors"][0]["code"] == "not_yours"
    listed = as_(ben).get("/api/v1/shared-payments/?month=2026-10").json()
    assert [each["id"] for each in listed["results"]] == [paid.json()["id"]]
    assert as_(ana).delete(f"{one}transaction/").status_code == 204
    assert as_(ana).delete(one).status_code == 204
    assert not SharedPayment.objects.exists()
