"""Imports and undos of one account take turns.

An import leaves out lines because they are here; an undo that takes them away meanwhile would leave them in neither
file. So an undo begins once no import is at work on its accounts, and an import once no undo is: it then finds what is
left. Imports do not wait for each other, nor do undos. Whoever waits is not at work, so that nobody waits for them;
nor does anybody wait for what has been given up for good.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from config.kernel import jobs
from config.kernel.models import Job
from ledger.core.models import MoneyAccount
from ledger.imports.models import Import

LOOK_AGAIN_AFTER = timedelta(seconds=2)
Status = Import.Status
# By what an import is doing: what it does not begin beside.
_NOT_BESIDE = {Status.RUNNING: Status.UNDOING, Status.UNDOING: Status.RUNNING}


def take_turn(source: Import) -> None:
    """Be at work on the accounts of a running import, or of one that is being undone, until that ends.

    Call it at each start of the job. Three statements. Raises NotYet: the other kind is at work there.
    """
    with transaction.atomic():
        # Imports before accounts, as everybody locks them.
        [fresh] = Import.objects.select_for_update(of=("self",)).filter(pk=source.pk)
        hold_accounts(source)
        waits = _in_the_way(source, _NOT_BESIDE[Status(fresh.status)]).exists()
        Import.objects.filter(pk=source.pk).update(is_at_work=not waits)
    if waits:
        raise jobs.NotYet(LOOK_AGAIN_AFTER)


def has_to_wait(payload: dict[str, Any]) -> bool:
    """Whether the job of an import would have to wait now: no process is started for that."""
    source = Import.objects.filter(pk=payload["import"], status__in=_NOT_BESIDE).first()
    return source is not None and _in_the_way(source, _NOT_BESIDE[Status(source.status)]).exists()


def hold_accounts(source: Import) -> None:
    """Until the transaction ends nobody begins on the accounts of an import. One query."""
    accounts = MoneyAccount.objects.select_for_update(of=("self",), no_key=True)
    list(accounts.filter(pk__in=source.batches.values("account")).order_by("pk").values_list("pk"))


def imports_are_at_work(source: Import) -> bool:
    """Whether other imports add lines to the accounts of `source`. One query."""
    return _in_the_way(source, Status.RUNNING).exists()


def _in_the_way(source: Import, status: str) -> QuerySet[Import]:
    accounts = source.batches.filter(account__isnull=False).values("account")
    at_work = Import.objects.filter(
        status=status, is_at_work=True, job__status__in=(Job.Status.QUEUED, Job.Status.RUNNING)
    )
    return at_work.filter(batches__account__in=accounts).exclude(pk=source.pk)
