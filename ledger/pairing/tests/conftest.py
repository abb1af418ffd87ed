"""Accounts of ana, and entries on them written straight down, so that no other service has a say in what they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.models import User
from ledger.core import services
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.services import TransactionDraft
from ledger.pairing.models import Proposal
from ledger.pairing.services import find_pairs

DAY = date(2026, 11, 3)
Writes = Callable[..., Transaction]
Looks = Callable[..., list[Proposal]]


@pytest.fixture
def everyday(ana: User) -> MoneyAccount:
    return services.create_money_account(owner=ana, currency="EUR", name="Everyday", opening_balance=Decimal(1000))


@pytest.fixture
def savings(ana: User) -> MoneyAccount:
    return services.create_money_account(owner=ana, currency="EUR", name="Holiday pot", type="savings")


@pytest.fixture
def card(ana: User) -> MoneyAccount:
    return services.create_money_account(owner=ana, currency="EUR", name="Gold card", subtype="card")


@pytest.fixture
def write(ana: User) -> Writes:
    """An entry as an import writes it; `days` after DAY."""

    def written(account: MoneyAccount, amount: str, payee: str = "", days: int = 0, kind: str = "") -> Transaction:
        on = DAY + timedelta(days=days)
        draft = TransactionDraft(amount=Decimal(amount), booked_on=on, payee=payee, kind=kind)
        services.record_many(account=account, recorded_by=ana, drafts=[draft])
        return Transaction.objects.get(pk=draft.id)

    return written


@pytest.fixture
def look(ana: User) -> Looks:
    """Every proposal there is after a look at all of ana's accounts."""

    def looked(person: User = ana) -> list[Proposal]:
        accounts = MoneyAccount.objects.owned_by(person).values_list("pk", flat=True)
        find_pairs(person=person, accounts=list(accounts))
        return list(Proposal.objects.filter(person=person).order_by("kind", "first__booked_on", "first_id"))

    return looked
