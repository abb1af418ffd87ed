"""What the partner sees of an account: chosen by its owner alone, saved at once, shown as it is."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from config.kernel.models import AuditEntry
from ledger.core.models import MoneyAccount, MoneyAccountAccess
from ledger.core.services import add_co_owner, create_money_account
from partnerships.core.services import end_partnership, pause_partnership
from partnerships.sharing.seen import seen_of
from partnerships.sharing.tests.conftest import Both, Pays, api

pytestmark = pytest.mark.django_db
Opens = Callable[[User], Client]
API, PAGE = "/api/v1/partnerships/current/privacy/", "/together/privacy/"


def put(person: User, account: MoneyAccount, level: str) -> Any:
    return api(person).put(API, {"money_account": str(account.pk), "level": level}, format="json")


def test_an_account_begins_hidden_and_each_step_shows_what_it_says(
    both: Both, checking: MoneyAccount, pays: Pays
) -> None:
    ana, ben = both[0].person, both[1].person
    for day in (3, 4, 5):
        pays(checking, ana, f"-{day}0", f"Grocer {day}", day, "groceries")
    pays(checking, ana, "-15", "Cinema", 6, "dining")
    assert seen_of(ben, ana).accounts == []
    assert api(ana).get(API).json()["accounts"] == [
        {"money_account": str(checking.pk), "name": "Checking", "level": "hidden"}
    ]
    told = {}
    for level in ("exists", "total", "category_sums", "full"):
        assert put(ana, checking, level).json()["level"] == level
        [told[level]] = seen_of(ben, ana).accounts
    assert told["exists"].balance is None
    assert {told[each].balance for each in ("total", "category_sums", "full")} == {Decimal(865)}
    assert [(each.name, each.amount) for each in told["category_sums"].sums] == [("Private", Decimal(-135))]
    assert told["category_sums"].lines == ()
    assert [each.payee for each in told["full"].lines] == ["Cinema", "Grocer 5", "Grocer 4"]
    assert told["full"].line_count == 4
    assert put(ana, checking, "hidden").status_code == 200
    assert seen_of(ben, ana).accounts == []
    assert AuditEntry.objects.filter(action="view_granted").count() == 5


def test_only_the_owner_decides_and_a_joint_account_is_not_asked_about(
    both: Both, checking: MoneyAccount, carla: User
) -> None:
    ana, ben = both[0].person, both[1].person
    for person in (ben, carla):
        response = put(person, checking, "full")
        assert response.status_code == (400 if person == ben else 409)
    put(ana, checking, "total")
    assert put(ben, checking, "full").json()["errors"][0]["code"] == "does_not_exist"
    joint = create_money_account(owner=ana, currency="EUR", name="Joint")
    add_co_owner(account=joint, person=ben, added_by=ana)
    assert [each["name"] for each in api(ana).get(API).json()["accounts"]] == ["Checking"]
    assert put(ana, joint, "hidden").status_code == 400
    assert MoneyAccountAccess.objects.filter(account=joint).count() == 2
    assert put(ana, checking, "everything").json()["errors"][0]["attr"] == "level"
    assert api(carla).get(API).status_code == 404


def test_while_it_is_paused_less_can_be_shown_and_nothing_more(both: Both, checking: MoneyAccount) -> None:
    ana = both[0].person
    put(ana, checking, "total")
    pause_partnership(standing=both[1])
    assert put(ana, checking, "full").json()["errors"][0]["code"] == "partnership_paused"
    assert put(ana, checking, "exists").status_code == 200
    end_partnership(standing=both[0])
    assert put(ana, checking, "total").json()["errors"][0]["code"] == "no_partnership"
    assert seen_of(both[1].person, ana).accounts == []


def test_the_page_saves_at_once_and_its_toast_takes_it_back(
    both: Both, checking: MoneyAccount, signed_in: Opens
) -> None:
    ana, ben = both[0].person, both[1].person
    browser = signed_in(ana)
    change = f"/money-accounts/{checking.pk}/privacy/"
    page = browser.get(PAGE).content.decode()
    assert "Ben sees nothing" in page
    answer = browser.post(change, {"level": "total"}, headers={"HX-Request": "true"})
    assert "Ben sees the total only" in answer.content.decode()
    undo = f"{change}?level=hidden"
    assert undo in answer.headers["HX-Trigger"]
    theirs = signed_in(ben).get("/together/seen/").content.decode()
    preview = browser.get(f"{PAGE}seen/").content.decode()
    for shown in (theirs, preview):
        assert "Checking" in shown
        assert "1,000" in shown
    assert browser.post(undo, headers={"HX-Request": "true"}).status_code == 200
    assert "Checking" not in signed_in(ben).get("/together/seen/").content.decode()
    assert browser.post(change, {"level": "all"}).status_code == 422
    assert signed_in(ben).post(change, {"level": "full"}).status_code == 404


def test_the_preview_is_what_the_partners_own_page_says(
    both: Both, checking: MoneyAccount, pays: Pays, signed_in: Opens
) -> None:
    ana, ben = both[0].person, both[1].person
    put(ana, checking, "full")
    pays(checking, ana, "-12.50", "Noodle Bar")

    def card(page: str) -> str:
        """From its heading on, whose level is its page's."""
        return page[page.index(' class="seen-title">') : page.index("</section>\n</div>")].replace("</h2>", "</h3>")

    theirs = card(signed_in(ben).get("/together/seen/").content.decode())
    preview = card(signed_in(ana).get(f"{PAGE}seen/").content.decode())
    assert theirs == preview
    assert "Noodle Bar" in theirs


def test_many_accounts_cost_no_more_queries_than_one(
    both: Both, checking: MoneyAccount, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    ana, ben = both[0].person, both[1].person
    for number in range(6):
        account = create_money_account(owner=ana, currency="EUR", name=f"More {number}")
        put(ana, account, "category_sums")
    put(ana, checking, "full")
    with django_assert_max_num_queries(13):
        seen_of(ben, ana)


def test_nobody_without_a_partner_has_these_pages(carla: User, signed_in: Opens) -> None:
    assert {signed_in(carla).get(each).status_code for each in (PAGE, f"{PAGE}seen/", "/together/seen/")} == {404}


@pytest.mark.parametrize("level", ["hidden", "exists"])
def test_the_overview_opens_where_no_sums_are_seen(
    both: Both, checking: MoneyAccount, signed_in: Opens, level: str
) -> None:
    put(both[0].person, checking, level)
    for scope in ("partner", "together", "me"):
        assert signed_in(both[1].person).get(f"/?scope={scope}").status_code == 200
