"""Reads what is new of wallets: when a person asks, and each night. Safe to run twice, and two at once."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from config.kernel import jobs, schedule
from ledger.holdings import wallets
from ledger.holdings.wallet_booking import store_events
from ledger.holdings.wallet_chains import endpoints
from ledger.holdings.wallet_models import Wallet
from ledger.holdings.wallet_subgraph import MORE, SubgraphAway, pages_of

SYNC_ALL = "sync_wallets"
# So far back is read again each time: the newest blocks of a chain may still be replaced by others.
BLOCKS_AGAIN = 64
BETWEEN_PARTS = timedelta(seconds=1)
NOT_CONFIGURED = "not_configured"

if settings.SUBGRAPHS:
    schedule.daily(hour=3, name="Sync wallets", kind=SYNC_ALL)


def _gave_up(job: jobs.JobRun) -> None:
    waiting = Wallet.objects.filter(pk=job.payload["wallet"], sync_status=Wallet.Sync.WAITING)
    waiting.update(sync_status=Wallet.Sync.FAILED, updated_at=timezone.now())


@jobs.handles(wallets.SYNC, gave_up=_gave_up)
def run_sync_wallet(job: jobs.JobRun) -> None:
    wallet = Wallet.objects.filter(pk=job.payload["wallet"]).first()
    if wallet is not None:
        sync_wallet(wallet, job)


@jobs.handles(SYNC_ALL)
def run_sync_wallets(job: jobs.JobRun) -> None:
    """A job for each wallet of a chain that is configured, unless one waits already."""
    for wallet in Wallet.objects.filter(chain__in=list(endpoints())).order_by("pk").iterator():
        wallets.request_sync(wallet=wallet)


def sync_wallet(wallet: Wallet, job: jobs.JobRun) -> None:
    """Keep and book every event since the last block seen, a page in a database transaction of its own.

    Raises:
        Again: the subgraph is away or asks to wait; what was read until then stands.
        NotYet: there is more than one turn may read.
    """
    url = endpoints().get(wallet.chain)
    if url is None:
        _note(wallet, sync_status=Wallet.Sync.FAILED, sync_error=NOT_CONFIGURED)
        return
    start = max(-1, (wallet.last_block or 0) - BLOCKS_AGAIN)
    refused = 0
    try:
        for page in pages_of(url, wallet.address, from_block=start, extend=job.extend):
            store_events(wallet_id=wallet.pk, events=page.events)
            refused += page.refused
    except SubgraphAway as away:
        if away.code == MORE:
            raise jobs.NotYet(BETWEEN_PARTS) from None
        _note(wallet, sync_error=away.code)
        raise jobs.Again(f"the subgraph of {wallet.chain}: {away.code}", away.wait) from None
    _note(
        wallet,
        sync_status=Wallet.Sync.DONE,
        sync_error="",
        refused_count=refused,
        last_synced_at=timezone.now(),
    )


def _note(wallet: Wallet, **columns: object) -> None:
    Wallet.objects.filter(pk=wallet.pk).update(**columns, updated_at=timezone.now())
