"""A plan that is kept: once for each time it is due, whoever looks, however late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction

from config.kernel.backing_up import planning, runs
from config.kernel.backing_up.models import BackupPlan, BackupRun
from config.kernel.models import Job
from tests.at_once import all_at_once, need_many_connections

NIGHT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
EVENING = NIGHT - timedelta(hours=5)


def end_all() -> None:
    BackupRun.objects.filter(ended_at=None).update(ended_at=NIGHT, status="done")


@pytest.mark.django_db
def test_without_a_plan_it_is_each_night_at_two_as_ever() -> None:
    with time_machine.travel(EVENING, tick=False):
        plan = planning.current()
    assert (plan.schedule, plan.hour, plan.keep_last, plan.next_due) == ("daily", 2, None, NIGHT)


@pytest.mark.django_db
def test_it_begins_once_when_it_is_due_and_catches_up_once() -> None:
    assert planning.begin_what_is_due(EVENING) is None
    assert planning.begin_what_is_due(NIGHT - timedelta(seconds=1)) is None
    begun = planning.begin_what_is_due(NIGHT)
    assert begun is not None
    assert (begun.kind, begun.started_by) == ("backup", None)
    assert Job.objects.filter(kind=runs.WORK, payload={"run": str(begun.pk)}).count() == 1
    end_all()
    assert planning.begin_what_is_due(NIGHT + timedelta(seconds=30)) is None

    later = NIGHT + timedelta(days=9, hours=3)
    assert planning.begin_what_is_due(later) is not None
    end_all()
    assert planning.begin_what_is_due(later) is None
    assert BackupPlan.objects.get().next_due == NIGHT + timedelta(days=10)


@pytest.mark.django_db
def test_one_that_is_under_way_is_the_one_that_was_due() -> None:
    planning.begin_what_is_due(EVENING)
    by_hand = runs.begin(BackupRun.Kind.BACKUP)
    assert planning.begin_what_is_due(NIGHT) is None
    assert BackupRun.objects.get() == by_hand
    assert BackupPlan.objects.get().next_due == NIGHT + timedelta(days=1)


@pytest.mark.django_db(transaction=True)
def test_schedulers_that_look_at_once_begin_one(settings: Any) -> None:
    settings.CELERY_TASK_ALWAYS_EAGER = False
    need_many_connections()
    planning.begin_what_is_due(EVENING)
    begun = all_at_once([lambda: planning.begin_what_is_due(NIGHT)] * 4)
    assert sorted(type(each).__name__ for each in begun) == ["BackupRun", "NoneType", "NoneType", "NoneType"]
    assert BackupRun.objects.count() == 1


@pytest.mark.django_db
def test_a_change_counts_from_now_and_keeps_what_is_due_already() -> None:
    planning.begin_what_is_due(EVENING)
    with time_machine.travel(NIGHT + timedelta(seconds=20), tick=False):
        planning.change_plan({"hour": 5})
        assert planning.begin_what_is_due() is not None
        end_all()
        plan = planning.change_plan({"schedule": "weekly", "weekday": 6, "hour": 1})
        assert plan.next_due == datetime(2026, 11, 29, 1, 0, tzinfo=UTC)
        planning.change_plan({"schedule": "off"})
    assert planning.begin_what_is_due(NIGHT + timedelta(days=40)) is None
    assert planning.current().next_due is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"),
    [("schedule", "hourly"), ("hour", 24), ("weekday", 7), ("day_of_month", 29), ("keep_last", 0), ("keep_daily", -1)],
)
def test_senseless_plans_are_refused_with_their_field(name: str, value: Any) -> None:
    with pytest.raises(ValidationError) as refused, transaction.atomic():
        planning.change_plan({name: value})
    assert list(refused.value.message_dict) == [name]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("enabled", "hour", "expected"), [(True, "5", ("daily", 5)), (False, "2", ("off", 2))])
def test_what_staff_had_set_by_hand_becomes_the_plan(enabled: bool, hour: str, expected: tuple[str, int]) -> None:
    from django_celery_beat.models import CrontabSchedule, PeriodicTask

    call_command("migrate", "kernel", "0005", verbosity=0)
    try:
        crontab = CrontabSchedule.objects.create(hour=hour, minute="0")
        PeriodicTask.objects.create(name="Back up", task="tuppence.enqueue_periodic", crontab=crontab, enabled=enabled)
    finally:
        call_command("migrate", verbosity=0)
    assert (planning.current().schedule, planning.current().hour) == expected
    connection.close()
