"""The page of shops and brands: what each came to, own ones added and deleted."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from purchases.conftest import Buys
from purchases.core.models import Brand, Purchase, Retailer
from purchases.core.services import add_name

Browser = Callable[[User], Client]
SHOPS = "/things/shops/"


@pytest.fixture
def corner(ana: User) -> Any:
    return add_name(Retailer, owner=ana, name="Corner Shop", url="https://corner.example")


@pytest.fixture
def web(ana: User, signed_in: Browser) -> Client:
    return signed_in(ana)


def test_each_says_how_many_things_and_how_much_and_leads_to_them(web: Client, corner: Any, buys: Buys) -> None:
    buys(retailer_id=corner.pk, price=Decimal("1234.50"), is_archived=True)
    buys(retailer_id=corner.pk, price=Decimal("10.00"))
    buys(retailer_id=corner.pk, price=Decimal("7.00"), currency="USD")
    page = web.get(SHOPS).content.decode()
    assert f'href="/things/?retailer_id={corner.pk}&amp;is_archived=all"' in page
    assert "3 things" in page
    assert "1,244" in page
    assert "$" in page


def test_another_persons_names_are_not_there(ben: User, corner: Any, signed_in: Browser) -> None:
    web = signed_in(ben)
    assert "Corner Shop" not in web.get(SHOPS).content.decode()
    url = reverse("shops_delete_retailer", args=[corner.pk])
    assert (web.get(url).status_code, web.post(url).status_code) == (404, 404)


def test_the_common_ones_stay(web: Client) -> None:
    common = Retailer.objects.filter(owner=None)[0]
    assert common.name.replace("&", "&amp;") in web.get(SHOPS).content.decode()
    assert web.post(reverse("shops_delete_retailer", args=[common.pk])).status_code == 404


def test_one_is_added_with_its_website(ana: User, web: Client) -> None:
    sent = {"brands-name": " Own  Brand ", "brands-url": "own.example"}
    assert web.post(reverse("shops_add_brand"), sent).headers["Location"] == SHOPS
    made = Brand.objects.get(owner=ana)
    assert (made.name, made.url) == ("Own Brand", "https://own.example")


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"retailers-name": "corner shop"}, "There is one with this name."),
        ({"retailers-name": ""}, "This field is required."),
        ({"retailers-name": "Shop", "retailers-url": "javascript:alert(1)"}, "Enter a valid URL."),
    ],
)
def test_what_is_refused_keeps_what_was_typed(web: Client, corner: Any, sent: dict[str, str], said: str) -> None:
    answer = web.post(reverse("shops_add_retailer"), sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    for value in filter(None, sent.values()):
        assert f'value="{value}"' in answer.content.decode()
    assert Retailer.objects.filter(owner__isnull=False).count() == 1


def test_things_of_a_deleted_one_go_to_another(ana: User, web: Client, corner: Any, buys: Buys) -> None:
    thing = buys(retailer_id=corner.pk)
    url = reverse("shops_delete_retailer", args=[corner.pk])
    assert "1 thing names it." in web.get(url).content.decode()
    assert web.post(url).status_code == 422
    assert web.post(url, {"replacement": str(corner.pk)}).status_code == 422
    other = Retailer.objects.filter(owner=None)[0]
    assert web.post(url, {"replacement": str(other.pk)}).headers["Location"] == SHOPS
    assert Purchase.objects.get(pk=thing.pk).retailer_id == other.pk
    assert not Retailer.objects.owned_by(ana).exists()


def test_one_without_things_goes_at_once(ana: User, web: Client, corner: Any) -> None:
    assert web.post(reverse("shops_delete_retailer", args=[corner.pk])).status_code == 302
    assert not Retailer.objects.owned_by(ana).exists()


def test_another_persons_name_is_no_replacement(ben: User, web: Client, corner: Any, buys: Buys) -> None:
    buys(retailer_id=corner.pk)
    foreign = add_name(Retailer, owner=ben, name="Ben's shop")
    url = reverse("shops_delete_retailer", args=[corner.pk])
    assert web.post(url, {"replacement": str(foreign.pk)}).status_code == 422


def test_the_page_costs_as_much_however_much_was_bought(web: Client, corner: Any, buys: Buys) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as caught:
            web.get(SHOPS)
        return sum("purchases_" in each["sql"] for each in caught)

    buys(retailer_id=corner.pk)
    alone = queries()
    for _each in range(5):
        buys(retailer_id=corner.pk)
    assert (alone, queries()) == (4, 4)
