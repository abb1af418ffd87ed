from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import User
from partnerships.core.models import Partnership
from purchases.conftest import TODAY, Buys, Speaks
from purchases.core.common_names import brand_id, retailer_id
from purchases.core.models import Purchase, Warranty
from purchases.core.services import (
    add_warranty,
    delete_purchase,
    delete_warranty,
    share_purchase,
    update_purchase,
    update_warranty,
)

ANALYTICS = "/api/v1/purchases/analytics/"
NAMES = (
    "spending", "spending/by-period", "summary", "warranties/timeline", "warranties/summary", "retailers", "brands",
    "top-products", "recent-purchases", "recent-warranties",
)  # fmt: skip
PERIOD = {"start_date": "2026-01-15", "end_date": "2026-11-10"}


@pytest.fixture
def things(buys: Buys) -> list[Purchase]:
    """Three filters in two shops, a lamp in dollars, and a desk that is put away."""
    ikea, bosch = retailer_id("IKEA"), brand_id("Bosch")
    return [
        buys(product_name="Filter", price=Decimal("29.90"), quantity=2, purchase_date=date(2026, 1, 14),
             brand_id=bosch),
        buys(product_name="FILTER ", price=Decimal("10.00"), purchase_date=date(2026, 1, 15), retailer_id=ikea),
        buys(product_name="Lamp", price=Decimal(80), currency="USD", purchase_date=date(2026, 10, 31)),
        buys(product_name="Desk", price=Decimal(300), purchase_date=date(2026, 11, 10), retailer_id=ikea,
             is_archived=True, status="ordered"),
    ]  # fmt: skip


def read(client: APIClient, name: str, **query: Any) -> Any:
    answer = client.get(f"{ANALYTICS}{name}/", query)
    assert answer.status_code == 200
    return answer.json()


def test_spending_month_by_month(ana_api: APIClient, things: list[Purchase]) -> None:
    found = read(ana_api, "spending")["results"]
    assert len(found) == 24
    told = {(each["month"], each["currency_code"]): (each["total_amount"], each["item_count"]) for each in found}
    assert told["2026-01", "EUR"] == ("39.90", 2)
    assert told["2026-10", "USD"] == ("80.00", 1)
    assert told["2026-11", "EUR"] == ("300.00", 1)
    assert told["2025-12", "EUR"] == ("0.00", 0)
    assert [each["month"] for each in read(ana_api, "spending", months=1)["results"]] == ["2026-11"]


def test_spending_between_two_days_includes_both(ana_api: APIClient, things: list[Purchase]) -> None:
    found = read(ana_api, "spending/by-period", **PERIOD)
    assert found["results"] == [
        {"currency_code": "EUR", "item_count": 2, "total_amount": "310.00", "average_price": "155.00"},
        {"currency_code": "USD", "item_count": 1, "total_amount": "80.00", "average_price": "80.00"},
    ]
    empty = read(ana_api, "spending/by-period", start_date="2026-02-01", end_date="2026-02-03")["results"]
    assert empty[0]["total_amount"] == "0.00"
    for query in ({}, {"start_date": "2026-02-01", "end_date": "2026-01-01"}, {**PERIOD, "x": "1"}):
        assert ana_api.get(f"{ANALYTICS}spending/by-period/", query).status_code == 400


def test_the_summary_counts_everything_once(ana_api: APIClient, things: list[Purchase]) -> None:
    assert read(ana_api, "summary") == {
        "item_count": 4,
        "ordered": 1,
        "received": 3,
        "results": [
            {"currency_code": "EUR", "item_count": 3, "total_amount": "339.90", "average_price": "113.30"},
            {"currency_code": "USD", "item_count": 1, "total_amount": "80.00", "average_price": "80.00"},
        ],
    }


def test_shares_by_retailer_and_brand(ana_api: APIClient, things: list[Purchase]) -> None:
    found = read(ana_api, "retailers")["results"]
    assert [(each["retailer_name"], each["count"], each["percentage"], each["total_spent"]) for each in found] == [
        ("IKEA", 2, "50.0", "310.00"),
        ("", 1, "25.0", "80.00"),
        ("", 1, "25.0", "29.90"),
    ]
    bosch = read(ana_api, "brands")["results"][-1]
    assert (bosch["brand_id"], bosch["brand_name"], bosch["total_spent"]) == (str(brand_id("Bosch")), "Bosch", "29.90")


def test_top_products_are_counted_in_pieces(ana_api: APIClient, things: list[Purchase]) -> None:
    first = read(ana_api, "top-products")["results"][0]
    told = {"product_name": "Filter", "count": 3, "total_spent": "39.90", "avg_price": "13.30", "currency_code": "EUR"}
    assert first == told
    assert len(read(ana_api, "top-products", limit=2)["results"]) == 2


def test_the_latest(ana_api: APIClient, things: list[Purchase], ana: User) -> None:
    names = [each["product_name"] for each in read(ana_api, "recent-purchases")["results"]]
    assert names == ["Desk", "Lamp", "FILTER", "Filter"]
    for thing in things[:2]:
        add_warranty(purchase=thing, added_by=ana, warranty_end=date(2028, 1, 1))
    assert read(ana_api, "recent-warranties", limit=1)["results"][0]["product_name"] == "FILTER"


def test_warranties_month_by_month(ana: User, ana_api: APIClient, things: list[Purchase]) -> None:
    for end in (TODAY - timedelta(days=1), TODAY, date(2026, 12, 5), date(2026, 6, 3)):
        add_warranty(purchase=things[0], added_by=ana, warranty_end=end)
    add_warranty(purchase=things[1], added_by=ana, warranty_type="lifetime")
    void = add_warranty(purchase=things[1], added_by=ana, warranty_end=TODAY)
    update_warranty(warranty=void, changed_by=ana, status="voided")
    found = read(ana_api, "warranties/timeline")["results"]
    assert [each["month"] for each in found][:: len(found) - 1] == ["2026-06", "2027-05"]
    told = {each["month"]: (each["active"], each["expired"], each["expiring_soon"]) for each in found}
    assert told["2026-06"] == (5, 1, 0)
    assert told["2026-07"] == (4, 0, 0)
    assert told["2026-11"] == (4, 1, 1)
    assert told["2026-12"] == (2, 0, 1)
    assert told["2027-05"] == (1, 0, 0)
    one = read(ana_api, "warranties/timeline", start_date="2026-01-20", months=1)["results"]
    assert one == [{"month": "2026-01", "active": 5, "expired": 0, "expiring_soon": 0}]
    counts = {"active": 3, "expired": 2, "voided": 1, "expiring_soon": 2}
    assert read(ana_api, "warranties/summary") == counts


def test_without_anything_there_are_zeros(ana_api: APIClient) -> None:
    for name in NAMES:
        read(ana_api, name, **(PERIOD if name == "spending/by-period" else {}))
    assert read(ana_api, "summary")["results"] == []
    assert len(read(ana_api, "spending")["results"]) == 12


def test_what_a_partner_shows_counts_for_the_partner(
    ana: User, ben: User, couple: Partnership, speaks: Speaks, things: list[Purchase]
) -> None:
    share_purchase(purchase=things[0], shared_by=ana)
    client = speaks(ben)
    assert read(client, "summary")["item_count"] == 0
    assert read(client, "recent-purchases")["results"] == []


def test_a_random_life_keeps_every_sum(ana: User, buys: Buys) -> None:
    """The fixture compares all sums with what things come to at the end."""
    dice = random.Random(7)
    things: list[Purchase] = []
    for _step in range(150):
        act = dice.choice(("buy", "buy", "change", "cover", "void", "drop", "sell"))
        day = TODAY - timedelta(days=dice.randrange(400))
        if act == "buy" or not things:
            currency = dice.choice(("EUR", "USD"))
            things.append(buys(product_name=dice.choice("ABC"), price=Decimal(dice.randrange(500)), currency=currency,
                               purchase_date=day))  # fmt: skip
            continue
        thing = dice.choice(things)
        warranty = Warranty.objects.filter(purchase=thing).first()
        if act == "change":
            shop = dice.choice((None, retailer_id("IKEA"), retailer_id("OBI")))
            update_purchase(purchase=thing, changed_by=ana, retailer_id=shop, purchase_date=day, quantity=3)
        elif act == "cover" or (act in ("void", "drop") and warranty is None):
            if Warranty.objects.filter(purchase=thing).count() < 20:
                thing.refresh_from_db()
                add_warranty(purchase=thing, added_by=ana, warranty_start=day, warranty_end=day + timedelta(days=200))
        elif act == "void" and warranty is not None:
            update_warranty(warranty=warranty, changed_by=ana, status=dice.choice(("voided", "active")))
        elif act == "drop" and warranty is not None:
            delete_warranty(warranty=warranty, deleted_by=ana)
        else:
            things.remove(thing)
            delete_purchase(purchase=thing, deleted_by=ana)


def test_figures_cost_as_much_however_many_things_there_are(ana_api: APIClient, things: list[Purchase]) -> None:
    costs = {}
    for name in NAMES:
        with CaptureQueriesContext(connection) as caught:
            read(ana_api, name, **(PERIOD if name == "spending/by-period" else {}))
        costs[name] = len(caught)
    assert costs == {
        "spending": 1,
        "spending/by-period": 3,
        "summary": 2,
        "warranties/timeline": 3,
        "warranties/summary": 2,
        "retailers": 3,
        "brands": 3,
        "top-products": 1,
        "recent-purchases": 2,
        "recent-warranties": 1,
    }
