"""Decisions made at the same moment. SQLite has one writer, PostgreSQL many: there a missing lock would show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from ledger.core import services
from ledger.core.checking import check_account
from ledger.core.errors import Conflict
from ledger.core.models import MoneyAccount, Transaction, Transfer
from ledger.pairing.models import Proposal
from ledger.pairing.services import accept_proposal, decline_proposal, find_pairs
from ledger.pairing.tests.conftest import Writes
from tests.at_once import all_at_once, need_many_connections

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _many_connections(transactional_db: None) -> None:
    need_many_connections()


@pytest.fixture
def proposal(ana: User, everyday: MoneyAccount, savings: MoneyAccount, write: Writes) -> Proposal:
    out, into = write(everyday, "-61.30", "Somebody"), write(savings, "61.30", "Somebody else")
    return Proposal.objects.create(person=ana, kind="transfer", first=out, second=into, score=40, reason="same_day")


def test_of_many_acceptances_and_refusals_one_counts(ana: User, proposal: Proposal) -> None:
    acts: list[Callable[[], Any]] = [
        lambda: accept_proposal(proposal=proposal, accepted_by=ana),
        lambda: decline_proposal(proposal=proposal),
    ] * 3
    results = all_at_once(acts)
    assert sum(isinstance(each, Proposal) for each in results) == 1, results
    assert sum(isinstance(each, Conflict) for each in results) == 5, results
    proposal.refresh_from_db()
    assert Transfer.objects.count() == (proposal.status == "accepted")
    assert [each for account in MoneyAccount.objects.all() for each in check_account(account)] == []


def test_one_line_becomes_half_of_one_transfer(
    ana: User, everyday: MoneyAccount, savings: MoneyAccount, write: Writes
) -> None:
    out = write(everyday, "-5")
    others = [write(savings, "5") for _ in range(4)]

    def pairing(other: Transaction) -> Callable[[], Any]:
        return lambda: services.pair_transfer(outgoing=out, incoming=other, paired_by=ana)

    results = all_at_once([pairing(other) for other in others])
    assert sum(isinstance(each, Transfer) for each in results) == 1, results
    assert sum(isinstance(each, Conflict) for each in results) == 3, results
    assert [each for account in MoneyAccount.objects.all() for each in check_account(account)] == []


def test_looks_at_once_make_each_pair_once(
    ana: User, everyday: MoneyAccount, savings: MoneyAccount, write: Writes
) -> None:
    for days in range(12):
        write(everyday, f"-{days + 10}", "To Holiday pot", days)
        write(savings, f"{days + 10}", "Credit", days)
    keys = [everyday.pk, savings.pk]
    results = all_at_once([lambda: find_pairs(person=ana, accounts=keys)] * 3)
    assert results == [None] * 3
    assert Transfer.objects.count() == Proposal.objects.count() == 12
    assert [each for account in MoneyAccount.objects.all() for each in check_account(account)] == []
