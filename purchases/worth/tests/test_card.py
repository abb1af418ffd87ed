"""The card of a thing's worth, and saying there how long it lasts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ledger.core.system_categories import system_category_id
from partnerships.core.models import Partnership
from purchases.conftest import TODAY, Buys
from purchases.core.models import Purchase
from purchases.core.services import share_purchase, update_purchase
from purchases.worth.card import card_context, chart_of, offers_of, usual_years, worth_of
from purchases.worth.holdings import worth_today

SignsIn = Callable[[User], Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def phone(buys: Buys) -> Purchase:
    return buys(product_name="Phone", price=Decimal(649), purchase_date=date(2025, 3, 11), life_months=48)


def url(thing: Purchase) -> str:
    return reverse("thing_worth", args=[thing.pk])


def test_what_the_page_says_of_a_phone(phone: Purchase) -> None:
    told = worth_of(phone, TODAY)
    assert (told.today, told.gone, told.cost, told.months) == (Decimal("378.58"), 42, Decimal("13.52"), 20)
    assert told.ends == date(2029, 3, 1)
    assert worth_of(phone, TODAY, paid_since=Decimal(20)).cost == Decimal("14.52")
    assert worth_of(phone, date(2031, 1, 1)).today == 0


def test_of_what_nobody_said_it_of_there_is_no_worth(buys: Buys) -> None:
    told = worth_of(buys(price=Decimal(0)), TODAY)
    assert (told.today, told.gone, told.cost, told.ends) == (None, 0, Decimal(0), None)


@pytest.mark.parametrize(
    ("slug", "years"), [("mobile", 4), ("electronics", 5), ("furniture", 10), ("home", 10), ("coffee", 5), (None, 5)]
)
def test_how_long_such_things_last(slug: str | None, years: int, buys: Buys) -> None:
    assert usual_years(buys(category_id=system_category_id(slug) if slug else None)) == years


def test_the_chart_goes_on_dashed_from_today(phone: Purchase) -> None:
    chart = chart_of(phone, TODAY)
    known, coming = chart.shapes
    assert (known.dashed, coming.dashed, bool(known.dots)) == (False, True, True)
    assert (chart.rows[0].values[1], chart.rows[-1].values[0]) == ("", "")
    here = next(each for each in chart.rows if all(each.values))
    assert here.values[0] == here.values[1]
    assert len(chart.rows) == 49


@pytest.mark.parametrize(("on", "shapes"), [(date(2025, 3, 1), 2), (date(2029, 3, 1), 1), (date(2040, 1, 1), 1)])
def test_a_chart_at_the_ends_of_life(on: date, shapes: int, phone: Purchase) -> None:
    assert len(chart_of(phone, on).shapes) == shapes


@pytest.mark.parametrize("life", [1, 2, 600])
def test_the_shortest_and_the_longest_life_have_a_chart(life: int, buys: Buys) -> None:
    thing = buys(life_months=life)
    assert 2 <= len(chart_of(thing, TODAY).rows) <= 62
    assert life in [months for months, _words in offers_of(thing)]


def test_a_thing_bought_in_the_future_is_worth_nothing_yet(buys: Buys) -> None:
    thing = buys(purchase_date=date(2027, 2, 1), life_months=12, in_net_worth=True)
    assert worth_of(thing, TODAY).today == 0
    assert chart_of(thing, TODAY).rows


def test_its_owner_says_how_long_it_lasts(ana: User, buys: Buys, signed_in: SignsIn) -> None:
    thing, client = buys(price=Decimal(48)), signed_in(ana)
    answer = client.post(url(thing), {"life_months": "24", "version": "1"}, headers=HTMX)
    assert answer.status_code == 200
    assert 'id="thing-worth"' in answer.content.decode()
    client.post(url(thing), {"life_months": "24", "in_net_worth": "on", "version": "2"}, headers=HTMX)
    assert list(worth_today(ana).values()) == [Decimal(48)]
    client.post(url(thing), {"life_months": "", "in_net_worth": "on", "version": "3"}, headers=HTMX)
    thing.refresh_from_db()
    assert (thing.life_months, thing.in_net_worth, thing.version) == (None, False, 4)


def test_a_plain_form_comes_back_to_the_thing(ana: User, phone: Purchase, signed_in: SignsIn) -> None:
    answer = signed_in(ana).post(url(phone), {"life_months": "60"})
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("thing", args=[phone.pk]))


@pytest.mark.parametrize("life", ["0", "601", "-1", "x", "9" * 30, "\x00"])
def test_a_life_that_cannot_be_changes_nothing(life: str, ana: User, phone: Purchase, signed_in: SignsIn) -> None:
    answer = signed_in(ana).post(url(phone), {"life_months": life, "in_net_worth": "on"}, headers=HTMX)
    assert answer.status_code == 422
    phone.refresh_from_db()
    assert (phone.life_months, phone.in_net_worth, phone.version) == (48, False, 1)


def test_what_changed_elsewhere_is_shown_and_stays(ana: User, phone: Purchase, signed_in: SignsIn) -> None:
    update_purchase(purchase=phone, changed_by=ana, life_months=36)
    answer = signed_in(ana).post(url(phone), {"life_months": "60", "version": "1"}, headers=HTMX)
    assert answer.status_code == 422
    assert "changed elsewhere" in answer.content.decode()
    phone.refresh_from_db()
    assert phone.life_months == 36


def test_others_change_nothing_and_the_partner_reads(
    ana: User, ben: User, carla: User, couple: Partnership, phone: Purchase, signed_in: SignsIn
) -> None:
    share_purchase(purchase=phone, shared_by=ana)
    for person in (ben, carla):
        assert signed_in(person).post(url(phone), {"life_months": "60"}).status_code == 404
    told: dict[str, Any] = card_context(ben, phone)
    assert (told["is_mine"], told["offers"], told["worth"].today) == (False, [], Decimal("378.58"))
