"""What recurring entries do for the kernel and the ledger's core: booking every ten minutes, a look at new lines."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.core.cache import cache
from django.db.models import Sum
from django.utils import timezone

from config.kernel import jobs, schedule
from config.kernel.events import receives
from ledger.core.events import TransactionsChanged
from ledger.core.models import MoneyAccount, Rollup
from ledger.pairing.finding import IN_CHILD_ABOVE
from ledger.pairing.receivers import PATIENCE
from ledger.recurring.booking import book_due, look_at_bank
from ledger.recurring.models import Recurring
from ledger.recurring.offering import look_for_offers

BOOK = "tuppence.book_recurring"
JOB = "book_recurring"
LOOK, FIND = "look_at_bank", "find_recurring"
schedule.every(seconds=600, name="Book what recurs", task=BOOK)


@shared_task(name=BOOK)
def book_recurring() -> None:
    """Every ten minutes, since midnight comes at another moment in each time zone."""
    schedule.enqueue_periodic(JOB)


@jobs.handles(JOB)
def run_book_recurring(job: jobs.JobRun) -> None:
    book_due(rest=job.extend)


@receives(TransactionsChanged)
def look_soon(event: TransactionsChanged) -> None:
    """Look at what is expected once lines came, and at the whole history once many did; not more than once a minute."""
    kind = LOOK if len(event.ids) == 1 else FIND
    if not cache.add(f"{kind}-{event.account_id}", True, PATIENCE.total_seconds()):
        return
    payload: jobs.Payload = {"account": str(event.account_id), "lines": 0}
    if kind == FIND:
        counts = Rollup.objects.filter(account=event.account_id, span=Rollup.Span.ALL)
        payload["lines"] = counts.aggregate(sum=Sum("transaction_count"))["sum"] or 0
    elif not Recurring.objects.filter(account=event.account_id, status=Recurring.Status.ACTIVE).exists():
        return
    jobs.enqueue(kind, payload, run_after=timezone.now() + PATIENCE)


@jobs.handles(LOOK)
def run_look(job: jobs.JobRun) -> None:
    look_at_bank(UUID(job.payload["account"]))


def _is_heavy(payload: jobs.Payload) -> bool:
    return int(payload["lines"]) > IN_CHILD_ABOVE


@jobs.handles(FIND, in_child=_is_heavy)
def run_find(job: jobs.JobRun) -> None:
    account = MoneyAccount.objects.filter(pk=job.payload["account"]).first()
    if account is not None:
        look_at_bank(account.pk)
        look_for_offers(account, timezone.localdate())
