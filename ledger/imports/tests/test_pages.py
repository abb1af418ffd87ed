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
