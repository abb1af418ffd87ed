"""Fifty who tell the same at once tell it once: one notification, one frame, one push, one line of a mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.notifications.devices import register_phone
from accounts.notifications.mailing import mail_now, send_due_digests
from accounts.notifications.models import Notification
from accounts.notifications.pushing import push_notification
from accounts.notifications.services import mark_read, notify
from accounts.notifications.tests.conftest import RENT
from config.kernel.models import Job, KeptMail
from tests.at_once import all_at_once, need_many_connections

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS, IN_A_ROUND = 5, 10


def at_once(act: Callable[[], Any]) -> list[Any]:
    """In rounds of as many as there are connections."""
    found = [each for _round in range(ROUNDS) for each in all_at_once([act] * IN_A_ROUND)]
    assert not [each for each in found if isinstance(each, Exception)]
    return found


@pytest.fixture(autouse=True)
def _as_it_is(transactional_db: None, settings: Any) -> None:
    need_many_connections()
    settings.EMAIL_BACKEND = "config.kernel.mail.KeptMailBackend"
    settings.FCM_CREDENTIALS = "configured"
    settings.CELERY_TASK_ALWAYS_EAGER = False


def tell(person: User, severity: str = "warning") -> Any:
    return notify(person_id=person.pk, kind=RENT, cause="july", data={"who": "Nord"}, severity=severity)


def test_one_cause_told_fifty_times_at_once_is_told_once(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.kernel.jobs.dispatch", lambda job_id: None)
    register_phone(person=ana, session_key="", token="t", name="")
    told = [each for each in at_once(lambda: tell(ana)) if each is not None]
    assert len(told) == Notification.objects.count() == 1
    assert User.objects.get(pk=ana.pk).live_seq == 1
    assert Job.objects.filter(kind="accounts.push_notification").count() == 1
    assert sum(at_once(lambda: push_notification(told[0].pk))) == 1
    assert Job.objects.filter(kind="accounts.push_to_device").count() == 1


def test_a_summary_asked_for_fifty_times_at_once_is_sent_once(ana: User) -> None:
    tell(ana)
    tomorrow = timezone.now() + timedelta(days=1)
    assert sum(at_once(lambda: send_due_digests(tomorrow))) == 1
    assert KeptMail.objects.get().body.count("\n- ") == 1


def test_what_is_critical_is_mailed_once_though_the_summary_comes_too(
    ana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.kernel.jobs.dispatch", lambda job_id: None)
    told = tell(ana, "critical")
    tomorrow = timezone.now() + timedelta(days=1)
    at_once(lambda: (mail_now(told.pk), send_due_digests(tomorrow)))
    assert KeptMail.objects.count() == 1


def test_reading_at_once_is_announced_once(ana: User) -> None:
    told = tell(ana)
    at_once(lambda: mark_read(notification=told))
    assert User.objects.get(pk=ana.pk).live_seq == 2
