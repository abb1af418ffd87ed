"""Saying yes or no, and taking it back: both ledgers and who owes whom are as they were."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from config.kernel.models import AuditEntry
from ledger.core import services as ledger
from ledger.core.models import MoneyAccount, Transaction, Transfer
from partnerships.approvals.services import approve
from partnerships.core.errors import Overtaken
from partnerships.core.services import pause_partnership
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.expenses.services import ask_to_change, mark_paid, share_payment, unlink_payment
from partnerships.expenses.tests.conftest import Both, adds, books
from partnerships.linking.finding import find_links, last_days
from partnerships.linking.listing import linked, waiting_for
from partnerships.linking.models import LinkProposal
from partnerships.linking.services import accept_proposal, decline_proposal, link_by_itself, undo_link
from partnerships.statements.balance import balance_of
from partnerships.statements.models import Settlement
from partnerships.statements.services import book_half, settle

pytestmark = pytest.mark.django_db
AccountOf = Callable[..., MoneyAccount]
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def internet(both: Both) -> SharedExpense:
    return adds(both[1], payer=0, starts_on=NOVEMBER)


@pytest.fixture
def line(both: Both, ana: User, account_of: AccountOf, internet: SharedExpense) -> Transaction:
    return books(account_of(ana), ana, "2026-11-03", "-41.50", "Telekom Internet")


@pytest.fixture
def asked(both: Both, ana: User, line: Transaction) -> LinkProposal:
    find_links(person=ana, days=last_days(ana))
    return waiting_for(both[0]).get()


def test_a_yes_is_paid_split_and_taken_back(both: Both, asked: LinkProposal) -> None:
    accept_proposal(standing=both[0], proposal=asked)
    paid = SharedPayment.objects.get()
    assert (paid.amount, paid.first_amount, paid.recorded_by) == (Decimal("41.5"), Decimal("24.9"), both[0].person)
    assert balance_of(both[0].partnership) == Decimal("16.6")
    assert [each.pk for each in linked(both[0])] == [asked.pk]
    undo_link(standing=both[0], proposal=asked)
    assert not SharedPayment.objects.exists()
    assert balance_of(both[0].partnership) == 0
    assert [each.pk for each in waiting_for(both[0])] == [asked.pk]
    assert AuditEntry.objects.filter(action__startswith="payment_link").count() == 2


def test_what_was_linked_by_itself_is_not_asked_about_again(both: Both, ana: User, asked: LinkProposal) -> None:
    link_by_itself(standing=both[0], proposal=asked)
    undo_link(standing=both[0], proposal=asked)
    assert find_links(person=ana, days=last_days(ana)) == 0
    assert not waiting_for(both[0])
    with pytest.raises(Overtaken) as refused:
        undo_link(standing=both[0], proposal=asked)
    assert refused.value.code == "not_linked"


def test_what_was_parted_otherwise_is_not_said_to_be_undone(both: Both, asked: LinkProposal) -> None:
    accept_proposal(standing=both[0], proposal=asked)
    unlink_payment(standing=both[0], payment=SharedPayment.objects.get())
    with pytest.raises(Overtaken) as refused:
        undo_link(standing=both[0], proposal=asked)
    assert refused.value.code == "not_linked"
    asked.refresh_from_db()
    assert asked.status == LinkProposal.Status.ACCEPTED


def test_a_payment_that_was_there_is_as_it_was_said(both: Both, internet: SharedExpense, asked: LinkProposal) -> None:
    mark_paid(standing=both[0], expense=internet, due_on=NOVEMBER, paid_on=date(2026, 11, 9))
    before = SharedPayment.objects.values("amount", "paid_on", "first_amount", "first_share", "transaction").get()
    accept_proposal(standing=both[0], proposal=asked)
    assert SharedPayment.objects.get().amount == Decimal("41.5")
    undo_link(standing=both[0], proposal=asked)
    assert SharedPayment.objects.values(*before).get() == before


@pytest.mark.parametrize("decided", [accept_proposal, decline_proposal])
def test_it_is_decided_once(both: Both, asked: LinkProposal, decided: Callable[..., object]) -> None:
    decided(standing=both[0], proposal=asked)
    for act in (accept_proposal, decline_proposal):
        with pytest.raises(Overtaken) as refused:
            act(standing=both[0], proposal=asked)
        assert refused.value.code == "already_decided"


def _partner_pays(both: Both, line: Transaction, internet: SharedExpense) -> None:
    mark_paid(standing=both[1], expense=internet, due_on=NOVEMBER)


def _for_both(both: Both, line: Transaction, internet: SharedExpense) -> None:
    share_payment(standing=both[0], transaction=line)


def _binned(both: Both, line: Transaction, internet: SharedExpense) -> None:
    ledger.bin_transaction(entry=line)


def _archived(both: Both, line: Transaction, internet: SharedExpense) -> None:
    approve(approval=ask_to_change(standing=both[0], expense=internet, changes={"status": "archived"}), by=both[1])


@pytest.mark.parametrize("meanwhile", [_partner_pays, _for_both, _binned, _archived])
def test_what_was_taken_meanwhile_is_not_linked(
    both: Both, asked: LinkProposal, line: Transaction, internet: SharedExpense, meanwhile: Callable[..., None]
) -> None:
    meanwhile(both, line, internet)
    assert not waiting_for(both[0])
    before = list(SharedPayment.objects.values("transaction", "due_on"))
    with pytest.raises(Overtaken) as refused:
        accept_proposal(standing=both[0], proposal=asked)
    assert refused.value.code == "item_moved"
    assert LinkProposal.objects.get().status == "open"
    assert list(SharedPayment.objects.values("transaction", "due_on")) == before


def test_what_grew_above_what_was_agreed_is_refused(both: Both, asked: LinkProposal, line: Transaction) -> None:
    ledger.update_transaction(entry=line, changed_by=both[0].person, amount=Decimal("-100.01"))
    with pytest.raises(ValidationError) as refused:
        accept_proposal(standing=both[0], proposal=asked)
    assert refused.value.stable_code == "above_expense"  # type: ignore[attr-defined]
    assert not SharedPayment.objects.exists()


def test_nothing_is_linked_while_the_partnership_rests(both: Both, asked: LinkProposal) -> None:
    pause_partnership(standing=both[1])
    with pytest.raises(Overtaken) as refused:
        accept_proposal(standing=both[0], proposal=asked)
    assert refused.value.code == "partnership_paused"


def test_a_half_is_released_as_it_was_filed(both: Both, ana: User, ben: User, account_of: AccountOf) -> None:
    mark_paid(standing=both[0], expense=adds(both[0]), due_on=NOVEMBER, paid_on=NOVEMBER)
    made = settle(standing=both[0], expected_amount=Decimal(16), account=account_of(ana))
    line = books(account_of(ben), ben, "2026-11-18", "-16.00", "Ana")
    assert find_links(person=ben, days=last_days(ben)) == 1
    assert Transfer.objects.count() == 1
    undo_link(standing=both[1], proposal=linked(both[1]).get())
    settled = Settlement.objects.get(pk=made.pk)
    line.refresh_from_db()
    assert (settled.outgoing, line.kind) == (None, "expense")
    assert settled.incoming is not None
    assert not Transfer.objects.exists()
    assert balance_of(both[0].partnership) == 0
    book_half(standing=both[1], settlement=settled, entry=line)
    assert Transfer.objects.count() == 1
