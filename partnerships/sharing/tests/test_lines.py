"""A payment of one's own that is for both, by a rule or one by one; and one that is hidden until a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from ledger.core import services as ledger
from ledger.core.access import ME, TOGETHER, lens_of
from ledger.core.checking import check_account
from ledger.core.errors import FieldError, NoLongerThere
from ledger.core.listing import TransactionFilter, list_transactions
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.queries import by_category
from partnerships.core.services import pause_partnership, resume_partnership
from partnerships.expenses.models import SharedPayment
from partnerships.expenses.services.payments import remove
from partnerships.sharing.gifts import hidden_by, hide_until, show_again
from partnerships.sharing.models import PersonalLine, SharingRule
from partnerships.sharing.rules import add_rule, remove_rule
from partnerships.sharing.tests.conftest import Both, Pays, run_jobs
from partnerships.sharing.whose import BOTH, MINE, PARTNERS, say_whose, whose_of

pytestmark = pytest.mark.django_db
Opens = Callable[[User], Client]
SINCE, GIFT_DAY = date(2026, 11, 1), date(2026, 12, 24)


def own(entry: Transaction) -> Decimal:
    entry.refresh_from_db()
    part: Decimal = entry.own_amount
    return part


def spent(person: User) -> Decimal:
    found = by_category(lens_of(person, ME), first=date(2026, 11, 1), last=date(2026, 11, 30))
    return sum((each.amount for each in found), Decimal(0))


def is_for_both(entry: Transaction) -> bool:
    return SharedPayment.objects.filter(transaction=entry).exists()


def test_a_payment_for_both_leaves_its_payer_with_their_part_until_it_is_taken_back(
    both: Both, checking: MoneyAccount, pays: Pays
) -> None:
    ana = both[0]
    entry = pays(checking, ana.person, "-80.00", "Grocer", slug="groceries")
    say_whose(standing=ana, entry=entry, whose=BOTH)
    say_whose(standing=ana, entry=entry, whose=BOTH)
    assert (own(entry), spent(ana.person), whose_of(ana, entry)) == (Decimal(-40), Decimal(40), BOTH)
    payment = SharedPayment.objects.get()
    assert (payment.amount, payment.payee, payment.paid_on) == (Decimal(80), "Grocer", date(2026, 11, 10))
    ledger.update_transaction(entry=entry, changed_by=ana.person, amount=Decimal(-90))
    assert own(entry) == -45
    with pytest.raises(FieldError) as refusal:
        say_whose(standing=ana, entry=entry, whose=PARTNERS)
    assert refusal.value.stable_code == "not_joint"
    say_whose(standing=ana, entry=entry, whose=MINE)
    assert (own(entry), spent(ana.person)) == (Decimal(-90), Decimal(90))
    assert not SharedPayment.objects.exists()
    assert check_account(checking) == []


def test_the_partner_gets_no_sight_of_the_account_by_it(both: Both, checking: MoneyAccount, pays: Pays) -> None:
    ana, ben = both
    say_whose(standing=ana, entry=pays(checking, ana.person, "-80"), whose=BOTH)
    lens = lens_of(ben.person, TOGETHER)
    assert not lens
    assert list_transactions(lens, TransactionFilter(), limit=5).rows == []


def test_an_account_for_both_from_a_day_on(both: Both, checking: MoneyAccount, pays: Pays) -> None:
    ana = both[0]
    early = pays(checking, ana.person, "-10", day=1)
    pay = pays(checking, ana.person, "-20", day=8)
    income = pays(checking, ana.person, "500", day=9)
    gift = pays(checking, ana.person, "-30", day=9)
    hide_until(entry=gift, by=ana.person, until=GIFT_DAY)
    rule = add_rule(standing=ana, since=date(2026, 11, 5), account=checking)
    run_jobs()
    assert [is_for_both(each) for each in (early, pay, income, gift)] == [False, True, False, False]
    assert own(pay) == -20 or own(pay) == -10
    say_whose(standing=ana, entry=pay, whose=MINE)
    assert PersonalLine.objects.get().transaction == pay
    with pytest.raises(FieldError):
        add_rule(standing=ana, since=SINCE, account=checking)
    remove_rule(standing=ana, rule=rule)
    with pytest.raises(NoLongerThere):
        remove_rule(standing=ana, rule=rule)


def test_a_new_line_is_marked_once_and_a_said_one_never_again(
    both: Both, checking: MoneyAccount, pays: Pays, django_capture_on_commit_callbacks: Any
) -> None:
    ana, ben = both
    add_rule(standing=ana, since=SINCE, category=Category.objects.get(slug="food-dining"))
    with django_capture_on_commit_callbacks(execute=True):
        entry = pays(checking, ana.person, "-24", "Grocer", slug="groceries")
        other = pays(checking, ana.person, "-9", "Cinema")
    run_jobs()
    assert (is_for_both(entry), is_for_both(other)) == (True, False)
    with django_capture_on_commit_callbacks(execute=True):
        say_whose(standing=ana, entry=entry, whose=MINE)
        ledger.update_transaction(entry=entry, changed_by=ana.person, notes="mine")
    run_jobs()
    assert not is_for_both(entry)
    assert own(entry) == -24
    say_whose(standing=ana, entry=entry, whose=BOTH)
    assert own(entry) == -12
    with django_capture_on_commit_callbacks(execute=True):
        pause_partnership(standing=ben)
        late = pays(checking, ana.person, "-6", "Grocer", slug="groceries")
    run_jobs()
    assert not is_for_both(late)
    with django_capture_on_commit_callbacks(execute=True):
        resume_partnership(standing=ben)
    run_jobs()
    assert is_for_both(late)
    assert SharedPayment.objects.count() == 2


def test_only_ones_own_can_be_ruled(both: Both, checking: MoneyAccount) -> None:
    ben = both[1]
    with pytest.raises(FieldError):
        add_rule(standing=ben, since=SINCE, account=checking)
    with pytest.raises(FieldError):
        add_rule(standing=ben, since=SINCE)
    assert not SharingRule.objects.exists()


def test_a_gift_is_hidden_moved_and_shown(both: Both, checking: MoneyAccount, pays: Pays) -> None:
    ana, ben = both
    ledger.grant_view(account=checking, person=ben.person, level="full", granted_by=ana.person)
    gift = pays(checking, ana.person, "-189", "Watches")
    hide_until(entry=gift, by=ana.person, until=GIFT_DAY)
    assert not Transaction.objects.visible_to(ben.person).exists()
    hide_until(entry=gift, by=ana.person, until=date(2026, 12, 26))
    assert [(each.payee, each.until) for each in hidden_by(ana.person)] == [("Watches", date(2026, 12, 26))]
    with pytest.raises(FieldError):
        hide_until(entry=gift, by=ana.person, until=date(2026, 11, 20))
    show_again(entry=gift, by=ana.person)
    assert Transaction.objects.visible_to(ben.person).get() == gift
    assert hidden_by(ana.person) == []


def test_what_is_taken_back_while_it_lies_in_the_bin_comes_back_whole(
    both: Both, checking: MoneyAccount, pays: Pays
) -> None:
    entry = pays(checking, both[0].person, "-24")
    say_whose(standing=both[0], entry=entry, whose=BOTH)
    ledger.bin_transaction(entry=entry)
    payment = SharedPayment.objects.get()
    remove(payment, both[0])
    ledger.restore_transaction(entry=entry)
    assert own(entry) == -24
    assert check_account(checking) == []


def test_what_is_for_both_cannot_be_hidden_and_what_is_hidden_not_be_for_both(
    both: Both, checking: MoneyAccount, pays: Pays
) -> None:
    ana = both[0]
    entry = pays(checking, ana.person, "-50")
    say_whose(standing=ana, entry=entry, whose=BOTH)
    with pytest.raises(FieldError) as refusal:
        hide_until(entry=entry, by=ana.person, until=GIFT_DAY)
    assert refusal.value.stable_code == "is_shared"
    entry.refresh_from_db()
    assert (entry.withheld, entry.withheld_until) == ("", None)
    say_whose(standing=ana, entry=entry, whose=MINE)
    hide_until(entry=entry, by=ana.person, until=GIFT_DAY)
    with pytest.raises(FieldError) as refusal:
        say_whose(standing=ana, entry=entry, whose=BOTH)
    assert refusal.value.stable_code == "withheld"
    assert not SharedPayment.objects.exists()


def test_a_shared_refund_keeps_its_purchase_from_being_hidden(both: Both, checking: MoneyAccount, pays: Pays) -> None:
    ana = both[0]
    bought, back = pays(checking, ana.person, "-50"), pays(checking, ana.person, "20", day=12)
    ledger.link_refund(refund=back, purchase=bought, linked_by=ana.person)
    say_whose(standing=ana, entry=Transaction.objects.get(pk=back.pk), whose=BOTH)
    with pytest.raises(FieldError):
        hide_until(entry=bought, by=ana.person, until=GIFT_DAY)
    assert not Transaction.objects.exclude(withheld="").exists()


def test_the_pages_say_it_and_do_it(both: Both, checking: MoneyAccount, pays: Pays, signed_in: Opens) -> None:
    ana, ben = both
    browser = signed_in(ana.person)
    entry = pays(checking, ana.person, "-80", "Grocer")
    page = f"/transactions/{entry.pk}/"
    assert "Ben would see its day, payee, amount and category" in browser.get(page).content.decode()
    assert browser.post(f"{page}whose/", {"whose": "both"}).status_code == 302
    assert "What is for both cannot be hidden" in browser.get(page).content.decode()
    answer = browser.post(f"{page}hide/", {"until": "2026-12-24"}, follow=True).content.decode()
    assert "It is for both, so your partner knows of it" in answer
    browser.post(f"{page}whose/", {"whose": "mine"})
    browser.post(f"{page}hide/", {"until": "2026-12-24"})
    assert "hidden until" in browser.get(page).content.decode()
    assert "Grocer" in browser.get("/together/privacy/").content.decode()
    browser.post(f"{page}hide/", {"show": "1"})
    assert "hidden until" not in browser.get(page).content.decode()
    assert "For both" in browser.get("/transactions/").content.decode()
    browser.post("/transactions/share/", {"ids": [str(entry.pk), "nonsense"]})
    assert is_for_both(entry)
    assert signed_in(ben.person).post(f"{page}whose/", {"whose": "both"}).status_code == 404
    assert signed_in(ben.person).post(f"{page}hide/", {"until": "2026-12-24"}).status_code == 404


def test_the_pages_of_rules_and_joint_accounts(both: Both, checking: MoneyAccount, signed_in: Opens) -> None:
    ana, ben = both
    browser = signed_in(ana.person)
    answer = browser.post("/together/for-both/", {"what": f"account:{checking.pk}", "since": "2026-11-01"}, follow=True)
    assert "Checking" in answer.content.decode()
    assert browser.post("/together/for-both/", {"what": "account:1", "since": ""}).status_code == 422
    rule = SharingRule.objects.get()
    assert signed_in(ben.person).post(f"/together/for-both/{rule.pk}/remove/").status_code == 404
    browser.post(f"/together/for-both/{rule.pk}/remove/")
    assert not SharingRule.objects.exists()
    browser.post(f"/money-accounts/{checking.pk}/join/", {"message": "Ours?"})
    assert "Ben is asked to own it too" in browser.get(f"/money-accounts/{checking.pk}/").content.decode()
    account = {"name": "Ours", "subtype": "checking", "type": "spending", "currency": "EUR", "opening_balance": "0"}
    assert browser.post("/together/joint-account/", account).status_code == 302
    assert "Ours" in signed_in(ben.person).get("/together/approvals/").content.decode()
