"""Hiding a payment and making it for both, or two saying it is for both, at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest

from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount, Transaction
from partnerships.expenses.models import SharedPayment
from partnerships.sharing.gifts import hide_until
from partnerships.sharing.tests.conftest import Both, Pays
from partnerships.sharing.whose import BOTH, say_whose
from tests.at_once import all_at_once, need_many_connections

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _many_connections(transactional_db: None) -> None:
    need_many_connections()


def test_a_payment_is_hidden_or_for_both_and_never_each(both: Both, checking: MoneyAccount, pays: Pays) -> None:
    ana = both[0]
    for _round in range(5):
        entry = pays(checking, ana.person, "-80")
        hides = partial(hide_until, entry=entry, by=ana.person, until=date(2026, 12, 24))
        shares = partial(say_whose, standing=ana, entry=entry, whose=BOTH)
        acts: list[Callable[[], Any]] = [hides, shares] * 2
        all_at_once(acts)
        is_hidden = Transaction.objects.get(pk=entry.pk).withheld != ""
        assert is_hidden != SharedPayment.objects.filter(transaction=entry).exists()
    assert check_account(checking) == []


def test_a_payment_becomes_for_both_once(both: Both, checking: MoneyAccount, pays: Pays) -> None:
    entry = pays(checking, both[0].person, "-80")
    acts: list[Callable[[], Any]] = [lambda: say_whose(standing=both[0], entry=entry, whose=BOTH)] * 6
    all_at_once(acts)
    assert SharedPayment.objects.filter(transaction=entry).count() == 1
    assert Transaction.objects.get().own_amount == -40
    assert check_account(checking) == []
