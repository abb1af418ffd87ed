"""What the ledger's core does for the kernel: counts for the side bar, what goes with a person, nightly work."""

from __future__ import annotations

import logging

from celery import shared_task

from accounts.models import User
from config.kernel import jobs, schedule
from config.kernel.context import shell_count
from config.kernel.registry import deletes_person_data
from ledger.core.access import lens_of
from ledger.core.checking import check_account
from ledger.core.leaving import delete_ledger_of
from ledger.core.listing import TransactionFilter, count_transactions
from ledger.core.models import MoneyAccount
from ledger.core.services import purge_bin, release_due

log = logging.getLogger(__name__)
deletes_person_data(delete_ledger_of)
schedule.daily(hour=2, name="Empty the bin", kind="purge_bin")
schedule.daily(hour=3, name="Check the ledger", kind="check_ledger")
RELEASE = "tuppence.release_embargoes"
schedule.every(seconds=300, name="Show what was withheld until today", task=RELEASE)


@shell_count("transactions")
def uncategorised_count(person: User) -> int:
    """Lines that wait for a category; two queries."""
    count, _exact = count_transactions(lens_of(person), TransactionFilter(uncategorised=True))
    return count


@shared_task(name=RELEASE)
def release_embargoes() -> None:
    """Every five minutes, since midnight comes at another moment in each time zone."""
    release_due()


@jobs.handles("purge_bin")
def run_purge_bin(job: jobs.JobRun) -> None:
    purge_bin()


@jobs.handles("check_ledger")
def run_check_ledger(job: jobs.JobRun) -> None:
    """Name every difference in the log; nothing is changed."""
    for account in MoneyAccount.objects.order_by("pk").iterator():
        job.extend()
        for difference in check_account(account):
            log.error("The ledger is wrong: %s", difference)
