"""When accounts are looked at: soon after something changed there, and each night."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.core.cache import cache
from django.utils import timezone

from accounts.notifications.models import Notification
from accounts.notifications.services import take_back
from config.kernel import jobs, schedule
from config.kernel.events import receives
from ledger.alerting import imports, recurring
from ledger.alerting.balances import is_watched, look_ahead
from ledger.alerting.owners import owners_of
from ledger.alerting.payments import hidden_by_now, look_for_large
from ledger.core.events import TransactionsChanged
from ledger.core.models import MoneyAccount

WATCH, WATCH_ALL = "alerting.watch_account", "alerting.watch_all"
PATIENCE = timedelta(seconds=10)
schedule.daily(hour=5, name="Look for balances that run low", kind=WATCH_ALL)


@receives(TransactionsChanged)
def look_soon(event: TransactionsChanged) -> None:
    """One look for all that changes within ten seconds."""
    if cache.add(f"alerting-{event.account_id}", True, PATIENCE.total_seconds()):
        jobs.enqueue(WATCH, {"account": str(event.account_id)}, run_after=timezone.now() + PATIENCE)


@jobs.handles(WATCH)
def run_watch(job: jobs.JobRun) -> None:
    watch_account(UUID(job.payload["account"]))


@jobs.handles(WATCH_ALL)
def run_watch_all(job: jobs.JobRun) -> None:
    imports.tell_of_missed()
    recurring.tell_of_missed()
    for key in MoneyAccount.objects.open().order_by("pk").values_list("pk", flat=True):
        job.extend()
        watch_account(key)


def watch_account(key: UUID) -> None:
    """Tell its owners what they should know of it now, each by what they see. Twice changes nothing."""
    account = MoneyAccount.objects.filter(pk=key).first()
    if account is None:
        return
    for person in owners_of(key):
        take_back(Notification.objects.filter(pk__in=hidden_by_now(key, person)))
        look_for_large(account, person)
        if is_watched(account):
            look_ahead(account, person)
