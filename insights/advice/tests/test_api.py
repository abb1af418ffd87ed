"""`advice/`: asking, keeping, and what follows; the partner reads the price and none of the asker's figures."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from accounts.notifications.models import Notification
from insights.advice.models import Advice
from insights.advice.reminding import remind_due
from insights.advice.services import remind, weigh_purchase
from insights.advice.summing_up import reason_of
from insights.advice.tests.conftest import Asks
from insights.conftest import TODAY, Speaks
from ledger.core.models import MoneyAccount
from partnerships.core.services import start_partnership
from purchases.core.services import create_purchase

SENT = {"item_description": "Pixel 11", "amount": "899.00"}


def test_the_answer_says_all_of_it(ana: User, lived: MoneyAccount, speaks: Speaks) -> None:
    made = speaks(ana).post("/api/v1/advice/purchase/", SENT, format="json")
    assert made.status_code == 201, made.json()
    found = made.json()
    assert (found["decision"], found["source"], found["category"]["name"]) == ("buy", "local", "Electronics")
    assert "budget" in found["lacks"]
    listed = speaks(ana).get("/api/v1/advice/").json()
    assert listed["results"] == [found]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"amount": "0"}, "amount"),
        ({"amount": "1000000.01"}, "amount"),
        ({"when": "2027-11-21"}, "when"),
        ({"how": "instalments"}, "instalments"),
        ({"how": "shared"}, "how"),
        ({"category": "01930000-0000-7000-8000-0000000000c9"}, "category"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_makes_no_sense_is_refused(ana: User, speaks: Speaks, more: dict[str, Any], field: str) -> None:
    refused = speaks(ana).post("/api/v1/advice/purchase/", {**SENT, **more}, format="json")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["attr"] == field
    assert not Advice.objects.exists()


def test_the_queries_do_not_grow(
    ana: User, lived: MoneyAccount, asks: Asks, pays: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        pays("-5", TODAY - timedelta(days=number), slug="coffee")
        create_purchase(owner=ana, product_name=f"Pixel {number}", price=Decimal(9), purchase_date=date(2020, 1, 1))
    with django_assert_max_num_queries(36):
        asks("Pixel 11", "899")


def test_a_price_without_a_rate_is_told(ana: User, lived: MoneyAccount, asks: Asks) -> None:
    found = asks("Camera", "60", currency="MAD")
    assert "rate" in found.answer["lacks"]
    assert (found.decision, reason_of(found)) == (Advice.Decision.WAIT, "No exchange rate is known for its currency.")
    assert all(each["lowest"] is each["reached"] is None for each in found.answer["options"])


def test_the_partner_reads_none_of_the_askers_figures(
    ana: User, ben: User, lived: MoneyAccount, speaks: Speaks
) -> None:
    start_partnership(first=ana, second=ben, currency="EUR", started_on=date(2026, 11, 1))
    key = speaks(ana).post("/api/v1/advice/purchase/", SENT, format="json").json()["id"]
    asked = speaks(ana).post(f"/api/v1/advice/{key}/approval/", {"message": "Well?"}, format="json")
    assert asked.status_code == 201
    seen = speaks(ben).get(f"/api/v1/approvals/{asked.json()['id']}/").json()
    assert seen["after"] == {
        "price": {"amount": "899.00", "currency": "EUR"},
        "on": "2026-11-20",
        "how": "once",
        "instalments": None,
    }
    assert (seen["title"], seen["before"]) == ("Pixel 11", {})
    assert speaks(ben).get(f"/api/v1/advice/{key}/").status_code == 404
    again = speaks(ana).post(f"/api/v1/advice/{key}/approval/", {}, format="json")
    assert again.status_code == 409
    agreed = speaks(ben).post(f"/api/v1/approvals/{seen['id']}/approval/", {}, format="json")
    assert agreed.status_code == 200, agreed.json()
    assert speaks(ana).get(f"/api/v1/advice/{key}/").json()["approval_status"] == "approved"


def test_what_the_partner_has_moves_nothing(ana: User, ben: User, lived: MoneyAccount, asks: Asks) -> None:
    start_partnership(first=ana, second=ben, currency="EUR", started_on=date(2026, 11, 1))
    before = asks("Pixel 11", "899").answer
    create_purchase(
        owner=ben, product_name="Pixel 8", price=Decimal(500), purchase_date=TODAY,
        warranty={"warranty_start": TODAY, "warranty_end": date(2028, 1, 1), "warranty_type": "legal"},
    )  # fmt: skip
    weigh_purchase(person=ben, item_description="Boat", amount=Decimal(9000))
    assert asks("Pixel 11", "899").answer == before


def test_it_becomes_a_thing_once(ana: User, lived: MoneyAccount, asks: Asks, speaks: Speaks) -> None:
    found = asks("Lamp", "60")
    url = f"/api/v1/advice/{found.pk}/purchase/"
    bought = speaks(ana).post(url, {"is_here": True}, format="json")
    assert (bought.status_code, bought.json()["outcome"]) == (201, "bought")
    assert speaks(ana).post(url, {}, format="json").status_code == 409


def test_a_reminder_weighs_it_again_and_tells_once(
    ana: User, lived: MoneyAccount, asks: Asks, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = remind(advice=asks("Lamp", "60"), on=TODAY + timedelta(days=3))
    monkeypatch.setattr("insights.advice.reminding._latest", lambda: TODAY + timedelta(days=4))
    assert remind_due() == 0
    monkeypatch.setattr(User, "today", TODAY + timedelta(days=3))
    assert (remind_due(), remind_due()) == (1, 0)
    told = Notification.objects.get(kind="advice_reminder")
    assert (told.data["advice"], told.data["decision"]) == (str(found.pk), "buy")
