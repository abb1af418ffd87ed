"""Files before, forms that are remembered, and what an undo would take away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.services import update_transaction
from ledger.imports import presets, services
from ledger.imports.models import Import, ImportMapping
from ledger.imports.tests.conftest import MARCH, Taking, bank_file
from ledger.imports.tests.test_mending import BROKEN

SignedIn = Callable[[User], Client]
HISTORY, FORMS = "/transactions/import/history/", "/transactions/import/forms/"


@pytest.fixture
def anas(ana: User, signed_in: SignedIn) -> Client:
    return signed_in(ana)


def edit(person: User, payee: str) -> Transaction:
    entry = Transaction.objects.get(payee=payee)
    update_transaction(entry=entry, changed_by=person, payee="Strom, mine")
    return entry


def test_an_undo_names_what_was_edited_before_it_takes_it(ana: User, anas: Client, take: Taking) -> None:
    source = take(ana, bank_file(MARCH))
    url = f"/transactions/import/{source.pk}/"
    assert "Edited since" not in anas.get(f"{url}undo/").text
    entry = edit(ana, "Stadtwerke Strom")
    page = anas.get(f"{url}undo/").text
    assert "Edited since" in page
    assert "Strom, mine" in page
    assert f"/transactions/{entry.pk}/" in page
    assert "Kaffeemobil" not in page
    assert "1 line was edited since" in anas.get(url).text
    assert Transaction.objects.count() == 4
    assert anas.post(f"{url}undo/").status_code == 302
    assert Transaction.objects.count() == 0
    assert anas.get(f"{url}undo/")["Location"] == url


def test_the_report_of_a_file_with_lines_that_cannot_be_read_is_shown(ana: User, anas: Client, take: Taking) -> None:
    source = take(ana, BROKEN)
    page = anas.get(f"/transactions/import/{source.pk}/")
    assert (page.status_code, "1 refused" in page.text) == (200, True)
    assert "The amount is not a number" in page.text


def test_files_before_are_listed_page_by_page_and_looked_at_again(ana: User, anas: Client, take: Taking) -> None:
    done = take(ana, bank_file(MARCH))
    for number in range(20):
        Import.objects.create(
            person=ana, file=done.file, filename=f"old-{number:02}.csv", format="csv", read_on="2026-01-01"
        )
    first, second = anas.get(HISTORY).text, anas.get(f"{HISTORY}?page=2").text
    assert ("old-19.csv" in first, "march.csv" in first, "21 files" in first) == (True, False, True)
    assert ("old-19.csv" in second, "march.csv" in second, "4 lines added" in second) == (False, True, True)
    for odd in ("0", "99", "x"):
        assert anas.get(f"{HISTORY}?page={odd}").status_code == 200
    again = anas.post(f"/transactions/import/{done.pk}/again/")
    assert again.status_code == 302
    newest = Import.objects.latest("created_at")
    assert (newest.status, newest.new_count, newest.duplicate_count) == ("preview", 0, 4)


def test_a_form_is_named_seen_and_forgotten(
    ana: User, carla: User, anas: Client, signed_in: SignedIn, take: Taking
) -> None:
    take(ana, bank_file(MARCH))
    [preset] = presets.presets_of(ana)
    assert [(each.header, each.role) for each in preset.columns][:2] == [
        ("Booking date", "booked_on"),
        ("Payee", "payee"),
    ]
    assert preset.accounts == (MoneyAccount.objects.get(),)
    assert anas.post(f"{FORMS}{preset.key}/", {"name": "  Joint   bank "}).status_code == 302
    page = anas.get(FORMS).text
    assert "Joint bank" in page
    assert "Booking date → Day" in page
    following = take(ana, bank_file([("2026-04-02", "Kaffeemobil", "-3.20")]))
    assert [each.name for each in presets.presets_of(ana)] == ["Joint bank"]
    assert following.new_count == 1
    for name in ("x" * 101, "a\x00b"):
        assert anas.post(f"{FORMS}{preset.key}/", {"name": name}).status_code == 422
    stranger = signed_in(carla)
    assert stranger.post(f"{FORMS}{preset.key}/", {"name": "mine"}).status_code == 404
    assert stranger.post(f"{FORMS}{preset.key}/forget/").status_code == 404
    assert "Joint bank" not in stranger.get(FORMS).text
    assert anas.post(f"{FORMS}{2**70}/forget/").status_code == 404
    assert anas.post(f"{FORMS}{preset.key}/forget/").status_code == 302
    assert not ImportMapping.objects.exists()
    assert sum(each.amount for each in Transaction.objects.all()) == Decimal("2505.40")


def test_a_correction_is_taken_back_by_api(ana: User, signed_in: SignedIn) -> None:
    source = services.start_import(person=ana, data=BROKEN, filename="a.csv")
    services.correct_line(
        source=source, key="r0:3", booked_on=date(2026, 3, 3), amount=Decimal("-12.40"), payee="Bakery"
    )
    corrections = f"/api/v1/imports/{source.pk}/corrections/"
    api = signed_in(ana)
    assert api.delete(f"{corrections}?key=r0:9").status_code == 400
    assert api.delete(f"{corrections}?key=r0:3").json()["refused"] == 1


def test_the_api_says_the_same(ana: User, signed_in: SignedIn, take: Taking) -> None:
    source = take(ana, bank_file(MARCH))
    entry = edit(ana, "Stadtwerke Strom")
    api = signed_in(ana)
    undo = api.get(f"/api/v1/imports/{source.pk}/undo/").json()
    assert (undo["taken"], undo["edited"], undo["edited_transactions"]) == (4, 1, [str(entry.pk)])
    [form] = api.get("/api/v1/import-forms/").json()["results"]
    named = api.patch(f"/api/v1/import-forms/{form['id']}/", {"name": "Bank"}, content_type="application/json")
    assert (named.status_code, named.json()["name"]) == (200, "Bank")
    assert api.post(f"/api/v1/imports/{source.pk}/again/").json()["duplicate"] == 4
    assert api.delete(f"/api/v1/import-forms/{form['id']}/").status_code == 204
    assert api.get("/api/v1/import-forms/").json() == {"results": []}
