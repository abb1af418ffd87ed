"""What is called cash, and so idle or too little: what can be had, and nothing that is owed, built or invested."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.models import User
from insights.feed.generators.saving import cash
from insights.feed.recommending import recommendations
from insights.feed.scene import Scene
from ledger.core.models import MoneyAccount
from ledger.core.services import create_money_account

D = Decimal


def told(person: User) -> dict[str, str]:
    return {each.kind: each.data["cash"]["amount"] for each in cash(Scene(person))}


def test_what_lies_idle_is_told(ana: User, lived: MoneyAccount) -> None:
    assert told(ana) == {"cash_idle": "16000.00"}


@pytest.mark.parametrize(
    "held", [{"type": "investment"}, {"subtype": "property"}, {"type": "savings", "subtype": "property"}]
)
def test_neither_a_house_nor_an_investment_without_positions_is_cash(
    ana: User, lived: MoneyAccount, held: dict[str, str]
) -> None:
    before = told(ana)
    create_money_account(owner=ana, currency="EUR", name="Held", opening_balance=D(300000), **held)  # type: ignore[arg-type]
    assert told(ana) == before


def test_a_loan_takes_nothing_from_what_lies_ready(ana: User, lived: MoneyAccount) -> None:
    before, named = told(ana), {each.kind for each in recommendations(ana)}
    create_money_account(owner=ana, currency="EUR", name="Loan", subtype="loan", opening_balance=D(-90000))
    assert (told(ana), {each.kind for each in recommendations(ana)}) == (before, named)
    assert "emergency_fund" not in named
