from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from config.kernel import jobs
from config.kernel.models import Job
from ledger.core import services
from ledger.core.models import Category, MoneyAccount, Transaction
from partnerships.core.models import Partnership
from partnerships.core.standing import Standing, standing_in

Both = tuple[Standing, Standing]
Pays = Callable[..., Transaction]


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    with time_machine.travel("2026-11-20T12:00:00Z", tick=False):
        yield


@pytest.fixture
def both(ana: User, ben: User, couple: Partnership) -> Both:
    return standing_in(ana, couple.pk), standing_in(ben, couple.pk)


@pytest.fixture
def checking(ana: User) -> MoneyAccount:
    """Ana's own, with 1,000 on it."""
    return services.create_money_account(owner=ana, currency="EUR", name="Checking", opening_balance=Decimal(1000))


@pytest.fixture
def pays() -> Pays:
    def pay(
        account: MoneyAccount, by: User, amount: str, payee: str = "Shop", day: int = 10, slug: str = ""
    ) -> Transaction:
        return services.record_transaction(
            account=account,
            recorded_by=by,
            amount=Decimal(amount),
            booked_on=date(2026, 11, day),
            payee=payee,
            category=Category.objects.get(slug=slug) if slug else None,
        )

    return pay


def api(person: User) -> APIClient:
    client = APIClient(headers={"Accept": "application/json"})
    client.force_authenticate(person)
    return client


def run_jobs() -> None:
    """What waits for a worker and is due, and what that makes wait; each succeeds at once."""
    due = Job.objects.filter(status=Job.Status.QUEUED, run_after__lte=timezone.now())
    while waiting := list(due.values_list("pk", flat=True)):
        for key in waiting:
            jobs.run(key)
            job = Job.objects.get(pk=key)
            assert job.status == Job.Status.DONE, (job.kind, job.error)
