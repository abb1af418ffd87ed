"""An undo of one file while another one that overlaps with it is added: no line may end in neither."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from config.kernel import jobs
from config.kernel.models import Job
from ledger.core import services as core
from ledger.core.models import MoneyAccount, Transaction
from ledger.imports import running, services, taking_back
from ledger.imports.models import Import, ImportedLine
from ledger.imports.tests.conftest import bank_file
from ledger.imports.tests.test_handing_over import APRIL, FEBRUARY, MARCH, NEWER, OLDER, PowerCut, brought, payees
from tests.at_once import all_at_once, need_many_connections

NEWER_PAYEES = ["Coffee", "Coffee", "Pay", "Rent", "Tram"]
Status = Import.Status


@pytest.fixture
def account(ana: User) -> MoneyAccount:
    return core.create_money_account(owner=ana, currency="EUR", name="Checking")


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 2)


def confirmed(person: User, account: MoneyAccount, data: bytes, name: str = "april.csv") -> Import:
    source = services.start_import(person=person, data=data, filename=name, account=account)
    return services.confirm_import(source=source)


def undone(source: Import) -> Import:
    return services.undo_import(source=Import.objects.get(pk=source.pk))


def job_of(source: Import) -> Job:
    source.refresh_from_db()
    assert source.job is not None
    return source.job


def run_job(source: Import) -> str:
    """What the import's job makes of it now, as after the wait it asked for or the end of a dead worker's lease."""
    job, now = job_of(source), timezone.now()
    Job.objects.filter(pk=job.pk, status=Job.Status.QUEUED).update(run_after=now)
    Job.objects.filter(pk=job.pk, status=Job.Status.RUNNING).update(lease_until=now - timedelta(seconds=1))
    jobs.run(job.pk)
    source.refresh_from_db()
    return source.status


def in_the_middle(monkeypatch: pytest.MonkeyPatch, module: Any, name: str, act: Callable[[], object]) -> None:
    """Do `act` once, after the first piece."""
    whole = getattr(module, name)
    acts = iter([act])

    def piece(*args: Any) -> Any:
        found = whole(*args)
        next(acts, lambda: None)()
        return found

    monkeypatch.setattr(module, name, piece)


@pytest.mark.parametrize("at_once", [2, 5_000], ids=["as a job", "at once"])
def test_an_undo_waits_for_the_import_beside_it_and_leaves_what_that_names(
    ana: User, account: MoneyAccount, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(taking_back, "AT_ONCE", at_once)
    first, second = brought(ana, account, OLDER), confirmed(ana, account, NEWER)
    seen = []

    def undo_the_first() -> None:
        seen.extend([undone(first).status, run_job(first), len(payees())])

    in_the_middle(monkeypatch, running, "write_piece", undo_the_first)
    assert run_job(second) == Status.DONE
    assert seen == [Status.UNDOING, Status.UNDOING, 5]
    assert run_job(first) == Status.UNDONE
    assert payees() == NEWER_PAYEES
    assert first.report["stays"] == {str(second.pk): 3}
    undone(second)
    assert not ImportedLine.objects.exists() or run_job(second) == Status.UNDONE
    assert payees() == []


def test_an_import_that_is_confirmed_while_an_undo_is_at_work_waits_and_brings_all_of_its_lines(
    ana: User, account: MoneyAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_back, "AT_ONCE", 2)
    first = undone(brought(ana, account, OLDER))
    found: list[Import] = []
    in_the_middle(monkeypatch, running, "take_back_piece", lambda: found.append(confirmed(ana, account, NEWER)))
    in_the_middle(monkeypatch, running, "take_back_piece", lambda: found and run_job(found[0]))
    assert run_job(first) == Status.UNDONE
    [second] = found
    assert (Import.objects.get(pk=second.pk).status, payees()) == (Status.RUNNING, [])
    assert run_job(second) == Status.DONE
    assert payees() == NEWER_PAYEES
    assert second.report["duplicate"] == 0


def test_an_import_that_has_not_begun_holds_nobody_up(ana: User, account: MoneyAccount) -> None:
    first, second = brought(ana, account, OLDER), confirmed(ana, account, NEWER)
    assert undone(first).status == Status.UNDONE
    assert run_job(second) == Status.DONE
    assert payees() == NEWER_PAYEES


def test_both_that_wait_get_their_turn(ana: User, account: MoneyAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    """The undo waits for an import that runs; one that is confirmed meanwhile does not wait for the undo."""
    first, second = brought(ana, account, OLDER), confirmed(ana, account, NEWER)
    third: list[Import] = []

    def meanwhile() -> None:
        assert undone(first).status == Status.UNDOING
        third.append(confirmed(ana, account, bank_file([*FEBRUARY, *APRIL]), "third.csv"))

    in_the_middle(monkeypatch, running, "write_piece", meanwhile)
    run_job(second)
    assert run_job(third[0]) == Status.DONE
    assert run_job(first) == Status.UNDONE
    assert payees() == ["Power", "Books", *NEWER_PAYEES]


def test_an_import_that_finishes_while_the_undo_looks_around_is_asked_too(
    ana: User, account: MoneyAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = brought(ana, account, OLDER), confirmed(ana, account, NEWER)
    whole, times = taking_back.others_of, iter(range(10))  # type: ignore[attr-defined]

    def others_of(source: Import) -> Any:
        found = whole(source)
        if next(times) == 0:
            assert run_job(second) == Status.DONE
        return found

    monkeypatch.setattr(taking_back, "others_of", others_of)
    assert undone(first).status == Status.UNDOING
    assert run_job(first) == Status.UNDONE
    assert payees() == NEWER_PAYEES


def test_a_killed_import_is_waited_for_until_it_was_run_again(
    ana: User, account: MoneyAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = brought(ana, account, OLDER), confirmed(ana, account, NEWER)

    def die() -> None:
        raise PowerCut

    with monkeypatch.context() as patch:
        in_the_middle(patch, running, "write_piece", die)
        with pytest.raises(PowerCut):
            run_job(second)
    assert undone(first).status == Status.UNDOING
    assert run_job(first) == Status.UNDOING
    assert run_job(second) == Status.DONE
    assert run_job(first) == Status.UNDONE
    assert payees() == NEWER_PAYEES


def test_an_import_that_dies_every_time_is_taken_back_and_the_undo_goes_on(
    ana: User, account: MoneyAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = brought(ana, account, OLDER), confirmed(ana, account, NEWER)

    def die(*args: Any) -> None:
        raise PowerCut

    monkeypatch.setattr(running, "finish", die)
    for _ in range(jobs.MAX_ATTEMPTS):
        with pytest.raises(PowerCut):
            run_job(second)
    assert undone(first).status == Status.UNDOING
    assert run_job(first) == Status.UNDOING
    Job.objects.filter(pk=job_of(second).pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.sweep()
    second.refresh_from_db()
    assert second.status == Status.FAILED
    assert run_job(first) == Status.UNDONE
    assert payees() == []


def test_an_undo_that_was_given_up_holds_no_import_up(
    ana: User, account: MoneyAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking_back, "AT_ONCE", 2)
    first = undone(brought(ana, account, OLDER))
    monkeypatch.setattr(running, "end_taking_back", lambda source: 1 / 0)
    for _ in range(jobs.MAX_ATTEMPTS):
        run_job(first)
    assert job_of(first).status == Job.Status.FAILED
    second = confirmed(ana, account, NEWER)
    assert run_job(second) == Status.DONE
    assert payees() == NEWER_PAYEES


@pytest.mark.django_db(transaction=True)
def test_undo_and_import_start_at_the_same_moment(
    ana: User, monkeypatch: pytest.MonkeyPatch, transactional_db: None
) -> None:
    need_many_connections()
    monkeypatch.setattr(jobs, "dispatch", lambda key: None)
    monkeypatch.setattr(running, "AT_ONCE", 1)
    account = core.create_money_account(owner=ana, currency="EUR", name="Checking")
    for turn in range(6):
        monkeypatch.setattr(taking_back, "AT_ONCE", 1 if turn % 2 else 5_000)
        first = brought(ana, account, bank_file([*FEBRUARY, *MARCH]))
        second = confirmed(ana, account, bank_file([*MARCH, *APRIL]))

        def undo(first: Import = first) -> None:
            if undone(first).status == Status.UNDOING:
                run_job(first)

        results = all_at_once([undo, lambda second=second: run_job(second)])  # type: ignore[misc]
        assert not [each for each in results if isinstance(each, Exception)], results
        for _ in range(2):
            for source in (first, second):
                source.refresh_from_db()
                if source.status in (Status.RUNNING, Status.UNDOING):
                    run_job(source)
        assert (first.status, second.status) == (Status.UNDONE, Status.DONE)
        assert payees() == NEWER_PAYEES
        if undone(second).status == Status.UNDOING:
            run_job(second)
        assert not Transaction.objects.exists()
