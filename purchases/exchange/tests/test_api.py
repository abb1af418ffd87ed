from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.models import User
from config.kernel.models import FileReference
from purchases.conftest import Buys, Speaks
from purchases.core.models import Purchase
from purchases.exchange.models import ThingImport

IMPORT, IMPORTS, EXPORT = "/api/v1/purchases/import/", "/api/v1/purchases/imports/", "/api/v1/purchases/export/"
SHEET = b"Product;Price;Bought on;Shop\r\nKettle;49,90;2.11.2026;Corner\r\nLamp;x;3.11.2026;Corner\r\n"


def send(client: APIClient, data: bytes, **more: Any) -> Any:
    return client.post(IMPORT, {"file": SimpleUploadedFile("x.bin", data), **more}, format="multipart")


@pytest.fixture
def sent(ana_api: APIClient, django_capture_on_commit_callbacks: Any) -> Any:
    def run(data: bytes = SHEET, **more: Any) -> dict[str, Any]:
        with django_capture_on_commit_callbacks(execute=True):
            started = send(ana_api, data, **more)
        assert started.status_code == 202
        assert (started.json()["status"], started.json()["done"]) == ("running", 0)
        shown: dict[str, Any] = ana_api.get(f"{IMPORTS}{started.json()['id']}/").json()
        return shown

    return run


def test_a_file_is_taken_in_and_says_what_became_of_it(ana: User, ana_api: APIClient, sent: Any) -> None:
    shown = sent()
    assert (shown["status"], shown["kind"], shown["total"], shown["added"], shown["refused"]) == (
        "done",
        "csv",
        2,
        1,
        1,
    )
    assert [(each["line"], each["field"], each["code"]) for each in shown["report"]] == [(3, "price", "no_amount")]
    kettle = Purchase.objects.get(owner=ana)
    assert (str(kettle.price), kettle.currency, str(kettle.purchase_date)) == ("49.9", "EUR", "2026-11-02")
    assert kettle.retailer is not None
    assert kettle.retailer.name == "Corner"
    assert not FileReference.objects.exists(), "the file goes, the report stays"
    assert ana_api.get(IMPORTS).json()["count"] == 1
    assert ana_api.delete(f"{IMPORTS}{shown['id']}/").status_code == 204
    assert Purchase.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n", "binary"),
        (b"Payee;Amount\r\nA;1\r\n", "missing_columns"),
        (b'{"format": "tuppence-things"', "no_json"),
        (b'{"a": NaN}', "no_json"),
        (b"[" * 5000, "no_json"),
        (b'{"x": 1}', "no_things"),
        (b'{"format": "tuppence-things", "version": 2, "purchases": []}', "later_version"),
        (b"PK\x03\x04 nothing", "broken_archive"),
        (b"<html></html>", "unknown_format"),
    ],
)
def test_what_is_no_file_of_things_is_refused_whole(ana_api: APIClient, data: bytes, code: str) -> None:
    answered = send(ana_api, data)
    assert (answered.status_code, answered.json()["errors"][0]["code"]) == (400, code)
    assert answered.json()["errors"][0]["attr"] == "file"
    assert not ThingImport.objects.exists()


def test_days_that_can_be_read_in_two_ways_are_asked_for(ana_api: APIClient, sent: Any) -> None:
    sheet = b"product;price;date\r\nLamp;9.99;03/04/2026\r\n"
    answered = send(ana_api, sheet)
    assert (answered.status_code, answered.json()["errors"][0]["code"]) == (400, "day_order_unclear")
    sent(sheet, day_order="month_first")
    assert str(Purchase.objects.get().purchase_date) == "2026-03-04"


def test_documents_that_are_only_named_are_reported(ana: User, sent: Any) -> None:
    paper = {"sha256": "ab" * 32, "name": "Receipt.pdf", "role": "receipt"}
    thing = {
        "id": "01930000-0000-7000-8000-000000000001", "product_name": "Lamp", "price": "9.99", "currency_code": "EUR",
        "purchase_date": "2026-03-04", "documents": [paper],
    }  # fmt: skip
    shown = sent(
        json.dumps({"format": "tuppence-things", "version": 1, "currency": "EUR", "purchases": [thing]}).encode()
    )
    assert (shown["added"], shown["documents"]) == (1, 0)
    assert [(each["code"], each["about"]) for each in shown["report"]] == [("document_missing", "Receipt.pdf")]


def test_the_same_key_takes_in_once(ana_api: APIClient) -> None:
    first, second = (
        ana_api.post(IMPORT, {"file": SimpleUploadedFile("x", SHEET)}, format="multipart", HTTP_IDEMPOTENCY_KEY="k")
        for _time in range(2)
    )
    assert first.json()["id"] == second.json()["id"]
    assert ThingImport.objects.count() == 1


def test_imports_are_nobody_elses(ana_api: APIClient, speaks: Speaks, carla: User, sent: Any) -> None:
    key = sent()["id"]
    stranger = speaks(carla)
    assert stranger.get(f"{IMPORTS}{key}/").status_code == 404
    assert stranger.delete(f"{IMPORTS}{key}/").status_code == 404
    assert stranger.get(IMPORTS).json()["count"] == 0


def test_one_at_work_is_not_deleted(ana: User, ana_api: APIClient) -> None:
    key = send(ana_api, SHEET).json()["id"]
    refused = ana_api.delete(f"{IMPORTS}{key}/")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "import_running")


def test_an_export_is_filtered_and_has_archived_ones_too(ana: User, ana_api: APIClient, buys: Buys) -> None:
    buys(product_name="Old lamp", is_archived=True)
    buys(product_name="Kettle", tags=["kitchen"])

    def names(**query: Any) -> list[str]:
        answered: Any = ana_api.get(EXPORT, query)
        assert answered.status_code == 200
        found = json.loads(b"".join(answered.streaming_content))
        return [each["product_name"] for each in found["purchases"]]

    assert names() == ["Old lamp", "Kettle"]
    assert names(tag="kitchen") == names(search="kettle") == names(is_archived="false") == ["Kettle"]
    csv = ana_api.get(EXPORT, {"format": "csv"})
    assert csv["Content-Disposition"] == 'attachment; filename="tuppence-things-2026-11-20.csv"'
    assert ana_api.get(EXPORT, {"format": "xls"}).status_code == 400
    assert ana_api.get(EXPORT, {"limit": "5"}).status_code == 400
