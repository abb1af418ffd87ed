"""The look after an entry by hand: at that entry, however much came just before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.core.cache import cache

from accounts.models import User
from config.kernel.models import Job
from ledger.core import services
from ledger.core.models import MoneyAccount, Transaction
from ledger.pairing.finding import JOB
from ledger.pairing.rows import window_of

pytestmark = pytest.mark.django_db


def test_what_came_a_moment_before_is_not_looked_through(
    ana: User, everyday: MoneyAccount, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    cache.clear()
    moment = int((datetime.now(UTC) - timedelta(seconds=20)).timestamp() * 1000)
    services.record_transaction(
        account=everyday, recorded_by=ana, amount=Decimal(-5), booked_on=date(2019, 1, 1), payee="Old"
    )
    Transaction.objects.update(id=UUID(int=(moment << 80) | (7 << 76) | (2 << 62)))
    with django_capture_on_commit_callbacks(execute=True):
        services.record_transaction(
            account=everyday, recorded_by=ana, amount=Decimal(-7), booked_on=date(2026, 3, 1), payee="New"
        )
    job = Job.objects.get(kind=JOB)
    since = datetime.fromisoformat(job.payload["since"])
    assert window_of([everyday.pk], since) == (date(2026, 3, 1), date(2026, 3, 1))
    assert job.payload["lines"] == 2
