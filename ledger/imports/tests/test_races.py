"""What happens at the same moment. SQLite has one writer, PostgreSQL many: there a missing lock would show."""

from __future__ import annotations

import threading
import time
from functools import partial
from typing import Any

import pytest

from accounts.models import User
from config.kernel import jobs
from config.kernel.models import Job
from ledger.core.errors import Conflict
from ledger.core.models import MoneyAccount, Transaction
from ledger.core.services import record_rows
from ledger.imports import batches, pieces, services
from ledger.imports.checked import CheckedImport
from ledger.imports.models import Import
from ledger.imports.tests.conftest import MARCH, bank_file
from tests.at_once import all_at_once, need_many_connections

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _many_connections(transactional_db: None) -> None:
    need_many_connections()


def test_a_double_click_confirms_once(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "dispatch", lambda key: None)
    source = services.start_import(person=ana, data=bank_file(MARCH), filename="march.csv")
    results = all_at_once([lambda: services.confirm_import(source=Import.objects.get(pk=source.pk))] * 6)
    assert sum(isinstance(each, Import) for each in results) == 1
    assert sum(isinstance(each, Conflict) for each in results) == 5
    assert Job.objects.count() == 1


def test_one_file_dropped_many_times_comes_once(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every copy is confirmed, and then every job runs, all at the same moment: one account, no double."""
    monkeypatch.setattr(jobs, "dispatch", lambda key: None)
    rows = [(f"2026-03-{day:02}", f"Shop {day % 5}", "-3.20") for day in range(1, 29) for _ in range(4)]
    copies = [services.start_import(person=ana, data=bank_file(rows), filename="a.csv") for _ in range(5)]
    confirmed = all_at_once([partial(services.confirm_import, source=copy) for copy in copies])
    assert all(isinstance(each, Import) for each in confirmed), confirmed
    assert MoneyAccount.objects.count() == 1
    all_at_once([partial(jobs.run, job.pk) for job in Job.objects.all()])
    assert Transaction.objects.count() == len(rows)
    assert sorted(each.report["taken"] for each in Import.objects.all()) == [0, 0, 0, 0, len(rows)]


def test_undo_and_undo_at_once(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "dispatch", lambda key: None)
    source = services.start_import(person=ana, data=bank_file(MARCH), filename="march.csv")
    services.confirm_import(source=source)
    jobs.run(Job.objects.get().pk)
    results = all_at_once([lambda: services.undo_import(source=Import.objects.get(pk=source.pk))] * 4)
    assert sum(isinstance(each, Import) for each in results) == 1
    assert not Transaction.objects.exists()


def test_a_copy_is_confirmed_while_the_first_writes(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that writes holds the account and wants the person, the other the person: neither may wait for both."""
    monkeypatch.setattr(jobs, "dispatch", lambda key: None)
    copies = [services.start_import(person=ana, data=bank_file(MARCH), filename="a.csv") for _ in range(2)]
    services.confirm_import(source=copies[0])
    job = Job.objects.get()
    person_is_held = threading.Event()
    remember, record = batches.remember, record_rows

    def slow_remember(source: Import, checked: CheckedImport) -> None:
        remember(source, checked)
        person_is_held.set()
        time.sleep(0.5)

    def late_record(*args: Any, **named: Any) -> Any:
        assert person_is_held.wait(10)
        return record(*args, **named)

    monkeypatch.setattr(services, "remember", slow_remember)
    monkeypatch.setattr(pieces, "record_rows", late_record)
    results = all_at_once([partial(jobs.run, job.pk), partial(services.confirm_import, source=copies[1])])
    assert isinstance(results[1], Import), results
    assert Job.objects.get(pk=job.pk).status == Job.Status.DONE
    assert Transaction.objects.count() == len(MARCH)
