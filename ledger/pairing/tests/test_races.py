"""Decisions made at the same moment. SQLite has one writer, PostgreSQL many: there a missing lock would show."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from ledger.core import services
from ledger.core.checking import check_account
from ledger.core.errors import Conflict
from ledger.core.models import Category, MoneyAccount, Transaction, Transfer
from ledger.core.system_categories import store_system_categories
from ledger.pairing.models import Proposal
from ledger.pairing.services import accept_proposal, decline_proposal, find_pairs
from ledger.pairing.tests.conftest import Writes

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _many_connections(transactional_db: None) -> None:
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("threads cannot share SQLite's in-memory test database; PostgreSQL runs this")
    # The race before this one emptied the tables, the shared categories with them.
    if not Category.objects.exists():
        store_system_categories(Category)


def all_at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """The results, or the exceptions, of `acts` started together."""
    start = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(place: int) -> None:
        start.wait(10)
        try:
            results[place] = acts[place]()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


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
