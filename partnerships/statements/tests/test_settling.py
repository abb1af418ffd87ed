"""Who owes whom, and that a settlement makes both even, once, in both ledgers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from config.kernel.models import AuditEntry
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount, Transaction, Transfer
from partnerships.core.errors import Overtaken
from partnerships.expenses.services import mark_paid, share_payment
from partnerships.expenses.tests.conftest import Both, adds, books
from partnerships.statements.balance import balance_of
from partnerships.statements.models import Settlement
from partnerships.statements.services import book_half, candidates, settle, undo_settlement

pytestmark = pytest.mark.django_db
AccountOf = Callable[..., MoneyAccount]
DUE = date(2026, 10, 1)


@pytest.fixture(autouse=True)
def _in_november() -> object:
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        yield


@pytest.fixture
def owed(both: Both) -> Both:
    """Ana paid 40 and bears 24 of it: Ben owes 16."""
    mark_paid(standing=both[0], expense=adds(both[0]), due_on=DUE, paid_on=DUE)
    return both


def test_what_is_open_is_not_owed(both: Both) -> None:
    adds(both[0])
    assert balance_of(both[0].partnership) == 0
    with pytest.raises(ValidationError) as refused:
        settle(standing=both[0], expected_amount=Decimal(0))
    assert refused.value.stable_code == "nothing_to_settle"  # type: ignore[attr-defined]


def test_both_are_even_after_it_and_it_happens_once(owed: Both) -> None:
    ana, ben = owed
    made = settle(standing=ana, expected_amount=Decimal("16.00"))
    assert (made.payer, made.amount, made.number) == (1, Decimal(16), 1)
    assert balance_of(ana.partnership) == 0
    with pytest.raises(Overtaken) as refused:
        settle(standing=ben, expected_amount=Decimal("16.00"))
    assert refused.value.code == "balance_changed"
    assert refused.value.current == {"payer": None, "amount": "0.00", "currency": "EUR"}
    assert AuditEntry.objects.filter(action="settlement_made").count() == 1


@pytest.mark.parametrize(("amount", "payer"), [("15.99", None), ("16.00", 0)])
def test_another_balance_than_the_expected_one_settles_nothing(owed: Both, amount: str, payer: int | None) -> None:
    with pytest.raises(Overtaken) as refused:
        settle(standing=owed[0], expected_amount=Decimal(amount), expected_payer=payer)
    assert refused.value.current == {"payer": 1, "amount": "16.00", "currency": "EUR"}
    assert not Settlement.objects.exists()


def test_it_stands_in_both_ledgers_as_one_transfer(owed: Both, ana: User, ben: User, account_of: AccountOf) -> None:
    to, source = account_of(ana), account_of(ben)
    made = settle(standing=owed[0], expected_amount=Decimal(16), account=to)
    assert made.incoming is not None
    assert (made.incoming.kind, made.incoming.amount) == ("transfer", Decimal(16))
    imported = books(source, ben, "2026-11-18", "-16.00", "Ana Example")
    [found] = candidates(standing=owed[1], payer=1, amount=Decimal(16), around=made.settled_on)
    assert found == imported
    whole = book_half(standing=owed[1], settlement=made, entry=found)
    pair = Transfer.objects.get()
    assert (pair.outgoing, pair.incoming) == (imported, made.incoming)
    imported.refresh_from_db()
    assert imported.kind == "transfer"
    with pytest.raises(Overtaken):
        book_half(standing=owed[1], settlement=whole, account=source)
    for account in (to, source):
        assert not list(check_account(account))
    assert not Transaction.objects.visible_to(ana).filter(pk=imported.pk).exists()


def test_taking_it_back_gives_back_what_both_had(owed: Both, ana: User, ben: User, account_of: AccountOf) -> None:
    made = settle(standing=owed[0], expected_amount=Decimal(16), account=account_of(ana))
    imported = books(account_of(ben), ben, "2026-11-18", "-16.00", "Ana Example")
    book_half(standing=owed[1], settlement=made, entry=imported)
    with pytest.raises(ValidationError):
        undo_settlement(standing=owed[1], settlement=made)
    undo_settlement(standing=owed[0], settlement=made)
    imported.refresh_from_db()
    assert imported.kind == "expense"
    assert not Transfer.objects.exists()
    assert not Transaction.objects.live().filter(account__in=MoneyAccount.objects.owned_by(ana)).exists()
    assert balance_of(owed[0].partnership) == Decimal(16)
    assert settle(standing=owed[1], expected_amount=Decimal(16)).number == 1


def test_only_the_latest_is_taken_back_and_only_for_a_day(owed: Both) -> None:
    first = settle(standing=owed[0], expected_amount=Decimal(16))
    mark_paid(standing=owed[1], expense=adds(owed[1], "Gas"), due_on=DUE, paid_on=DUE)
    second = settle(standing=owed[0], expected_amount=Decimal(24))
    with pytest.raises(Overtaken) as refused:
        undo_settlement(standing=owed[0], settlement=first)
    assert refused.value.code == "settled_since"
    Settlement.objects.filter(pk=second.pk).update(created_at=timezone.now() - timedelta(hours=25))
    with pytest.raises(ValidationError):
        undo_settlement(standing=owed[0], settlement=second)


def test_a_row_that_does_not_fit_is_no_half(owed: Both, ana: User, account_of: AccountOf) -> None:
    account = account_of(ana)
    other = books(account, ana, "2026-11-18", "-16.00")
    dollars = account_of(ana, "USD", "Dollars")
    for half in ({"entry": other}, {"account": dollars}):
        with pytest.raises(ValidationError):
            settle(standing=owed[0], expected_amount=Decimal(16), **half)
    assert balance_of(owed[0].partnership) == Decimal(16)
    shared = books(account, ana, "2026-11-18", "-5.00")
    share_payment(standing=owed[0], transaction=shared)
    assert balance_of(owed[0].partnership) == Decimal(18)
