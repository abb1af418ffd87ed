"""Writing things down, changing and deleting them, one by one and many at once."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ledger.core.models import Category
from partnerships.core.models import Partnership
from purchases.conftest import TODAY, Buys
from purchases.core.models import Brand, Purchase, Retailer, ThingAccess
from purchases.core.services import add_name, open_claim, share_purchase, update_purchase

pytestmark = pytest.mark.django_db
KETTLE = {
    "product_name": "Kettle",
    "price": "49.90",
    "currency": "eur",
    "quantity": "1",
    "purchase_date": "2026-11-02",
    "status": "received",
}
HTMX = {"HX-Request": "true"}


def _sees(person: User, thing: Purchase) -> bool:
    return ThingAccess.objects.filter(person=person, purchase=thing).exists()


def test_a_thing_is_written_down_with_all_that_is_known(
    door: Client, couple: Partnership, ana: User, ben: User
) -> None:
    category = Category.objects.filter(owner__isnull=True, kind="expense").order_by("slug")[0]
    sent = {
        **KETTLE,
        "shop": " corner  shop ",
        "brand": "Hot Water",
        "category": str(category.pk),
        "received_date": "2026-11-04",
        "return_until": "2026-11-18",
        "serial_number": "A-1",
        "location": "Kitchen",
        "tags": "tea, tea,work",
        "life_months": "48",
        "in_net_worth": "on",
        "notes": "Red",
        "cover": "months",
        "warranty_months": "24",
        "warranty_type": "manufacturer",
        "warranty_provider": "Hot Water",
        "is_shared": "on",
    }
    answer = door.post("/things/add/", sent)
    thing = Purchase.objects.get()
    assert answer.headers["Location"] == reverse("thing", args=[thing.pk])
    assert (thing.price, thing.currency, thing.tags) == (Decimal("49.90"), "EUR", ["tea", "work"])
    assert (thing.retailer and thing.retailer.name, thing.brand and thing.brand.name) == ("corner shop", "Hot Water")
    assert (thing.category_id, thing.life_months, thing.in_net_worth) == (category.pk, 48, True)
    warranty = thing.warranties.get()
    assert (warranty.warranty_start, warranty.warranty_end) == (date(2026, 11, 4), date(2028, 11, 4))
    assert _sees(ben, thing)


def test_a_shop_that_is_there_is_taken(door: Client, ana: User, ben: User) -> None:
    mine = add_name(Retailer, owner=ana, name="Corner Shop")
    add_name(Retailer, owner=ben, name="His Shop")
    for typed in ("CORNER shop", "His Shop"):
        door.post("/things/add/", {**KETTLE, "shop": typed})
    named = [each.retailer for each in Purchase.objects.order_by("pk").select_related("retailer")]
    assert named[0] == mine
    assert named[1] is not None
    assert named[1].owner == ana


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"product_name": " "}, "product_name"),
        ({"price": "-1"}, "price"),
        ({"price": "1.234"}, "price"),
        ({"price": "99999999999999"}, "price"),
        ({"currency": "XXX"}, "currency"),
        ({"quantity": "0"}, "quantity"),
        ({"purchase_date": "2026-13-01"}, "purchase_date"),
        ({"purchase_date": "0001-01-01"}, "purchase_date"),
        ({"received_date": "2026-11-01"}, "received_date"),
        ({"return_until": "2026-11-01"}, "return_until"),
        ({"status": "ordered", "received_date": "2026-11-04"}, "received_date"),
        ({"category": "01a1fb08-e644-74e5-9285-b0f1b6e1b0d7"}, "category"),
        ({"tags": "x" * 41}, "tags"),
        ({"in_net_worth": "on"}, "life_months"),
        ({"life_months": "601"}, "life_months"),
        ({"cover": "months"}, "warranty_months"),
        ({"cover": "until"}, "warranty_end"),
        ({"cover": "until", "warranty_end": "2026-11-01"}, "warranty_end"),
        ({"shop": "x\x00y"}, "shop"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_stays(
    door: Client, changed: dict[str, str], field: str
) -> None:
    answer = door.post("/things/add/", {**KETTLE, "shop": "New Shop", "brand": "New Brand", "notes": "Red", **changed})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert ">Red" in page or "\nRed" in page
    assert not Purchase.objects.exists()
    assert not Retailer.objects.filter(name="New Shop").exists()
    assert not Brand.objects.filter(name="New Brand").exists()


def test_a_thing_is_changed(door: Client, buys: Buys, ana: User) -> None:
    thing = buys(retailer_id=add_name(Retailer, owner=ana, name="Corner Shop").pk, tags=["tea"])
    url = reverse("thing_edit", args=[thing.pk])
    page = door.get(url).content.decode()
    assert 'value="Corner Shop"' in page
    door.post(url, {**KETTLE, "price": "45", "tags": "", "version": str(thing.version)})
    thing.refresh_from_db()
    assert (thing.price, thing.retailer_id, thing.tags) == (Decimal(45), None, [])


def test_who_saves_over_a_change_is_told_first(door: Client, buys: Buys, ana: User) -> None:
    thing = buys()
    update_purchase(purchase=thing, changed_by=ana, product_name="Teapot")
    url = reverse("thing_edit", args=[thing.pk])
    answer = door.post(url, {**KETTLE, "location": "Hall", "version": "1"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This was changed elsewhere" in page
    assert "now Teapot" in page
    assert 'value="Hall"' in page
    assert door.post(url, {**KETTLE, "location": "Hall", "version": "2"}).status_code == 302
    thing.refresh_from_db()
    assert (thing.product_name, thing.location) == ("Kettle", "Hall")


def test_archiving_showing_and_their_undo(door: Client, couple: Partnership, buys: Buys, ben: User) -> None:
    thing = buys()
    for name, back in (("archive", "unarchive"), ("share", "unshare")):
        answer = door.post(reverse(f"thing_{name}", args=[thing.pk]), follow=True)
        undo = reverse(f"thing_{back}", args=[thing.pk])
        assert f'data-undo-url="{undo}"' in answer.content.decode()
        thing.refresh_from_db()
        assert thing.is_archived if name == "archive" else _sees(ben, thing)
        told = door.post(undo, headers=HTMX)
        assert told.status_code == 204
        assert "toast" in told.headers["HX-Trigger"]
        thing.refresh_from_db()
        assert not thing.is_archived
        assert not _sees(ben, thing)


def test_what_was_on_its_way_arrives_by_one_tap(door: Client, buys: Buys) -> None:
    thing = buys(status="ordered")
    url = reverse("thing_status", args=[thing.pk])
    page = door.post(url, {"status": "received"}, follow=True).content.decode()
    thing.refresh_from_db()
    assert (thing.status, thing.received_date) == ("received", TODAY)
    assert f'data-undo-url="{url}?status=ordered"' in page
    door.post(f"{url}?status=ordered", headers=HTMX)
    thing.refresh_from_db()
    assert (thing.status, thing.received_date) == ("ordered", None)
    assert door.post(url, {"status": "lost"}).status_code == 400


def test_nothing_is_shown_to_nobody(door: Client, buys: Buys) -> None:
    thing = buys()
    page = door.post(reverse("thing_share", args=[thing.pk]), follow=True).content.decode()
    assert "toast-error" in page


def test_the_dialog_says_what_goes_along(door: Client, buys: Buys, ana: User) -> None:
    thing = buys(warranty={"warranty_end": date(2027, 1, 1)})
    open_claim(purchase=thing, opened_by=ana, problem="Dark")
    page = door.get(reverse("thing", args=[thing.pk])).content.decode()
    assert "With it goes: 1 warranty, 1 claim." in page
    assert door.post(reverse("thing_delete", args=[thing.pk])).headers["Location"] == "/things/"
    assert not Purchase.objects.exists()
    assert door.post(reverse("thing_delete", args=[thing.pk])).status_code == 404


@pytest.mark.parametrize(
    ("act", "stands"),
    [
        ({"bulk_action": "archive"}, (True, ["tea"], False)),
        ({"bulk_action": "tag", "bulk_tag": "work"}, (False, ["tea", "work"], False)),
        ({"bulk_action": "share"}, (False, ["tea"], True)),
    ],
)
def test_many_are_changed_at_once_and_back(
    door: Client, couple: Partnership, buys: Buys, act: dict[str, str], stands: Any
) -> None:
    things = [buys(product_name=f"Cup {number}", tags=["tea"]) for number in range(3)]
    answer = door.post("/things/bulk/", {"ids": [str(each.pk) for each in things], **act}, headers=HTMX)
    told = json.loads(answer.headers["HX-Trigger"])
    assert told["toast"]["text"] == "3 things changed"
    for each in things:
        each.refresh_from_db()
        assert (each.is_archived, each.tags, each.is_shared) == stands
    assert door.post(told["toast"]["undo_url"], headers=HTMX).status_code == 204
    for each in things:
        each.refresh_from_db()
        assert (each.is_archived, each.tags, each.is_shared) == (False, ["tea"], False)
    assert door.post("/things/bulk/undo/", headers=HTMX).status_code == 404


def test_all_of_them_change_or_none(door: Client, couple: Partnership, buys: Buys, ben: User) -> None:
    full = buys(tags=[f"tag {number}" for number in range(20)])
    free = buys(product_name="Cup")
    his = buys(ben, product_name="Drill")
    share_purchase(purchase=his, shared_by=ben)
    both = [str(free.pk), str(full.pk)]
    refused = door.post("/things/bulk/", {"ids": both, "bulk_action": "tag", "bulk_tag": "one more"}, headers=HTMX)
    assert json.loads(refused.headers["HX-Trigger"])["toast"]["error"]
    for sent in (
        {"ids": [str(free.pk), str(his.pk)], "bulk_action": "archive"},
        {"ids": both, "bulk_action": "sell"},
    ):
        assert door.post("/things/bulk/", sent, headers=HTMX).status_code == 400
    free.refresh_from_db()
    assert (free.tags, free.is_archived) == ([], False)


def test_names_are_offered_while_somebody_types(door: Client, ana: User, ben: User) -> None:
    add_name(Retailer, owner=ana, name="Corner Shop")
    add_name(Retailer, owner=ben, name="Cornershop of Ben")
    offered = door.get("/things/names/shop/?shop=CORNER").content.decode()
    assert 'value="Corner Shop"' in offered
    assert "Ben" not in offered
    assert door.get("/things/names/colour/").status_code == 404
