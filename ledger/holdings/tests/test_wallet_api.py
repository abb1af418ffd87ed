"""`wallets/`: linking, renaming, letting go, and who sees what."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from accounts.models import User
from ledger.core import services
from ledger.core.models import MoneyAccount, MoneyAccountAccess
from ledger.holdings import wallets
from ledger.holdings.tests.subgraph_server import ADDRESS
from ledger.holdings.wallet_booking import store_events
from ledger.holdings.wallet_models import Wallet
from ledger.holdings.wallet_subgraph import Event

pytestmark = pytest.mark.django_db
WALLETS = "/api/v1/wallets/"
SHOWN = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
EURC = "0x1abaea1f7c830bd89acc67ec4af516284b1bc33c"


@pytest.fixture
def wallet(ana: User) -> Wallet:
    return wallets.link_wallet(person=ana, chain="ethereum", address=ADDRESS, name="Cold")


def told(number: int, **changed: Any) -> Event:
    values: dict[str, Any] = {
        "event_id": f"e{number}",
        "transaction_hash": f"0x{number}",
        "block_number": number,
        "timestamp": datetime(2026, 10, 1, 12, tzinfo=UTC),
        "amount": Decimal("1.000000000000000001"),
        "token_address": EURC,
        "token_symbol": "EURC",
        "transaction_type": "deposit",
        "recipient_address": ADDRESS,
        "gas_used": 21000,
        "gas_price": Decimal("0.000000001"),
        "metadata": {},
    }
    return Event(**{**values, **changed})


def shown_to(wallet: Wallet, person: User, level: str) -> None:
    MoneyAccountAccess.objects.create(account=wallet.account, person=person, role="viewer", level=level)


def test_a_wallet_is_linked_with_an_account_of_its_own(ana: User, speaks: Any) -> None:
    answer = speaks(ana).post(WALLETS, {"chain": "ethereum", "address": SHOWN, "name": "Cold"}, format="json")
    assert answer.status_code == 201
    assert (answer.data["address"], answer.data["sync_status"], answer.data["is_configured"]) == (SHOWN, "never", False)
    account = MoneyAccount.objects.get(pk=answer.data["money_account"])
    assert (account.subtype, account.type, account.name) == ("wallet", "investment", "Cold")


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"chain": "dogechain"}, "chain", "unknown_chain"),
        ({"address": SHOWN.replace("B", "b")}, "address", "invalid_address"),
        ({"address": "0x12"}, "address", "invalid_address"),
        ({"money_account": str(uuid4())}, "money_account", "does_not_exist"),
        ({"user_id": 1}, "user_id", "unknown_field"),
        ({"address": 5}, "address", "invalid"),
    ],
)
def test_what_is_no_wallet_is_refused_by_name(
    ana: User, speaks: Any, changed: dict[str, Any], field: str, code: str
) -> None:
    body = {"chain": "ethereum", "address": SHOWN, **changed}
    answer = speaks(ana).post(WALLETS, body, format="json")
    assert answer.status_code == 400
    assert [(each["attr"], each["code"]) for each in answer.data["errors"]] == [(field, code)]
    assert not Wallet.objects.exists()


def test_only_a_wallet_account_that_is_open_takes_one_and_an_address_once(ana: User, speaks: Any) -> None:
    client = speaks(ana)
    giro = services.create_money_account(owner=ana, currency="EUR", name="Giro")
    purse = services.create_money_account(owner=ana, currency="EUR", name="Purse", subtype="wallet")
    services.close_money_account(account=purse, on=date(2026, 11, 1))

    def code(account: MoneyAccount) -> str:
        body = {"chain": "ethereum", "address": SHOWN, "money_account": str(account.pk)}
        answer = client.post(WALLETS, body, format="json")
        return "" if answer.status_code == 201 else answer.data["errors"][0]["code"]

    assert (code(giro), code(purse)) == ("not_a_wallet", "account_closed")
    services.reopen_money_account(account=purse)
    assert (code(purse), code(purse)) == ("", "already_linked")


def test_a_name_changes_and_an_old_version_is_refused(ana: User, wallet: Wallet, speaks: Any) -> None:
    client, address = speaks(ana), f"{WALLETS}{wallet.pk}/"
    assert client.patch(address, {"name": "Warm", "version": 1}, format="json").data["name"] == "Warm"
    answer = client.patch(address, {"name": "Hot", "version": 1}, format="json")
    assert (answer.status_code, answer.data["current"]["name"]) == (409, "Warm")
    assert client.delete(address, headers={"If-Match": '"1"'}).status_code == 409
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


def test_letting_go_keeps_what_was_booked(ana: User, wallet: Wallet, speaks: Any) -> None:
    store_events(wallet_id=wallet.pk, events=[told(1)])
    speaks(ana).delete(f"{WALLETS}{wallet.pk}/")
    assert MoneyAccount.objects.get(pk=wallet.account_id).balance == Decimal(1)


def test_the_exact_amount_and_every_field_come_out(ana: User, wallet: Wallet, speaks: Any) -> None:
    store_events(wallet_id=wallet.pk, events=[told(1), told(2, transaction_type="spend", token_address="")])
    answer = speaks(ana).get(f"{WALLETS}{wallet.pk}/transactions/")
    first = next(each for each in answer.data["results"] if each["event_id"] == "e1")
    assert first["amount"] == "1.000000000000000001"
    assert (first["gas_fee"], first["chain_name"], first["account_type"]) == ("0.000021", "ethereum", "investment")
    assert first["transaction"] is not None
    only = speaks(ana).get(f"{WALLETS}{wallet.pk}/transactions/", {"transaction_type": "spend"}).data
    assert (only["count"], only["results"][0]["not_booked"]) == (1, "no_price")
    assert speaks(ana).get(f"{WALLETS}{wallet.pk}/transactions/", {"kind": "spend"}).status_code == 400


def test_who_sees_the_lines_sees_the_wallet_and_changes_nothing(
    ana: User, ben: User, wallet: Wallet, speaks: Any
) -> None:
    shown_to(wallet, ben, "full")
    client, address = speaks(ben), f"{WALLETS}{wallet.pk}/"
    assert client.get(WALLETS).data["count"] == 1
    assert client.get(address).status_code == client.get(f"{address}transactions/").status_code == 200
    assert client.patch(address, {"name": "Mine"}, format="json").status_code == 403
    assert client.delete(address).status_code == client.post(f"{address}sync/").status_code == 403


@pytest.mark.parametrize("level", ["exists", "total", "category_sums"])
def test_who_sees_less_than_lines_sees_no_wallet(ana: User, ben: User, wallet: Wallet, speaks: Any, level: str) -> None:
    shown_to(wallet, ben, level)
    client, address = speaks(ben), f"{WALLETS}{wallet.pk}/"
    assert client.get(WALLETS).data["count"] == 0
    assert [client.get(each).status_code for each in (address, f"{address}transactions/")] == [404, 404]
    assert client.post(f"{address}sync/").status_code == 404


def test_a_gift_is_hidden_on_the_chain_too(ana: User, ben: User, wallet: Wallet, speaks: Any) -> None:
    shown_to(wallet, ben, "full")
    store_events(wallet_id=wallet.pk, events=[told(1), told(2, transaction_type="spend")])
    entry = wallet.transactions.get(event_id="e2").entry
    assert entry is not None
    services.withhold_transaction(entry=entry, by=ana, until=date(2126, 12, 25))
    seen = speaks(ben).get(f"{WALLETS}{wallet.pk}/transactions/").data
    assert [each["event_id"] for each in seen["results"]] == ["e1"]
    assert speaks(ben).get(WALLETS).data["results"][0]["transaction_count"] == 1
    assert speaks(ana).get(f"{WALLETS}{wallet.pk}/transactions/").data["count"] == 2


def test_syncing_without_a_subgraph_says_so(ana: User, wallet: Wallet, speaks: Any, settings: Settings) -> None:
    settings.SUBGRAPHS = ""
    answer = speaks(ana).post(f"{WALLETS}{wallet.pk}/sync/")
    assert (answer.status_code, answer.data["errors"][0]["code"]) == (400, "not_configured")
    settings.SUBGRAPHS = "ethereum=http://127.0.0.1:9/"
    answer = speaks(ana).post(f"{WALLETS}{wallet.pk}/sync/")
    assert (answer.status_code, answer.data["sync_status"]) == (202, "waiting")


def test_lists_take_as_many_queries_however_many_there_are(
    ana: User, wallet: Wallet, speaks: Any, django_assert_num_queries: Any
) -> None:
    client = speaks(ana)
    store_events(wallet_id=wallet.pk, events=[told(number) for number in range(30)])
    for chain in ("polygon", "base"):
        wallets.link_wallet(person=ana, chain=chain, address=ADDRESS)
    with django_assert_num_queries(4):
        client.get(WALLETS)
    with django_assert_num_queries(5):
        client.get(f"{WALLETS}{wallet.pk}/transactions/")


def test_storing_a_page_takes_as_many_queries_however_long_it_is(wallet: Wallet) -> None:
    with CaptureQueriesContext(connection) as few:
        store_events(wallet_id=wallet.pk, events=[told(number) for number in range(2)])
    with CaptureQueriesContext(connection) as many:
        store_events(wallet_id=wallet.pk, events=[told(number) for number in range(10, 50)])
    assert len(many) <= len(few) + 2
