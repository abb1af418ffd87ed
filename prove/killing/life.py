"""One import as a person and a restarted process go on with it, whatever state it was left in."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from config.kernel import jobs
from config.kernel.models import Job
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount, Rollup, Transaction
from ledger.imports import reading_apart, running, services, taking_back
from ledger.imports.models import Import, ImportedLine

MOST_RESTARTS = 4
APART_ABOVE = 5_000
Row = tuple[date, str, Decimal]
Status = Import.Status


class Lost(Exception):
    """Not every row once, or not every sum right."""


def make_rows(count: int, seed: int) -> list[Row]:
    """Ten to a day, every tenth one there twice."""
    dice = random.Random(seed)  # noqa: S311
    rows: list[Row] = []
    day = date(2026, 10, 1) - timedelta(days=count // 10)
    while len(rows) < count:
        row = (day, f"Merchant {dice.randrange(40)}", Decimal(dice.randrange(-20_000, 400) or 1) / 100)
        rows += [row] * (2 if dice.random() < 0.1 and len(rows) + 1 < count else 1)
        day += timedelta(days=len(rows) % 10 == 0)
    return rows


def as_file(rows: list[Row]) -> bytes:
    lines = [f"{day};{payee};Card 4711;{amount};EUR" for day, payee, amount in rows]
    return "\n".join(["Booking date;Payee;Purpose;Amount;Currency", *lines, ""]).encode()


def in_pieces_of(lines: int) -> None:
    """Let an import and its undo commit this often in this process, and in what is forked from it; let all but the
    smallest file be read apart.
    """
    running.AT_ONCE = taking_back.AT_ONCE = lines
    reading_apart.APART_ABOVE = APART_ABOVE


def bring(person: User, data: bytes) -> None:
    """Go on from whatever is here to an import that is done; a restarted process does its part."""
    source = Import.objects.filter(person=person).exclude(status__in=[Status.UNDONE, Status.FAILED]).first()
    if source is None:
        source = services.start_import(person=person, data=data, filename="statement.csv")
    if source.status == Status.READING:
        _sweep()
        source.refresh_from_db()
    if source.status == Status.PREVIEW:
        services.confirm_import(source=source)
    _sweep()


def take_back(person: User) -> None:
    source = Import.objects.get(person=person, status__in=[Status.DONE, Status.UNDOING, Status.UNDONE])
    if source.status == Status.DONE:
        services.undo_import(source=source)
    _sweep()


def _sweep() -> None:
    """What a process does when it starts; a minute has passed, so nobody believes in the lease of the dead one."""
    for _ in range(MOST_RESTARTS):
        past = timezone.now() - timedelta(seconds=1)
        Job.objects.filter(status=Job.Status.RUNNING).update(lease_until=past)
        Job.objects.filter(status=Job.Status.QUEUED).update(run_after=past)
        if not jobs.sweep(after_start=True):
            return


def expect_whole(person: User, rows: list[Row]) -> None:
    """Raises Lost unless every row is here once, the sums are right and the report says so."""
    source = Import.objects.get(person=person)
    if source.status != Status.DONE:
        raise Lost(f"the import is {source.status}, its job {source.job and (source.job.status, source.job.error)}")
    account = MoneyAccount.objects.owned_by(person).get()
    kept = Counter(Transaction.objects.filter(account=account).values_list("booked_on", "payee", "amount"))
    if kept != Counter(rows):
        missing, extra = Counter(rows) - kept, kept - Counter(rows)
        raise Lost(f"{missing.total()} rows are missing, {extra.total()} too many")
    lines = ImportedLine.objects.filter(account=account).values("transaction").distinct().count()
    if not lines == len(rows) == source.report["taken"] == source.done_count:
        raise Lost(f"{lines} fingerprints, {source.report['taken']} reported, {source.done_count} counted")
    if account.balance != account.opening_balance + sum((amount for _, _, amount in rows), Decimal(0)):
        raise Lost(f"the balance is {account.balance}")
    for difference in check_account(account):
        raise Lost(str(difference))


def expect_nothing(person: User) -> None:
    """Raises Lost unless all of the import is gone, and the account it made with it."""
    source = Import.objects.get(person=person)
    accounts = MoneyAccount.objects.owned_by(person)
    left = Transaction.objects.filter(account__in=accounts).count()
    lines = ImportedLine.objects.filter(batch__source=source).count()
    sums = Rollup.objects.filter(account__grants__person=person).exclude(line_count=0).count()
    if source.status != Status.UNDONE or left or lines or sums or accounts.exists():
        there = f"{left} entries, {lines} fingerprints, {sums} sums, {accounts.count()} accounts"
        raise Lost(f"the import is {source.status}, and yet here are {there}")
