"""Staff send themselves a message and read what the mail server says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.mail_server import MailServer, _Talk

pytestmark = pytest.mark.django_db
PATH = "/admin/mail/"
SignedIn = Callable[[User], Client]


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with MailServer() as running:
        settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.server_address[1]
        yield running
        running.shutdown()


def test_a_message_goes_to_whoever_asks_and_to_nobody_else(server: MailServer, sam: User, signed_in: SignedIn) -> None:
    browser = signed_in(sam)
    assert server.messages == []
    assert "Send it" in browser.get(PATH).content.decode()
    page = browser.post(PATH, {"to": "stranger@example.org"}).content.decode()
    assert "The mail server took it." in page
    assert [each["To"] for each in server.messages] == [sam.email]


def test_nobody_else_may(server: MailServer, ana: User, signed_in: SignedIn) -> None:
    assert signed_in(ana).post(PATH, follow=True).status_code == 404
    assert server.messages == []


def test_what_the_server_refuses_is_said_with_its_own_words(
    server: MailServer, sam: User, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: _Talk) -> None:
        self._say("554 <b>no</b> for somebody@example.org")

    monkeypatch.setattr(_Talk, "handle", refuse)
    page = signed_in(sam).post(PATH).content.decode()
    assert "The mail server answers otherwise than it should." in page
    assert "554 &lt;b&gt;no&lt;/b&gt; for [address]" in page


def test_nobody_at_the_address_is_said_plainly(
    server: MailServer, settings: Any, sam: User, signed_in: SignedIn
) -> None:
    settings.EMAIL_PORT = 1
    page = signed_in(sam).post(PATH)
    assert page.status_code == 200
    assert "Nothing listens at the address and port in EMAIL_URL." in page.content.decode()


def test_without_a_mail_server_there_is_nothing_to_try(sam: User, signed_in: SignedIn) -> None:
    page = signed_in(sam).post(PATH).content.decode()
    assert "There is no mail server" in page
    assert "Send it" not in page
