"""The page of the money date: begun, gone through and finished by two, without a script too."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.system_categories import system_category_id
from partnerships.agreements.services import ask_for_threshold
from partnerships.core.services import end_partnership, pause_partnership
from partnerships.dates.models import MoneyDate
from partnerships.dates.tests.conftest import Both, Pays, account_of, finished, go_to, shown_to
from partnerships.expenses.models import SharedPayment
from partnerships.expenses.services import add_expense, mark_paid
from partnerships.statements.models import Settlement

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
PAGE = "/together/date/"
HTMX = {"HX-Request": "true"}
NOBODY = "Zzyzx 4711"


def text_of(client: Client, url: str = PAGE) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_two_go_through_it_without_a_script(both: Both, signed_in: SignedIn) -> None:
    rent, _asked = add_expense(standing=both[0], values={"name": "Garage", "amount": Decimal(50), "payer": 0})
    mark_paid(standing=both[0], expense=rent, due_on=rent.starts_on)
    ana, ben = signed_in(both[0].person), signed_in(both[1].person)
    assert "Start this week’s" in text_of(ana)
    assert not MoneyDate.objects.exists()
    assert ana.post(f"{PAGE}begin/").headers["Location"] == PAGE
    assert "Everything both of you see has a category" in text_of(ben)
    assert ben.post(f"{PAGE}step/", {"step": "1"}).status_code == 302
    assert "Nothing waits for either of you" in text_of(ana)
    late = ana.post(f"{PAGE}step/", {"step": "1"}, follow=True)
    assert "at another step by now" in late.content.decode()
    ana.post(f"{PAGE}step/", {"step": "2"})
    week = text_of(ana)
    assert "Spent for both this week" in week
    ana.post(f"{PAGE}step/", {"step": "3"})
    assert "Ben has sent it" in text_of(ana)
    assert "You have sent it" in text_of(ben)
    given = {"expected_amount": "25.00", "expected_payer": "1", "settled_on": "2026-11-20"}
    assert ben.post(f"{PAGE}settle/", given).status_code == 302
    assert Settlement.objects.get().amount == 25
    assert "You are even" in text_of(ana)
    ana.post(f"{PAGE}step/", {"step": "4"})
    assert "As in November" in text_of(ana)
    assert ana.post(f"{PAGE}finish/").status_code == 302
    done = text_of(ben)
    assert "That was your money date" in done
    assert "<b>" in done
    assert MoneyDate.objects.get().counts == {
        "sort": 0, "answer": 0, "week": "50.00", "settle": "25.00", "agree": "50.00"
    }  # fmt: skip


def test_a_script_gets_the_part_alone_and_a_word(both: Both, signed_in: SignedIn) -> None:
    browser = signed_in(both[0].person)
    answer = browser.post(f"{PAGE}begin/", headers=HTMX)
    part = answer.content.decode()
    assert 'id="money-date"' in part
    assert "<html" not in part
    assert "autofocus" in part
    refused = browser.post(f"{PAGE}step/", {"step": "4"}, headers=HTMX)
    assert "at another step by now" in refused.headers["HX-Trigger"]
    assert "autofocus" not in refused.content.decode()


def test_lines_are_sorted_on_the_page(both: Both, joint: MoneyAccount, pays: Pays, signed_in: SignedIn) -> None:
    ana = both[0].person
    known, unknown = pays(joint, ana, "Rewe Markt 12"), pays(joint, ana, NOBODY)
    Transaction.objects.update(category=None, category_source="", category_confidence=None)
    theirs = pays(shown_to(account_of(both[1].person, "Bens"), ana), both[1].person, f"{NOBODY} Ben")
    go_to(both[0], 1)
    browser = signed_in(ana)
    page = text_of(browser)
    assert "Take this one" in page
    assert "2 are left" in page
    assert "Ben sorts this one" in page
    taken = f"{known.pk}:{system_category_id('groceries')}:{known.version}"
    assert f'value="{taken}"' in page
    answer = browser.post(f"{PAGE}take/", {"line": [taken, "nonsense", f"{theirs.pk}:x:1"]}, headers=HTMX)
    assert "1 line sorted" in answer.headers["HX-Trigger"]
    assert '<option value="fuel">' in page
    sent = {"category": "fuel", "version": str(unknown.version)}
    filed = browser.post(f"{PAGE}transactions/{unknown.pk}/", sent, headers=HTMX)
    undo = reverse("money_date_line_undo", args=[unknown.pk])
    assert undo in filed.headers["HX-Trigger"]
    assert MoneyDate.objects.get().counts == {"sort": 2}
    again = browser.post(f"{PAGE}transactions/{unknown.pk}/", sent, headers=HTMX)
    assert "changed elsewhere" in again.headers["HX-Trigger"]
    assert browser.post(undo, headers=HTMX).status_code == 200
    assert Transaction.objects.get(pk=unknown.pk).category_id is None
    assert MoneyDate.objects.get().counts == {"sort": 1}
    for wrong in ("", "x", str(system_category_id("salary"))):
        assert browser.post(f"{PAGE}transactions/{unknown.pk}/", {"category": wrong}).status_code == 302
    assert Transaction.objects.get(pk=unknown.pk).category_id is None
    assert browser.post(f"{PAGE}transactions/{theirs.pk}/", sent).status_code == 404


def test_what_is_for_both_is_said_here(both: Both, pays: Pays, signed_in: SignedIn) -> None:
    ana = both[0].person
    own = shown_to(account_of(ana, "Anas"), both[1].person)
    small, large = pays(own, ana, NOBODY), pays(own, ana, f"{NOBODY} large", "-400")
    go_to(both[0], 1)
    browser = signed_in(ana)
    assert "Ben is asked whether it is for both" in text_of(browser)
    for entry, word in ((small, "Saved"), (large, "Ben is asked first")):
        answer = browser.post(f"{PAGE}transactions/{entry.pk}/whose/", {"whose": "both"}, headers=HTMX)
        assert word in answer.headers["HX-Trigger"]
    assert SharedPayment.objects.get().transaction == small
    assert browser.post(f"{PAGE}transactions/{small.pk}/whose/", {"whose": "nobody"}).status_code == 302
    assert signed_in(both[1].person).post(f"{PAGE}transactions/{small.pk}/whose/", {"whose": "mine"}).status_code == 404


def test_questions_are_answered_where_they_stand(both: Both, signed_in: SignedIn) -> None:
    asked = ask_for_threshold(standing=both[1], threshold=Decimal(250))
    go_to(both[0], 2)
    approve = reverse("approval_approve", args=[asked.pk])
    assert f'hx-post="{approve}"' in text_of(signed_in(both[0].person))
    assert "Ana answers" in text_of(signed_in(both[1].person))


def test_a_settlement_that_is_refused_is_said_and_nothing_is_lost(both: Both, signed_in: SignedIn) -> None:
    rent, _asked = add_expense(standing=both[0], values={"name": "Garage", "amount": Decimal(50), "payer": 0})
    mark_paid(standing=both[0], expense=rent, due_on=rent.starts_on)
    account = account_of(both[0].person, "Everyday")
    browser = signed_in(both[0].person)
    go_to(both[0], 3)
    given = {
        "expected_amount": "24.00", "expected_payer": "1", "settled_on": "2026-11-20", "half": f"account:{account.pk}"
    }  # fmt: skip
    assert "at another step" in browser.post(f"{PAGE}settle/", given, headers=HTMX).headers["HX-Trigger"]
    go_to(both[0], 4)
    for headers in ({}, HTMX):
        answer = browser.post(f"{PAGE}settle/", given, headers=headers)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "has changed in the meantime" in page
        assert 'name="expected_amount" value="25"' in page
        assert f'value="account:{account.pk}" ' in page
    assert not Settlement.objects.exists()


def test_together_leads_to_it(both: Both, signed_in: SignedIn) -> None:
    browser = signed_in(both[0].person)
    part = "/together/parts/date/"
    assert "Start this week’s" in text_of(browser, part)
    go_to(both[1], 3)
    assert "Go on with step 3" in text_of(browser, part)
    finished(both[1])
    assert "Done for this week" in text_of(browser, part)
    assert "/together/date/" in text_of(browser, "/together/")


def test_a_pause_and_an_end_are_said(both: Both, signed_in: SignedIn) -> None:
    go_to(both[0], 1)
    browser = signed_in(both[0].person)
    pause_partnership(standing=both[0])
    assert "goes on with it" in text_of(browser)
    refused = browser.post(f"{PAGE}step/", {"step": "1"}, headers=HTMX)
    assert "paused" in refused.headers["HX-Trigger"]
    end_partnership(standing=both[0])
    assert browser.get(PAGE).status_code == 404


@pytest.mark.parametrize("act", ["step", "finish", "settle"])
def test_what_has_not_begun_is_not_found(act: str, both: Both, signed_in: SignedIn) -> None:
    assert signed_in(both[0].person).post(f"{PAGE}{act}/").status_code == 404
