from __future__ import annotations

from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from purchases.conftest import Buys, Speaks
from purchases.core.common_names import brand_id, retailer_id
from purchases.core.models import Brand, Purchase, Retailer
from purchases.core.services import add_name, create_purchase

RETAILERS, BRANDS = "/api/v1/retailers/", "/api/v1/brands/"


@pytest.mark.parametrize(("url", "common"), [(RETAILERS, retailer_id("IKEA")), (BRANDS, brand_id("Sony"))])
def test_common_ones_are_there_and_stay(ana_api: APIClient, url: str, common: object) -> None:
    listed = ana_api.get(url, {"limit": 100}).json()
    assert listed["count"] >= 25
    assert all(each["is_system"] for each in listed["results"])
    assert ana_api.get(f"{url}{common}/").json()["is_system"] is True
    assert ana_api.delete(f"{url}{common}/").status_code == 403


@pytest.mark.parametrize("url", [RETAILERS, BRANDS])
def test_own_ones_are_private_and_unique(ana_api: APIClient, carla: User, speaks: Speaks, url: str) -> None:
    made = ana_api.post(url, {"name": " Bike  Kitchen ", "url": "https://bikes.example"}, format="json")
    assert (made.status_code, made.json()["name"], made.json()["is_system"]) == (201, "Bike Kitchen", False)
    for taken in ("BIKE kitchen", "Ikéa"):
        refused = ana_api.post(url, {"name": taken}, format="json").json()["errors"][0]
        assert (refused["attr"], refused["code"]) == ("name", "name_taken")
    assert ana_api.post(url, {"name": "X", "url": "javascript:alert(1)"}, format="json").status_code == 400
    assert [each["name"] for each in ana_api.get(url, {"search": "bike"}).json()["results"]] == ["Bike Kitchen"]
    stranger = speaks(carla)
    one = f"{url}{made.json()['id']}/"
    assert {stranger.get(one).status_code, stranger.delete(one).status_code} == {404}
    assert stranger.get(url, {"search": "bike"}).json()["count"] == 0
    assert stranger.post(url, {"name": "Bike Kitchen"}, format="json").status_code == 201
    assert ana_api.delete(one).status_code == 204


def test_a_strangers_retailer_is_not_to_be_named(ana_api: APIClient, carla: User) -> None:
    theirs = add_name(Retailer, owner=carla, name="Hers")
    sent = {"product_name": "Kettle", "price": "1", "purchase_date": "2026-11-02", "retailer_id": str(theirs.pk)}
    assert ana_api.post("/api/v1/purchases/", sent, format="json").json()["errors"][0]["code"] == "does_not_exist"


def test_one_in_use_goes_with_a_replacement_alone(ana: User, ana_api: APIClient, buys: Buys) -> None:
    shop = add_name(Retailer, owner=ana, name="Old shop")
    thing = buys(retailer_id=shop.pk)
    buys(retailer_id=shop.pk, currency="USD")
    url = f"{RETAILERS}{shop.pk}/"
    refused = ana_api.delete(url)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "retailer_in_use")
    assert ana_api.delete(f"{url}?replacement={shop.pk}").status_code == 400
    assert ana_api.delete(f"{url}?replacement=01930000-0000-7000-8000-000000000001").status_code == 400
    assert ana_api.delete(f"{url}?replacement={retailer_id('IKEA')}").status_code == 204
    thing.refresh_from_db()
    assert (thing.retailer_id, thing.version) == (retailer_id("IKEA"), 2)


def test_a_brand_in_use_is_a_conflict(ana: User, ana_api: APIClient, buys: Buys) -> None:
    maker = add_name(Brand, owner=ana, name="Atelier")
    buys(brand_id=maker.pk)
    assert ana_api.delete(f"{BRANDS}{maker.pk}/").json()["errors"][0]["code"] == "brand_in_use"


def test_a_person_goes_with_what_they_bought_and_where(ana: User, ana_api: APIClient) -> None:
    shop = add_name(Retailer, owner=ana, name="Old shop")
    create_purchase(owner=ana, product_name="Kettle", price=Decimal(1), retailer_id=shop.pk)
    answer = ana_api.delete("/api/v1/me/", {"password": "a rather long pass phrase"}, format="json")
    assert answer.status_code == 204
    assert not Purchase.objects.exists()
    assert not Retailer.objects.filter(owner__isnull=False).exists()
