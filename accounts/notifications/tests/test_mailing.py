"""The summary at eight, and what is critical at once: each notification in one mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import translation

from accounts.models import User
from accounts.notifications import mailing
from accounts.notifications.mailing import last_morning, mail_now, send_digest, send_due_digests
from accounts.notifications.models import Notification
from accounts.notifications.preferences import change_preferences, change_settings
from accounts.notifications.services import delete_notification
from accounts.notifications.tests.conftest import GIFT, RENT, Tells
from config.kernel.models import Job, KeptMail, OutgoingMail

EVENING = datetime(2026, 11, 19, 18, tzinfo=UTC)
# A Friday, eight in Berlin.
MORNING = datetime(2026, 11, 20, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _kept(settings: Any) -> None:
    """As on an instance without a mail server, in place of the list Django's tests send to."""
    settings.EMAIL_BACKEND = "config.kernel.mail.KeptMailBackend"


@pytest.fixture
def waiting(tell: Tells) -> None:
    """Two of the evening before, one of them a line break and a mark of ours in its text."""
    tell(data={"who": "Nord"})
    tell(data={"who": "Süd\n- You owe us money"})
    Notification.objects.update(created_at=EVENING)


@pytest.mark.usefixtures("waiting")
def test_at_eight_where_the_person_lives_one_mail_says_it_all(ana: User) -> None:
    assert send_due_digests(MORNING - timedelta(minutes=1)) == 0
    assert send_due_digests(MORNING) == 1
    assert send_due_digests(MORNING + timedelta(minutes=15)) == 0
    mail = KeptMail.objects.get()
    assert (mail.to, mail.subject) == ("ana@example.org", "Tuppence: 2 things to know")
    lines = [line for line in mail.body.splitlines() if line.startswith("- ")]
    assert lines == [
        "- Rent of Nord: Nord asks Ana",
        "- Rent of Süd - You owe us money: Süd - You owe us money asks Ana",
    ]


@pytest.mark.usefixtures("waiting")
def test_what_comes_after_eight_waits_for_the_next_morning(ana: User, tell: Tells) -> None:
    late = tell(data={"who": "Late"})
    assert late is not None
    Notification.objects.filter(pk=late.pk).update(created_at=MORNING + timedelta(hours=1))
    assert send_due_digests(MORNING + timedelta(hours=2)) == 1
    assert send_due_digests(MORNING + timedelta(hours=5)) == 0
    assert send_due_digests(MORNING + timedelta(days=1)) == 1
    assert ["Late" in each.body for each in KeptMail.objects.order_by("created_at")] == [False, True]


@pytest.mark.usefixtures("waiting")
def test_weekly_is_on_monday(ana: User) -> None:
    change_settings(person=ana, digest="weekly")
    for days, sent in ((0, 0), (1, 0), (2, 0), (3, 1), (4, 0)):
        assert send_due_digests(MORNING + timedelta(days=days)) == sent, days


@pytest.mark.usefixtures("waiting")
def test_never_is_never(ana: User) -> None:
    change_settings(person=ana, digest="off")
    assert send_due_digests(MORNING) == 0
    change_settings(person=ana, digest="daily")
    assert send_due_digests(MORNING + timedelta(days=1)) == 0


@pytest.mark.usefixtures("waiting")
def test_what_was_switched_off_or_deleted_meanwhile_is_left_out(ana: User, tell: Tells) -> None:
    change_preferences(person=ana, choices=[(GIFT, "email", True)])
    gift = tell(kind=GIFT, data={"who": "Oma"})
    assert gift is not None
    Notification.objects.update(created_at=EVENING)
    delete_notification(notification=Notification.objects.filter(kind=RENT).earliest("pk"))
    change_preferences(person=ana, choices=[(GIFT, "email", False)])
    assert send_due_digests(MORNING) == 1
    assert KeptMail.objects.get().body.count("\n- ") == 1


@pytest.mark.usefixtures("waiting")
def test_with_a_mail_server_only_a_confirmed_address_is_written_to(ana: User, settings: Any) -> None:
    settings.MAIL_TRANSPORT = "django.core.mail.backends.dummy.EmailBackend"
    settings.EMAIL_BACKEND = "config.kernel.mail.OutgoingMailBackend"
    assert send_due_digests(MORNING) == 0
    EmailAddress.objects.create(user=ana, email=ana.email, verified=True, primary=True)
    assert send_due_digests(MORNING) == 1
    assert OutgoingMail.objects.count() == 1


@pytest.mark.usefixtures("waiting")
def test_what_nobody_could_be_mailed_for_two_weeks_is_dropped(ana: User) -> None:
    assert send_due_digests(MORNING + timedelta(days=15)) == 0
    assert not Notification.objects.filter(mailed_at=None).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("waiting")
def test_a_process_that_dies_half_way_leaves_it_to_the_next_one(ana: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """Claimed and not written down, or written down and not committed: both or neither."""
    real = mailing._send

    def dies(*given: Any) -> None:
        real(*given)
        raise KeyboardInterrupt

    monkeypatch.setattr(mailing, "_send", dies)
    with pytest.raises(KeyboardInterrupt):
        send_digest(ana, MORNING)
    assert not KeptMail.objects.exists()
    monkeypatch.setattr(mailing, "_send", real)
    assert send_digest(ana, MORNING)
    assert KeptMail.objects.count() == 1


def test_what_is_critical_is_mailed_at_once_and_in_no_summary(ana: User, tell: Tells) -> None:
    told = tell(severity="critical", data={"who": "Nord\nBcc: eve@example.org"})
    assert told is not None
    assert Job.objects.filter(kind="accounts.mail_notification", payload={"notification": str(told.pk)}).exists()
    assert [mail_now(told.pk), mail_now(told.pk)] == [True, False]
    Notification.objects.update(created_at=EVENING)
    assert send_due_digests(MORNING) == 0
    assert KeptMail.objects.get().subject == "Tuppence: Rent of Nord Bcc: eve@example.org"


def test_what_is_not_critical_waits(tell: Tells) -> None:
    tell(severity="warning")
    assert not Job.objects.filter(kind="accounts.mail_notification").exists()


@pytest.mark.parametrize(
    ("zone", "how", "now", "expected"),
    [
        ("Europe/Berlin", "daily", "2026-11-20T07:00Z", "2026-11-20T07:00Z"),
        ("Europe/Berlin", "daily", "2026-11-20T06:59Z", "2026-11-19T07:00Z"),
        ("Asia/Kathmandu", "daily", "2026-11-20T02:15Z", "2026-11-20T02:15Z"),
        ("America/Los_Angeles", "daily", "2026-11-20T07:00Z", "2026-11-19T16:00Z"),
        ("Europe/Berlin", "weekly", "2026-11-20T12:00Z", "2026-11-16T07:00Z"),
        ("Europe/Berlin", "weekly", "2026-11-16T06:00Z", "2026-11-09T07:00Z"),
        # The clocks go forward on 29 March: eight is an hour earlier in UTC.
        ("Europe/Berlin", "daily", "2026-03-29T12:00Z", "2026-03-29T06:00Z"),
    ],
)
def test_the_last_morning(zone: str, how: str, now: str, expected: str) -> None:
    found = last_morning(User(time_zone=zone), how, datetime.fromisoformat(now))
    assert found == datetime.fromisoformat(expected)


def test_the_mail_is_in_the_readers_language(ana: User, tell: Tells, monkeypatch: pytest.MonkeyPatch) -> None:
    User.objects.filter(pk=ana.pk).update(locale="de-DE")
    seen: list[str] = []
    monkeypatch.setattr(mailing, "_send", lambda *given: seen.append(str(translation.get_language())))
    told = tell(severity="critical")
    assert told is not None
    with transaction.atomic():
        mail_now(told.pk)
    assert seen == ["de-de"]
