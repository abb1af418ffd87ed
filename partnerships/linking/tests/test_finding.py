"""From a bank's file to the payment it is: asked about once, then known; and what nobody is asked about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from accounts.models import User
from config.kernel import jobs
from config.kernel.models import AuditEntry, Job
from ledger.core import services as ledger
from ledger.core.models import MoneyAccount, Transaction
from ledger.imports.services import undo_import
from partnerships.approvals.services import approve
from partnerships.core.services import end_partnership, pause_partnership, resume_partnership
from partnerships.core.standing import standing_in
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.expenses.services import mark_paid, share_payment, undo_payment
from partnerships.expenses.tests.conftest import Both, adds, books
from partnerships.linking.finding import find_links, last_days
from partnerships.linking.listing import linked, waiting_for
from partnerships.linking.models import LinkProposal
from partnerships.linking.receivers import LOOK, SWEEP
from partnerships.linking.services import accept_proposal, decline_proposal
from partnerships.linking.tests.conftest import Brings
from partnerships.sharing.gifts import hide_until
from partnerships.sharing.joint import ask_to_join
from partnerships.sharing.rules import add_rule
from partnerships.sharing.whose import MINE, say_whose
from partnerships.statements.models import Settlement
from partnerships.statements.services import settle

pytestmark = pytest.mark.django_db
AccountOf = Callable[..., MoneyAccount]
Worked = Callable[..., None]
NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)
RENT = ("2026-11-02", "Hausverwaltung Nord", "MIETE NOV", "-1150.00")


def rent(both: Both, amount: str = "1150.00") -> SharedExpense:
    return adds(both[1], "Miete", amount, starts_on=OCTOBER, payer=0)


def look(person: User) -> int:
    return find_links(person=person, days=last_days(person))


def test_the_rent_is_asked_about_once_and_known_from_then_on(
    both: Both, ana: User, account_of: AccountOf, brings: Brings
) -> None:
    expense, account = rent(both), account_of(ana)
    brings(ana, account, RENT)
    [found] = waiting_for(both[0])
    assert (found.expense, found.due_on, found.reason) == (expense, NOVEMBER, "words")
    accept_proposal(standing=both[0], proposal=found)
    paid = SharedPayment.objects.get()
    assert (paid.due_on, paid.amount, paid.paid_on) == (NOVEMBER, Decimal(1150), date(2026, 11, 2))
    assert (paid.payer, paid.first_amount, paid.payee) == (0, Decimal(690), "Miete")
    assert paid.transaction == found.transaction

    brings(ana, account, ("2026-10-02", "Hausverwaltung Nord", "MIETE OKT", "-1150.00"))
    [by_itself] = linked(both[0]).filter(status="auto")
    assert (by_itself.due_on, by_itself.reason) == (OCTOBER, "known_payee")
    assert SharedPayment.objects.filter(due_on=OCTOBER, transaction__isnull=False).exists()
    assert not waiting_for(both[0])
    assert AuditEntry.objects.filter(action="payment_linked_by_itself").count() == 1


def test_a_second_look_finds_nothing_new(both: Both, ana: User, account_of: AccountOf, worked: Worked) -> None:
    rent(both)
    worked(lambda: books(account_of(ana), ana, "2026-11-02", "-1150.00", "Miete"))
    assert LinkProposal.objects.count() == 1
    assert look(ana) == 0
    assert LinkProposal.objects.count() == 1


def test_two_that_may_pay_one_due_day_are_asked_about_the_best_first(
    both: Both, ana: User, account_of: AccountOf, worked: Worked
) -> None:
    rent(both)
    account = account_of(ana)
    first = books(account, ana, "2026-10-02", "-1150.00", "Hausverwaltung")
    look(ana)
    accept_proposal(standing=both[0], proposal=waiting_for(both[0]).get(transaction=first))
    for day in ("2026-11-02", "2026-11-05"):
        books(account, ana, day, "-1150.00", "Hausverwaltung")
    look(ana)
    waiting = list(waiting_for(both[0]))
    assert [each.line.booked_on.day for each in waiting] == [2, 5]
    accept_proposal(standing=both[0], proposal=waiting[0])
    assert not waiting_for(both[0])
    undo_payment(standing=both[0], payment=SharedPayment.objects.get(due_on=NOVEMBER))
    assert [each.line.booked_on.day for each in waiting_for(both[0])] == [5]


def test_what_was_declined_is_not_asked_again(both: Both, ana: User, account_of: AccountOf) -> None:
    rent(both)
    books(account_of(ana), ana, "2026-11-02", "-1150.00", "Miete")
    look(ana)
    decline_proposal(standing=both[0], proposal=waiting_for(both[0]).get())
    assert look(ana) == 0
    assert LinkProposal.objects.get().status == "declined"


def test_what_was_said_to_be_paid_by_hand_finds_its_line(both: Both, ana: User, account_of: AccountOf) -> None:
    expense = rent(both)
    mark_paid(standing=both[0], expense=expense, due_on=NOVEMBER, paid_on=date(2026, 11, 15))
    entry = books(account_of(ana), ana, "2026-11-14", "-1150.00", "Nord")
    look(ana)
    [found] = waiting_for(both[0])
    assert found.reason == "said_paid"
    accept_proposal(standing=both[0], proposal=found)
    paid = SharedPayment.objects.get()
    assert (paid.transaction, paid.paid_on) == (entry, date(2026, 11, 14))


def test_what_the_partner_paid_is_not_asked_about(both: Both, ana: User, account_of: AccountOf) -> None:
    expense = rent(both)
    books(account_of(ana), ana, "2026-11-02", "-1150.00", "Miete")
    look(ana)
    assert waiting_for(both[0]).count() == 1
    mark_paid(standing=both[1], expense=expense, due_on=NOVEMBER)
    assert not waiting_for(both[0])
    look(ana)
    assert not LinkProposal.objects.exists()


def test_hidden_personal_and_shared_lines_are_left_alone(both: Both, ana: User, account_of: AccountOf) -> None:
    rent(both, "90.00")
    account = account_of(ana)
    lines = [books(account, ana, "2026-11-02", "-90.00", f"Miete {number}") for number in "abcd"]
    hide_until(entry=lines[0], by=ana, until=date(2026, 12, 24))
    share_payment(standing=both[0], transaction=lines[1])
    ledger.bin_transaction(entry=lines[2])
    look(ana)
    assert [each.transaction for each in waiting_for(both[0])] == [lines[3]]
    hide_until(entry=lines[3], by=ana, until=date(2026, 12, 24))
    assert not waiting_for(both[0])


def test_a_line_said_to_be_ones_own_is_left_alone(both: Both, ana: User, account_of: AccountOf) -> None:
    rent(both, "90.00")
    account = account_of(ana)
    entry = books(account, ana, "2026-11-02", "-90.00", "Miete")
    look(ana)
    add_rule(standing=both[0], since=OCTOBER, account=account)
    say_whose(standing=both[0], entry=entry, whose=MINE)
    assert not waiting_for(both[0])
    look(ana)
    assert not LinkProposal.objects.exists()


def test_a_joint_account_pays_for_both_already(both: Both, ana: User, account_of: AccountOf) -> None:
    rent(both)
    account = account_of(ana)
    approve(approval=ask_to_join(standing=both[0], account=account, whole=True), by=both[1])
    books(account, ana, "2026-11-02", "-1150.00", "Miete")
    assert look(ana) == look(both[1].person) == 0


def test_a_half_that_names_the_partner_is_linked_by_itself(
    both: Both, ana: User, ben: User, account_of: AccountOf, brings: Brings
) -> None:
    mark_paid(standing=both[0], expense=adds(both[0]), due_on=NOVEMBER, paid_on=NOVEMBER)
    made = settle(standing=both[0], expected_amount=Decimal(16), settled_on=date(2026, 11, 18))
    brings(ben, account_of(ben), ("2026-11-18", "Ana", "Ausgleich", "-16.00"))
    brings(ana, account_of(ana), ("2026-11-19", "Gutschrift", "", "16.00"))
    settled = Settlement.objects.get(pk=made.pk)
    assert settled.outgoing is not None
    assert settled.outgoing.kind == Transaction.Kind.TRANSFER
    [asked] = waiting_for(both[0])
    assert (asked.settlement, asked.reason) == (made, "amount")
    accept_proposal(standing=both[0], proposal=asked)
    settled.refresh_from_db()
    assert settled.incoming == asked.transaction
    assert settled.outgoing.transfer_out.incoming == settled.incoming


def test_nothing_is_found_while_the_partnership_rests_and_then_it_is(
    both: Both, ana: User, account_of: AccountOf, worked: Worked
) -> None:
    rent(both)
    pause_partnership(standing=both[1])
    worked(lambda: books(account_of(ana), ana, "2026-11-02", "-1150.00", "Miete"))
    assert not LinkProposal.objects.exists()
    worked(lambda: resume_partnership(standing=standing_in(both[1].person, both[1].partnership.pk)))
    anas = standing_in(ana, both[0].partnership.pk)
    assert waiting_for(anas).count() == 1
    end_partnership(standing=anas)
    assert not LinkProposal.objects.exists()


def test_an_expense_written_down_later_finds_what_paid_it(
    both: Both, ana: User, account_of: AccountOf, worked: Worked
) -> None:
    worked(lambda: books(account_of(ana), ana, "2026-11-02", "-40.00", "Telekom Internet"))
    worked(lambda: adds(both[1]))
    assert waiting_for(both[0]).get().due_on == NOVEMBER


def test_the_nightly_look_finds_what_was_lost(both: Both, ana: User, account_of: AccountOf, worked: Worked) -> None:
    rent(both)
    books(account_of(ana), ana, "2026-11-02", "-1150.00", "Miete")
    worked(lambda: jobs.enqueue(SWEEP, {}))
    assert waiting_for(both[0]).count() == 1


def test_a_large_file_is_looked_at_once(both: Both, ana: User, account_of: AccountOf, brings: Brings) -> None:
    rent(both)
    shops = [(f"2026-{month:02}-{day:02}", "Shop", "", "-3.50") for month in range(5, 11) for day in range(1, 21)]
    brings(ana, account_of(ana), RENT, ("2026-10-03", "Nord", "MIETE", "-1150.00"), *shops)
    assert [each.due_on for each in waiting_for(both[0])] == [NOVEMBER, OCTOBER]
    assert Job.objects.filter(kind=LOOK, payload={"ids": []}).count() == 1


def test_a_line_that_changed_is_asked_about_no_more(both: Both, ana: User, account_of: AccountOf) -> None:
    rent(both)
    entry = books(account_of(ana), ana, "2026-11-02", "-1150.00", "Miete")
    look(ana)
    ledger.update_transaction(entry=entry, changed_by=ana, amount=Decimal("-20.00"))
    look(ana)
    assert not LinkProposal.objects.exists()


def test_with_an_import_that_is_undone_goes_what_it_paid_by_itself(
    both: Both, ana: User, account_of: AccountOf, brings: Brings, worked: Worked
) -> None:
    expense, account = rent(both), account_of(ana)
    mark_paid(standing=both[0], expense=expense, due_on=NOVEMBER, paid_on=date(2026, 11, 20))
    source = brings(ana, account, RENT)
    accept_proposal(standing=both[0], proposal=waiting_for(both[0]).get())
    later = brings(ana, account, ("2026-10-02", "Hausverwaltung Nord", "MIETE OKT", "-1150.00"))
    assert SharedPayment.objects.filter(transaction__isnull=False).count() == 2
    for each in (source, later):
        worked(lambda source=each: undo_import(source=source))
    paid = SharedPayment.objects.get()
    assert (paid.due_on, paid.paid_on, paid.transaction) == (NOVEMBER, date(2026, 11, 20), None)
    assert not LinkProposal.objects.exists()
