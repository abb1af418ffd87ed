from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.management.base import CommandError
from django.http import HttpRequest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from accounts.models import User
from config.kernel import audit, context, housekeeping, schedule, serving, startup
from config.kernel.models import AuditEntry, IdempotencyKey, Job, KeptMail

pytestmark = pytest.mark.django_db


class TestAudit:
    @pytest.mark.parametrize(
        ("proxies", "forwarded", "expected"),
        [
            (0, "6.6.6.6", "10.0.0.1"),
            (1, "6.6.6.6, 203.0.113.7", "203.0.113.7"),
            (2, "6.6.6.6, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
            (2, "203.0.113.7", "10.0.0.1"),
            (1, "not an address", None),
        ],
    )
    def test_the_address_is_believed_as_far_as_our_proxies_wrote_it(
        self, proxies: int, forwarded: str, expected: str | None, settings: Any
    ) -> None:
        settings.TRUSTED_PROXIES = proxies
        request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", headers={"X-Forwarded-For": forwarded})
        assert audit.client_address(request) == expected

    def test_an_entry_is_never_changed(self, ana: User) -> None:
        entry = audit.record("log_in", person=ana, method="password")
        entry.action = "log_out"
        with pytest.raises(TypeError):
            entry.save()
        assert AuditEntry.objects.get().details == {"method": "password"}


def test_mail_without_a_server_is_kept_for_staff() -> None:
    message = EmailMultiAlternatives("Your code", "It is 123456.", to=["ana@example.org"], bcc=["ben@example.org"])
    with mail.get_connection("config.kernel.mail.KeptMailBackend") as connection:
        assert connection.send_messages([message]) == 1
    kept = KeptMail.objects.get()
    assert (kept.to, kept.subject, kept.body) == ("ana@example.org, ben@example.org", "Your code", "It is 123456.")


class TestSchedule:
    def test_the_rows_are_written_once(self) -> None:
        schedule.sync()
        names = sorted(PeriodicTask.objects.values_list("name", flat=True))
        assert "Send waiting jobs" in names
        schedule.sync()
        assert sorted(PeriodicTask.objects.values_list("name", flat=True)) == names

    def test_what_staff_changed_stays_and_what_the_code_dropped_goes(self) -> None:
        schedule.sync()
        PeriodicTask.objects.filter(name="Send waiting jobs").update(enabled=False)
        some = PeriodicTask.objects.get(name="Send waiting jobs")
        PeriodicTask.objects.create(name="Of an older version", task="tuppence.gone", interval=some.interval)
        PeriodicTask.objects.create(name="Staff's own", task="site.own", interval=some.interval)
        schedule.sync()
        assert not PeriodicTask.objects.get(name="Send waiting jobs").enabled
        assert not PeriodicTask.objects.filter(name="Of an older version").exists()
        assert PeriodicTask.objects.filter(name="Staff's own").exists()

    def test_a_periodic_job_is_not_piled_up(self) -> None:
        schedule.enqueue_periodic("kernel.housekeeping")
        schedule.enqueue_periodic("kernel.housekeeping")
        assert Job.objects.filter(kind="kernel.housekeeping").count() == 1


def test_what_has_had_its_time_goes(ana: User) -> None:
    now = timezone.now()
    old, fresh = now - timedelta(days=31), now - timedelta(days=29)
    for at in (old, fresh):
        Job.objects.create(kind="x", status=Job.Status.DONE, finished_at=at)
    Job.objects.create(kind="x", status=Job.Status.QUEUED)
    for name, age in (("old", timedelta(hours=25)), ("fresh", timedelta(hours=23))):
        IdempotencyKey.objects.create(person=ana, key=name, fingerprint="")
        IdempotencyKey.objects.filter(key=name).update(created_at=now - age)
    KeptMail.objects.create(to="", subject="", body="")
    KeptMail.objects.update(created_at=old)
    housekeeping.purge()
    assert Job.objects.count() == 2
    assert IdempotencyKey.objects.get().key == "fresh"
    assert not KeptMail.objects.exists()


class TestShell:
    def _page(self, template: str, request: HttpRequest) -> str:
        return Template(template).render(Context(context.shell(request)))

    def test_a_badge_is_counted_once_and_only_where_it_is_shown(
        self, ana: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[Any] = []

        def count(person: Any) -> int:
            asked.append(person)
            return 3

        monkeypatch.setitem(context._counts, "transactions", count)
        request = RequestFactory().get("/")
        request.user = ana
        assert self._page("nothing", request) == "nothing"
        assert asked == []
        assert self._page("{{ badges.transactions }} {{ badges.transactions }}", request) == "3 3"
        assert asked == [ana]

    def test_the_theme_is_the_persons(self, ana: User) -> None:
        ana.theme = "dark"
        request = RequestFactory().get("/")
        assert self._page("{{ theme }}", request) == "system"
        request.user = ana
        assert self._page("{% if theme == 'dark' %}{{ theme }}{% endif %}", request) == "dark"


class TestDemoIsNotExposed:
    def test_it_is_not_served_to_others(self, ana: User, settings: Any) -> None:
        User.objects.update(is_demo=True)
        with pytest.raises(CommandError, match="demo household"):
            serving.prepare("0.0.0.0")  # noqa: S104 the address is what this is about
        settings.DEMO = "force"
        serving.prepare("0.0.0.0")  # noqa: S104

    def test_loopback_and_a_database_without_it_are_fine(self, ana: User) -> None:
        serving.prepare("0.0.0.0")  # noqa: S104
        User.objects.update(is_demo=True)
        serving.prepare("127.0.0.1")

    @pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost"])
    def test_loopback_is_known(self, host: str) -> None:
        assert startup.is_loopback(host)

    @pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "money.example.org", ""])  # noqa: S104
    def test_everything_else_is_exposed(self, host: str) -> None:
        assert not startup.is_loopback(host)


def test_a_forged_form_gets_a_page_that_says_so(ana: User, signed_in: Callable[[User], Client]) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ana)
    answer = browser.post("/accounts/logout/")
    assert answer.status_code == 403
    assert answer["Content-Type"].startswith("text/html")
