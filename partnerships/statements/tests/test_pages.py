"""The pages of shared money: from the first expense to being even, refusals keep what was typed, strangers see none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from ledger.core import services as ledger
from ledger.core.models import Transaction
from partnerships.agreements.services import ask_for_mode
from partnerships.approvals.models import Approval
from partnerships.approvals.services import approve
from partnerships.core.services import end_partnership, pause_partnership
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.expenses.services import mark_paid
from partnerships.expenses.tests.conftest import Both, adds
from partnerships.statements.models import Contribution, Settlement
from partnerships.statements.services import roll_up_all, settle

pytestmark = pytest.mark.django_db
EXPENSES, STATEMENT, SETTLE = "/together/expenses/", "/together/statement/", "/together/settle/"
CONTRIBUTIONS = "/together/contributions/"
TYPED = {"name": "Internet", "amount": "40", "frequency": "monthly", "starts_on": "2026-11-01"}
SignedIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        yield


def test_from_the_first_expense_to_being_even(both: Both, ana: User, ben: User, signed_in: SignedIn) -> None:
    account = ledger.create_money_account(owner=ana, currency="EUR", name="Everyday")
    browser = signed_in(ana)
    assert browser.post(f"{EXPENSES}add/", TYPED).status_code == 302
    expense = SharedExpense.objects.get()
    pay = {"due_on": "2026-11-01", "payer": "me"}
    assert browser.post(f"{EXPENSES}{expense.pk}/pay/", pay)["Location"] == f"{STATEMENT}?month=2026-11"
    page = browser.get(STATEMENT).content.decode()
    assert f'id="paid-{SharedPayment.objects.get().pk}"' in page
    assert "Ben owes you" in page
    given = {"expected_amount": "16.00", "expected_payer": "1", "settled_on": "2026-11-20"}
    assert browser.post(SETTLE, {**given, "half": f"account:{account.pk}"}).status_code == 302
    made = Settlement.objects.get()
    assert Transaction.objects.get().pk == made.incoming_id
    assert "You are even" in browser.get(STATEMENT).content.decode()
    other = signed_in(ben)
    assert "not in your ledger yet" in other.get(STATEMENT).content.decode()
    late = other.post(SETTLE, given)
    assert late.status_code == 422
    assert Settlement.objects.count() == 1
    source = ledger.create_money_account(owner=ben, currency="EUR", name="Mine")
    assert other.post(f"/together/settlements/{made.pk}/", {"half": f"account:{source.pk}"}).status_code == 302
    assert browser.post(f"/together/settlements/{made.pk}/undo/").status_code == 302
    assert not Settlement.objects.exists()


def test_a_statement_adds_up_to_who_owes_whom(both: Both, ana: User, ben: User, signed_in: SignedIn) -> None:
    mine, theirs = adds(both[0]), adds(both[1], name="Power", amount="30.00")
    mark_paid(standing=both[0], expense=mine, due_on=date(2026, 11, 1))
    mark_paid(standing=both[1], expense=theirs, due_on=date(2026, 11, 1))
    for reader, lines in (
        (ana, ("Ben bears €16.00 of what you paid, you bear €18.00 of what Ben paid", "You owe Ben")),
        (ben, ("Ana bears €18.00 of what you paid, you bear €16.00 of what Ana paid", "Ana owes you")),
    ):
        page = " ".join(signed_in(reader).get(STATEMENT).content.decode().split())
        for line in lines:
            assert line in page
    page = signed_in(ana).get(STATEMENT).content.decode()
    totals = [_amounts(row) for row in re.findall(r"<tfoot>.*?</tfoot>", page, re.DOTALL)]
    # Who owes whom, what was due, paid by me, paid by the other one: the whole, my part, theirs.
    assert totals == [
        ["−2.00", "+2.00"],
        ["70.00", "42.00", "28.00"],
        ["40.00", "24.00", "16.00"],
        ["30.00", "18.00", "12.00"],
    ]


def _amounts(row: str) -> list[str]:
    return re.findall(r"[−+]?\d+\.\d\d", re.sub(r"<small>.*?</small>|<[^>]*>", "", row))


def test_in_the_dialog_a_refusal_is_the_form_and_being_even_loads_the_page(
    both: Both, ana: User, signed_in: SignedIn
) -> None:
    mark_paid(standing=both[0], expense=adds(both[0]), due_on=date(2026, 11, 1))
    browser, script = signed_in(ana), {"HX-Request": "true"}
    form = browser.get(SETTLE, headers=script).content.decode()
    assert "<html" not in form
    assert 'hx-post="/together/settle/"' in form
    given = {"expected_amount": "15.00", "expected_payer": "1", "settled_on": "2026-11-20", "note": "by hand"}
    refused = browser.post(SETTLE, given, headers=script)
    assert refused.status_code == 422
    assert "by hand" in refused.content.decode()
    done = browser.post(SETTLE, {**given, "expected_amount": "16.00"}, headers=script)
    assert done["HX-Refresh"] == "true"
    assert "You are even" in browser.get("/together/").content.decode()


def test_what_cannot_be_keeps_what_was_typed(both: Both, ana: User, signed_in: SignedIn) -> None:
    answer = signed_in(ana).post(f"{EXPENSES}add/", {**TYPED, "amount": "0", "notes": "by Telekom"})
    assert answer.status_code == 422
    assert "by Telekom" in answer.content.decode()
    assert not SharedExpense.objects.exists()


def test_a_change_waits_and_a_percent_is_the_readers_own(both: Both, ben: User, signed_in: SignedIn) -> None:
    expense = adds(both[0])
    browser = signed_in(ben)
    sent = {**TYPED, "method": "percent", "percent": "30"}
    answer = browser.post(f"{EXPENSES}{expense.pk}/", sent)
    asked = Approval.objects.get()
    assert answer["Location"] == f"/together/approvals/{asked.pk}/"
    assert asked.after["first_percent"] == "70.00"
    assert browser.get(answer["Location"]).status_code == 200
    assert "a change waits" in browser.get(EXPENSES).content.decode()
    assert browser.get(f"{EXPENSES}{expense.pk}/").status_code == 200
    assert browser.post(f"{EXPENSES}{expense.pk}/delete/").status_code == 302
    assert Approval.objects.filter(kind="expense_delete").exists()


def test_a_payment_is_taken_back(both: Both, ana: User, signed_in: SignedIn) -> None:
    paid = mark_paid(standing=both[0], expense=adds(both[0]), due_on=date(2026, 11, 1))
    assert signed_in(ana).post(f"/together/payments/{paid.pk}/undo/").status_code == 302
    assert not SharedPayment.objects.exists()


def test_contributions_are_marked_and_unmarked(both: Both, ana: User, signed_in: SignedIn) -> None:
    browser = signed_in(ana)
    assert browser.get(CONTRIBUTIONS).status_code == 200
    adds(both[0])
    approve(approval=ask_for_mode(standing=both[0], mode="pot"), by=both[1])
    roll_up_all()
    for act, is_paid in (("mark", True), ("mark", True), ("unmark", False)):
        assert browser.post(f"{CONTRIBUTIONS}2026-11/{act}/").status_code == 302
        assert (Contribution.objects.get(place=0).paid_on is not None) is is_paid
        page = browser.get(CONTRIBUTIONS).content.decode()
        assert ("€24.00 of €40.00 paid" in page) is is_paid
        assert ("contributions/2026-11/unmark/" in page) is is_paid
    browser.post(f"{CONTRIBUTIONS}2026-11/mark/")
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        assert "unmark" not in signed_in(ana).get(CONTRIBUTIONS).content.decode()
    assert browser.post(f"{CONTRIBUTIONS}soon/mark/").status_code == 404


def test_a_pause_leaves_pages_readable(both: Both, ana: User, signed_in: SignedIn) -> None:
    adds(both[0])
    pause_partnership(standing=both[1])
    browser = signed_in(ana)
    for page in (EXPENSES, STATEMENT, SETTLE, CONTRIBUTIONS):
        assert browser.get(page).status_code == 200
    assert browser.post(f"{EXPENSES}add/", TYPED).status_code == 422


def test_strangers_see_none_of_it(both: Both, carla: User, signed_in: SignedIn) -> None:
    expense = adds(both[0])
    paid = mark_paid(standing=both[0], expense=expense, due_on=date(2026, 11, 1))
    made = settle(standing=both[0], expected_amount=Decimal(16))
    browser = signed_in(carla)
    for page in (EXPENSES, STATEMENT, SETTLE, CONTRIBUTIONS, f"{EXPENSES}{expense.pk}/"):
        assert browser.get(page).status_code == 404
    assert browser.get(f"/together/settlements/{made.pk}/").status_code == 404
    assert browser.post(f"/together/payments/{paid.pk}/undo/").status_code == 404
    assert browser.post(f"/together/settlements/{made.pk}/undo/").status_code == 404


def test_what_was_shared_stays_readable_to_both_and_is_found_in_the_settings(
    both: Both, ana: User, ben: User, signed_in: SignedIn
) -> None:
    expense = adds(both[0], "Internet", "40.00")
    mark_paid(standing=both[0], expense=expense, due_on=date(2026, 11, 1))
    past = both[0].partnership
    end_partnership(standing=both[0])
    with time_machine.travel("2027-02-03T12:00:00Z", tick=False):
        for person in (ana, ben):
            browser = signed_in(person)
            settings_page = browser.get("/settings/partner/").content.decode()
            links = re.findall(rf'href="([^"]+\?partnership={past.pk})"', settings_page)
            assert [each.partition("?")[0] for each in links] == [STATEMENT, EXPENSES, "/together/chat/"]
            for link in links:
                answer = browser.get(link)
                assert answer.status_code == 200
                assert 'method="post"' not in answer.content.decode().partition("<main")[2].partition("</main")[0]
            page = browser.get(links[0]).content.decode()
            assert "Internet" in page
            assert "November 2026" in page
            assert 'aria-label="Later month"' not in page
            [earlier] = re.findall(r'href="([^"]+)" aria-label="Earlier month"', page)
            assert "October 2026" in browser.get(earlier.replace("&amp;", "&")).content.decode()
            assert browser.get(STATEMENT).status_code == 404
    stranger = User.objects.create_user("eve@example.org", "", name="Eve")
    for path in (STATEMENT, EXPENSES):
        for named in (str(past.pk), "nonsense"):
            assert signed_in(stranger).get(f"{path}?partnership={named}").status_code == 404
