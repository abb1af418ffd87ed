"""Two windows, two looks, or a look beside a hand at the same moment: one outcome, one payment, one audit row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest

from accounts.models import User
from config.kernel.models import AuditEntry
from ledger.core.models import MoneyAccount, Transaction
from partnerships.core.errors import Overtaken
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.expenses.services import mark_paid
from partnerships.expenses.tests.conftest import Both, adds, books
from partnerships.linking.finding import find_links, last_days
from partnerships.linking.models import LinkProposal
from partnerships.linking.services import accept_proposal, decline_proposal
from partnerships.sharing.gifts import hide_until
from tests.at_once import all_at_once, need_many_connections

pytestmark = pytest.mark.django_db(transaction=True)
NOVEMBER = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _many_connections(transactional_db: None) -> None:
    need_many_connections()


@pytest.fixture
def internet(both: Both) -> SharedExpense:
    return adds(both[1], payer=0, starts_on=NOVEMBER)


@pytest.fixture
def line(both: Both, ana: User, account_of: Callable[..., MoneyAccount], internet: SharedExpense) -> Transaction:
    return books(account_of(ana), ana, "2026-11-03", "-40.00", "Telekom Internet")


@pytest.fixture
def asked(ana: User, line: Transaction) -> LinkProposal:
    find_links(person=ana, days=last_days(ana))
    return LinkProposal.objects.get()


def _won(results: list[Any]) -> int:
    assert all(isinstance(each, Overtaken) for each in results if isinstance(each, Exception)), results
    return sum(not isinstance(each, Exception) for each in results)


def test_two_windows_have_one_outcome(both: Both, asked: LinkProposal) -> None:
    acts = [partial(act, standing=both[0], proposal=asked) for act in (accept_proposal, decline_proposal)]
    assert _won(all_at_once(acts * 3)) == 1
    is_linked = LinkProposal.objects.get().status == "accepted"
    assert SharedPayment.objects.count() == AuditEntry.objects.filter(action="payment_linked").count() == is_linked


def test_two_looks_propose_once(both: Both, ana: User, line: Transaction) -> None:
    results = all_at_once([lambda: find_links(person=ana, days=last_days(ana))] * 4)
    assert not any(isinstance(each, Exception) for each in results), results
    assert LinkProposal.objects.count() == 1


def test_a_due_day_is_paid_once(both: Both, asked: LinkProposal, internet: SharedExpense) -> None:
    acts = [
        lambda: accept_proposal(standing=both[0], proposal=asked),
        lambda: mark_paid(standing=both[1], expense=internet, due_on=NOVEMBER),
    ]
    assert _won(all_at_once(acts * 3)) == 1
    assert SharedPayment.objects.count() == 1


def test_a_line_is_hidden_or_linked_and_never_each(both: Both, ana: User, asked: LinkProposal) -> None:
    entry = Transaction.objects.get(pk=asked.line.pk)
    all_at_once(
        [
            lambda: accept_proposal(standing=both[0], proposal=asked),
            lambda: hide_until(entry=entry, by=ana, until=date(2026, 12, 24)),
        ]
    )
    is_hidden = Transaction.objects.get(pk=entry.pk).withheld != ""
    assert is_hidden != SharedPayment.objects.exists()
