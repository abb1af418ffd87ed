"""What was paid for both: split once, following its transaction, converted by a rate that is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from ledger.core import services as ledger
from ledger.core.models import Category, ExchangeRate, MoneyAccount
from partnerships.agreements.models import WHOLE
from partnerships.core.errors import Overtaken
from partnerships.expenses.models import SharedPayment
from partnerships.expenses.receivers import run_follow_all
from partnerships.expenses.services import (
    follow_transactions,
    link_payment,
    mark_paid,
    share_payment,
    undo_payment,
    unlink_payment,
    unshare_payment,
)
from partnerships.expenses.tests.conftest import Both, adds, books

pytestmark = pytest.mark.django_db
AccountOf = Callable[..., MoneyAccount]
DUE = date(2026, 10, 1)


def test_what_was_due_is_paid_once(both: Both) -> None:
    ana, ben = both
    internet = adds(ana)
    paid = mark_paid(standing=ben, expense=internet, due_on=DUE, paid_on=date(2026, 10, 3))
    assert (paid.payer, paid.amount, paid.first_amount) == (1, Decimal(40), Decimal(24))
    with pytest.raises(Overtaken) as refused:
        mark_paid(standing=ana, expense=internet, due_on=DUE)
    assert refused.value.code == "already_paid"
    assert refused.value.current == {"payment": str(paid.pk)}


def test_only_what_is_due_is_paid(both: Both) -> None:
    internet = adds(both[0])
    with pytest.raises(ValidationError):
        mark_paid(standing=both[0], expense=internet, due_on=date(2026, 10, 2))
    with pytest.raises(ValidationError):
        mark_paid(standing=both[0], expense=internet, due_on=DUE, paid_on=date(2031, 1, 1))


def test_an_expense_may_split_otherwise(both: Both) -> None:
    pass_ = adds(both[0], "Climbing", "60", method="percent", first_percent=Decimal(25))
    assert mark_paid(standing=both[0], expense=pass_, due_on=DUE).first_amount == Decimal(15)


@pytest.mark.parametrize(
    ("agreed", "most", "more"), [("99", "108.90", "108.91"), ("40", "100", "100.01"), ("800", "880", "880.01")]
)
def test_a_payment_much_above_its_expense_is_refused(both: Both, agreed: str, most: str, more: str) -> None:
    bill = adds(both[0], amount=agreed)
    for amount in (more, "9999.00"):
        with pytest.raises(ValidationError) as refused:
            mark_paid(standing=both[0], expense=bill, due_on=DUE, payer=0, amount=Decimal(amount))
        assert refused.value.stable_code == "above_expense"  # type: ignore[attr-defined]
    assert not SharedPayment.objects.exists()
    assert mark_paid(standing=both[0], expense=bill, due_on=DUE, amount=Decimal(most)).amount == Decimal(most)


def test_nor_does_a_transaction_bring_it_there(both: Both, ana: User, account_of: AccountOf) -> None:
    paid = mark_paid(standing=both[0], expense=adds(both[0]), due_on=DUE)
    entry = books(account_of(ana), ana, "2026-10-02", "-9999.00", "Telekom")
    with pytest.raises(ValidationError) as refused:
        link_payment(standing=both[0], payment=paid, entry=entry)
    assert refused.value.stable_code == "above_expense"  # type: ignore[attr-defined]
    paid.refresh_from_db()
    assert (paid.amount, paid.transaction_id) == (Decimal(40), None)


def test_whoever_paid_or_recorded_it_takes_it_back(both: Both) -> None:
    ana, ben = both
    internet = adds(ana)
    paid = mark_paid(standing=ana, expense=internet, due_on=DUE)
    with pytest.raises(ValidationError):
        undo_payment(standing=ben, payment=paid)
    undo_payment(standing=ana, payment=paid)
    assert not SharedPayment.objects.exists()
    mark_paid(standing=ben, expense=internet, due_on=DUE)


def test_a_transaction_for_both_follows_what_becomes_of_it(both: Both, ana: User, account_of: AccountOf) -> None:
    standing, _ben = both
    entry = books(account_of(ana), ana, "2026-10-05", "-50.00", "Market")
    shared = share_payment(standing=standing, transaction=entry)
    assert share_payment(standing=standing, transaction=entry) == shared
    assert (shared.amount, shared.first_amount, shared.payee) == (Decimal(50), Decimal(30), "Market")

    ledger.update_transaction(entry=entry, changed_by=ana, amount=Decimal("-60.00"), payee="Farmers")
    assert follow_transactions([entry.pk]) == 1
    assert follow_transactions([entry.pk]) == 0
    shared.refresh_from_db()
    assert (shared.amount, shared.first_amount, shared.payee) == (Decimal(60), Decimal(36), "Farmers")

    ledger.bin_transaction(entry=entry)
    follow_transactions([entry.pk])
    shared.refresh_from_db()
    assert not shared.counts
    ledger.restore_transaction(entry=entry)
    follow_transactions([entry.pk])
    shared.refresh_from_db()
    assert shared.counts


def test_what_left_the_bin_for_good_does_not_come_back(both: Both, ana: User, account_of: AccountOf) -> None:
    entry = books(account_of(ana), ana, "2026-10-05", "-50.00")
    share_payment(standing=both[0], transaction=entry)
    ledger.bin_transaction(entry=entry)
    follow_transactions([entry.pk])
    entry.delete()
    run_follow_all(None)  # type: ignore[arg-type]
    assert not SharedPayment.objects.exists()


def test_money_back_counts_negative(both: Both, ana: User, account_of: AccountOf) -> None:
    entry = books(account_of(ana), ana, "2026-10-05", "20.00", kind="refund")
    shared = share_payment(standing=both[0], transaction=entry)
    assert (shared.amount, shared.first_amount) == (Decimal(-20), Decimal(-12))


def test_another_currency_is_converted_by_a_rate_that_is_kept(both: Both, ana: User, account_of: AccountOf) -> None:
    entry = books(account_of(ana, "USD"), ana, "2026-10-05", "-110.00")
    with pytest.raises(ValidationError) as refused:
        share_payment(standing=both[0], transaction=entry)
    assert refused.value.stable_code == "no_rate"  # type: ignore[attr-defined]
    ExchangeRate.objects.create(base="EUR", currency="USD", rate=Decimal("1.1"), on=date(2026, 10, 2), source="test")
    shared = share_payment(standing=both[0], transaction=entry)
    assert (shared.amount, shared.original_amount, shared.original_currency) == (Decimal(100), Decimal(110), "USD")
    assert shared.rate_on == date(2026, 10, 2)
    ExchangeRate.objects.update(rate=Decimal(2))
    assert follow_transactions([entry.pk]) == 0


def test_what_is_hidden_or_no_spending_is_not_for_both(both: Both, ana: User, account_of: AccountOf) -> None:
    account = account_of(ana)
    gift = books(account, ana, "2026-10-05", "-50.00", withheld_until=date(2031, 1, 1))
    wage = books(account, ana, "2026-10-05", "2000.00")
    for entry, code in ((gift, "withheld"), (wage, "not_shareable")):
        with pytest.raises(ValidationError) as refused:
            share_payment(standing=both[0], transaction=entry)
        assert refused.value.stable_code == code  # type: ignore[attr-defined]


def test_the_partner_hears_of_a_category_only_what_both_have(both: Both, ana: User, account_of: AccountOf) -> None:
    pets = Category.objects.filter(owner=None, kind="expense", parent=None).first()
    own = Category.objects.create(owner=ana, name="Surprise", parent=pets)
    entry = books(account_of(ana), ana, "2026-10-05", "-50.00", category=own)
    assert share_payment(standing=both[0], transaction=entry).category == pets


def test_it_is_ones_own_again(both: Both, ana: User, account_of: AccountOf) -> None:
    entry = books(account_of(ana), ana, "2026-10-05", "-50.00")
    shared = share_payment(standing=both[0], transaction=entry)
    with pytest.raises(ValidationError):
        undo_payment(standing=both[0], payment=shared)
    unshare_payment(standing=both[0], transaction=entry)
    assert not SharedPayment.objects.exists()


def test_a_payment_takes_its_amount_from_the_transaction(both: Both, ana: User, account_of: AccountOf) -> None:
    standing, ben = both
    paid = mark_paid(standing=standing, expense=adds(standing), due_on=DUE)
    entry = books(account_of(ana), ana, "2026-10-02", "-40.20", "Telekom")
    with pytest.raises(ValidationError):
        link_payment(standing=ben, payment=paid, entry=entry)
    linked = link_payment(standing=standing, payment=paid, entry=entry)
    assert (linked.amount, linked.paid_on, linked.payee) == (Decimal("40.20"), date(2026, 10, 2), "Internet")
    assert linked.first_share == 6 * WHOLE // 10
    assert unlink_payment(standing=standing, payment=linked).amount == Decimal("40.20")
