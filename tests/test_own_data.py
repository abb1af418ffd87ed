"""A person's archive: all of it, nothing of others, no secret; what it says of itself is true, and imports read it."""

from __future__ import annotations

import hashlib
import io
import json
from collections import Counter
from collections.abc import Callable
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User
from accounts.notifications.models import PushDevice
from config.kernel.models import AuditEntry
from config.kernel.own_data.archive import archive_chunks
from ledger.core.models import MoneyAccount, Transaction
from ledger.demo.household import make_demo
from ledger.imports import services as imports
from ledger.imports.models import Import
from purchases.core.models import Purchase
from purchases.documents.models import Document
from purchases.exchange import services as exchange
from purchases.exchange.models import ThingImport


@pytest.fixture
def speaks() -> Callable[[User], APIClient]:
    def client_of(person: User) -> APIClient:
        client = APIClient()
        client.force_authenticate(person)
        return client

    return client_of


def archive_of(person: User) -> ZipFile:
    return ZipFile(io.BytesIO(b"".join(archive_chunks(person))))


def sent_in(answer: Any) -> ZipFile:
    return ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def read(archive: ZipFile, name: str) -> Any:
    return json.loads(archive.read(name))


def test_it_holds_all_of_ones_own_and_nothing_of_the_other(db: None) -> None:
    ana, ben = sorted(make_demo(), key=lambda each: each.email)
    archive = archive_of(ana)
    manifest = read(archive, "manifest.json")
    told = {each["name"]: (each["size"], each["sha256"]) for each in manifest["members"]}
    found = {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}
    assert told == {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in found.items()}
    assert manifest["person"]["email"] == ana.email

    ledger = read(archive, "ledger.json")
    own = MoneyAccount.objects.owned_by(ana)
    assert {each["id"]: each["balance"] for each in ledger["accounts"]} == {
        str(each.pk): f"{each.balance:.2f}" for each in own
    }
    assert len(ledger["transactions"]) == Transaction.objects.live().filter(account__in=own).count() > 500
    assert len(read(archive, "things.json")["purchases"]) == Purchase.objects.owned_by(ana).count() > 0
    assert {f"documents/{each.file.file_id}" for each in Document.objects.owned_by(ana)} <= found.keys()
    for name, tables in (
        ("plans.json", ("goals", "goal_contributions")),
        ("holdings.json", ("positions", "moves", "values")),
        ("together.json", ("partnerships", "people", "expenses", "payments")),
    ):
        held = read(archive, name)
        assert [each for each in tables if not held[each]] == []

    everything = b"".join(found.values())
    bens = MoneyAccount.objects.owned_by(ben).exclude(pk__in=own.values("pk"))
    assert bens.exists()
    for line in Transaction.objects.filter(account__in=bens):
        assert str(line.pk).encode() not in everything
    for account in bens:
        assert str(account.pk).encode() not in everything


def bring_in(archive: ZipFile, person: User, committed: Callable[..., Any]) -> tuple[Import, ThingImport]:
    """As the page says: the ledger among transactions, the ZIP itself among things."""
    source = imports.start_import(person=person, data=archive.read("ledger.json"), filename="ledger.json")
    with committed(execute=True), transaction.atomic():
        imports.confirm_import(source=source)
    assert archive.fp is not None
    archive.fp.seek(0)
    upload = ContentFile(archive.fp.read(), "tuppence.zip")
    kind = exchange.look_through(upload, person, asks_nobody=True)
    things = exchange.keep_import(owner=person, upload=upload, name="tuppence.zip", kind=kind)
    with committed(execute=True), transaction.atomic():
        exchange.start_import(source=things, duplicates=ThingImport.Duplicates.SKIP)
    source.refresh_from_db()
    things.refresh_from_db()
    return source, things


def test_somebody_elsewhere_brings_it_in_and_nothing_comes_twice(
    db: None, carla: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    ana = min(make_demo(), key=lambda each: each.email)
    archive = archive_of(ana)

    def standing(person: User) -> tuple[Counter[Any], Counter[Any], Counter[Any]]:
        own = MoneyAccount.objects.owned_by(person)
        papers = Document.objects.owned_by(person).exclude(attachments=None).distinct()
        return (
            Counter(own.values_list("name", "balance")),
            Counter(Purchase.objects.owned_by(person).values_list("product_name", "price", "purchase_date")),
            Counter(papers.values_list("file__file_id", flat=True)),
        )

    source, things = bring_in(archive, carla, django_capture_on_commit_callbacks)
    assert (source.status, things.status, things.refused) == ("done", "done", 0)
    brought = standing(carla)
    assert brought[:2] == standing(ana)[:2]
    again, things_again = bring_in(archive, carla, django_capture_on_commit_callbacks)
    assert (again.new_count, things_again.added) == (0, 0)
    assert standing(carla) == brought


def test_no_secret_is_in_it(ana: User) -> None:
    PushDevice.objects.create(
        person=ana, service="web", digest="d" * 64, address="https://push.example/secret-place", name="Phone"
    )
    everything = b"".join(archive_of(ana).read(each) for each in archive_of(ana).namelist())
    assert b"Phone" in everything
    assert b"secret-place" not in everything
    assert ana.password.encode() not in everything


def test_the_page_and_the_api_send_it_and_the_person_sees_that_it_was_taken(
    ana: User, carla: User, signed_in: Callable[[User], Client], speaks: Callable[[User], APIClient]
) -> None:
    client = signed_in(ana)
    assert "Download my data" in client.get("/settings/data/").content.decode()
    archive = sent_in(client.post("/settings/data/"))
    assert read(archive, "manifest.json")["person"]["email"] == ana.email
    archive = sent_in(speaks(carla).get("/api/v1/me/export/"))
    assert read(archive, "profile.json")["profile"][0]["email"] == carla.email
    assert set(AuditEntry.objects.filter(action="own_data_taken").values_list("person", flat=True)) == {
        ana.pk,
        carla.pk,
    }
    assert speaks(ana).get("/api/v1/me/export/", {"of": str(carla.pk)}).status_code == 400
