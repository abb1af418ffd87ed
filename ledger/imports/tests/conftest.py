from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Protocol

import pytest
from django.db import transaction

from accounts.models import User
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount, Transaction
from ledger.imports import checking, keeping, services
from ledger.imports.models import Import

Row = tuple[str, str, str]
HEADER = "Booking date;Payee;Purpose;Amount;Currency"


def bank_file(rows: Sequence[Row], *, currency: str = "EUR") -> bytes:
    """Rows of day (ISO), payee and amount, as a table with a header."""
    lines = [f"{day};{payee};Card 4711;{amount};{currency}" for day, payee, amount in rows]
    return "\n".join([HEADER, *lines, ""]).encode()


MARCH: list[Row] = [
    ("2026-03-02", "Stadtwerke Strom", "-65.00"),
    ("2026-03-03", "Kaffeemobil", "-3.20"),
    ("2026-03-03", "Kaffeemobil", "-3.20"),
    ("2026-03-27", "Felder IT Gehalt", "2580.00"),
]


class Taking(Protocol):
    def __call__(self, person: User, data: bytes, **choices: str) -> Import: ...


@pytest.fixture(autouse=True)
def _forget_files() -> Iterator[None]:
    keeping._cache.clear()
    checking._checks.clear()
    yield
    keeping._cache.clear()
    checking._checks.clear()


@pytest.fixture
def take(django_capture_on_commit_callbacks: Callable[..., object]) -> Taking:
    """Drops a file and confirms it; the job runs as it would after commit."""

    def run(person: User, data: bytes, **choices: str) -> Import:
        source = services.start_import(person=person, data=data, filename="march.csv")
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():  # type: ignore[attr-defined]
            services.confirm_import(source=source, choices=choices)
        source.refresh_from_db()
        return source

    return run


@pytest.fixture(autouse=True)
def _ledger_is_right(db: None) -> Iterator[None]:
    yield
    for account in MoneyAccount.objects.all():
        assert not check_account(account)


def sum_of(account: MoneyAccount) -> Decimal:
    return sum((each.amount for each in Transaction.objects.live().filter(account=account)), Decimal(0))
