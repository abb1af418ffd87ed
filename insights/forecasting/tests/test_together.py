"""`insights/forecast/?scope=together`: what both will have, by what one of them sees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from insights.conftest import Speaks
from ledger.core import services
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.queries import next_month
from ledger.core.services.granting import add_co_owner, grant_view
from ledger.core.services.withholding import withhold_transaction
from ledger.recurring.services import create_recurring
from partnerships.conftest import couple as couple
from partnerships.core.models import Partnership
from partnerships.expenses.models import SharedExpense, SharedPayment

ADDRESS = "/api/v1/insights/forecast/"
pytestmark = pytest.mark.usefixtures("couple")


@pytest.fixture
def bens(ben: User) -> MoneyAccount:
    """Ben's own: 400 a month remain, for a year."""
    account = services.create_money_account(owner=ben, currency="EUR", name="Ben's own", opening_balance=Decimal(1000))
    month = date(2025, 11, 1)
    while month < date(2026, 11, 1):
        services.record_transaction(
            account=account, recorded_by=ben, amount=Decimal(400), booked_on=month.replace(day=20), payee="Work"
        )
        month = next_month(month)
    account.refresh_from_db()
    return account


@pytest.fixture
def joint(ana: User, ben: User) -> MoneyAccount:
    account = services.create_money_account(owner=ana, currency="EUR", name="Ours", opening_balance=Decimal(600))
    add_co_owner(account=account, person=ben, added_by=ana)
    return account


def expense(couple: Partnership, **values: Any) -> SharedExpense:
    whole = {"name": "Nursery", "amount": Decimal(300), "starts_on": date(2026, 10, 28), **values}
    return SharedExpense.objects.create(partnership=couple, **whole)


def together(client: Any, **query: str) -> Any:
    return client.get(ADDRESS, {"days": "30", "scope": "together", **query}).json()


def names(body: Any) -> set[str]:
    return {each["name"] for each in body["accounts"]}


def test_a_joint_account_and_what_is_seen_of_the_partners_count(
    ana: User, lived: MoneyAccount, joint: MoneyAccount, bens: MoneyAccount, ben: User, speaks: Speaks
) -> None:
    client = speaks(ana)
    assert names(together(client)) == {"Everyday", "Ours"}
    grant_view(account=bens, person=ana, level="exists", granted_by=ben)
    assert names(together(client)) == {"Everyday", "Ours"}
    for level in ("total", "category_sums", "full"):
        grant_view(account=bens, person=ana, level=level, granted_by=ben)
        body = together(client)
        assert names(body) == {"Everyday", "Ours", "Ben's own"}
        assert Decimal(body["balance"]) == lived.balance + 600 + bens.balance
        theirs = next(each for each in body["accounts"] if not each["is_mine"])
        assert theirs["has_history"]
        assert Decimal(theirs["days"][-1]["expected"]) == pytest.approx(bens.balance + 400, rel=Decimal("0.02"))
    assert (body["scope"], client.get(ADDRESS).json()["scope"]) == ("together", "me")
    assert names(client.get(ADDRESS).json()) == {"Everyday", "Ours"}


def test_what_both_have_to_pay_is_known_once(
    ana: User, couple: Partnership, lived: MoneyAccount, joint: MoneyAccount, speaks: Speaks
) -> None:
    found = expense(couple)
    client = speaks(ana)
    [bill] = [each for each in together(client)["known"] if each["shared_expense"]]
    assert (bill["on"], bill["amount"], bill["payee"]) == ("2026-11-28", "-300.00", "Nursery")
    assert (bill["money_account"], bill["recurring"], bill["shared_expense"]) == (str(joint.pk), None, str(found.pk))
    assert not any(each["shared_expense"] for each in client.get(ADDRESS).json()["known"])
    create_recurring(
        recorded_by=ana, account=joint, kind="expense", amount=Decimal(295), payee="Kita", frequency="monthly",
        starts_on=date(2026, 11, 27), books=False,
    )  # fmt: skip
    assert not any(each["shared_expense"] for each in together(client)["known"])


def test_what_was_paid_already_is_not_due(
    ana: User, couple: Partnership, lived: MoneyAccount, joint: MoneyAccount, speaks: Speaks
) -> None:
    found = expense(couple)
    SharedPayment.objects.create(
        partnership=couple, expense=found, due_on=date(2026, 11, 28), payer=0, amount=Decimal(300),
        paid_on=date(2026, 11, 20), first_share=500_000_000, first_amount=Decimal(150),
    )  # fmt: skip
    assert not any(each["shared_expense"] for each in together(speaks(ana))["known"])


def test_a_shared_bill_is_not_counted_twice_with_its_history(
    ana: User, couple: Partnership, lived: MoneyAccount, pays: Callable[..., Transaction], speaks: Speaks
) -> None:
    month = date(2025, 9, 1)
    while month < date(2026, 11, 1):
        pays("-300", month.replace(day=28), slug="internet-tv")
        month = next_month(month)
    before = Decimal(speaks(ana).get(ADDRESS, {"days": "30"}).json()["days"][-1]["expected"])
    expense(couple, category=Category.objects.get(slug="internet-tv"), payer=0)
    after = Decimal(together(speaks(ana))["days"][-1]["expected"])
    assert after == pytest.approx(before, abs=Decimal(25))


def test_what_one_pays_into_the_joint_account_is_neither_in_nor_out(
    ana: User, lived: MoneyAccount, joint: MoneyAccount, speaks: Speaks
) -> None:
    create_recurring(
        recorded_by=ana, account=lived, to_account=joint, kind="transfer", amount=Decimal(700), frequency="monthly",
        starts_on=date(2026, 11, 27),
    )  # fmt: skip
    days = {each["on"]: each["known"] for each in together(speaks(ana))["days"]}
    assert days["2026-11-27"] == "0.00"


def test_what_is_hidden_changes_no_byte(
    ana: User, ben: User, couple: Partnership, lived: MoneyAccount, joint: MoneyAccount, bens: MoneyAccount,
    speaks: Speaks,
) -> None:  # fmt: skip
    found = expense(couple, payer=1)
    seen = services.create_money_account(owner=ben, currency="EUR", name="Seen", opening_balance=Decimal(50))
    grant_view(account=seen, person=ana, level="total", granted_by=ben)
    client = speaks(ana)
    before = client.get(ADDRESS, {"days": "60", "scope": "together"}).content
    rent = services.record_transaction(
        account=bens, recorded_by=ben, amount=Decimal(-300), booked_on=date(2026, 10, 28), payee="Nursery"
    )
    SharedPayment.objects.create(
        partnership=couple, expense=found, due_on=date(2026, 10, 28), payer=1, amount=Decimal(300), transaction=rent,
        paid_on=date(2026, 10, 28), first_share=500_000_000, first_amount=Decimal(150), linked_by=ben,
    )  # fmt: skip
    create_recurring(
        recorded_by=ben, account=seen, kind="expense", amount=Decimal(45), payee="Secret club", frequency="monthly",
        starts_on=date(2026, 11, 27), books=False,
    )  # fmt: skip
    create_recurring(
        recorded_by=ben, account=bens, kind="expense", amount=Decimal(300), payee="Nursery", frequency="monthly",
        starts_on=date(2026, 11, 28), books=False,
    )  # fmt: skip
    for account in (joint, seen):
        gift = services.record_transaction(
            account=account, recorded_by=ben, amount=Decimal(-40), booked_on=date(2026, 10, 5), payee="Gift"
        )
        withhold_transaction(entry=gift, by=ben, until=date(2026, 12, 24))
    assert client.get(ADDRESS, {"days": "60", "scope": "together"}).content == before


def test_without_a_partner_it_is_ones_own(
    carla: User, couple: Partnership, speaks: Speaks, signed_in: Callable[[User], Client]
) -> None:
    services.create_money_account(owner=carla, currency="USD", name="Alone")
    assert names(together(speaks(carla))) == {"Alone"}
    assert "Whose accounts" not in signed_in(carla).get("/insights/forecast/").content.decode()


def test_the_page_switches_between_mine_and_together(
    ana: User, ben: User, couple: Partnership, lived: MoneyAccount, joint: MoneyAccount, bens: MoneyAccount,
    signed_in: Callable[[User], Client],
) -> None:  # fmt: skip
    expense(couple)
    grant_view(account=bens, person=ana, level="total", granted_by=ben)
    browser = signed_in(ana)
    mine = browser.get("/insights/forecast/?of=all").content.decode()
    assert "Whose accounts" in mine
    assert "Nursery" not in mine
    both = browser.get("/insights/forecast/?of=all&scope=together").content.decode()
    assert "Nursery" in both
    assert "for both" in both
    assert "your partner’s" in both


def test_an_unknown_scope_is_refused(ana: User, speaks: Speaks) -> None:
    answer = speaks(ana).get(ADDRESS, {"scope": "partner"})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["attr"] == "scope"
