"""Whatever one of the two hides: each byte the other gets at any step is the same, and no word of it is on a screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from ledger.core import services as ledger
from ledger.core.models import Category, MoneyAccount, Transaction
from partnerships.dates.models import STEPS
from partnerships.dates.services import finish_date
from partnerships.dates.tests.conftest import Both, Pays, account_of, go_to, shown_to
from partnerships.expenses.services import add_expense, mark_paid
from partnerships.sharing.gifts import hide_until

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
ADDRESSES = ("/together/date/", "/together/parts/date/", "/api/v1/partnerships/current/money-date/")
MASKED = re.compile(rb'csrfmiddlewaretoken" value="[^"]*"|csrf-token" content="[^"]*"')
IDS = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
UNTIL = date(2026, 12, 24)
WORDS = ("Ringmaker", "777", "Zurich", "Surprise")


@pytest.fixture
def shown(both: Both, joint: MoneyAccount, pays: Pays) -> MoneyAccount:
    """Ana's own, which Ben sees in full; something stands at every step, and Ben knows of one hidden line."""
    own = shown_to(account_of(both[0].person, "Card"), both[1].person)
    for account in (own, joint):
        pays(account, both[0].person, "Zzyzx 4711")
    hide_until(entry=pays(joint, both[0].person, "Private", "-1"), by=both[0].person, until=UNTIL)
    rent, _asked = add_expense(standing=both[0], values={"name": "Garage", "amount": Decimal(50), "payer": 0})
    mark_paid(standing=both[0], expense=rent, due_on=rent.starts_on)
    return own


def hide(ana: User, shown: MoneyAccount, pays: Pays) -> None:
    """Gifts on accounts Ben sees, and an account, a category and choices he knows nothing of."""
    gift: Any = {"payee": "Ringmaker", "amount": Decimal(-777)}
    ledger.record_transaction(
        account=shown, recorded_by=ana, booked_on=date(2026, 11, 18), withheld_until=UNTIL, **gift
    )
    private = Transaction.objects.get(payee="Private")
    ledger.update_transaction(entry=private, changed_by=ana, **gift)
    parent = Category.objects.get(slug="groceries")
    own = ledger.create_category(owner=ana, name="Surprise", parent=parent, kind="expense")
    zurich = account_of(ana, "Zurich", currency="USD")
    for payee in ("Ringmaker", "Zzyzx 4711", "Zzyzx 4711"):
        entry = pays(zurich, ana, payee, "-777")
        ledger.choose_category(entry=entry, changed_by=ana, category=own)


def told(client: Client) -> list[bytes]:
    return [MASKED.sub(b"", client.get(each).content) for each in ADDRESSES]


@pytest.mark.parametrize("step", [*range(1, STEPS + 1), "finished"])
def test_nothing_hidden_is_told(
    step: int | str, both: Both, shown: MoneyAccount, pays: Pays, signed_in: SignedIn
) -> None:
    reached = go_to(both[0], STEPS if step == "finished" else int(step))
    if step == "finished":
        finish_date(standing=both[0], money_date=reached)
    ben = signed_in(both[1].person)
    before = told(ben)
    hide(both[0].person, shown, pays)
    assert Transaction.objects.filter(payee="Ringmaker").count() == 3
    assert told(ben) == before
    assert all(b"4711" in each for each in before[::2]) or step != 1
    screen = IDS.sub(b"", told(signed_in(both[0].person))[0]).decode()
    main = screen[screen.index('id="money-date"') : screen.index("</main>")]
    assert [each for each in WORDS if each in main] == []
