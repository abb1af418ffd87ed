"""Several readings of one wallet at the same moment: each event is kept once and booked once, and nobody fails."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from pytest_django import Settings

from accounts.models import User
from config.kernel import jobs
from config.kernel.models import Job
from ledger.core.checking import check_account
from ledger.core.models import Transaction
from ledger.holdings import wallets
from ledger.holdings.tests.subgraph_server import ADDRESS, EURC, Subgraph, event, serving
from ledger.holdings.wallet_booking import store_events
from ledger.holdings.wallet_models import Wallet, WalletTransaction
from ledger.holdings.wallet_subgraph import pages_of
from tests.at_once import all_at_once, need_many_connections

pytestmark = pytest.mark.django_db(transaction=True)
EVENTS = 30
RACERS = 6


@pytest.fixture
def subgraph(settings: Settings) -> Iterator[Subgraph]:
    with serving() as server:
        settings.SUBGRAPHS = f"ethereum={server.url}"
        server.events = [event(number, token=EURC, amount="1.25") for number in range(1, EVENTS + 1)]
        yield server


@pytest.fixture
def wallet(ana: User) -> Wallet:
    need_many_connections()
    return wallets.link_wallet(person=ana, chain="ethereum", address=ADDRESS)


def is_right(wallet: Wallet) -> None:
    wallet.refresh_from_db()
    kept = WalletTransaction.objects.filter(wallet=wallet)
    assert kept.count() == EVENTS
    assert Transaction.objects.filter(account=wallet.account).count() == EVENTS
    assert kept.filter(entry=None).count() == 0
    wallet.account.refresh_from_db()
    assert wallet.account.balance == Decimal("1.25") * EVENTS
    assert list(check_account(wallet.account)) == []


def test_the_same_page_stored_at_once_is_stored_once(subgraph: Subgraph, wallet: Wallet) -> None:
    [page] = pages_of(subgraph.url, ADDRESS, from_block=-1, extend=lambda: None)
    outcomes = all_at_once([lambda: store_events(wallet_id=wallet.pk, events=page.events)] * RACERS)
    assert sum(each.new for each in outcomes) == EVENTS, outcomes
    is_right(wallet)


def test_jobs_that_run_at_once_read_it_once(subgraph: Subgraph, wallet: Wallet) -> None:
    """A lease that ran out, and the night beside a person's wish."""
    waiting = [jobs.enqueue(wallets.SYNC, {"wallet": str(wallet.pk)}) for _racer in range(RACERS)]
    assert len({each.pk for each in waiting}) == RACERS
    outcomes = all_at_once([lambda pk=each.pk: jobs.run(pk) for each in waiting])  # type: ignore[misc]
    assert [each for each in outcomes if isinstance(each, Exception)] == []
    assert set(Job.objects.filter(kind=wallets.SYNC).values_list("status", flat=True)) == {Job.Status.DONE}
    is_right(wallet)
    assert wallet.sync_status == Wallet.Sync.DONE


def test_many_who_ask_at_once_are_one_job(subgraph: Subgraph, wallet: Wallet) -> None:
    outcomes = all_at_once([lambda: wallets.request_sync(wallet=wallet)] * RACERS)
    assert sorted(outcomes) == [False] * (RACERS - 1) + [True]
    assert Job.objects.filter(kind=wallets.SYNC).count() == 1


def test_the_same_address_linked_at_once_is_one_wallet(wallet: Wallet, ana: User) -> None:
    other = "0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359"
    outcomes = all_at_once([lambda: wallets.link_wallet(person=ana, chain="ethereum", address=other)] * RACERS)
    assert sum(isinstance(each, Wallet) for each in outcomes) == 1, outcomes
    assert Wallet.objects.filter(address=other).count() == 1


def test_a_wallet_let_go_while_it_is_read_leaves_nothing_half(subgraph: Subgraph, wallet: Wallet) -> None:
    [page] = pages_of(subgraph.url, ADDRESS, from_block=-1, extend=lambda: None)
    acts = [lambda: store_events(wallet_id=wallet.pk, events=page.events)] * 3
    outcomes = all_at_once([*acts, lambda: wallets.unlink_wallet(wallet=wallet)])
    assert [each for each in outcomes if isinstance(each, Exception)] == []
    assert not WalletTransaction.objects.exists()
    assert Transaction.objects.filter(account=wallet.account).count() in (0, EVENTS)
    assert list(check_account(wallet.account)) == []
