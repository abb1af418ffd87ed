"""Reading a chain from a subgraph: each event once, exactly, and in the ledger where its token is a currency."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from accounts.models import User
from config.kernel import jobs
from config.kernel.models import Job
from ledger.core.checking import check_account
from ledger.core.errors import FieldError
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.rate_files import PublishedRate
from ledger.core.services import close_money_account
from ledger.core.services.rates import load_rates
from ledger.holdings import wallet_subgraph, wallets
from ledger.holdings.models import Position
from ledger.holdings.tests.subgraph_server import ADDRESS, EURC, OTHER, USDC, Subgraph, event, serving
from ledger.holdings.wallet_models import Wallet, WalletTransaction
from ledger.holdings.wallet_syncing import SYNC_ALL

pytestmark = pytest.mark.django_db
Syncs = Callable[[], Job]


@pytest.fixture
def subgraph(settings: Settings) -> Iterator[Subgraph]:
    with serving() as server:
        settings.SUBGRAPHS = f"ethereum={server.url}"
        yield server


@pytest.fixture
def wallet(ana: User) -> Wallet:
    return wallets.link_wallet(person=ana, chain="ethereum", address=ADDRESS)


@pytest.fixture
def syncs(wallet: Wallet) -> Syncs:
    """Ask for news and run the job that reads them."""

    def run() -> Job:
        wallets.request_sync(wallet=wallet)
        job = Job.objects.filter(kind=wallets.SYNC).order_by("-created_at", "-pk").first()
        assert job is not None
        jobs.run(job.pk)
        job.refresh_from_db()
        wallet.refresh_from_db()
        return job

    return run


def entries_of(wallet: Wallet) -> list[tuple[Any, ...]]:
    rows = Transaction.objects.filter(account=wallet.account).order_by("on_chain__block_number")
    return list(rows.values_list("kind", "amount", "booked_on", "raw_kind"))


def test_an_event_is_kept_with_every_field_and_booked(subgraph: Subgraph, wallet: Wallet, syncs: Syncs) -> None:
    subgraph.events = [event(1)]
    assert syncs().status == Job.Status.DONE
    kept = WalletTransaction.objects.get(wallet=wallet)
    assert kept.amount == Decimal("100.000000000000000001")
    assert (kept.block_number, kept.gas_used, kept.gas_price) == (1001, 65000, Decimal("0.00000001"))
    assert kept.gas_fee == Decimal("0.00065")
    assert kept.timestamp == datetime(2026, 10, 10, 10, 0, tzinfo=UTC)
    assert (kept.token_symbol, kept.token_address, kept.recipient_address) == ("EURC", EURC, ADDRESS)
    assert kept.metadata == {"memo": "Invoice 12"}
    assert entries_of(wallet) == [("income", Decimal(100), date(2026, 10, 10), "deposit")]
    assert kept.entry is not None
    assert kept.entry.notes == "100.000000000000000001 EURC, Ethereum"
    assert (wallet.sync_status, wallet.last_block, wallet.sync_error) == (Wallet.Sync.DONE, 1001, "")
    account = MoneyAccount.objects.get(pk=wallet.account_id)
    assert account.balance == Decimal(100)
    assert list(check_account(account)) == []


def test_kinds_say_which_way_it_went(subgraph: Subgraph, wallet: Wallet, syncs: Syncs) -> None:
    subgraph.events = [
        event(1, amount="50"),
        event(2, amount="20", transactionType="withdrawal", recipientAddress=OTHER),
        event(3, amount="5.005", transactionType="spend", recipientAddress=OTHER),
        event(4, amount="7", transactionType="transfer", recipientAddress=ADDRESS.upper().replace("0X", "0x")),
        event(5, amount="9", transactionType="transfer", recipientAddress=OTHER),
    ]
    syncs()
    assert [each[:2] + each[3:] for each in entries_of(wallet)] == [
        ("income", Decimal(50), "deposit"),
        ("expense", Decimal(-20), "withdrawal"),
        ("expense", Decimal(-5), "spend"),
        ("transfer", Decimal(7), "transfer"),
        ("transfer", Decimal(-9), "transfer"),
    ]
    assert MoneyAccount.objects.get(pk=wallet.account_id).balance == Decimal(23)


def test_reading_twice_changes_nothing_and_what_the_person_binned_stays_there(
    subgraph: Subgraph, wallet: Wallet, syncs: Syncs
) -> None:
    subgraph.events = [event(1), event(2)]
    syncs()
    Transaction.objects.filter(on_chain__block_number=1001).update(deleted_at=timezone.now())
    subgraph.events.append(event(3))
    syncs()
    assert WalletTransaction.objects.count() == Transaction.objects.count() == 3
    assert subgraph.asked[-1]["block"] == str(1002 - 64)


def test_pages_go_on_after_block_and_id(
    subgraph: Subgraph, wallet: Wallet, syncs: Syncs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wallet_subgraph, "PAGE", 2)
    subgraph.events = [event(number, blockNumber="1000") for number in range(5)]
    syncs()
    assert WalletTransaction.objects.filter(wallet=wallet).count() == 5
    assert [each["after"] for each in subgraph.asked] == ["", event(1)["id"], event(3)["id"]]


def test_more_than_a_turn_may_read_goes_on_in_the_next(
    subgraph: Subgraph, wallet: Wallet, syncs: Syncs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wallet_subgraph, "PAGE", 2)
    monkeypatch.setattr(wallet_subgraph, "MOST_PAGES", 2)
    subgraph.events = [event(100 * number) for number in range(6)]
    job = syncs()
    assert (job.status, job.attempts) == (Job.Status.QUEUED, 0)
    assert WalletTransaction.objects.count() == 4
    assert wallet.sync_status == Wallet.Sync.WAITING
    Job.objects.update(run_after=timezone.now())
    jobs.run(job.pk)
    wallet.refresh_from_db()
    assert (WalletTransaction.objects.count(), wallet.sync_status) == (6, Wallet.Sync.DONE)


def test_what_stood_before_a_failure_is_kept_and_the_rest_comes_later(
    subgraph: Subgraph, wallet: Wallet, syncs: Syncs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wallet_subgraph, "PAGE", 2)
    subgraph.events = [event(number) for number in range(5)]
    subgraph.broken, subgraph.broken_from = (500, {}, b"down"), 1
    job = syncs()
    assert (job.status, WalletTransaction.objects.count()) == (Job.Status.QUEUED, 2)
    assert (wallet.sync_status, wallet.sync_error) == (Wallet.Sync.WAITING, "failed")
    subgraph.broken = None
    Job.objects.update(run_after=timezone.now())
    jobs.run(job.pk)
    wallet.refresh_from_db()
    assert (WalletTransaction.objects.count(), wallet.sync_status, wallet.sync_error) == (5, Wallet.Sync.DONE, "")


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ((429, {"Retry-After": "120"}, b""), "busy"),
        ((503, {}, b""), "failed"),
        ((404, {}, b""), "refused"),
        ((302, {"Location": "http://169.254.169.254/"}, b""), "refused"),
        ((200, {}, b'{"errors": [{"message": "no such field"}], "data": {"transactionEvents": []}}'), "query_refused"),
        ((200, {}, b'{"data": null}'), "not_graphql"),
        ((200, {}, b"<html>"), "not_graphql"),
        ((200, {}, b'{"data": {"transactionEvents": [], "_meta": {"hasIndexingErrors": true}}}'), "index_broken"),
    ],
)
def test_a_subgraph_that_cannot_now_is_asked_again(
    subgraph: Subgraph, wallet: Wallet, syncs: Syncs, broken: tuple[int, dict[str, str], bytes], code: str
) -> None:
    subgraph.broken = broken
    job = syncs()
    assert (job.status, wallet.sync_error) == (Job.Status.QUEUED, code)
    assert "hunter2" not in job.error
    if code == "busy":
        assert job.run_after - timezone.now() > timedelta(seconds=110)
    assert not Transaction.objects.exists()


def test_after_the_last_attempt_it_says_so(subgraph: Subgraph, wallet: Wallet, syncs: Syncs) -> None:
    subgraph.broken = (500, {}, b"down")
    job = syncs()
    while job.status == Job.Status.QUEUED:
        Job.objects.update(run_after=timezone.now())
        jobs.run(job.pk)
        job.refresh_from_db()
    wallet.refresh_from_db()
    assert (job.status, wallet.sync_status, wallet.sync_error) == (Job.Status.FAILED, Wallet.Sync.FAILED, "failed")
    assert wallets.request_sync(wallet=wallet)


def test_a_subgraph_that_stands_still_is_left(
    subgraph: Subgraph, wallet: Wallet, syncs: Syncs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wallet_subgraph, "PAGE", 2)
    subgraph.events, subgraph.ignores_cursor = [event(1), event(2)], True
    syncs()
    assert (len(subgraph.asked), wallet.sync_error) == (2, "stands_still")


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": "-1"},
        {"amount": 1.5},
        {"amount": "1e5"},
        {"blockNumber": str(2**63)},
        {"timestamp": "9" * 15},
        {"transactionType": "mint"},
        {"id": ""},
        {"id": "nul\x00"},
        {"transactionHash": None},
    ],
)
def test_what_is_no_event_is_counted_and_passed_over(
    subgraph: Subgraph, wallet: Wallet, syncs: Syncs, changed: dict[str, Any]
) -> None:
    subgraph.events = [event(1), event(2)]
    subgraph.events[0] |= changed
    if "blockNumber" in changed:
        subgraph.events[0]["id"] = "0x0"
    assert syncs().status == Job.Status.DONE
    assert WalletTransaction.objects.get().block_number == 1002
    assert wallet.refused_count == 1


def test_metadata_that_is_no_object_is_kept_as_far_as_it_can_be() -> None:
    read = [wallet_subgraph.event_of(event(1, metadata=each)) for each in ("plain", None, "[1]", '{"a": "\\u0000"}')]
    assert [each and each.metadata for each in read] == [{"text": "plain"}, {}, {"text": "[1]"}, {}]


def test_another_currency_is_booked_by_the_rate_of_its_day(subgraph: Subgraph, wallet: Wallet, syncs: Syncs) -> None:
    load_rates(rates=[PublishedRate("USD", date(2026, 10, 9), Decimal("1.25"))], source="ecb")
    subgraph.events = [event(1, tokenAddress=USDC, amount="100"), event(2, tokenAddress=USDC, timestamp="1700000000")]
    syncs()
    assert entries_of(wallet) == [("income", Decimal(80), date(2026, 10, 10), "deposit")]
    assert WalletTransaction.objects.get(entry=None).not_booked == "no_rate"


def test_what_has_no_price_is_only_kept(subgraph: Subgraph, wallet: Wallet, syncs: Syncs) -> None:
    scam = event(1, tokenAddress=OTHER, tokenSymbol="EURC", amount="1000000")
    subgraph.events = [scam, event(2, amount="0.001"), event(3, amount="9" * 30)]
    syncs()
    reasons = WalletTransaction.objects.order_by("block_number").values_list("not_booked", flat=True)
    assert list(reasons) == ["no_price", "too_small", "too_large"]
    assert not Transaction.objects.exists()


def test_a_token_that_is_held_as_a_position_is_not_counted_as_cash_too(
    subgraph: Subgraph, wallet: Wallet, syncs: Syncs
) -> None:
    Position.objects.create(
        account=wallet.account, name="Lent", currency="EUR", asset_address=EURC.upper(), opened_on=date(2026, 1, 1)
    )
    subgraph.events = [event(1)]
    syncs()
    assert WalletTransaction.objects.get().not_booked == "is_position"
    assert not Transaction.objects.exists()


def test_nothing_is_booked_in_a_closed_account(subgraph: Subgraph, wallet: Wallet, syncs: Syncs) -> None:
    close_money_account(account=wallet.account, on=date(2026, 11, 1))
    subgraph.events = [event(1)]
    syncs()
    assert WalletTransaction.objects.get().not_booked == "account_closed"


def test_asking_twice_reads_once(subgraph: Subgraph, wallet: Wallet) -> None:
    assert wallets.request_sync(wallet=wallet)
    assert not wallets.request_sync(wallet=wallet)
    assert Job.objects.filter(kind=wallets.SYNC).count() == 1


def test_each_night_every_wallet_of_a_configured_chain_is_read(subgraph: Subgraph, wallet: Wallet, ana: User) -> None:
    wallets.link_wallet(person=ana, chain="bitcoin", address="1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2")
    jobs.run(jobs.enqueue(SYNC_ALL, {}).pk)
    jobs.run(jobs.enqueue(SYNC_ALL, {}).pk)
    assert [each.payload["wallet"] for each in Job.objects.filter(kind=wallets.SYNC)] == [str(wallet.pk)]


def test_without_a_subgraph_it_says_so(wallet: Wallet, settings: Settings) -> None:
    settings.SUBGRAPHS = ""
    with pytest.raises(FieldError) as refusal:
        wallets.request_sync(wallet=wallet)
    assert refusal.value.stable_code == "not_configured"


def test_a_wallet_that_is_gone_leaves_its_job_nothing_to_do(subgraph: Subgraph, wallet: Wallet) -> None:
    wallets.request_sync(wallet=wallet)
    wallets.unlink_wallet(wallet=wallet)
    job = Job.objects.get(kind=wallets.SYNC)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.status, subgraph.asked) == (Job.Status.DONE, [])
