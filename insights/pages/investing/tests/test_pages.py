"""`/insights/investments/` and the pages below it: what stands there, and what the forms do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import User
from insights.investing.models import InvestingPlan
from ledger.core import services as core
from ledger.core.models import MoneyAccount
from ledger.holdings.models import Position, PositionMove
from ledger.holdings.services import create_position
from ledger.holdings.tests.subgraph_server import ADDRESS
from ledger.holdings.wallet_models import Wallet
from ledger.holdings.wallets import link_wallet

BASE = "/insights/investments/"
Browser = Callable[[User], Client]


@pytest.fixture
def depot(ana: User) -> MoneyAccount:
    return core.create_money_account(owner=ana, currency="EUR", name="Depot", type="investment", subtype="brokerage")


@pytest.fixture
def fund(ana: User, depot: MoneyAccount) -> Position:
    return create_position(
        account=depot, person=ana, name="<b>World</b>", kind="fund", shares=Decimal(10), entry_price=Decimal(100),
        price=Decimal(120), opened_on=date(2025, 11, 2),
    )  # fmt: skip


def test_the_page_tells_value_gain_and_what_the_rules_say(ana: User, fund: Position, signed_in: Browser) -> None:
    page = signed_in(ana).get(BASE).content.decode()
    assert "1,200" in page
    assert "No single position above 40" in page
    assert "<b>World</b>" not in page
    assert "&lt;b&gt;World" in page
    assert 'aria-current="page">Investments' in page


def test_with_nothing_held_it_says_what_to_do(ben: User, signed_in: Browser) -> None:
    page = signed_in(ben).get(BASE).content.decode()
    assert "Nothing is held yet" in page
    assert f"{BASE}add/" in page


def test_a_position_is_written_down_changed_and_forgotten(ana: User, depot: MoneyAccount, signed_in: Browser) -> None:
    client = signed_in(ana)
    typed: dict[str, Any] = {
        "account": str(depot.pk),
        "name": "Bonds",
        "kind": "bond",
        "shares": "3",
        "entry_price": "50",
    }
    assert client.post(f"{BASE}add/", {**typed, "name": ""}).status_code == 422
    client.post(f"{BASE}add/", typed)
    made = Position.objects.get()
    assert (made.shares, made.cost) == (Decimal(3), Decimal(150))
    client.post(f"{BASE}{made.pk}/change/", {"name": "Euro bonds", "kind": "bond", "version": made.version})
    client.post(f"{BASE}{made.pk}/move/", {"kind": "buy", "shares": "1", "amount": "60"})
    client.post(f"{BASE}{made.pk}/value/", {"price": "70"})
    made.refresh_from_db()
    assert (made.name, made.shares, made.current_value) == ("Euro bonds", Decimal(4), Decimal(280))
    assert client.post(f"{BASE}{made.pk}/move/", {"kind": "sell", "shares": "9", "amount": "1"}).status_code == 422
    assert client.get(f"{BASE}{made.pk}/").status_code == 200
    client.post(f"{BASE}{made.pk}/close/", {"amount": "290"})
    made.refresh_from_db()
    assert made.closed_on is not None
    client.post(f"{BASE}{made.pk}/delete/")
    assert not Position.objects.exists()


def test_what_was_bought_from_the_cash_leads_to_its_line_and_is_taken_back_with_it(
    ana: User, depot: MoneyAccount, fund: Position, signed_in: Browser
) -> None:
    client, address = signed_in(ana), f"{BASE}{fund.pk}/"
    client.post(f"{address}move/", {"kind": "buy", "shares": "2", "amount": "240", "book": "on"})
    depot.refresh_from_db()
    assert depot.balance == Decimal(-240)
    bought = PositionMove.objects.get(transaction__isnull=False)
    assert f"/transactions/{bought.transaction_id}/" in client.get(address).content.decode()
    client.post(f"{address}moves/{bought.pk}/delete/")
    depot.refresh_from_db()
    assert (depot.balance, fund.moves.count()) == (Decimal(0), 1)
    client.post(f"{address}move/", {"kind": "sell", "shares": "10", "amount": "900"})
    first = fund.moves.get(kind="buy")
    refused = client.post(f"{address}moves/{first.pk}/delete/", follow=True).content.decode()
    assert "fewer shares than that" in refused
    assert fund.moves.count() == 2


def test_an_old_version_is_said_and_saving_again_overwrites(ana: User, fund: Position, signed_in: Browser) -> None:
    client, address = signed_in(ana), f"{BASE}{fund.pk}/change/"
    answer = client.post(address, {"name": "Mine", "kind": "fund", "version": fund.version + 7})
    assert answer.status_code == 422
    assert "changed elsewhere" in answer.content.decode()


def test_a_file_says_what_became_of_each_line(ana: User, depot: MoneyAccount, signed_in: Browser) -> None:
    sheet = SimpleUploadedFile("depot.csv", b"name,shares,price\nGold,2,1800\n,1,1\n")
    page = signed_in(ana).post(f"{BASE}import/", {"account": str(depot.pk), "file": sheet}).content.decode()
    assert Position.objects.get().name == "Gold"
    assert "Line 3" in page


def test_rules_are_kept_and_must_add_up(ana: User, fund: Position, signed_in: Browser) -> None:
    client = signed_in(ana)
    limits = {
        "position_limit": "55",
        "protocol_limit": "20",
        "currency_limit": "30",
        "cash_months": "4",
        "fee_limit": "1",
    }
    assert client.post(f"{BASE}rules/", {**limits, "target_fund": "70"}).status_code == 422
    assert not InvestingPlan.objects.exists()
    client.post(f"{BASE}rules/", {**limits, "target_fund": "70", "target_bond": "30"})
    assert InvestingPlan.objects.get().targets == {"bond": "30", "fund": "70"}
    assert "No single position above 55" in client.get(BASE).content.decode()


def test_a_wallet_is_linked_and_let_go(ana: User, signed_in: Browser, settings: Settings) -> None:
    client = signed_in(ana)
    settings.SUBGRAPHS = ""
    assert client.post(f"{BASE}wallets/add/", {"chain": "ethereum", "address": "0x1"}).status_code == 422
    client.post(f"{BASE}wallets/add/", {"chain": "ethereum", "address": ADDRESS, "name": "Cold"})
    address = f"{BASE}wallets/{Wallet.objects.get().pk}/"
    assert "No subgraph is configured" in client.get(address).content.decode()
    settings.SUBGRAPHS = "ethereum=http://127.0.0.1:9/"
    client.post(f"{address}sync/")
    assert Wallet.objects.get().sync_status == "waiting"
    client.post(f"{address}delete/")
    assert not Wallet.objects.exists()


def test_anothers_position_and_wallet_are_not_there(ana: User, carla: User, fund: Position, signed_in: Browser) -> None:
    wallet = link_wallet(person=ana, chain="ethereum", address=ADDRESS)
    client = signed_in(carla)
    for part in ("", "change/", "move/", "value/", "close/"):
        assert client.get(f"{BASE}{fund.pk}/{part}").status_code == 404
    assert client.post(f"{BASE}{fund.pk}/delete/").status_code == 404
    assert client.get(f"{BASE}wallets/{wallet.pk}/").status_code == 404
    assert client.post(f"{BASE}wallets/{wallet.pk}/delete/").status_code == 404


def test_the_queries_are_as_many_however_much_is_held(
    ana: User, depot: MoneyAccount, fund: Position, signed_in: Browser
) -> None:
    client = signed_in(ana)
    client.get(BASE)
    with CaptureQueriesContext(connection) as few:
        client.get(BASE)
    for number in range(5):
        create_position(
            account=depot, person=ana, name=f"Fund {number}", kind="fund", shares=Decimal(1), price=Decimal(9)
        )
    with CaptureQueriesContext(connection) as many:
        client.get(BASE)
    assert len(many) == len(few)
