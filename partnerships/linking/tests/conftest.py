from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

import pytest
import time_machine
from django.db import transaction

from accounts.models import User
from config.kernel import jobs
from config.kernel.models import Job
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount
from ledger.imports import checking, keeping, services
from ledger.imports.models import Import
from partnerships.expenses.tests.conftest import account_of, both

__all__ = ["account_of", "both"]
NOW, EARLIER = "2026-11-20T12:00:00Z", "2026-01-01T00:00:00Z"
HEADER = "Booking date;Payee;Purpose;Amount;Currency"
Row = tuple[str, str, str, str]


class Brings(Protocol):
    def __call__(self, person: User, account: MoneyAccount, *rows: Row) -> Import: ...


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def _ledger_is_right(db: None) -> Iterator[None]:
    yield
    for account in MoneyAccount.objects.all():
        assert not check_account(account)


@pytest.fixture
def worked(django_capture_on_commit_callbacks: Callable[..., object]) -> Callable[..., None]:
    """Does something, and all jobs that come of it, those for later too."""

    def run(act: Callable[[], object]) -> None:
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            act()
        waiting = Job.objects.filter(status=Job.Status.QUEUED)
        while keys := list(waiting.values_list("pk", flat=True)):
            waiting.update(run_after=EARLIER)
            for key in keys:
                with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
                    jobs.run(key)
                assert Job.objects.get(pk=key).status == Job.Status.DONE, Job.objects.get(pk=key).error

    return run


@pytest.fixture
def brings(worked: Callable[..., None]) -> Iterator[Brings]:
    """A bank's file of day, payee, purpose and amount, dropped, confirmed and taken."""
    keeping._cache.clear()
    checking._checks.clear()

    def bring(person: User, account: MoneyAccount, *rows: Row) -> Import:
        data = "\n".join([HEADER, *(f"{day};{payee};{text};{amount};EUR" for day, payee, text, amount in rows), ""])
        source = services.start_import(person=person, data=data.encode(), filename="november.csv", account=account)
        worked(lambda: _confirm(source))
        source.refresh_from_db()
        assert source.status == Import.Status.DONE, source.error
        return source

    yield bring
    keeping._cache.clear()
    checking._checks.clear()


def _confirm(source: Import) -> None:
    with transaction.atomic():
        services.confirm_import(source=source, choices={})
