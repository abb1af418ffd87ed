"""Asked about wherever the line or what it may pay is looked at, answered in one tap; strangers and the partner see
none of it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from ledger.core.models import MoneyAccount, Transaction
from partnerships.core.services import pause_partnership
from partnerships.expenses.models import SharedExpense, SharedPayment
from partnerships.expenses.services import mark_paid
from partnerships.expenses.tests.conftest import Both, adds, books
from partnerships.linking.finding import find_links, last_days
from partnerships.linking.listing import waiting_for
from partnerships.linking.models import LinkProposal
from partnerships.linking.services import link_by_itself
from partnerships.linking.tests.conftest import Brings
from partnerships.statements.services import settle

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
AccountOf = Callable[..., MoneyAccount]
FOUND, QUESTION = "/together/expenses/found/", "Is this Internet?"
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def internet(both: Both) -> SharedExpense:
    return adds(both[1], payer=0, starts_on=NOVEMBER)


@pytest.fixture
def line(ana: User, account_of: AccountOf, internet: SharedExpense) -> Transaction:
    return books(account_of(ana, name="Giro <b>"), ana, "2026-11-03", "-41.50", "Telekom & Internet")


@pytest.fixture
def asked(both: Both, ana: User, line: Transaction) -> LinkProposal:
    find_links(person=ana, days=last_days(ana))
    return waiting_for(both[0]).get()


def page(browser: Client, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_it_is_asked_about_wherever_it_is_looked_at(
    asked: LinkProposal, line: Transaction, internet: SharedExpense, ana: User, ben: User, signed_in: SignedIn
) -> None:
    places = (FOUND, f"/together/expenses/{internet.pk}/", "/together/statement/?month=2026-11")
    for address in (*places, f"/transactions/{line.pk}/"):
        assert QUESTION in page(signed_in(ana), address), address
    assert QUESTION not in page(signed_in(ana), "/together/statement/?month=2026-10")
    for address in places:
        assert QUESTION not in page(signed_in(ben), address), address
    assert "Telekom &amp; Internet" in page(signed_in(ana), FOUND)
    assert "Giro &lt;b&gt;" in page(signed_in(ana), FOUND)


@pytest.mark.parametrize(
    ("back", "leads"),
    [
        ("", FOUND),
        ("transaction", "/transactions/{line}/"),
        ("expense", "/together/expenses/{expense}/"),
        ("statement", "/together/statement/?month=2026-11"),
        ("https://example.org", FOUND),
    ],
)
def test_a_yes_leads_back_and_can_be_undone(
    asked: LinkProposal, line: Transaction, ana: User, signed_in: SignedIn, back: str, leads: str
) -> None:
    browser = signed_in(ana)
    answer = browser.post(f"{FOUND}{asked.pk}/accept/", {"back": back})
    assert answer["Location"] == leads.format(line=line.pk, expense=asked.expense_id)
    assert SharedPayment.objects.get().transaction == line
    assert "This is Internet" in page(browser, f"/transactions/{line.pk}/")
    browser.post(f"{FOUND}{asked.pk}/undo/")
    assert not SharedPayment.objects.exists()
    assert QUESTION in page(browser, FOUND)


def test_a_script_gets_a_toast_and_what_was_decided_says_so(
    asked: LinkProposal, ana: User, signed_in: SignedIn
) -> None:
    browser = signed_in(ana)
    for text in ("You are not asked about this again", "This has been decided already."):
        answer = browser.post(f"{FOUND}{asked.pk}/decline/", headers={"HX-Request": "true"})
        assert answer.status_code == 204
        assert text in answer["HX-Trigger"]
        assert '"refresh"' in answer["HX-Trigger"]


def test_what_was_linked_by_itself_says_so_and_is_undone(
    both: Both, asked: LinkProposal, internet: SharedExpense, ana: User, signed_in: SignedIn
) -> None:
    link_by_itself(standing=both[0], proposal=asked)
    browser = signed_in(ana)
    for address in (FOUND, f"/together/expenses/{internet.pk}/"):
        assert "linked by itself" in page(browser, address)
    browser.post(f"{FOUND}{asked.pk}/undo/")
    assert "Telekom" not in page(browser, FOUND)


def test_a_half_is_asked_about_on_the_statement(
    both: Both, ana: User, ben: User, account_of: AccountOf, signed_in: SignedIn
) -> None:
    mark_paid(standing=both[0], expense=adds(both[0]), due_on=NOVEMBER, paid_on=NOVEMBER)
    settle(standing=both[0], expected_amount=Decimal(16), settled_on=date(2026, 11, 18))
    books(account_of(ben), ben, "2026-11-18", "-16.00", "Transfer")
    find_links(person=ben, days=last_days(ben))
    assert "Is this what you gave Ana?" in page(signed_in(ben), "/together/statement/?month=2026-11")


def test_an_import_says_what_it_brought(
    both: Both, internet: SharedExpense, ana: User, account_of: AccountOf, brings: Brings, signed_in: SignedIn
) -> None:
    source = brings(ana, account_of(ana), ("2026-11-03", "Telekom", "Internet", "-40.00"))
    browser = signed_in(ana)
    for address in (f"/transactions/import/{source.pk}/", f"/transactions/import/{source.pk}/found/"):
        assert "1 may be a shared expense" in page(browser, address)
    assert signed_in(both[1].person).get(f"/transactions/import/{source.pk}/found/").status_code == 404


def test_nothing_is_asked_while_the_partnership_rests(
    both: Both, asked: LinkProposal, ana: User, signed_in: SignedIn
) -> None:
    pause_partnership(standing=both[1])
    assert "Nothing is linked until" in page(signed_in(ana), FOUND)
    signed_in(ana).post(f"{FOUND}{asked.pk}/accept/")
    assert not SharedPayment.objects.exists()


@pytest.mark.parametrize("act", ["accept", "decline", "undo"])
def test_nobody_else_decides(asked: LinkProposal, ben: User, carla: User, signed_in: SignedIn, act: str) -> None:
    for person in (ben, carla):
        assert signed_in(person).post(f"{FOUND}{asked.pk}/{act}/").status_code == 404
    assert signed_in(carla).get(FOUND).status_code == 404
    assert LinkProposal.objects.get().status == "open"


def test_a_hundred_cost_as_many_queries_as_one(
    both: Both,
    asked: LinkProposal,
    ana: User,
    signed_in: SignedIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(12):
        adds(both[1], f"Internet {number}", "41.50", payer=0, starts_on=NOVEMBER)
    find_links(person=ana, days=last_days(ana))
    assert waiting_for(both[0]).count() == 13
    browser = signed_in(ana)
    browser.get(FOUND)
    with django_assert_max_num_queries(16):
        browser.get(FOUND)
