"""Mending on the check page: columns, lines that cannot be read, look-alikes, and the parts of a long list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.services import create_money_account, record_transaction
from ledger.imports.models import Import
from ledger.imports.tests.conftest import MARCH, Taking, bank_file
from ledger.imports.tests.test_mending import BROKEN, SHOPS
from ledger.imports.tests.test_pages import drop

SignedIn = Callable[[User], Client]
Callbacks = Callable[..., Any]
OFX = b"""OFXHEADER:100
DATA:OFXSGML

<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR<BANKACCTFROM><ACCTID>4711<ACCTTYPE>CHECKING</BANKACCTFROM>
<BANKTRANLIST><STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260302<TRNAMT>-24.90<FITID>A1<NAME>Corner Market</STMTTRN>
</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""


@pytest.fixture
def anas(ana: User, signed_in: SignedIn) -> Client:
    return signed_in(ana)


def send(anas: Client, url: str, fields: dict[str, str]) -> Any:
    return anas.post(url, fields, headers={"HX-Request": "true"})


def test_a_column_that_takes_a_role_leaves_the_one_that_had_it_unused(anas: Client) -> None:
    url = drop(anas, SHOPS)["Location"]
    page = anas.get(url).text
    assert "What we understood" in page
    assert "2026-03-02 is 2 Mar" in page
    sent = {
        "column-0": "booked_on",
        "column-1": "payee",
        "column-2": "notes",
        "column-3": "amount",
        "column-4": "amount",
    }
    read = send(anas, f"{url}columns/", sent)
    assert read.status_code == 200
    assert "100.00" in read.text
    roles = Import.objects.get().mapping["roles"]
    assert (roles["3"], roles["4"]) == ("ignore", "amount")


def test_columns_that_make_no_sense_are_refused_and_shown_as_chosen(anas: Client) -> None:
    url = drop(anas, SHOPS)["Location"]
    refused = send(anas, f"{url}columns/", {"column-3": "ignore"})
    assert refused.status_code == 422
    assert "It needs a day and an amount" in refused.text
    assert 'name="column-3" aria-label="What Paid holds" data-options-from="column-roles"><option value="ignore"' in (
        refused.text
    )
    for senseless in ({"column-0": "price"}, {"column-9": "amount", "column-3": "ignore"}, {"column-x": "amount"}):
        assert send(anas, f"{url}columns/", senseless).status_code in (200, 422)
    assert Import.objects.get().new_count == 2


def test_a_chosen_form_is_read_by_itself_the_next_time(
    anas: Client, django_capture_on_commit_callbacks: Callbacks
) -> None:
    url = drop(anas, SHOPS)["Location"]
    send(anas, f"{url}columns/", {"column-4": "amount"})
    with django_capture_on_commit_callbacks(execute=True):
        anas.post(f"{url}confirmation/")
    following = drop(anas, SHOPS.replace(b"2026-03", b"2026-04"))["Location"]
    assert "Read as last time" in anas.get(following).text


def test_a_format_without_columns_shows_its_fields(anas: Client) -> None:
    page = anas.get(drop(anas, OFX, name="a.ofx")["Location"]).text
    assert all(name in page for name in ("DTPOSTED", "TRNAMT", "Corner Market"))
    assert "column-roles" not in page


def test_a_line_that_cannot_be_read_is_offered_as_it_was_meant_and_mended(anas: Client) -> None:
    url = drop(anas, BROKEN)["Location"]
    page = anas.get(url).text
    assert 'name="r0:3-booked_on" value="2026-03-03"' in page
    assert 'name="r0:3-payee" value="Corner Bakery"' in page
    assert 'name="r0:3-amount" value="-12.40"' in page
    assert "That is line 3, which cannot be read" in page
    fields = {"key": "r0:3", "r0:3-booked_on": "2026-03-03", "r0:3-payee": "Bakery", "r0:3-amount": "-12,40"}
    wrong = send(anas, f"{url}corrections/", fields | {"r0:3-amount": "twelve"})
    assert (wrong.status_code, 'value="twelve"' in wrong.text) == (422, True)
    mended = send(anas, f"{url}corrections/", fields)
    assert (mended.status_code, "Corrected by you" in mended.text) == (200, True)
    assert Import.objects.get().new_count == 3
    taken_back = send(anas, f"{url}corrections/", {"key": "r0:3", "take_back": "1"})
    assert (taken_back.status_code, "Corrected by you" in taken_back.text) == (200, False)
    assert Import.objects.get().refused_count == 1
    for senseless in ({"key": "r0:99"}, {"key": "\x00"}, {"key": "r0:3", "r0:3-booked_on": "2026-13-01"}):
        assert send(anas, f"{url}corrections/", {**fields, **senseless, "r0:99-amount": "1"}).status_code == 422
    assert send(anas, f"{url}corrections/", {"key": "r0:3", "take_back": "1"}).status_code == 422


def test_an_entry_written_by_hand_is_merged_added_beside_or_left(
    ana: User, anas: Client, django_capture_on_commit_callbacks: Callbacks
) -> None:
    account = create_money_account(owner=ana, currency="EUR", name="Everyday")
    tea = record_transaction(
        account=account, recorded_by=ana, amount=Decimal("-3.20"), booked_on=date(2026, 3, 2), payee="Kaffee to go"
    )
    fields = {"file": SimpleUploadedFile("march.csv", bank_file(MARCH)), "money_account": account.pk}
    url = anas.post("/transactions/import/", fields)["Location"]
    page = anas.get(url).text
    assert "Kaffee to go" in page
    assert "1 merges with yours" in page
    assert "Add 3, merge 1" in page
    key = next(key for key in ("0:3", "0:4") if f"{key}=merge" in page)
    added = send(anas, f"{url}lines/", {"choice": f"{key}=add"})
    assert "merges with yours" not in added.text
    assert send(anas, f"{url}lines/?show=alike", {"choice": f"{key}=merge"}).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        anas.post(f"{url}confirmation/")
    tea.refresh_from_db()
    assert (tea.payee, tea.booked_on) == ("Kaffee to go", date(2026, 3, 3))
    assert Transaction.objects.count() == 4
    done = anas.get(url).text
    assert "1 merged" in done


def test_a_long_list_is_seen_part_by_part_and_page_by_page(ana: User, anas: Client, take: Taking) -> None:
    rows = [(f"2026-03-{1 + place % 28:02}", f"Shop {place:03}", f"-{place + 1}.00") for place in range(50)]
    take(ana, bank_file(rows[:3]))
    assert MoneyAccount.objects.count() == 1
    url = drop(anas, bank_file(rows))["Location"]
    first = anas.get(f"{url}?show=new").text
    assert ("Shop 003" in first, "Shop 027" in first, "Shop 028" in first, "Shop 001" in first) == (
        True,
        True,
        False,
        False,
    )
    second = anas.get(f"{url}?show=new&page=2").text
    assert ("Shop 027" in second, "Shop 028" in second, "Page 2 of 2" in second) == (False, True, True)
    here = anas.get(f"{url}?show=here").text
    assert ("Shop 001" in here, "Shop 003" in here) == (True, False)
    stays = anas.post(f"{url}lines/?show=new&page=2", {"choice": "0:46=skip"})
    assert stays["Location"].endswith("?show=new&page=2")
    for odd in ("?show=nonsense", "?page=0", "?page=x", "?show=new&page=99999", "?show=refused", "?page=%C2%B2"):
        assert anas.get(f"{url}{odd}").status_code == 200
