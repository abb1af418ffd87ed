"""What was found in the history stands in the forecast as if it were accepted, and says so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from insights.conftest import Speaks
from ledger.core.models import MoneyAccount
from ledger.recurring.models import RecurringOffer
from ledger.recurring.offering import accept_offer, decline_offer

ADDRESS = "/api/v1/insights/forecast/"


@pytest.fixture
def streaming(lived: MoneyAccount) -> RecurringOffer:
    return RecurringOffer.objects.create(
        account=lived, payee="Streaming", payee_key="streaming", amount=Decimal("-14"), low=Decimal(14),
        high=Decimal(14), frequency="monthly", interval=1, starts_on=date(2026, 11, 14), times=9,
    )  # fmt: skip


def test_an_offer_is_known_and_named_as_one(ana: User, streaming: RecurringOffer, speaks: Speaks) -> None:
    body = speaks(ana).get(ADDRESS, {"days": 30}).json()
    [found] = [each for each in body["known"] if each["payee"] == "Streaming"]
    assert (found["on"], found["amount"], found["recurring"], found["offer"]) == (
        "2026-12-14", "-14.00", None, str(streaming.pk),
    )  # fmt: skip


def test_it_is_not_counted_twice_with_what_is_spent_beside(
    ana: User, lived: MoneyAccount, streaming: RecurringOffer, speaks: Speaks
) -> None:
    with_offer = Decimal(speaks(ana).get(ADDRESS, {"days": 41}).json()["days"][-1]["expected"])
    decline_offer(offer=streaming)
    without = Decimal(speaks(ana).get(ADDRESS, {"days": 41}).json()["days"][-1]["expected"])
    # 14 of the 600 a month come from groceries' cell instead: ten days of November, and December.
    assert with_offer - without == pytest.approx(Decimal(14) * 10 / 30, abs=Decimal("0.5"))


def test_accepted_it_is_there_once(ana: User, streaming: RecurringOffer, speaks: Speaks) -> None:
    accept_offer(offer=streaming, by=ana)
    known = speaks(ana).get(ADDRESS, {"days": 30}).json()["known"]
    assert [each["offer"] for each in known if each["payee"] == "Streaming"] == [None]


def test_what_was_seen_twice_may_be_a_coincidence(ana: User, streaming: RecurringOffer, speaks: Speaks) -> None:
    RecurringOffer.objects.update(times=2)
    assert all(each["payee"] != "Streaming" for each in speaks(ana).get(ADDRESS, {"days": 30}).json()["known"])
