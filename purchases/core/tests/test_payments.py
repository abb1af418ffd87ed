from __future__ import annotations

from datetime import date

from rest_framework.test import APIClient

from accounts.models import User
from ledger.core import services as core
from ledger.core.models import Category
from purchases.conftest import Books, Buys, Speaks
from purchases.core.common_names import retailer_id
from purchases.core.models import Retailer
from purchases.core.services import add_name, link_payment

THINGS = "/api/v1/purchases/"


def test_the_likely_payment_is_suggested_first(ana: User, ana_api: APIClient, buys: Buys, books: Books) -> None:
    thing = buys(retailer_id=retailer_id("MediaMarkt"))
    near = books(payee="Corner Market")
    shop = books(payee="MEDIAMARKT SAGT DANKE BERLIN", day=date(2026, 11, 6))
    books(day=date(2026, 11, 8))
    books(amount="-49.89")
    books(amount="49.90", kind="income")
    taken = books(day=date(2026, 11, 2))
    link_payment(purchase=buys(), linked_by=ana, transaction_id=taken.pk)
    found = ana_api.get(f"{THINGS}{thing.pk}/transaction/").json()
    assert found["transaction"] is None
    assert [(each["transaction"], each["days"], each["is_retailer"]) for each in found["suggestions"]] == [
        (str(shop.pk), 4, True),
        (str(near.pk), 1, False),
    ]


def test_one_tap_links_and_both_ways_are_seen(ana_api: APIClient, buys: Buys, books: Books) -> None:
    thing, entry = buys(), books()
    url = f"{THINGS}{thing.pk}/transaction/"
    linked = ana_api.put(url, {"transaction": str(entry.pk), "version": 1}, format="json")
    assert (linked.status_code, linked.json()["transaction"], linked.json()["version"]) == (200, str(entry.pk), 2)
    assert ana_api.put(url, {"transaction": str(entry.pk), "version": 1}, format="json").status_code == 409
    assert ana_api.get(url).json() == {"transaction": str(entry.pk), "suggestions": []}
    found = ana_api.get(THINGS, {"transaction": str(entry.pk)}).json()["results"]
    assert [each["id"] for each in found] == [str(thing.pk)]
    assert ana_api.delete(url).status_code == 204
    assert ana_api.get(THINGS, {"transaction": str(entry.pk)}).json()["count"] == 0


def test_only_own_payments_that_left_are_linked(
    ana_api: APIClient, carla: User, speaks: Speaks, buys: Buys, books: Books
) -> None:
    url = f"{THINGS}{buys().pk}/transaction/"
    hers = core.create_money_account(owner=carla, currency="EUR", name="Hers")
    for entry, code in (
        (books(account=hers, by=carla), "does_not_exist"),
        (books(amount="49.90", kind="income"), "wrong_direction"),
    ):
        refused = ana_api.put(url, {"transaction": str(entry.pk)}, format="json").json()["errors"][0]
        assert (refused["attr"], refused["code"]) == ("transaction", code)
    assert ana_api.get(url).json()["suggestions"] == []


def test_a_payment_in_the_bin_is_not_shown(ana: User, ana_api: APIClient, buys: Buys, books: Books) -> None:
    thing, entry = buys(), books()
    link_payment(purchase=thing, linked_by=ana, transaction_id=entry.pk)
    ana_api.delete(f"/api/v1/transactions/{entry.pk}/")
    assert ana_api.get(f"{THINGS}{thing.pk}/").json()["transaction"] is None
    ana_api.post(f"/api/v1/transactions/{entry.pk}/restoration/")
    assert ana_api.get(f"{THINGS}{thing.pk}/").json()["transaction"] == str(entry.pk)


def test_a_thing_follows_its_category(ana: User, ana_api: APIClient, buys: Buys) -> None:
    own = Category.objects.create(owner=ana, name="Gadgets", kind="expense")
    thing = buys(category_id=own.pk, retailer_id=add_name(Retailer, owner=ana, name="Shop").pk)
    assert ana_api.delete(f"/api/v1/categories/{own.pk}/").status_code == 204
    shown = ana_api.get(f"{THINGS}{thing.pk}/").json()
    assert (shown["category"], shown["version"]) == (None, 2)
