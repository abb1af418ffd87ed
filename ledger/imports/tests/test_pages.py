"""The way of a file through the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.services import create_money_account
from ledger.imports.models import Import
from ledger.imports.tests.conftest import MARCH, bank_file

SignedIn = Callable[[User], Client]
Callbacks = Callable[..., Any]


def drop(browser: Client, data: bytes, name: str = "march.csv", **headers: str) -> Any:
    return browser.post(reverse("import_start"), {"file": SimpleUploadedFile(name, data)}, headers=headers)


def test_a_dropped_file_is_checked_confirmed_and_undone(
    ana: User, signed_in: SignedIn, django_capture_on_commit_callbacks: Callbacks
) -> None:
    browser = signed_in(ana)
    answer = drop(browser, bank_file(MARCH), Accept="application/json")
    assert answer.status_code == 201
    url = answer.json()["url"]
    page = browser.get(url)
    assert page.status_code == 200
    assert "march.csv" in page.text
    assert "Kaffeemobil" in page.text
    assert not Transaction.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(f"{url}confirmation/").status_code == 302
    assert "4 added" in browser.get(url).text
    assert Transaction.objects.count() == 4
    assert browser.post(f"{url}undo/").status_code == 302
    assert "undone" in browser.get(url).text
    assert not Transaction.objects.exists()
    assert not MoneyAccount.objects.exists()


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n" + bytes(300), b"%PDF-1.4 abc", b"hello", b"\x00" * 5000])
def test_what_is_no_bank_file_is_refused_in_words(ana: User, signed_in: SignedIn, data: bytes) -> None:
    browser = signed_in(ana)
    plain = drop(browser, data)
    assert plain.status_code == 422
    assert 'role="alert"' in plain.text
    scripted = drop(browser, data, Accept="application/json")
    assert scripted.status_code == 422
    assert scripted.json()["error"]
    assert not Import.objects.exists()


def test_the_question_is_answered_on_the_page(ana: User, signed_in: SignedIn) -> None:
    browser = signed_in(ana)
    table = b"Date,Payee,Amount\n03/04/2026,Corner Market,-12.00\n05/04/2026,Corner Bakery,-3.00\n"
    url = drop(browser, table)["Location"]
    assert "Which is the day?" in browser.get(url).text
    wrong = browser.post(f"{url}answer/", {"answer": "sideways"})
    assert (wrong.status_code, "none of the answers" in wrong.text) == (422, True)
    assert browser.post(f"{url}confirmation/").status_code == 422
    swapped = browser.post(f"{url}answer/", {"answer": "month_first"}, headers={"HX-Request": "true"})
    assert (swapped.status_code, "Which is the day?" in swapped.text) == (200, False)
    assert "4 Mar" in swapped.text


def test_lines_are_left_out_and_taken_again(ana: User, signed_in: SignedIn) -> None:
    browser = signed_in(ana)
    url = drop(browser, bank_file(MARCH))["Location"]
    left_out = browser.post(f"{url}lines/", {"choice": "0:3=skip"}, headers={"HX-Request": "true"})
    assert "Add 3 lines" in left_out.text
    assert browser.post(f"{url}lines/", {"choice": "0:3=add"}).status_code == 302
    assert "Add 4 lines" in browser.get(url).text
    for senseless in ("", "0:3", "0:99=add", "0:3=maybe", "\x00=add"):
        assert browser.post(f"{url}lines/", {"choice": senseless}).status_code == 422


def test_the_account_is_named_or_chosen_on_the_page(ana: User, carla: User, signed_in: SignedIn) -> None:
    mine = create_money_account(owner=ana, currency="EUR", name="Mine")
    hers = create_money_account(owner=carla, currency="EUR", name="Hers")
    browser = signed_in(ana)
    url = drop(browser, bank_file(MARCH))["Location"]

    def choose(**fields: object) -> Any:
        return browser.post(f"{url}account/0/", {f"batch0-{name}": value for name, value in fields.items()})

    assert choose(account=mine.pk).status_code == 302
    assert Import.objects.get().batches.get().account == mine
    assert choose(name="Holiday", subtype="savings").status_code == 302
    page = browser.get(url)
    assert "Holiday" in page.text
    assert "Hers" not in page.text
    refused = choose(account=hers.pk)
    assert refused.status_code == 422
    assert Import.objects.get().batches.get().account is None
    assert choose(name="x" * 101).status_code == 422
    assert browser.post(f"{url}account/7/").status_code == 404


def test_a_running_import_can_be_left_and_found_again(ana: User, signed_in: SignedIn) -> None:
    browser = signed_in(ana)
    url = drop(browser, bank_file(MARCH))["Location"]
    assert browser.post(f"{url}confirmation/").status_code == 302
    assert "0 of 4 lines added" in browser.get(url).text
    assert browser.post(f"{url}confirmation/").status_code == 302
    assert browser.post(f"{url}discard/").status_code == 302
    start = browser.get(reverse("import_start")).text
    assert url in start
    assert "running" in start


def test_a_file_can_be_removed_before_it_is_confirmed(ana: User, signed_in: SignedIn) -> None:
    browser = signed_in(ana)
    url = drop(browser, bank_file(MARCH))["Location"]
    assert browser.post(f"{url}discard/", follow=True).status_code == 200
    assert browser.get(url).status_code == 404
    assert not Import.objects.exists()


def test_the_sample_file_can_be_downloaded_and_dropped(
    ana: User, signed_in: SignedIn, django_capture_on_commit_callbacks: Callbacks
) -> None:
    browser = signed_in(ana)
    sample = browser.get(reverse("import_sample"))
    assert "attachment" in sample["Content-Disposition"]
    url = drop(browser, sample.content)["Location"]
    assert "Agrees with the bank" in browser.get(url).text
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"{url}confirmation/")
    assert "agrees with the bank" in browser.get(url).text


def test_somebody_elses_import_does_not_exist(ana: User, carla: User, signed_in: SignedIn) -> None:
    url = drop(signed_in(ana), bank_file(MARCH))["Location"]
    stranger = signed_in(carla)
    assert stranger.get(url).status_code == 404
    for tail in ("answer/", "lines/", "account/0/", "confirmation/", "discard/", "undo/"):
        assert stranger.post(url + tail).status_code == 404
    assert "march.csv" not in stranger.get(reverse("import_start")).text


def test_text_of_the_file_is_text_on_the_page(ana: User, signed_in: SignedIn) -> None:
    rows = [("2026-03-02", "<script>alert(1)</script>", "-5.00"), ("2026-03-03", "{{ 7|add:7 }}", "-5.00")]
    browser = signed_in(ana)
    url = drop(browser, bank_file(rows), name="<b>a.csv")["Location"]
    page = browser.get(url).text
    assert "<script>alert" not in page
    assert "<b>a.csv" not in page
    assert "{{ 7|add:7 }}" in page


def test_a_file_that_is_too_large_is_refused_before_it_is_read(ana: User, signed_in: SignedIn) -> None:
    browser = signed_in(ana)
    answer = browser.post(reverse("import_start"), {}, CONTENT_LENGTH="100000001")
    assert answer.status_code == 413
