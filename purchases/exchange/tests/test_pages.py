from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from config.kernel.models import FileReference
from ledger.core.models import Category
from purchases.conftest import Buys
from purchases.core.models import Purchase
from purchases.exchange.models import ThingImport
from purchases.exchange.tests.conftest import given_out

START = "/things/import/"
SHEET = (
    "Artikel;Kaufpreis;Kaufdatum;Händler;Garantie bis;Farbe\r\n"
    "Kühlschrank;1.299,00 €;03.04.2026;MediaMarkt;03.04.2028;weiß\r\n"
    "Lampe;19,90 €;31.03.2026;IKEA;;<b>rot</b>\r\n"
    ";5,00 €;30.03.2026;IKEA;;\r\n"
)
ODD = b"What;Cost;Day\r\nKettle;10;04/03/2026\r\nLamp;20;05/03/2026\r\n"


@pytest.fixture
def anas(ana: User, client: Client) -> Client:
    client.force_login(ana)
    return client


def drop(anas: Client, data: bytes | str, **headers: Any) -> Any:
    content = data.encode("cp1252") if isinstance(data, str) else data
    return anas.post(START, {"file": SimpleUploadedFile("<i>list</i>.csv", content)}, **headers)


def test_a_foreign_sheet_is_understood_checked_and_taken_in(
    anas: Client, ana: User, django_capture_on_commit_callbacks: Any
) -> None:
    dropped = drop(anas, SHEET, HTTP_ACCEPT="application/json")
    assert dropped.status_code == 201
    url = dropped.json()["url"]
    shown = anas.get(url).content.decode()
    assert "Kühlschrank" in shown
    assert "MediaMarkt" in shown
    assert "&lt;b&gt;rot" in shown
    assert "<b>rot" not in shown
    assert "<i>list" not in shown
    assert "Add 2 things" in shown
    assert not Purchase.objects.exists(), "nothing before it is confirmed"
    with django_capture_on_commit_callbacks(execute=True):
        started = anas.post(f"{url}start/", {"duplicates": "skip"})
    assert started["Location"] == url
    report = anas.get(url).content.decode()
    assert "Taken in, but for what is below" in report
    assert "Product: This is missing." in report
    fridge = Purchase.objects.get(product_name="Kühlschrank")
    assert (str(fridge.price), fridge.currency, str(fridge.purchase_date)) == ("1299", "EUR", "2026-04-03")
    assert str(fridge.warranties.get().warranty_end) == "2028-04-03"
    assert anas.post(f"{url}delete/")["Location"] == START
    assert Purchase.objects.count() == 2


def test_a_column_nobody_knows_is_named_by_hand(anas: Client, django_capture_on_commit_callbacks: Any) -> None:
    url = drop(anas, b"Foo;Bar;Baz\r\nKettle;10,5;04/13/2026\r\nLamp;20;05/03/2026\r\n")["Location"]
    assert "No column holds: Product, Price, Bought on." in anas.get(url).content.decode()
    refused = anas.post(f"{url}start/", {"duplicates": "skip"})
    assert refused.status_code == 422
    chosen = {"column-0": "product_name", "column-1": "price", "column-2": "purchase_date"}
    shown = anas.get(url, chosen).content.decode()
    assert "Add 2 things" in shown
    assert 'name="column-2" value="purchase_date"' in shown
    with django_capture_on_commit_callbacks(execute=True):
        anas.post(f"{url}start/", {"duplicates": "skip", **chosen})
    assert {str(day) for day in Purchase.objects.values_list("purchase_date", flat=True)} == {
        "2026-04-13",
        "2026-05-03",
    }


def test_days_that_read_both_ways_are_asked_for(anas: Client, django_capture_on_commit_callbacks: Any) -> None:
    url = drop(anas, ODD)["Location"]
    assert "Days in this file" in anas.get(url).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        anas.post(f"{url}start/", {"duplicates": "skip", "column-2": "purchase_date", "day_order": "month_first"})
    assert sorted(str(day) for day in Purchase.objects.values_list("purchase_date", flat=True)) == [
        "2026-04-03",
        "2026-05-03",
    ]


def test_what_is_no_file_of_things_says_so_and_keeps_nothing(anas: Client) -> None:
    refused = drop(anas, b"%PDF-1.7 nothing", HTTP_ACCEPT="application/json")
    assert (refused.status_code, "picture" in refused.json()["error"]) == (422, True)
    assert drop(anas, b"").status_code == 422
    assert anas.post(START).status_code == 422
    assert not ThingImport.objects.exists()
    assert not FileReference.objects.exists()


def test_an_import_is_nobody_elses(anas: Client, carla: User) -> None:
    url = drop(anas, SHEET)["Location"]
    anas.force_login(carla)
    for answered in (anas.get(url), anas.post(f"{url}start/", {"duplicates": "skip"}), anas.post(f"{url}delete/")):
        assert answered.status_code == 404
    assert "Files before" not in anas.get(START).content.decode()


def test_one_at_work_says_how_far_it_is_and_is_found_again(anas: Client, ana: User) -> None:
    url = drop(anas, SHEET)["Location"]
    anas.post(f"{url}start/", {"duplicates": "update"})
    ThingImport.objects.update(total=200, done=50)
    shown = anas.get(url).content.decode()
    assert "50 of 200 things taken in" in shown
    assert "live:purchase" in shown
    assert url in anas.get(START).content.decode()
    assert anas.post(f"{url}delete/")["Location"] == url, "not while it is at work"


def test_own_things_are_shown_as_here_already(anas: Client, ana: User, buys: Buys) -> None:
    buys()
    url = drop(anas, given_out(ana, "json"))["Location"]
    shown = " ".join(anas.get(url).content.decode().split())
    assert '<b class="number">1</b><span>already here' in shown
    assert '<b class="number">0</b><span>new' in shown


def test_an_export_is_chosen_and_taken(anas: Client, ana: User, buys: Buys) -> None:
    groceries = Category.objects.get(slug="groceries", owner=None)
    buys(category_id=groceries.pk)
    buys(product_name="Old lamp", is_archived=True)
    assert "All 2 things of yours." in anas.get(reverse("thing_export")).content.decode()
    narrowed = anas.get(reverse("thing_export"), {"search": "kettle"}).content.decode()
    assert "1 thing, as the list was filtered." in narrowed
    assert 'name="search" value="kettle"' in narrowed

    def names(**query: str) -> list[str]:
        answered: Any = anas.get(reverse("thing_export_file"), {"form": "json", **query})
        found = json.loads(b"".join(answered.streaming_content))
        return [each["product_name"] for each in found["purchases"]]

    assert names(archived="on") == ["Kettle", "Old lamp"]
    assert names() == names(search="kettle") == ["Kettle"]
    assert anas.get(reverse("thing_export_file"), {"form": "xls"}).status_code == 422
