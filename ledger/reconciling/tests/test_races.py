"""What happens at the same moment. SQLite has one writer, PostgreSQL many: there a missing lock would show."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from ledger.core import services as core
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount, Transaction
from ledger.reconciling.models import StatementBalance
from ledger.reconciling.services import delete_balance, finish_statement
from ledger.reconciling.tests.conftest import spend
from tests.at_once import all_at_once, need_many_connections

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 3, 31)


@pytest.fixture(autouse=True)
def _many_connections(transactional_db: None) -> None:
    need_many_connections()


def test_a_statement_finished_many_times_at_once_is_corrected_once(ana: User) -> None:
    account = core.create_money_account(owner=ana, currency="EUR", name="Everyday")
    spend(account, ana, "2026-03-03", "-10")

    def finish() -> None:
        finish_statement(account=account, finished_by=ana, on=DAY, amount=Decimal(5), tick_all=True, correct=True)

    all_at_once([finish] * 5)
    assert StatementBalance.objects.filter(account=account).count() == 1
    assert [each.amount for each in Transaction.objects.filter(payee="Balance correction")] == [Decimal(15)]
    assert not check_account(MoneyAccount.objects.get(pk=account.pk))


def test_a_statement_taken_back_while_it_is_finished_is_one_or_the_other(ana: User) -> None:
    account = core.create_money_account(owner=ana, currency="EUR", name="Everyday")
    entry = spend(account, ana, "2026-03-03", "-10")

    def finish() -> StatementBalance:
        return finish_statement(account=account, finished_by=ana, on=DAY, amount=Decimal(-10), tick_all=True)

    balance = finish()
    all_at_once([finish, lambda: delete_balance(balance=balance)])
    entry.refresh_from_db()
    kept = StatementBalance.objects.filter(account=account).exists()
    assert (entry.reconciled_on == DAY) is kept
