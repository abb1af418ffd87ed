"""A payment above the threshold is for both only once the partner has agreed to just this one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from ledger.core import services as ledger
from ledger.core.errors import FieldError
from ledger.core.models import MoneyAccount
from partnerships.approvals.models import Approval
from partnerships.approvals.services import approve, decline
from partnerships.core.errors import Overtaken
from partnerships.core.services import pause_partnership
from partnerships.expenses.models import SharedPayment
from partnerships.expenses.services import follow_transactions, link_payment, mark_paid
from partnerships.expenses.tests.conftest import adds
from partnerships.sharing.gifts import hide_until
from partnerships.sharing.models import SharingRule
from partnerships.sharing.rules import add_rule, apply_rules
from partnerships.sharing.tests.conftest import Both, Pays, api, run_jobs
from partnerships.sharing.tests.test_lines import own
from partnerships.sharing.whose import BOTH, MINE, say_whose, whose_of
from partnerships.statements.balance import balance_of

pytestmark = pytest.mark.django_db
Opens = Callable[[User], Client]
SINCE = date(2026, 11, 1)
Status = Approval.Status


def test_up_to_the_threshold_it_counts_at_once(both: Both, checking: MoneyAccount, pays: Pays) -> None:
    entry = pays(checking, both[0].person, "-100.00")
    say_whose(standing=both[0], entry=entry, whose=BOTH)
    assert (balance_of(both[0].partnership) != 0, Approval.objects.exists()) == (True, False)


def test_above_it_nothing_is_owed_until_the_partner_agrees(
    both: Both, checking: MoneyAccount, pays: Pays, django_capture_on_commit_callbacks: Any
) -> None:
    ana, ben = both
    entry = pays(checking, ana.person, "-100.02", "Sofas", slug="groceries")
    say_whose(standing=ana, entry=entry, whose=BOTH)
    say_whose(standing=ana, entry=entry, whose=BOTH)
    assert (own(entry), whose_of(ana, entry), balance_of(ana.partnership)) == (Decimal("-100.02"), MINE, Decimal(0))
    asked = Approval.objects.get()
    assert (asked.kind, asked.title, asked.after["amount"]) == ("payment_share", "Sofas", "100.02")
    assert asked.object_id != entry.pk
    with pytest.raises(FieldError):
        approve(approval=asked, by=ana)
    with django_capture_on_commit_callbacks(execute=True):
        approve(approval=asked, by=ben)
    run_jobs()
    assert (own(entry), whose_of(ana, entry)) == (Decimal("-50.01"), BOTH)
    payment = SharedPayment.objects.get()
    assert (payment.payer, payment.amount, payment.linked_by) == (0, Decimal("100.02"), ana.person)
    assert balance_of(ana.partnership) != 0


def test_declined_or_taken_back_it_is_ones_own(both: Both, checking: MoneyAccount, pays: Pays) -> None:
    ana, ben = both
    entry = pays(checking, ana.person, "-500")
    say_whose(standing=ana, entry=entry, whose=BOTH)
    decline(approval=Approval.objects.get(), by=ben)
    say_whose(standing=ana, entry=entry, whose=BOTH)
    with pytest.raises(FieldError) as refusal:
        hide_until(entry=entry, by=ana.person, until=date(2026, 12, 24))
    assert refusal.value.stable_code == "is_shared"
    say_whose(standing=ana, entry=entry, whose=MINE)
    hide_until(entry=entry, by=ana.person, until=date(2026, 12, 24))
    assert sorted(Approval.objects.values_list("status", flat=True)) == [Status.DECLINED, Status.WITHDRAWN]
    assert not SharedPayment.objects.exists()


@pytest.mark.parametrize("what", ["amount", "payee", "booked_on", "bin"])
def test_the_partner_agrees_to_what_they_were_told_alone(
    both: Both, checking: MoneyAccount, pays: Pays, what: str
) -> None:
    ana, ben = both
    entry = pays(checking, ana.person, "-150")
    say_whose(standing=ana, entry=entry, whose=BOTH)
    changes: dict[str, Any] = {"amount": Decimal(-9999), "payee": "Jeweller", "booked_on": date(2026, 11, 2)}
    if what == "bin":
        ledger.bin_transaction(entry=entry)
    else:
        ledger.update_transaction(entry=entry, changed_by=ana.person, **{what: changes[what]})
    with pytest.raises(Overtaken) as moved:
        approve(approval=Approval.objects.get(), by=ben)
    assert (moved.value.code, moved.value.current) == ("item_moved", {"approval": None})
    assert not SharedPayment.objects.exists()


def test_a_rule_asks_once_for_each_line_above_it(both: Both, checking: MoneyAccount, pays: Pays) -> None:
    ana, ben = both
    entries = [pays(checking, ana.person, amount) for amount in ("-20", "-300", "-400")]
    add_rule(standing=ana, since=SINCE, account=checking)
    run_jobs()
    assert SharedPayment.objects.get().transaction == entries[0]
    asked = {each.after["amount"]: each for each in Approval.objects.all()}
    assert set(asked) == {"300.00", "400.00"}
    decline(approval=asked["300.00"], by=ben)
    approve(approval=asked["400.00"], by=ben)
    apply_rules(SharingRule.objects.all())
    run_jobs()
    assert Approval.objects.filter(status=Status.PENDING).count() == 0
    assert SharedPayment.objects.count() == 2


def test_what_grows_above_the_threshold_is_asked_for(both: Both, checking: MoneyAccount, pays: Pays) -> None:
    ana, ben = both
    entry = pays(checking, ana.person, "-50")
    say_whose(standing=ana, entry=entry, whose=BOTH)
    ledger.update_transaction(entry=entry, changed_by=ana.person, amount=Decimal(-9999))
    assert follow_transactions([entry.pk]) == 1
    run_jobs()
    assert (SharedPayment.objects.exists(), balance_of(ana.partnership)) == (False, Decimal(0))
    approve(approval=Approval.objects.get(status=Status.PENDING), by=ben)
    ledger.update_transaction(entry=entry, changed_by=ana.person, amount=Decimal(-9998))
    follow_transactions([entry.pk])
    assert SharedPayment.objects.get().amount == 9998
    pause_partnership(standing=ben)
    ledger.update_transaction(entry=entry, changed_by=ana.person, amount=Decimal(-9999))
    follow_transactions([entry.pk])
    assert not SharedPayment.objects.exists()


def test_a_payment_for_an_expense_stays_where_its_transaction_outgrows_it(
    both: Both, checking: MoneyAccount, pays: Pays
) -> None:
    ana = both[0]
    bill = adds(ana, starts_on=SINCE)
    paid = mark_paid(standing=ana, expense=bill, due_on=SINCE)
    entry = pays(checking, ana.person, "-41")
    link_payment(standing=ana, payment=paid, entry=entry)
    ledger.update_transaction(entry=entry, changed_by=ana.person, amount=Decimal(-9999))
    follow_transactions([entry.pk])
    paid.refresh_from_db()
    assert (paid.amount, paid.transaction_id, paid.counts) == (Decimal(41), None, True)
    assert not Approval.objects.exists()


def test_the_pages_and_the_api_say_that_it_waits(
    both: Both, checking: MoneyAccount, pays: Pays, signed_in: Opens
) -> None:
    ana, ben = both
    small, large = pays(checking, ana.person, "-10"), pays(checking, ana.person, "-700", "Sofas")
    answer = api(ana.person).put(f"/api/v1/transactions/{large.pk}/sharing/", {"whose": "both"}, format="json").json()
    assert (answer["whose"], answer["approval"]) == ("mine", str(Approval.objects.get().pk))
    browser = signed_in(ana.person)
    assert "It waits for Ben" in browser.get(f"/transactions/{large.pk}/").content.decode()
    browser.post(f"/transactions/{large.pk}/whose/", {"whose": "mine"})
    ids = [str(small.pk), str(large.pk)]
    page = browser.post("/transactions/share/", {"ids": ids}, follow=True).content.decode()
    assert "1 line is for both. 1 waits for Ben" in page
    asked = Approval.objects.get(status=Status.PENDING)
    bens = signed_in(ben.person)
    for path in ("/together/approvals/", f"/together/approvals/{asked.pk}/"):
        assert "wants Sofas to be for both" in bens.get(path).content.decode()
    told = api(ben.person).get(f"/api/v1/approvals/{asked.pk}/").content.decode()
    assert str(large.pk) not in told
