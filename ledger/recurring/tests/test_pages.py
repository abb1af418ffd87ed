from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from ledger.core import services as core
from ledger.core.models import MoneyAccount
from ledger.recurring.booking import book_due
from ledger.recurring.models import Recurring
from ledger.recurring.tests.conftest import TODAY, Makes, noon

LIST = "/plan/recurring/"


@pytest.fixture
def ana_client(ana: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(ana)


def typed(account: MoneyAccount, **values: Any) -> dict[str, Any]:
    rent = {"kind": "expense", "amount": "900.00", "account": str(account.pk), "payee": "Northside Homes"}
    days = {"interval": "1", "frequency": "monthly", "starts_on": "2026-01-31", "books": "yes"}
    return {**rent, **days, **values}


def test_a_calendar_can_be_opened_where_nothing_comes_back_yet(ana_client: Client) -> None:
    assert b'action="/plan/recurring/feed/' in ana_client.get(LIST).content


def test_an_empty_page_says_what_to_do(ana_client: Client) -> None:
    assert b'href="/plan/recurring/add/"' in ana_client.get(LIST).content


def test_adding_shows_it_in_the_list_and_the_calendar(ana_client: Client, everyday: MoneyAccount) -> None:
    answer = ana_client.post(f"{LIST}add/", typed(everyday), follow=True)
    assert answer.redirect_chain == [(LIST, 302)]
    text = answer.content.decode()
    assert "Northside Homes" in text
    assert "Monthly, on the last day" in text
    calendar = ana_client.get(f"{LIST}calendar/?month=2027-02").content.decode()
    assert "Northside Homes" in calendar
    assert "Feb" in calendar


def test_a_refusal_keeps_what_was_typed(ana_client: Client, everyday: MoneyAccount) -> None:
    for wrong, words in [
        ({"amount": "-5"}, "Enter an amount above zero."),
        ({"kind": "transfer"}, "Say to which account the money goes."),
        ({"ends_on": "2026-01-01"}, "It ends before it begins."),
        ({"interval": "0"}, "greater than or equal to 1"),
        ({"starts_on": "0001-01-01"}, "Enter another day."),
    ]:
        answer = ana_client.post(f"{LIST}add/", typed(everyday, notes="typed by hand", **wrong))
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert 'value="typed by hand"' in answer.content.decode()
    assert not Recurring.objects.exists()


def test_a_change_and_its_course(ana_client: Client, make: Makes, everyday: MoneyAccount) -> None:
    rent = make()
    book_due(now=noon(date(2026, 12, 1)))
    url = f"{LIST}{rent.pk}/"
    assert "/transactions/" in ana_client.get(url).content.decode()
    answer = ana_client.post(url, typed(everyday, amount="950", starts_on="2026-01-01", version="1"))
    assert answer.status_code == 302
    rent.refresh_from_db()
    assert rent.amount == Decimal(-950)
    late = ana_client.post(url, typed(everyday, amount="960", version="1"))
    assert late.status_code == 422
    assert "changed elsewhere" in late.content.decode()


def test_a_day_left_out_can_be_taken_back_from_the_message(ana_client: Client, make: Makes) -> None:
    rent = make()
    answer = ana_client.post(f"{LIST}{rent.pk}/skip/", {"due_on": "2026-12-01"}, follow=True)
    undo = f"{LIST}{rent.pk}/unskip/?due_on=2026-12-01"
    assert undo in answer.content.decode()
    assert ana_client.post(undo).status_code == 204
    rent.refresh_from_db()
    assert rent.next_on == date(2026, 12, 1)


@pytest.mark.parametrize(("act", "status"), [("pause", "paused"), ("end", "ended"), ("resume", "active")])
def test_its_acts(ana_client: Client, make: Makes, act: str, status: str) -> None:
    rent = make()
    assert ana_client.post(f"{LIST}{rent.pk}/{act}/").status_code == 302
    rent.refresh_from_db()
    assert rent.status == status


def test_deleting(ana_client: Client, make: Makes) -> None:
    assert ana_client.post(f"{LIST}{make().pk}/delete/").status_code == 302
    assert not Recurring.objects.exists()


def test_strangers_find_nothing_and_viewers_only_see(
    ana: User, ben: User, carla: User, make: Makes, everyday: MoneyAccount, signed_in: Callable[[User], Client]
) -> None:
    rent = make(payee="Marker Homes")
    assert signed_in(carla).get(f"{LIST}{rent.pk}/").status_code == 404
    core.grant_view(account=everyday, person=ben, level="full", granted_by=ana)
    page = signed_in(ben).get(LIST).content.decode()
    assert "Marker Homes" in page
    assert f"{LIST}{rent.pk}/" not in page
    assert "Marker Homes" not in signed_in(ben).get(f"{LIST}?scope=mine").content.decode()
    assert signed_in(ben).post(f"{LIST}{rent.pk}/delete/").status_code == 404


def test_it_says_why_it_rests(ana_client: Client, make: Makes, everyday: MoneyAccount) -> None:
    make()
    core.close_money_account(account=everyday, on=TODAY)
    book_due(now=noon(date(2026, 12, 1)))
    assert "Its account is closed." in ana_client.get(LIST).content.decode()


def test_text_from_outside_stays_text(ana_client: Client, make: Makes) -> None:
    make(payee="<script>alert(1)</script>")
    for address in (LIST, f"{LIST}calendar/?month=2026-12"):
        assert b"<script>alert" not in ana_client.get(address).content


def test_nonsense_in_the_address_is_no_error(ana_client: Client, make: Makes) -> None:
    rent = make()
    for address in ("calendar/?month=x", "calendar/?month=9999-99", "calendar/?month=1900-01", "?scope=x"):
        assert ana_client.get(LIST + address).status_code == 200
    assert ana_client.post(f"{LIST}{rent.pk}/skip/", {"due_on": "x"}).status_code == 400


def test_the_calendars_address_is_shown_once(ana_client: Client, client: Client) -> None:
    page = ana_client.post(f"{LIST}feed/").content.decode()
    url = page.split('recurring-address">')[1].split("<")[0]
    assert client.get(url).status_code == 200
    assert url not in ana_client.get(LIST).content.decode()
    ana_client.post(f"{LIST}feed/close/")
    assert client.get(url).status_code == 404


def test_the_page_asks_the_same_however_much_there_is(
    ana_client: Client, make: Makes, django_assert_max_num_queries: Any
) -> None:
    for _number in range(15):
        make(frequency="weekly", starts_on=TODAY)
    with django_assert_max_num_queries(24):
        assert ana_client.get(LIST).status_code == 200
