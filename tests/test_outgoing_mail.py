"""Mail goes out once, whatever the mail server does meanwhile, and no request waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.utils import timezone

from config.kernel import jobs, mail
from config.kernel.link import Link
from config.kernel.models import Job, KeptMail, OutgoingMail
from prove.proxy import HANG, PASS, REFUSE, Mode, Proxy
from tests.mail_server import MailServer, _Talk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server
        server.shutdown()


@pytest.fixture
def proxy(server: MailServer, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Proxy]:
    server.messages.clear()
    with Proxy("127.0.0.1", server.server_address[1]) as proxy:
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", proxy.port, 0.5
        settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        # What finds out that the server is back would work in a thread, beside this test's database.
        link = Link("mail", threading.Event().wait)
        monkeypatch.setattr(mail, "link", lambda: link)
        yield proxy


def write(to: str = "ana@example.org") -> None:
    message = EmailMessage("Your code", "It is 123456.", "us@example.org", [to])
    assert get_connection("config.kernel.mail.OutgoingMailBackend").send_messages([message]) == 1


def test_mail_goes_out_with_what_asked_for_it(proxy: Proxy, server: MailServer) -> None:
    with transaction.atomic():
        write()
        assert server.messages == []
    assert server.sent_to("ana@example.org") == ["It is 123456.\n"]
    assert not OutgoingMail.objects.exists()
    with transaction.atomic():
        write("ben@example.org")
        transaction.set_rollback(True)
    assert len(server.messages) == 1


@pytest.mark.parametrize("mode", [REFUSE, HANG])
def test_a_server_that_is_away_is_waited_for_once_and_gets_each_message_once(
    proxy: Proxy, server: MailServer, mode: Mode, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy.be(mode)
    began = time.monotonic()
    for _ in range(4):
        write()
    assert time.monotonic() - began < 2
    assert set(Job.objects.values_list("status", "attempts")) == {(Job.Status.QUEUED, 0)}
    assert "123456" not in _stored()
    proxy.be(PASS)
    monkeypatch.setattr(mail, "link", lambda: Link("mail", lambda: None))
    jobs.hurry(mail.SEND)
    jobs.hurry(mail.SEND)
    assert len(server.sent_to("ana@example.org", 4)) == 4
    assert len({each["Message-ID"] for each in server.messages}) == 4
    assert set(Job.objects.values_list("status", flat=True)) == {Job.Status.DONE}


def test_what_the_server_refuses_for_good_is_tried_a_few_times_and_stays_to_be_seen(
    proxy: Proxy, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    _answer_recipients(monkeypatch, "550 nobody here")
    write()
    assert list(Job.objects.values_list("status", "attempts")) == [(Job.Status.QUEUED, 1)]
    _answer_recipients(monkeypatch, "450 come again")
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=False):
        jobs.sweep()
    assert list(Job.objects.values_list("status", "attempts")) == [(Job.Status.QUEUED, 1)]
    assert not mail.link().is_away


def test_what_waited_for_a_day_is_not_sent(proxy: Proxy, server: MailServer) -> None:
    proxy.be(REFUSE)
    write()
    proxy.be(PASS)
    OutgoingMail.objects.update(created_at=timezone.now() - timedelta(days=2))
    jobs.hurry(mail.SEND)
    assert (server.messages, OutgoingMail.objects.count()) == ([], 0)


def test_what_waits_when_the_mail_server_is_given_up_is_kept_for_staff(
    proxy: Proxy, server: MailServer, settings: Any
) -> None:
    proxy.be(REFUSE)
    write()
    del settings.MAIL_TRANSPORT
    settings.EMAIL_BACKEND = "config.kernel.mail.KeptMailBackend"
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        jobs.sweep()
    assert list(KeptMail.objects.values_list("to", flat=True)) == ["ana@example.org"]
    assert not OutgoingMail.objects.exists()


def _stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT contents FROM kernel_outgoingmail")
        return str(cursor.fetchall())


def _answer_recipients(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    def handle(talk: Any) -> None:
        talk._say("220 here")
        while line := talk.rfile.readline():
            talk._say(answer if line[:4].upper() == b"RCPT" else "250 fine")

    monkeypatch.setattr(_Talk, "handle", handle)
