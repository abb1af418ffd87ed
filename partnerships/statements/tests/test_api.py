"""Statement, settlements and contributions by the API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core import services as ledger
from partnerships.agreements.services import ask_for_mode
from partnerships.approvals.services import approve
from partnerships.core.services import end_partnership
from partnerships.expenses.services import mark_paid
from partnerships.expenses.tests.conftest import Both, adds
from partnerships.statements.api.answers import ContributionAnswer, SettlementAnswer, StatementAnswer, TotalsAnswer
from partnerships.statements.services import roll_up_all

pytestmark = pytest.mark.django_db
SETTLEMENTS = "/api/v1/settlements/"
STATEMENT = "/api/v1/statements/2026-11/"


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        yield


@pytest.fixture
def owed(both: Both) -> Both:
    """Ben owes 16.00; the veg box of November is open."""
    mark_paid(standing=both[0], expense=adds(both[0]), due_on=date(2026, 11, 1), paid_on=date(2026, 11, 2))
    adds(both[1], "Veg box", "20.00", frequency="once", starts_on=date(2026, 11, 12))
    return both


def as_(person: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


def _sum(lines: list[dict[str, Any]], name: str = "amount") -> Decimal:
    return sum((Decimal(each[name]) for each in lines), Decimal(0))


def test_every_total_is_the_sum_of_lines_beside_it(owed: Both, ana: User) -> None:
    shown = as_(ana).get(STATEMENT).json()
    assert shown.keys() == StatementAnswer().fields.keys()
    totals = shown["totals"]
    assert totals.keys() == TotalsAnswer().fields.keys()
    assert _sum(shown["due"]) == Decimal(totals["due"]) == Decimal(60)
    assert _sum([each for each in shown["due"] if each["payment"] is None]) == Decimal(totals["open"])
    assert _sum(shown["paid"]) == Decimal(totals["paid"])
    for place in (0, 1):
        assert _sum([each for each in shown["paid"] if each["payer"] == place]) == Decimal(totals["paid_by"][place])
        assert sum(Decimal(each["shares"][place]) for each in shown["paid"]) == Decimal(totals["shares"][place])
    assert shown["carried_out"] == {"payer": 1, "amount": "16.00", "currency": "EUR"}


def test_settling_once_and_the_partners_half(owed: Both, ana: User, ben: User) -> None:
    to = ledger.create_money_account(owner=ana, currency="EUR", name="Everyday")
    source = ledger.create_money_account(owner=ben, currency="EUR", name="Everyday")
    foreign = as_(ana).post(SETTLEMENTS, {"expected_amount": "16.00", "money_account": str(source.pk)}, format="json")
    assert (foreign.status_code, foreign.json()["errors"][0]["attr"]) == (400, "money_account")
    made = as_(ana).post(SETTLEMENTS, {"expected_amount": "16.00", "money_account": str(to.pk)}, format="json")
    assert made.status_code == 201
    assert made.json().keys() == SettlementAnswer().fields.keys()
    assert made.json()["is_booked"] == [True, False]
    again = as_(ben).post(SETTLEMENTS, {"expected_amount": "16.00"}, format="json")
    assert (again.status_code, again.json()["current"]["amount"]) == (409, "0.00")
    one = f"{SETTLEMENTS}{made.json()['id']}/"
    assert as_(ben).get(one).json()["transaction"] is None
    row = ledger.record_transaction(
        account=source, recorded_by=ben, amount=Decimal(-16), booked_on=date(2026, 11, 19), payee="Ana"
    )
    found = as_(ben).get(f"{SETTLEMENTS}candidates/?settlement={made.json()['id']}").json()["results"]
    assert [each["id"] for each in found] == [str(row.pk)]
    booked = as_(ben).patch(one, {"transaction": str(row.pk)}, format="json")
    assert booked.json()["is_booked"] == [True, True]
    assert as_(ben).patch(one, {"money_account": str(source.pk)}, format="json").status_code == 409
    assert as_(ben).patch(one, {}, format="json").status_code == 400
    shown = as_(ben).get(STATEMENT).json()
    assert [each["id"] for each in shown["settlements"]] == [made.json()["id"]]
    assert shown["carried_out"]["payer"] is None
    assert as_(ben).delete(one).status_code == 400
    assert as_(ana).delete(one).status_code == 204


def test_strangers_see_nothing_and_the_former_partner_still_reads(
    owed: Both, ana: User, ben: User, carla: User
) -> None:
    made = as_(ana).post(SETTLEMENTS, {"expected_amount": "16.00"}, format="json").json()
    one = f"{SETTLEMENTS}{made['id']}/"
    for answer in (as_(carla).get(one), as_(carla).patch(one, {}, format="json"), as_(carla).delete(one)):
        assert answer.status_code == 404
    assert as_(carla).get(SETTLEMENTS).json()["count"] == 0
    assert as_(carla).get(STATEMENT).status_code == 409
    past = f"{STATEMENT}?partnership={owed[0].partnership.pk}"
    assert as_(carla).get(past).status_code == 404
    end_partnership(standing=owed[0])
    assert as_(ben).get(past).status_code == 200
    assert as_(ben).delete(one).status_code == 409
    for month in ("2026-13", "2026-1", "november", "9999-01"):
        assert as_(ben).get(f"/api/v1/statements/{month}/").status_code == 404


def test_contributions(owed: Both, ana: User, ben: User) -> None:
    approve(approval=ask_for_mode(standing=owed[0], mode="pot"), by=owed[1])
    roll_up_all()
    current = as_(ben).get("/api/v1/contributions/current/").json()
    assert current["total_required"] == "60.00"
    assert [each["required"] for each in current["contributions"]] == ["36.00", "24.00"]
    mark = "/api/v1/contributions/mark-paid/"
    paid = as_(ben).post(mark, {"month": "2026-11"}, format="json")
    assert (paid.status_code, paid.json()["paid_amount"]) == (200, "24.00")
    assert paid.json().keys() == ContributionAnswer().fields.keys()
    assert as_(ben).post(mark, {}, format="json").json()["errors"][0]["code"] == "already_paid"
    assert as_(ben).post(mark, {"month": "2026-07"}, format="json").status_code == 404
    assert as_(ben).post(mark, {"month": "x"}, format="json").status_code == 400
    assert as_(ben).delete(mark).json()["is_paid"] is False
    assert as_(ben).delete(mark).status_code == 409
    assert as_(ana).get("/api/v1/contributions/?month=2026-11").json()["count"] == 2
