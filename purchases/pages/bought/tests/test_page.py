from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from partnerships.core.models import Partnership
from purchases.conftest import TODAY, Buys
from purchases.core.common_names import brand_id, retailer_id
from purchases.core.models import Purchase
from purchases.core.services import delete_purchase, share_purchase, update_purchase
from purchases.pages.bought.figures import Row

SignsIn = Callable[[User], Client]


@pytest.fixture
def things(buys: Buys) -> list[Purchase]:
    ikea, bosch = retailer_id("IKEA"), brand_id("Bosch")
    shelf = {"product_name": "Shelf", "retailer_id": ikea, "currency": "EUR"}
    return [
        buys(**shelf, price=Decimal("100.00"), purchase_date=date(2026, 11, 2)),
        buys(**shelf, price=Decimal("50.50"), purchase_date=date(2026, 10, 31), quantity=3),
        buys(product_name="Drill", price=Decimal(80), currency="EUR", brand_id=bosch, purchase_date=date(2025, 11, 30)),
        buys(product_name="Lamp", price=Decimal(30), currency="USD", purchase_date=date(2026, 11, 3), status="ordered"),
    ]


def shown(client: Client, **query: str) -> Any:
    response = client.get(reverse("bought"), query)
    assert response.status_code == 200
    return response.context


def told(rows: list[Row]) -> list[tuple[str, int, str, str]]:
    return [(each.name, each.count, str(each.amount), each.currency) for each in rows]


def listed(client: Client, url: str) -> set[str]:
    """The names a figure's link leads to."""
    return {each.thing.product_name for each in client.get(url).context["cards"]}


def test_the_last_twelve_months_add_up(ana: User, things: list[Purchase], signed_in: SignsIn) -> None:
    page = shown(signed_in(ana))["page"]
    assert (page.spent.amount, page.spent.count, page.currency) == (Decimal("150.50"), 2, "EUR")
    assert sum(each.amount for each in page.months) == page.spent.amount
    assert [each.name for each in page.months][:: len(page.months) - 1] == ["December 2025", "November"]
    assert [(each.currency, each.amount) for each in page.others] == [("USD", Decimal(30))]
    assert (page.summary.count, page.summary.ordered) == (4, 1)


def test_a_period_of_ones_own(ana: User, things: list[Purchase], signed_in: SignsIn) -> None:
    page = shown(signed_in(ana), start_date="2025-11-30", end_date="2026-11-01")["page"]
    assert (page.spent.amount, page.spent.count) == (Decimal("130.50"), 2)
    assert len(page.months) == 13
    one = shown(signed_in(ana), start_date="2026-11-02", end_date="2026-11-02")["page"]
    assert (one.spent.amount, one.spent.count) == (Decimal(100), 1)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"start_date": "2026-02-30"}, "start_date"),
        ({"end_date": "yesterday"}, "end_date"),
        ({"start_date": "0001-01-01"}, "start_date"),
        ({"start_date": "2026-05-01", "end_date": "2026-04-01"}, "end_date"),
        ({"end_date": "\x00"}, None),
    ],
)
def test_a_day_that_cannot_be_is_named_and_stays_typed(
    query: dict[str, str], field: str | None, ana: User, things: list[Purchase], signed_in: SignsIn
) -> None:
    response = signed_in(ana).get(reverse("bought"), query)
    assert response.status_code == 200
    assert list(response.context["asked"].unread) == ([field] if field else [])
    if field:
        assert f'value="{query[field]}"' in response.content.decode()


@pytest.mark.parametrize("day", ["1900-01-01", "2199-12-31"])
def test_the_edges_of_time(day: str, ana: User, things: list[Purchase], signed_in: SignsIn) -> None:
    shown(signed_in(ana), start_date=day)
    shown(signed_in(ana), end_date=day)
    shown(signed_in(ana), start_date="1900-01-01", end_date="2199-12-31")


def test_by_shop_brand_and_product(ana: User, things: list[Purchase], signed_in: SignsIn) -> None:
    page = shown(signed_in(ana))["page"]
    assert told(page.shops) == [
        ("IKEA", 2, "150.5", "EUR"),
        ("Without a shop", 1, "80", "EUR"),
        ("Without a shop", 1, "30", "USD"),
    ]
    assert [each.width for each in page.shops] == ["100.0", "53.2", "100.0"]
    assert ("Bosch", 1, "80", "EUR") in told(page.brands)
    assert told(page.products)[0] == ("Shelf", 4, "150.5", "EUR")
    assert page.products[0].average == Decimal("37.62")


def test_every_figure_opens_its_list(ana: User, things: list[Purchase], signed_in: SignsIn) -> None:
    client = signed_in(ana)
    update_purchase(purchase=things[0], changed_by=ana, is_archived=True)
    context = shown(client)
    page, urls = context["page"], context["urls"]
    assert listed(client, page.shops[0].url) == {"Shelf"}
    assert listed(client, page.shops[1].url) == {"Drill", "Lamp"}
    assert listed(client, page.months[-1].url) == {"Shelf", "Lamp"}
    assert listed(client, page.products[0].url) == {"Shelf"}
    assert len(client.get(page.shops[0].url).context["cards"]) == page.shops[0].count
    assert listed(client, urls["ordered"]) == {"Lamp"}
    assert listed(client, urls["all"]) == {"Shelf", "Drill", "Lamp"}


def test_another_currency_is_one_click_away(ana: User, things: list[Purchase], signed_in: SignsIn) -> None:
    client = signed_in(ana)
    other = next(each for each in shown(client)["currencies"] if not each["current"])
    assert client.get(other["url"]).context["page"].spent.amount == Decimal(30)
    assert shown(client, currency="XXX")["page"].currency == "EUR"


def test_what_the_partner_shows_is_the_partners(
    ana: User, ben: User, couple: Partnership, things: list[Purchase], signed_in: SignsIn
) -> None:
    share_purchase(purchase=things[0], shared_by=ana)
    assert "Nothing bought yet" in signed_in(ben).get(reverse("bought")).content.decode()


def test_what_is_deleted_is_in_no_figure(ana: User, things: list[Purchase], signed_in: SignsIn) -> None:
    for each in things:
        delete_purchase(purchase=each, deleted_by=ana)
    assert "Nothing bought yet" in signed_in(ana).get(reverse("bought")).content.decode()


def test_many_cost_as_many_queries_as_few(ana: User, buys: Buys, things: list[Purchase], signed_in: SignsIn) -> None:
    client = signed_in(ana)
    client.get(reverse("bought"))
    cost = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as caught:
            client.get(reverse("bought"))
        cost.append(len(caught))
        for number in range(40):
            warranty = {"warranty_end": TODAY + timedelta(days=number)}
            buys(product_name=f"P{number}", purchase_date=TODAY - timedelta(days=9 * number), warranty=warranty)
    assert cost == [24, 24]
