"""From a dropped file to the ledger and back."""

from __future__ import annotations

from decimal import Decimal

import pytest

from accounts.models import User
from ledger.core.models import MoneyAccount, Transaction
from ledger.imports import services
from ledger.imports.models import Import
from ledger.imports.readers import FileRefused
from ledger.imports.tests.conftest import MARCH, Taking, bank_file, sum_of


def test_a_file_becomes_an_account_with_its_lines(ana: User, take: Taking) -> None:
    done = take(ana, bank_file(MARCH))
    assert done.status == Import.Status.DONE
    account = MoneyAccount.objects.owned_by(ana).get()
    assert account.currency == "EUR"
    assert Transaction.objects.filter(account=account).count() == 4
    assert sum_of(account) == Decimal("2508.60") == account.balance
    assert done.report["taken"] == 4


def test_two_equal_coffees_stay_two_and_come_once(ana: User, take: Taking) -> None:
    take(ana, bank_file(MARCH))
    again = take(ana, bank_file([*MARCH, ("2026-03-28", "Kaffeemobil", "-3.20")]))
    assert (again.new_count, again.duplicate_count) == (1, 4)
    assert Transaction.objects.filter(payee="Kaffeemobil").count() == 3
    assert MoneyAccount.objects.owned_by(ana).count() == 1


@pytest.mark.django_db
def test_a_refused_file_leaves_nothing(ana: User) -> None:
    with pytest.raises(FileRefused):
        services.start_import(person=ana, data=b"\x89PNG\r\n\x1a\n" + bytes(200), filename="a.csv")
    assert not Import.objects.exists()
