from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from config.kernel.ids import new_id
from ledger.core import services as core
from ledger.core.models import Category, MoneyAccount, MoneyAccountAccess
from ledger.core.system_categories import system_category_id
from partnerships.agreements.month_shares import this_month
from partnerships.agreements.services import ask_for_mode, ask_for_threshold
from partnerships.core.models import Partnership
from partnerships.core.services import end_partnership, pause_partnership
from partnerships.core.standing import Standing, current_standing
from partnerships.expenses.services import add_expense, mark_paid, share_payment
from partnerships.linking.finding import find_links, last_days
from partnerships.statements.models import Contribution
from partnerships.together.parts import PARTS, Reader

pytestmark = pytest.mark.django_db
Opens = Callable[[User], Client]
PAGE = "/together/"


def text_of(client: Client, url: str = PAGE) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def standing(person: User) -> Standing:
    found = current_standing(person)
    assert found is not None
    return found


def account(owner: User, name: str, opening: str = "0") -> MoneyAccount:
    return core.create_money_account(owner=owner, currency="EUR", name=name, opening_balance=Decimal(opening))


def grant(to: MoneyAccount, person: User, level: str, role: str = "viewer") -> None:
    MoneyAccountAccess.objects.create(account=to, person=person, role=role, level=level)


def test_each_reads_their_own_part_first(couple: Partnership, ana: User, ben: User, signed_in: Opens) -> None:
    for person, other in ((ana, "Ben"), (ben, "Ana")):
        page = text_of(signed_in(person))
        assert f"<b>{other} 50%</b>" in page
        assert f"What {other} asks appears here" in page


def test_what_waits_is_answered_here_in_one_tap(couple: Partnership, ana: User, ben: User, signed_in: Opens) -> None:
    asked = ask_for_threshold(standing=standing(ben), threshold=Decimal(250))
    browser = signed_in(ana)
    page = text_of(browser)
    assert "Ask each other above" in page
    assert "without an undo" in page
    assert "You asked" not in page
    assert "You asked" in text_of(signed_in(ben))
    approve = reverse("approval_approve", args=[asked.pk])
    assert f'hx-post="{approve}"' in page
    assert browser.post(approve, headers={"HX-Request": "true"}).status_code == 204
    part = text_of(browser, "/together/parts/approvals/")
    assert "Nothing waits for you" in part
    assert "<html" not in part
    assert "250" in text_of(browser, "/together/parts/split/")


def test_the_partners_accounts_show_what_they_let_see_and_no_more(
    couple: Partnership, ana: User, ben: User, signed_in: Opens
) -> None:
    grant(account(ben, "Bens everyday", "1234.56"), ana, "full")
    grant(account(ben, "Bens nest egg", "777.77"), ana, "total")
    grant(account(ben, "Bens secret sum", "555.55"), ana, "exists")
    account(ben, "Bens hidden one", "333.33")
    account(ana, "Mine alone", "111.11")
    joint = account(ana, "Kitty", "42.42")
    grant(joint, ben, "full", "co_owner")
    page = text_of(signed_in(ana), "/together/parts/accounts/")
    for shown in ("Bens everyday", "every line", "1,234", "Bens nest egg", "the total only", "777", "Bens secret sum",
                  "only that it is there", "Kitty", "42"):  # fmt: skip
        assert shown in page, shown
    for hidden in ("555", "Bens hidden one", "333", "Mine alone", "111"):
        assert hidden not in page, hidden
    theirs = text_of(signed_in(ben), "/together/parts/accounts/")
    assert "Kitty" in theirs
    assert "Bens everyday" not in theirs
    assert "shows you none of their own accounts" in theirs


def test_what_a_third_person_shows_is_not_the_partners(
    couple: Partnership, ana: User, carla: User, signed_in: Opens
) -> None:
    grant(account(carla, "Carlas account", "9.99"), ana, "full")
    assert "Carlas account" not in text_of(signed_in(ana))


def test_a_pause_is_said(couple: Partnership, ana: User, signed_in: Opens) -> None:
    pause_partnership(standing=standing(ana))
    assert "You and Ben pause." in text_of(signed_in(ana))


def test_after_the_end_a_part_asks_the_page_to_load_itself_anew(
    couple: Partnership, ana: User, ben: User, signed_in: Opens
) -> None:
    end_partnership(standing=standing(ben))
    answer = signed_in(ana).get("/together/parts/split/")
    assert answer.status_code == 204, answer.content
    assert answer.headers["HX-Refresh"] == "true"


def test_a_part_that_is_none_is_not_found(couple: Partnership, ana: User, signed_in: Opens) -> None:
    assert signed_in(ana).get("/together/parts/income/").status_code == 404


# The queries of its figures alone, once with everything a couple may have.
QUERIES = {
    "date": 2, "owing": 14, "approvals": 4, "statement": 10, "links": 1, "due": 10, "contributions": 0, "split": 2,
    "accounts": 4,
}  # fmt: skip


@pytest.mark.parametrize("name", PARTS)
def test_what_a_part_costs(
    name: str, couple: Partnership, ana: User, ben: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        grant(account(ben, f"Seen {number} {new_id()}"), ana, "full")
    ask_for_threshold(standing=standing(ben), threshold=Decimal(250))
    ask_for_mode(standing=standing(ana), mode="pot")
    reader = standing(ana)
    with django_assert_num_queries(QUERIES[name]):
        PARTS[name].figures(Reader(reader))


def test_every_figure_of_the_month_is_the_sum_of_the_lines_below_it(
    couple: Partnership, ana: User, ben: User, signed_in: Opens
) -> None:
    groceries = Category.objects.get(pk=system_category_id("groceries"))
    for person, amount in ((ana, "60.01"), (ben, "20.00"), (ana, "-5.00")):
        entry = core.record_transaction(
            account=account(person, f"Of {amount}"), recorded_by=person, amount=-Decimal(amount),
            booked_on=person.today, payee="Market", category=groceries,
            kind="refund" if amount.startswith("-") else "expense",
        )  # fmt: skip
        share_payment(standing=standing(person), transaction=entry)
    rent, _asked = add_expense(standing=standing(ana), values={"name": "Garage", "amount": Decimal(50), "payer": 0})
    mark_paid(standing=standing(ana), expense=rent, due_on=rent.starts_on)
    add_expense(standing=standing(ben), values={"name": "Paper", "amount": Decimal(8), "payer": 1})
    for person in (ana, ben):
        reader = Reader(standing(person))
        shown, due = PARTS["statement"].figures(reader), PARTS["due"].figures(reader)
        sums = PARTS["owing"].figures(reader)["owing"]
        assert sum(row.amount for row in shown["rows"]) == sums.paid.whole == sums.borne.whole == Decimal("125.01")
        assert sum(row.parts.mine for row in shown["rows"]) == sums.borne.mine
        assert [(row.name, row.amount) for row in due["rows"]] == [("Paper", due["total"])]
        assert sums.result == sums.difference.mine
        assert sums.amount == abs(sums.result)
        assert sums.i_owe == (person == ben)
    assert "Ben owes you" in text_of(signed_in(ana), "/together/parts/owing/")
    assert "You owe Ana" in text_of(signed_in(ben), "/together/parts/owing/")


def test_contributions_are_there_for_a_pot_alone(couple: Partnership, ana: User, signed_in: Opens) -> None:
    assert 'id="together-contributions" hidden' in text_of(signed_in(ana))
    Partnership.objects.filter(pk=couple.pk).update(mode="pot")
    for place, amount in ((0, "812.34"), (1, "543.21")):
        Contribution.objects.create(partnership=couple, month=this_month(), place=place, required=Decimal(amount))
    page = text_of(signed_in(ana), "/together/parts/contributions/")
    assert page.index("812") < page.index("543")


def test_what_may_be_a_shared_expense_is_asked_about_here(
    couple: Partnership, ana: User, ben: User, signed_in: Opens
) -> None:
    add_expense(standing=standing(ben), values={"name": "Internet", "amount": Decimal(40)})
    core.record_transaction(
        account=account(ana, "Giro"), recorded_by=ana, amount=Decimal(-40), booked_on=ana.today, payee="Internet"
    )
    assert 'id="together-links" hidden' in text_of(signed_in(ana))
    find_links(person=ana, days=last_days(ana))
    for address in ("/together/", "/together/parts/links/"):
        assert "Is this Internet?" in text_of(signed_in(ana), address)
        assert "Is this Internet?" not in text_of(signed_in(ben), address)
