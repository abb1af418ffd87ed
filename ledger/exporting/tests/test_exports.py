"""What leaves: all of one's own and nothing else, harmless in a spreadsheet, piece by piece."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import User
from ledger.core import services
from ledger.core.models import Category, MoneyAccount, MoneyAccountAccess
from ledger.exporting import selection
from ledger.exporting.csv_export import csv_chunks
from ledger.exporting.own_format import neutralise, restored

PAGE, FILE, API = "/transactions/export/", "/transactions/export/file/", "/api/v1/exports/transactions/"


@pytest.fixture
def giro(ana: User) -> MoneyAccount:
    account = services.create_money_account(
        owner=ana, currency="EUR", name="Giro", number="DE02120300000000202051", opening_balance=Decimal(100)
    )
    for day, payee, amount in ((2, "=cmd|' /C calc'!A0", "-5.00"), (3, "'t Hoekje", "-7.50"), (4, "Pay", "20.00")):
        services.record_transaction(
            account=account, recorded_by=ana, amount=Decimal(amount), booked_on=date(2026, 3, day), payee=payee
        )
    return account


@pytest.fixture
def hers(carla: User) -> MoneyAccount:
    account = services.create_money_account(owner=carla, currency="USD", name="Hers")
    services.record_transaction(
        account=account, recorded_by=carla, amount=Decimal(-1), booked_on=date(2026, 3, 2), payee="Secret diner"
    )
    return account


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"))))


@pytest.fixture
def ana_page(ana: User, signed_in: Callable[[User], Client]) -> Client:
    return signed_in(ana)


def test_a_spreadsheet_gets_numbers_and_no_formula(ana_page: Client, giro: MoneyAccount) -> None:
    response = ana_page.get(FILE, {"form": "csv"})
    found = rows(body(response))
    assert [(row["kind"], row["amount"]) for row in found] == [
        ("opening", "100.00"),
        ("expense", "-5.00"),
        ("expense", "-7.50"),
        ("income", "20.00"),
    ]
    assert [row["payee"] for row in found[1:]] == ["'=cmd|' /C calc'!A0", "'t Hoekje", "Pay"]
    assert not any(cell[:1] in "=+@\t\r" for row in found for cell in row.values() if cell)
    assert response["Content-Disposition"].endswith('.csv"')
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("text", ["=1", "'=1", "''@x", "-5", "\tx", "'t", "plain", "", "'", "+"])
def test_what_was_neutralised_comes_back_as_it_was(text: str) -> None:
    written = neutralise(text)
    assert written[:1] not in {"=", "+", "-", "@", "\t", "\r"}
    assert restored(written) == text


def test_nobody_gets_what_is_not_their_own(ana: User, giro: MoneyAccount, hers: MoneyAccount, ana_page: Client) -> None:
    MoneyAccountAccess.objects.create(account=hers, person=ana, role="viewer", level="full")
    api = APIClient()
    api.force_authenticate(ana)
    whole = json.loads(body(api.get(API)))
    assert [each["name"] for each in whole["accounts"]] == ["Giro"]
    assert "Secret diner" not in json.dumps(whole)
    assert api.get(API, {"money_account": str(hers.pk)}).status_code == 404
    assert b"Secret diner" not in body(ana_page.get(FILE, {"form": "csv"}))
    assert ana_page.get(FILE, {"form": "csv", "money_account": str(hers.pk)}).status_code == 422


def test_a_co_owner_takes_no_account_number_along(ana: User, ben: User, giro: MoneyAccount) -> None:
    MoneyAccountAccess.objects.create(account=giro, person=ben, role="co_owner", level="full")
    numbers = []
    for person in (ana, ben):
        api = APIClient()
        api.force_authenticate(person)
        [account] = json.loads(body(api.get(API, {"format": "json"})))["accounts"]
        numbers.append((account["number"], account["number_tail"]))
    assert numbers == [("DE02120300000000202051", "2051"), ("", "2051")]


def test_days_bound_the_lines_and_the_balances_still_add_up(ana: User, giro: MoneyAccount) -> None:
    api = APIClient()
    api.force_authenticate(ana)
    found = json.loads(body(api.get(API, {"booked_on_after": "2026-03-03", "booked_on_before": "2026-03-03"})))
    [account] = found["accounts"]
    assert [entry["payee"] for entry in found["transactions"]] == ["'t Hoekje"]
    assert (account["opening_balance"], account["opened_on"], account["balance"]) == ("95.00", "2026-03-03", "87.50")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"format": "xml"}, "format"),
        ({"booked_on_after": "2026-02-30"}, "booked_on_after"),
        ({"booked_on_after": "2026-03-03", "booked_on_before": "2026-03-02"}, "booked_on_before"),
        ({"money_account": "x"}, "money_account"),
        ({"accounts": "x"}, "accounts"),
    ],
)
def test_the_api_names_what_is_wrong(ana: User, query: dict[str, str], field: str) -> None:
    api = APIClient()
    api.force_authenticate(ana)
    response = api.get(API, query)
    assert (response.status_code, response.json()["errors"][0]["attr"]) == (400, field)


def test_the_page_says_what_is_wrong_and_keeps_the_rest(ana_page: Client, giro: MoneyAccount) -> None:
    assert ana_page.get(PAGE).status_code == 200
    response = ana_page.get(FILE, {"form": "json", "first": "2026-03-03", "last": "2026-03-02"})
    assert response.status_code == 422
    assert 'value="2026-03-03"' in response.content.decode()
    assert ana_page.get(FILE, {"form": "pdf"}).status_code == 422
    assert ana_page.get(FILE).status_code == 422


def test_ten_a_minute_are_enough(ana: User, settings: Any) -> None:
    settings.THROTTLES_ON = True
    api = APIClient()
    api.force_authenticate(ana)
    statuses = [api.get(API).status_code for _ in range(11)]
    assert statuses == [200] * 10 + [429]


def test_lines_come_page_by_page_each_once(ana: User, giro: MoneyAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "PAGE", 2)
    for number in range(5):
        services.record_transaction(
            account=giro, recorded_by=ana, amount=Decimal(-1), booked_on=date(2026, 3, 3), payee=f"Tram {number}"
        )
    found = [line for page in selection.pages(selection.select(ana), giro) for line in page]
    assert len(found) == len({line.id for line in found}) == 8
    assert [line.booked_on for line in found] == sorted(line.booked_on for line in found)


def test_queries_do_not_grow_with_the_lines(ana: User, giro: MoneyAccount) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            assert b"".join(csv_chunks(selection.select(ana)))
        return len(captured)

    before = cost()
    for _ in range(20):
        services.record_transaction(
            account=giro, recorded_by=ana, amount=Decimal(-1), booked_on=date(2026, 3, 5), payee="Tram"
        )
    assert cost() == before


def test_own_categories_are_named_under_their_family(ana: User, giro: MoneyAccount) -> None:
    food = Category.objects.get(slug="groceries")
    bread = services.create_category(owner=ana, name="Bread: ours", parent=food)
    services.record_transaction(
        account=giro, recorded_by=ana, amount=Decimal(-3), booked_on=date(2026, 3, 9), payee="Baker", category=bread
    )
    last = rows(b"".join(csv_chunks(selection.select(ana))))[-1]
    assert last["category"].endswith("Bread: ours")
    assert last["category key"] == ":groceries:Bread\\: ours"
