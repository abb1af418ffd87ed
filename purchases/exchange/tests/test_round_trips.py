"""What goes out comes in again as it was, once."""

from __future__ import annotations

import csv
import json
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest

from accounts.models import User
from ledger.core.models import Category
from purchases.conftest import Books, Buys
from purchases.core.common_names import brand_id
from purchases.core.models import Brand, Purchase, Retailer, Warranty
from purchases.core.services import (
    add_name,
    add_warranty,
    delete_purchase,
    link_payment,
    open_claim,
    share_purchase,
    update_purchase,
)
from purchases.documents.models import Attachment
from purchases.documents.services import attach_document, keep_document
from purchases.exchange.tests.conftest import Taking, counts_of, given_out, picture

# Ids of things are new, and `origin` is the id in the file; a payment is one person's.
OF_ITS_OWN = ("id", "origin", "transaction")
ODD = ("=1+1", "+49 30", "-5", "@here", "'quoted", "''", 'a "b", c; d', "two\nlines\r\n", "😀 ünï", "\ttab", "a\\,b\\")


@pytest.fixture
def things(ana: User, buys: Buys, books: Books) -> list[Purchase]:
    """All that a thing can have, and words that spreadsheets trip over."""
    shop = add_name(Retailer, owner=ana, name='Corner, "Shop"', url="https://corner.example")
    own = add_name(Brand, owner=ana, name="=Own")
    groceries = Category.objects.get(slug="groceries", owner=None)
    full = buys(
        product_name="Washing machine", price=Decimal("899.00"), quantity=2, retailer_id=shop.pk, brand_id=own.pk,
        category_id=groceries.pk, received_date=date(2026, 11, 5), return_until=date(2026, 11, 16),
        serial_number="=SUM(A1)", location="Bath", notes="two\nlines", tags=["a,b", "c\\", "=d"], is_archived=True,
        life_months=48, in_net_worth=True,
        warranty={"warranty_end": date(2028, 11, 2), "warranty_type": "legal", "provider": "Shop", "notes": "-yes"},
    )  # fmt: skip
    second = add_warranty(
        purchase=full, added_by=ana, warranty_start=date(2026, 12, 1), warranty_type="lifetime", provider="Maker"
    )
    open_claim(
        purchase=full, opened_by=ana, warranty_id=second.pk, problem="Drips", cost=Decimal("5.10"),
        opened_on=date(2026, 11, 10), status="repaired", closed_on=date(2026, 11, 12), reference="R-1",
    )  # fmt: skip
    buys(product_name="Present", price=Decimal(0), currency="JPY", status="ordered", brand_id=brand_id("Bosch"))
    buys(warranty={"warranty_end": date(2026, 11, 3), "status": "active"})
    buys(warranty={"warranty_end": date(2030, 11, 3), "status": "voided"})
    link_payment(purchase=full, linked_by=ana, transaction_id=books().pk)
    for name in ODD:
        buys(product_name=f"x{name}", serial_number=name, notes=name, location=name)
    return list(Purchase.objects.filter(owner=ana).order_by("pk"))


def of_json(data: bytes) -> list[dict[str, Any]]:
    return [{name: each[name] for name in each if name not in OF_ITS_OWN} for each in json.loads(data)["purchases"]]


def of_csv(data: bytes) -> list[dict[str, str]]:
    rows = csv.DictReader(StringIO(data.decode("utf-8-sig"), newline=""))
    return [{name: row[name] for name in row if name not in OF_ITS_OWN} for row in rows]


@pytest.mark.usefixtures("things")
def test_json_comes_in_as_it_went_out_and_once(ana: User, carla: User, take: Taking) -> None:
    before = given_out(ana, "json")
    done = take(carla, before)
    assert counts_of(done) == (15, 0, 0, 0)
    after = given_out(carla, "json")
    assert of_json(after) == of_json(before)
    for name in ("retailers", "brands"):
        assert json.loads(after)[name] == json.loads(before)[name]
    assert [each["code"] for each in done.report] == ["does_not_exist"], "the payment is Ana's"
    assert counts_of(take(carla, before)) == (0, 0, 15, 0)
    assert counts_of(take(carla, before, "update")) == (0, 0, 15, 0)
    assert given_out(carla, "json")[200:] == after[200:]


@pytest.mark.usefixtures("things")
def test_csv_comes_in_as_it_went_out_and_once(ana: User, carla: User, take: Taking) -> None:
    before = given_out(ana, "csv")
    assert counts_of(take(carla, before)) == (15, 0, 0, 0)
    after = given_out(carla, "csv")
    assert of_csv(after) == of_csv(before)
    assert counts_of(take(carla, before, "update")) == (0, 0, 15, 0)
    assert given_out(carla, "csv") == after


@pytest.mark.parametrize("form", ["csv", "json", "zip"])
def test_ones_own_file_finds_ones_own_things(ana: User, things: list[Purchase], take: Taking, form: str) -> None:
    before = list(Purchase.objects.order_by("pk").values())
    assert counts_of(take(ana, given_out(ana, form), "update")) == (0, 0, len(things), 0)
    assert list(Purchase.objects.order_by("pk").values()) == before


def test_there_and_back_finds_the_same_things(ana: User, carla: User, buys: Buys, take: Taking) -> None:
    buys()
    buys()
    take(carla, given_out(ana, "json"))
    assert counts_of(take(ana, given_out(carla, "json"))) == (0, 0, 2, 0)


def test_what_was_deleted_comes_back_with_its_payment(ana: User, buys: Buys, books: Books, take: Taking) -> None:
    thing, _twin = buys(), buys()
    entry = books()
    link_payment(purchase=thing, linked_by=ana, transaction_id=entry.pk)
    data = given_out(ana, "csv")
    delete_purchase(purchase=thing, deleted_by=ana)
    assert counts_of(take(ana, data)) == (1, 0, 1, 0)
    assert Purchase.objects.get(origin=thing.pk).transaction_id == entry.pk


def test_cells_that_look_like_formulas_are_none(ana: User, buys: Buys) -> None:
    for name in ("=1+1", "+1", "-1", "@a", "'=b"):
        buys(product_name=name, notes="\t=c")
    rows = list(csv.reader(StringIO(given_out(ana, "csv").decode("utf-8-sig"), newline="")))
    assert not [cell for row in rows for cell in row if cell[:1] in "=+-@\t\r" and cell]


def test_update_changes_only_what_differs(ana: User, things: list[Purchase], take: Taking) -> None:
    data = given_out(ana, "json")
    full, other = things[0], things[2]
    versions = dict(Purchase.objects.values_list("pk", "version"))
    update_purchase(purchase=full, changed_by=ana, price=Decimal("1.00"), notes="mine")
    Warranty.objects.filter(purchase=other).update(provider="Somebody")
    done = take(ana, data, "update")
    assert counts_of(done) == (0, 2, len(things) - 2, 0)
    full.refresh_from_db()
    assert (full.price, full.notes, full.version) == (Decimal("899.00"), "two\nlines", versions[full.pk] + 2)
    assert {key: version for key, version in Purchase.objects.values_list("pk", "version") if key != full.pk} == {
        key: version for key, version in versions.items() if key != full.pk
    }
    assert Warranty.objects.get(purchase=other).provider == ""


def test_what_came_from_elsewhere_is_brought_up_to_date(ana: User, carla: User, buys: Buys, take: Taking) -> None:
    kettle, lamp = buys(), buys(product_name="Lamp")
    take(carla, given_out(ana, "csv"))
    before = {each.origin: each for each in Purchase.objects.filter(owner=carla)}
    shop = add_name(Retailer, owner=ana, name="Corner")
    update_purchase(
        purchase=kettle, changed_by=ana, retailer_id=shop.pk, purchase_date=date(2026, 11, 1), is_archived=True
    )
    assert counts_of(take(carla, given_out(ana, "csv"), "update")) == (0, 1, 1, 0)
    after = {each.origin: each for each in Purchase.objects.filter(owner=carla).select_related("retailer")}
    changed = after[kettle.pk]
    assert changed.retailer is not None
    assert (changed.retailer.name, changed.retailer.owner_id, changed.version) == ("Corner", carla.pk, 2)
    assert (changed.pk, changed.created_at) == (before[kettle.pk].pk, before[kettle.pk].created_at)
    assert changed.updated_at > before[kettle.pk].updated_at
    access = changed.access.get()
    assert (access.purchase_date, access.is_archived) == (date(2026, 11, 1), True)
    assert after[lamp.pk].updated_at == before[lamp.pk].updated_at


def test_a_zip_brings_each_document_once_by_its_hash(ana: User, carla: User, buys: Buys, take: Taking) -> None:
    kettle, lamp = buys(), buys(product_name="Lamp", warranty={"warranty_end": date(2028, 1, 1)})
    both, _ = keep_document(owner=ana, upload=picture(1), name="both.png", role="manual")
    one, _ = keep_document(owner=ana, upload=picture(2), name="=one.png")
    for thing in (kettle, lamp):
        attach_document(document=both, by=ana, purchase=thing)
    attach_document(document=one, by=ana, purchase=lamp, warranty=Warranty.objects.get())
    before = given_out(ana, "zip")
    with ZipFile(BytesIO(before)) as archive:
        assert archive.testzip() is None
        assert len([name for name in archive.namelist() if name.startswith("documents/")]) == 2
    done = take(carla, before)
    assert (counts_of(done), done.documents, done.report) == ((2, 0, 0, 0), 3, [])
    with ZipFile(BytesIO(given_out(carla, "zip"))) as archive, ZipFile(BytesIO(before)) as first:
        assert sorted(archive.namelist()) == sorted(first.namelist())
        assert of_json(archive.read("things.json")) == of_json(first.read("things.json"))
    assert Attachment.objects.filter(document__owner=carla, warranty__isnull=False).count() == 1
    again = take(carla, before, "update")
    assert (counts_of(again), again.documents) == ((0, 0, 2, 0), 0)


def test_a_partners_thing_is_not_taken_along(ana: User, ben: User, couple: object, buys: Buys) -> None:
    share_purchase(purchase=buys(product_name="Secret lamp"), shared_by=ana)
    for form in ("csv", "json", "zip"):
        assert b"Secret lamp" not in given_out(ben, form)
