"""Taking a large import back: a job, in pieces, that can be cut off anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import User
from config.kernel import jobs
from config.kernel.models import Job
from ledger.core.errors import Conflict
from ledger.core.models import MoneyAccount, Transaction
from ledger.imports import running, services, taking_back
from ledger.imports.models import Import, ImportedLine
from ledger.imports.tests.conftest import Taking, bank_file
from ledger.reconciling.models import StatementBalance

ROWS = [(f"2026-03-{day:02}", "Coffee", "-3.20") for day in range(1, 8)]


class PowerCut(BaseException):
    """What a process sees of kill -9: nothing more."""


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taking_back, "AT_ONCE", 3)


def _job(source: Import) -> Job:
    source.refresh_from_db()
    assert source.job is not None
    return source.job


def test_a_large_import_is_taken_back_by_a_job(ana: User, take: Taking) -> None:
    source = services.undo_import(source=take(ana, bank_file(ROWS)))
    assert source.status == Import.Status.UNDOING
    assert Transaction.objects.count() == 7
    with pytest.raises(Conflict):
        services.undo_import(source=source)
    jobs.run(_job(source).pk)
    source.refresh_from_db()
    assert (source.status, source.done_count) == (Import.Status.UNDONE, 7)
    assert not Transaction.objects.exists()
    assert not ImportedLine.objects.exists()
    assert not MoneyAccount.objects.exists()
    assert not StatementBalance.objects.exists()


def test_two_parts_of_one_new_account_are_taken_back(ana: User, take: Taking) -> None:
    source = take(ana, bank_file(ROWS[:2]))
    [first] = source.batches.all()
    source.batches.create(statement=1, account=first.account, matched_by=first.matched_by)
    assert services.undo_import(source=source).status == Import.Status.UNDONE
    assert not MoneyAccount.objects.exists()


@pytest.mark.parametrize("dies_after", [0, 1, 2, 3])
def test_an_undo_that_dies_goes_on(ana: User, take: Taking, monkeypatch: pytest.MonkeyPatch, dies_after: int) -> None:
    source = services.undo_import(source=take(ana, bank_file(ROWS)))
    times = iter(range(10))
    whole = running.take_back_piece  # type: ignore[attr-defined]

    def cut(*args: Any) -> bool:
        if next(times) == dies_after:
            raise PowerCut
        return bool(whole(*args))

    monkeypatch.setattr(running, "take_back_piece", cut)
    job = _job(source)
    with pytest.raises(PowerCut):
        jobs.run(job.pk)
    assert Transaction.objects.count() == max(7 - 3 * dies_after, 0)
    monkeypatch.setattr(running, "take_back_piece", whole)
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.run(job.pk)
    source.refresh_from_db()
    assert source.status == Import.Status.UNDONE
    assert not MoneyAccount.objects.exists()


def test_a_large_import_that_fails_is_taken_back_whole(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    source = services.start_import(person=ana, data=bank_file(ROWS), filename="march.csv")
    source = services.confirm_import(source=source)

    def refuse(*args: object) -> None:
        raise ValidationError("no", code="no")

    monkeypatch.setattr(running, "finish", refuse)
    jobs.run(_job(source).pk)
    source.refresh_from_db()
    assert source.status == Import.Status.UNDOING
    jobs.run(_job(source).pk)
    source.refresh_from_db()
    assert (source.status, source.error) == (Import.Status.FAILED, "refused")
    assert not Transaction.objects.exists()


def test_pieces_are_counted_once_however_often_a_run_is_cut(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    source = services.start_import(person=ana, data=bank_file(ROWS), filename="march.csv")
    source = services.confirm_import(source=source, choices={"0:3": "skip"})
    monkeypatch.setattr(running, "AT_ONCE", 2)
    job = _job(source)
    finish = running.finish
    for _ in range(2):
        monkeypatch.setattr(running, "finish", _cut)
        with pytest.raises(PowerCut):
            jobs.run(job.pk)
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    monkeypatch.setattr(running, "finish", finish)
    jobs.run(job.pk)
    source.refresh_from_db()
    assert (source.report["taken"], source.report["skipped"], source.report["duplicate"]) == (6, 1, 0)
    assert Transaction.objects.count() == 6
    assert MoneyAccount.objects.get().balance == Decimal("-19.20")


def _cut(*args: object) -> Iterator[None]:
    raise PowerCut
