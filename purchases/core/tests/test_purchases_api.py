from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import User
from purchases.conftest import Buys, Speaks
from purchases.core.common_names import brand_id, retailer_id
from purchases.core.models import Purchase, Warranty

THINGS = "/api/v1/purchases/"


def body(**values: Any) -> dict[str, Any]:
    return {"product_name": "Kettle", "price": "49.90", "purchase_date": "2026-11-02", **values}


def test_one_is_written_down_shown_changed_and_gone(ana_api: APIClient) -> None:
    values = body(retailer_id=str(retailer_id("IKEA")), brand_id=str(brand_id("Bosch")), tags=["kitchen"], quantity=2)
    made = ana_api.post(THINGS, values, format="json")
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    shown = made.json()
    assert (shown["retailer_name"], shown["brand_name"], shown["status"]) == ("IKEA", "Bosch", "received")
    assert (shown["price"], shown["currency_code"], shown["warranties"]) == ("49.90", "EUR", [])
    assert (shown["is_mine"], shown["is_shared"], shown["transaction"]) == (True, False, None)
    url = f"{THINGS}{shown['id']}/"
    assert ana_api.get(url).json() == shown
    changed = ana_api.patch(url, {"price": "44.90", "version": 1}, format="json")
    assert (changed.status_code, changed.json()["price"], changed.json()["version"]) == (200, "44.90", 2)
    late = ana_api.patch(url, {"price": "1.00", "version": 1}, format="json")
    assert (late.status_code, late.json()["current"]["price"]) == (409, "44.90")
    assert ana_api.delete(url, HTTP_IF_MATCH='"1"').status_code == 409
    assert ana_api.delete(url).status_code == 204
    assert ana_api.get(THINGS).json()["count"] == 0


def test_an_answer_can_be_sent_back(ana_api: APIClient, buys: Buys) -> None:
    url = f"{THINGS}{buys(received_date=date(2026, 11, 5)).pk}/"
    shown = ana_api.get(url).json()
    again = ana_api.put(url, shown, format="json").json()
    assert {**again, "version": 1, "updated_at": ""} == {**shown, "updated_at": ""}


def test_a_warranty_comes_with_it_and_goes_with_it(ana_api: APIClient) -> None:
    made = ana_api.post(THINGS, body(warranty_months=24, warranty_provider="Bosch"), format="json").json()
    cover = made["warranties"][0]
    assert (cover["warranty_start"], cover["warranty_end"], cover["status"]) == ("2026-11-02", "2028-11-02", "active")
    assert (cover["provider"], cover["warranty_type"]) == ("Bosch", "limited")
    for_life = ana_api.post(THINGS, body(warranty_type="lifetime"), format="json").json()
    assert for_life["warranties"][0]["warranty_end"] is None
    ana_api.delete(f"{THINGS}{made['id']}/")
    assert Warranty.objects.count() == 1


def test_the_same_key_writes_once(ana_api: APIClient) -> None:
    for _time in range(2):
        ana_api.post(THINGS, body(), format="json", HTTP_IDEMPOTENCY_KEY="kettle")
    assert Purchase.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        ({"price": 9.5}, "price", "float_not_exact"),
        ({"price": "-1"}, "price", "below_zero"),
        ({"price": "9.999"}, "price", "too_many_decimals"),
        ({"price": "1000001"}, "price", "amount_too_large"),
        ({"product_name": "  "}, "product_name", "blank"),
        ({"currency_code": "XXY"}, "currency_code", "unknown_currency"),
        ({"quantity": 0}, "quantity", "min_value"),
        ({"status": "lost"}, "status", "invalid_choice"),
        ({"retailer_id": "01930000-0000-7000-8000-000000000001"}, "retailer_id", "does_not_exist"),
        ({"brand_id": "01930000-0000-7000-8000-000000000001"}, "brand_id", "does_not_exist"),
        ({"category": "01930000-0000-7000-8000-000000000001"}, "category", "does_not_exist"),
        ({"status": "ordered", "received_date": "2026-11-03"}, "received_date", "not_received_yet"),
        ({"received_date": "2026-11-01"}, "received_date", "before_purchase_date"),
        ({"return_until": "2026-11-01"}, "return_until", "before_purchase_date"),
        ({"warranty_end": "2026-11-01"}, "warranty_end", "end_before_start"),
        ({"warranty_type": "extended"}, "warranty_end", "end_needed"),
        ({"warranty_type": "lifetime", "warranty_months": 12}, "warranty_end", "no_end_for_life"),
        ({"warranty_end": "2028-01-01", "warranty_months": 12}, "warranty_months", "end_or_months"),
        ({"user_id": "1"}, "user_id", "unknown_field"),
    ],
)
def test_what_makes_no_sense_is_refused(ana_api: APIClient, values: dict[str, Any], field: str, code: str) -> None:
    refused = ana_api.post(THINGS, body(**values), format="json")
    assert refused.status_code == 400
    assert [(each["attr"], each["code"]) for each in refused.json()["errors"]] == [(field, code)]


def test_what_is_ordered_again_was_not_received(ana_api: APIClient, buys: Buys) -> None:
    thing = buys(received_date=date(2026, 11, 5))
    changed = ana_api.patch(f"{THINGS}{thing.pk}/", {"status": "ordered"}, format="json").json()
    assert (changed["status"], changed["received_date"]) == ("ordered", None)


def test_the_list_is_filtered_searched_and_ordered(ana_api: APIClient, buys: Buys) -> None:
    ikea = retailer_id("IKEA")
    buys(product_name="Lamp", retailer_id=ikea, purchase_date=date(2026, 1, 5), tags=["Living room"])
    buys(product_name="Désk", price=Decimal(100), status="ordered", serial_number="SN-77", notes="oak")
    buys(product_name="Old chair", is_archived=True)

    def names(**query: Any) -> list[str]:
        answer = ana_api.get(THINGS, query).json()
        assert answer["count"] == len(answer["results"])
        return [each["product_name"] for each in answer["results"]]

    assert names() == ["Désk", "Lamp"]
    assert names(ordering="purchase_date") == ["Lamp", "Désk"]
    assert names(ordering="-price") == ["Désk", "Lamp"]
    assert names(ordering="product_name") == ["Désk", "Lamp"]
    assert names(status="ordered") == names(search="desk") == names(search="sn-77 oak") == ["Désk"]
    assert names(retailer_id=str(ikea)) == names(search="IKEA lamp") == names(tag="living room") == ["Lamp"]
    assert names(tag="living") == names(brand_id=str(brand_id("Bosch"))) == []
    assert names(start_date="2026-01-05", end_date="2026-01-05") == ["Lamp"]
    assert names(is_archived="true") == ["Old chair"]
    assert names(is_mine="false") == []
    assert ana_api.get(THINGS, {"limit": 1}).json()["next"].endswith("limit=1&skip=1")
    refused = ana_api.get(THINGS, {"user_id": "1", "status": "lost", "ordering": "x"})
    assert {each["attr"] for each in refused.json()["errors"]} == {"user_id", "status", "ordering"}


def test_a_stranger_finds_nothing(carla: User, speaks: Speaks, buys: Buys) -> None:
    thing = buys(warranty={"warranty_end": date(2028, 1, 1)})
    client = speaks(carla)
    url = f"{THINGS}{thing.pk}/"
    assert {client.get(url).status_code, client.patch(url, {}, format="json").status_code} == {404}
    assert {client.delete(url).status_code, client.post(f"{url}sharing/").status_code} == {404}
    assert {client.get(f"{url}{part}/").status_code for part in ("transaction", "claims")} == {404}
    for each in ("purchases/", "warranties/", "warranties/expiring/?days=3000"):
        assert client.get(f"/api/v1/{each}").json()["count"] == 0
    assert APIClient().get(THINGS).status_code == 401


def test_a_page_costs_as_much_however_long_it_is(ana: User, ana_api: APIClient, buys: Buys) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            ana_api.get(THINGS, {"limit": 100})
        return len(caught)

    buys(warranty={"warranty_end": date(2028, 1, 1)}, retailer_id=retailer_id("IKEA"))
    alone = queries()
    for _each in range(10):
        buys(warranty={"warranty_end": date(2028, 1, 1)}, retailer_id=retailer_id("IKEA"))
    assert (alone, queries()) == (4, 4)
