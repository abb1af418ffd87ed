"""The job: killed and run again, twice at once, on what is not there any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.services import delete_account
from config.kernel import jobs
from config.kernel.models import FileReference, Job
from purchases.conftest import Buys
from purchases.core.models import Purchase
from purchases.core.services import update_purchase
from purchases.documents.services import attach_document, keep_document
from purchases.exchange import running, services
from purchases.exchange.models import ThingImport
from purchases.exchange.taking import batches, papers
from purchases.exchange.tests.conftest import Taking, counts_of, given_out, picture
from tests.at_once import all_at_once, need_many_connections

SHEET = "product,price,date\n" + "".join(f"Thing {place % 20},5,2026-11-01\n" for place in range(40))


class PowerCut(Exception):
    pass


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "AT_ONCE", 7)


def started(owner: User, data: bytes, duplicates: str = "skip") -> tuple[ThingImport, jobs.JobRun]:
    """An import whose job nobody runs."""
    upload = SimpleUploadedFile("list", data)
    kind = services.look_through(upload, owner)
    source = services.keep_import(owner=owner, upload=upload, name="list", kind=kind)
    with transaction.atomic():
        services.start_import(source=source, duplicates=duplicates)
    job = Job.objects.filter(kind=services.JOB).latest("id")
    return source, jobs.JobRun(job.pk, job.kind, job.payload, owner.pk, 1)


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs.JobRun, "extend", lambda _: None)
    monkeypatch.setattr(jobs, "dispatch", lambda _: None)


@pytest.mark.usefixtures("small_batches", "quiet")
@pytest.mark.parametrize("after", [1, 3, 5])
def test_one_that_was_killed_goes_on_where_it_was(ana: User, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    source, job = started(ana, SHEET.encode())
    take, count = batches.take_batch, 0

    def cut(*given: Any) -> None:
        nonlocal count
        count += 1
        if count > after:
            raise PowerCut
        take(*given)

    monkeypatch.setattr(running, "take_batch", cut)
    with pytest.raises(PowerCut):
        running.run_import(job)
    source.refresh_from_db()
    assert (source.status, source.done, Purchase.objects.count()) == ("running", 7 * after, 7 * after)
    monkeypatch.setattr(running, "take_batch", take)
    running.run_import(job)
    source.refresh_from_db()
    assert (source.status, counts_of(source), Purchase.objects.count()) == ("done", (40, 0, 0, 0), 40)
    running.run_import(job)
    assert Purchase.objects.count() == 40


@pytest.mark.usefixtures("small_batches", "quiet")
def test_an_update_that_was_killed_is_counted_once(ana: User, buys: Buys, monkeypatch: pytest.MonkeyPatch) -> None:
    things = [buys(product_name=f"T{place}") for place in range(9)]
    data = given_out(ana, "csv")
    for each in things:
        update_purchase(purchase=each, changed_by=ana, notes="changed")
    source, job = started(ana, data, "update")
    hold, count = batches._hold_running, 0

    def cut(held: ThingImport) -> ThingImport:
        nonlocal count
        count += 1
        if count == 1:
            raise PowerCut
        return hold(held)

    monkeypatch.setattr(batches, "_hold_running", cut)
    with pytest.raises(PowerCut):
        running.run_import(job)
    assert Purchase.objects.filter(notes="").count() == 7, "what was brought up to date before stays so"
    running.run_import(job)
    source.refresh_from_db()
    assert (counts_of(source), source.done) == ((0, 9, 0, 0), 9)


@pytest.mark.usefixtures("quiet")
def test_documents_go_on_where_they_were(ana: User, carla: User, buys: Buys, monkeypatch: pytest.MonkeyPatch) -> None:
    thing = buys()
    for shade in (1, 2, 3):
        paper, _is_new = keep_document(owner=ana, upload=picture(shade), name=f"{shade}.png")
        attach_document(document=paper, by=ana, purchase=thing)
    source, job = started(carla, given_out(ana, "zip"))
    attach, count = attach_document, 0

    def cut(**given: Any) -> Any:
        nonlocal count
        count += 1
        if count == 2:
            raise PowerCut
        return attach(**given)

    monkeypatch.setattr(papers, "attach_document", cut)
    with pytest.raises(PowerCut):
        running.run_import(job)
    running.run_import(job)
    source.refresh_from_db()
    assert (source.documents, source.status, Purchase.objects.get(owner=carla).papers) == (3, "done", 3)


@pytest.mark.usefixtures("quiet")
def test_one_whose_job_is_given_up_says_so_and_lets_its_file_go(ana: User) -> None:
    source, job = started(ana, SHEET.encode())
    running._gave_up(job)
    source.refresh_from_db()
    assert (source.status, source.report[0]["code"], source.file) == ("failed", "could_not_finish", None)
    services.delete_import(source=source)


def test_a_large_file_that_cannot_be_read_fails_with_its_reason(ana: User, take: Taking, monkeypatch: Any) -> None:
    monkeypatch.setattr(services, "_LOOKED_THROUGH", 1)
    done = take(ana, b'{"format": "tuppence-things", ')
    assert (done.status, done.report[0]["code"], done.file) == ("failed", "no_json", None)


@pytest.mark.usefixtures("quiet")
def test_a_person_goes_with_what_was_at_work(ana: User) -> None:
    _source, job = started(ana, SHEET.encode())
    delete_account(person=ana)
    running.run_import(job)
    assert not Purchase.objects.exists()


def test_what_nobody_confirms_is_forgotten(ana: User) -> None:
    upload = SimpleUploadedFile("list", SHEET.encode())
    old = services.keep_import(owner=ana, upload=upload, name="list", kind="csv")
    ThingImport.objects.update(created_at=timezone.now() - timedelta(days=8))
    services.keep_import(owner=ana, upload=upload, name="list", kind="csv")
    assert services.forget_unconfirmed() == 1
    assert not ThingImport.objects.filter(pk=old.pk).exists()
    assert FileReference.objects.count() == 1


def test_a_hundred_more_things_cost_no_query_more(ana: User, take: Taking) -> None:
    """In one batch. Names are made one by one, and these are all of one shop."""

    def queries(count: int) -> int:
        lines = "".join(f"P{count}-{place},5,2026-11-01,IKEA,24\n" for place in range(count))
        with CaptureQueriesContext(
            connection,
        ) as found:
            take(ana, f"product,price,date,shop,warranty months\n{lines}".encode())
        return len(found)

    queries(2)
    assert queries(10) == queries(20)


@pytest.fixture
def committed(transactional_db: None) -> None:
    need_many_connections()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("committed", "quiet", "small_batches")
def test_two_at_once_of_one_file_double_nothing(ana: User, buys: Callable[..., Purchase]) -> None:
    buys(product_name="Thing 3")
    runs = [started(ana, SHEET.encode()) for _time in range(2)]
    outcomes = all_at_once([lambda job=job: running.run_import(job) for _source, job in runs])  # type: ignore[misc]
    assert outcomes == [None, None]
    assert Purchase.objects.filter(owner=ana).count() == 41
    counts = [counts_of(ThingImport.objects.get(pk=source.pk)) for source, _job in runs]
    assert [sum(values) for values in zip(*counts, strict=True)] == [40, 0, 40, 0]
