from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, transaction
from django.utils import timezone

from config.kernel import job_sending, jobs
from config.kernel.link import Link
from config.kernel.models import Job

pytestmark = pytest.mark.django_db(transaction=True)


class Handler:
    """A handler that notes what it saw and fails as often as told."""

    def __init__(self) -> None:
        self.seen: list[jobs.JobRun] = []
        self.given_up: list[jobs.JobRun] = []
        self.failures_left = 0
        self.error: Exception = RuntimeError("no luck")

    def __call__(self, job: jobs.JobRun) -> None:
        self.seen.append(job)
        if self.failures_left:
            self.failures_left -= 1
            raise self.error


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch) -> Handler:
    handler = Handler()
    kind = jobs._Kind(handler, None, handler.given_up.append)
    monkeypatch.setitem(jobs._kinds, "test.work", kind)
    return handler


@pytest.fixture
def broker_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise ConnectionError

    away = Link("broker", threading.Event().wait)
    monkeypatch.setattr("config.kernel.tasks.run_job.apply_async", refuse)
    monkeypatch.setattr(job_sending, "_broker", lambda: away)


def test_a_job_runs_after_the_commit_and_not_before(handler: Handler, ana: Any) -> None:
    with transaction.atomic():
        job = jobs.enqueue("test.work", {"n": 1}, person=ana)
        assert handler.seen == []
    assert [(seen.payload, seen.person_id) for seen in handler.seen] == [({"n": 1}, ana.pk)]
    job.refresh_from_db()
    assert job.status == Job.Status.DONE
    assert job.finished_at is not None


def test_a_change_that_is_rolled_back_takes_its_job_along(handler: Handler) -> None:
    with transaction.atomic():
        jobs.enqueue("test.work", {})
        transaction.set_rollback(True)
    assert handler.seen == []
    assert not Job.objects.exists()


def test_a_job_for_later_waits(handler: Handler) -> None:
    start = timezone.now()
    jobs.enqueue("test.work", {}, run_after=start + timedelta(hours=1))
    jobs.sweep()
    assert handler.seen == []
    with time_machine.travel(start + timedelta(hours=1, seconds=1)):
        jobs.sweep()
    assert len(handler.seen) == 1


def test_a_broker_that_is_down_delays_a_job_and_fails_nothing(
    handler: Handler, broker_is_down: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = jobs.enqueue("test.work", {})
    assert handler.seen == []
    monkeypatch.undo()
    monkeypatch.setitem(jobs._kinds, "test.work", jobs._Kind(handler, None, None))
    assert jobs.sweep() == 0  # it may still be on its way
    with time_machine.travel(timezone.now() + jobs.SEND_AGAIN_AFTER * 1.1):
        assert jobs.sweep() == 1
    job.refresh_from_db()
    assert job.status == Job.Status.DONE


def test_a_failing_job_is_tried_again_later_and_says_why(handler: Handler) -> None:
    handler.failures_left = 1
    handler.error = RuntimeError("cannot reach ana@example.org")
    job = jobs.enqueue("test.work", {})
    job.refresh_from_db()
    assert (job.status, job.attempts) == (Job.Status.QUEUED, 1)
    assert job.error == "RuntimeError: cannot reach [address]"
    assert jobs.sweep() == 0
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        jobs.sweep()
    job.refresh_from_db()
    assert (job.status, job.error) == (Job.Status.DONE, "")


def test_who_is_asked_to_wait_waits(handler: Handler, caplog: pytest.LogCaptureFixture) -> None:
    handler.failures_left = 1
    handler.error = jobs.Again("503", timedelta(minutes=2))
    job = jobs.enqueue("test.work", {})
    for seconds, status in ((60, Job.Status.QUEUED), (121, Job.Status.DONE)):
        with time_machine.travel(timezone.now() + timedelta(seconds=seconds)):
            jobs.sweep()
        job.refresh_from_db()
        assert job.status == status
    assert not [each for each in caplog.records if each.exc_info]


def test_after_the_last_attempt_the_job_fails_and_its_app_is_told(handler: Handler) -> None:
    handler.failures_left = 99
    job = jobs.enqueue("test.work", {})
    at = timezone.now()
    for _again in range(10):
        at += timedelta(hours=1)
        with time_machine.travel(at):
            jobs.sweep()
    job.refresh_from_db()
    assert (job.status, job.attempts) == (Job.Status.FAILED, jobs.MAX_ATTEMPTS)
    assert len(handler.seen) == jobs.MAX_ATTEMPTS
    assert [run.id for run in handler.given_up] == [job.pk]


def test_a_job_that_no_handler_knows_fails_with_its_name() -> None:
    job = jobs.enqueue("test.unheard_of", {})
    job.refresh_from_db()
    assert job.status == Job.Status.FAILED
    assert "test.unheard_of" in job.error


def test_a_running_job_is_nobody_elses_until_its_lease_ends(handler: Handler) -> None:
    job = Job.objects.create(kind="test.work")
    first = jobs.claim(job.pk)
    assert first is not None
    assert jobs.claim(job.pk) is None
    jobs.sweep()
    assert handler.seen == []
    with time_machine.travel(timezone.now() + jobs.LEASE * 1.1):
        jobs.sweep()
        with pytest.raises(jobs.LeaseLost):
            first.extend()
    assert len(handler.seen) == 1


def test_a_worker_that_lost_its_lease_does_not_overwrite_the_outcome(handler: Handler) -> None:
    job = Job.objects.create(kind="test.work")
    slow = jobs.claim(job.pk)
    assert slow is not None
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.run(job.pk)
    handler.failures_left = 1
    jobs.perform(slow)
    job.refresh_from_db()
    assert (job.status, job.error) == (Job.Status.DONE, "")


def test_a_job_that_kills_its_worker_is_not_started_for_ever(handler: Handler) -> None:
    job = Job.objects.create(kind="test.work")
    at = timezone.now()
    for _death in range(jobs.MAX_ATTEMPTS):
        with time_machine.travel(at):
            assert jobs.claim(job.pk) is not None
        at += jobs.LEASE * 2
    with time_machine.travel(at):
        jobs.sweep()
    job.refresh_from_db()
    assert job.status == Job.Status.FAILED
    assert [run.id for run in handler.given_up] == [job.pk]


def test_what_a_stopping_process_was_at_is_put_back_without_counting(
    handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = Job.objects.create(kind="test.work")
    monkeypatch.setitem(jobs._kinds, "test.work", jobs._Kind(lambda run: run.extend(), None, None))
    jobs.stopping.set()
    try:
        jobs.run(job.pk)
    finally:
        jobs.stopping.clear()
    job.refresh_from_db()
    assert (job.status, job.attempts) == (Job.Status.QUEUED, 0)


def test_after_a_start_what_an_old_broker_held_is_sent_at_once(handler: Handler, broker_is_down: None) -> None:
    jobs.enqueue("test.work", {})
    assert jobs.sweep() == 0
    assert jobs.sweep(after_start=True) == 1


def test_only_a_job_that_has_ended_runs_again(handler: Handler) -> None:
    job = Job.objects.create(kind="test.work")
    assert not jobs.run_again(job)
    jobs.run(job.pk)
    assert jobs.run_again(job)
    assert len(handler.seen) == 2


class PowerCut(BaseException):
    """What no handler of errors catches."""


@pytest.mark.parametrize("end", [PowerCut(), RuntimeError("not now")])
def test_a_job_is_not_given_up_before_its_app_has_been_told(
    handler: Handler, monkeypatch: pytest.MonkeyPatch, end: BaseException
) -> None:
    job = Job.objects.create(kind="test.work", attempts=jobs.MAX_ATTEMPTS - 1)
    handler.failures_left = 1
    seen: list[str] = []

    def dies(run: jobs.JobRun) -> None:
        seen.append(Job.objects.get(pk=run.id).status)
        raise end

    with monkeypatch.context() as at_first:
        at_first.setitem(jobs._kinds, "test.work", jobs._Kind(handler, None, dies))
        with contextlib.suppress(PowerCut):
            jobs.run(job.pk)
    job.refresh_from_db()
    assert (seen, job.status) == ([Job.Status.FAILED], Job.Status.RUNNING)
    with time_machine.travel(timezone.now() + jobs.GIVE_UP_AGAIN_AFTER * 1.1):
        jobs.sweep()
    job.refresh_from_db()
    assert job.status == Job.Status.FAILED
    assert [run.id for run in handler.given_up] == [job.pk]


def test_one_job_that_cannot_be_given_up_keeps_no_other_from_it(
    handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(run: jobs.JobRun) -> None:
        raise RuntimeError

    monkeypatch.setitem(jobs._kinds, "test.stuck", jobs._Kind(handler, None, refuse))
    died = {
        "status": Job.Status.RUNNING,
        "attempts": jobs.MAX_ATTEMPTS,
        "lease_until": timezone.now() - timedelta(seconds=1),
    }
    Job.objects.create(kind="test.stuck", **died)
    job = Job.objects.create(kind="test.work", **died)
    jobs.sweep()
    assert [run.id for run in handler.given_up] == [job.pk]


class NoRoom(OperationalError):
    """What SQLite says on a full disk."""

    def __init__(self) -> None:
        super().__init__("database or disk is full")
        self.__cause__ = sqlite3.OperationalError("database or disk is full")
        self.__cause__.sqlite_errorname = "SQLITE_FULL"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], Any]]:
    """What would be tried again in two seconds."""
    found: list[Callable[[], Any]] = []
    monkeypatch.setattr("config.kernel.unsaid.say_later", lambda what, name: found.append(what))
    return found


@pytest.mark.usefixtures("later")
def test_a_full_disk_is_waited_out_and_counts_for_no_attempt(handler: Handler) -> None:
    handler.failures_left, handler.error = jobs.MAX_ATTEMPTS + 2, NoRoom()
    job = jobs.enqueue("test.work", {})
    for number in range(1, jobs.MAX_ATTEMPTS + 3):
        with time_machine.travel(timezone.now() + number * jobs.ROOM_AGAIN_AFTER, tick=False):
            jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.status, job.attempts) == (Job.Status.DONE, 1)


def test_how_a_job_ended_is_written_down_once_the_database_takes_it(
    handler: Handler, later: list[Callable[[], Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not only when its lease has run out, a minute later."""
    handler.failures_left = 1
    with monkeypatch.context() as full:

        def refuse(*args: Any) -> None:
            raise NoRoom

        full.setattr(jobs, "_record_failure", refuse)
        job = jobs.enqueue("test.work", {})
    job.refresh_from_db()
    assert job.status == Job.Status.RUNNING
    [write_down] = later
    write_down()
    job.refresh_from_db()
    assert (job.status, len(handler.seen)) == (Job.Status.DONE, 2)


def test_a_job_that_could_not_be_claimed_is_sent_again(
    handler: Handler, later: list[Callable[[], Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:

        def refuse(job_id: Any) -> None:
            raise NoRoom

        full.setattr(jobs, "claim", refuse)
        job = jobs.enqueue("test.work", {})
    [send] = later
    send()
    job.refresh_from_db()
    assert job.status == Job.Status.DONE


@pytest.mark.parametrize(("wait", "sent"), [(1, [1.0]), (60, [])])
def test_a_job_put_back_for_a_moment_does_not_wait_for_the_sweep(
    handler: Handler, monkeypatch: pytest.MonkeyPatch, wait: int, sent: list[float]
) -> None:
    countdowns: list[float] = []

    def note(args: tuple[str], *, countdown: float = 0, **how: Any) -> None:
        countdowns.append(countdown)

    handler.failures_left, handler.error = 1, jobs.NotYet(timedelta(seconds=wait))
    job = jobs.enqueue("test.work", {}, run_after=timezone.now() + timedelta(hours=1))
    Job.objects.filter(pk=job.pk).update(run_after=timezone.now())
    monkeypatch.setattr("config.kernel.tasks.run_job.apply_async", note)
    jobs.run(job.pk)
    assert countdowns == sent
