"""Codes by mail: a real server that sends to a real mail server."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

import httpx
import pytest

from tests.browser.instance import Instance
from tests.mail_server import MailServer

pytestmark = pytest.mark.live
PASSWORD, NEW = "two pence for a thought", "an entirely new pass phrase"
BETWEEN_TWO_MAILS = 10.1
API = "/_allauth/app/v1/"
CODE = re.compile(r"^([A-Z0-9]{4}-[A-Z0-9]{4}|[A-Z0-9]{6})$", re.M)
_number = count(1)


@pytest.fixture(scope="module")
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory, mail: MailServer) -> Iterator[Instance]:
    instance = Instance(tmp_path_factory.mktemp("instance"))
    instance.environment |= {"EMAIL_URL": mail.url, "DEMO": "off"}
    try:
        instance.start()
        yield instance
    finally:
        instance.stop()


@pytest.fixture
def web(instance: Instance) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=instance.address, timeout=20) as client:
        yield client


def address() -> str:
    return f"person{next(_number)}@example.org"


def call(web: httpx.Client, path: str, body: dict[str, Any], session: str = "", token: str = "") -> httpx.Response:
    headers = {"X-Session-Token": session} if session else {}
    return web.post(API + path, json=body, headers=headers | ({"Authorization": f"Bearer {token}"} if token else {}))


def session_of(answer: httpx.Response) -> str:
    return str(answer.json()["meta"]["session_token"])


def code_in(text: str) -> str:
    found = CODE.search(text)
    assert found, text
    return found[1]


def sign_up(web: httpx.Client, mail: MailServer, email: str) -> str:
    """Returns the access token."""
    pending = call(web, "auth/signup", {"email": email, "password": PASSWORD})
    code = code_in(mail.sent_to(email)[0])
    done = call(web, "auth/email/verify", {"key": code}, session_of(pending))
    assert done.status_code == 200, done.text
    return str(done.json()["meta"]["access_token"])


def shape(answer: httpx.Response, email: str) -> tuple[int, str]:
    """What an answer tells, without what differs between any two."""
    text = answer.text.replace(email, "ADDRESS").replace(session_of(answer), "SESSION")
    return answer.status_code, text


@pytest.fixture
def known(web: httpx.Client, mail: MailServer) -> str:
    """The address of somebody who got no mail in the last ten seconds, when more would be refused."""
    email = address()
    sign_up(web, mail, email)
    time.sleep(BETWEEN_TWO_MAILS)
    return email


def test_an_account_opens_with_the_code_that_was_sent(web: httpx.Client, mail: MailServer) -> None:
    email = address()
    pending = call(web, "auth/signup", {"email": email, "password": PASSWORD})
    assert pending.status_code == 401
    assert "access_token" not in pending.json()["meta"]
    session = session_of(pending)
    assert call(web, "auth/email/verify", {"key": "AAAA-AAAA"}, session).status_code == 400
    code = code_in(mail.sent_to(email)[0])
    done = call(web, "auth/email/verify", {"key": code}, session)
    assert done.status_code == 200
    assert web.get("/api/v1/me/", headers={"Authorization": f"Bearer {done.json()['meta']['access_token']}"}).is_success


def test_three_wrong_codes_end_the_try(web: httpx.Client, mail: MailServer) -> None:
    email = address()
    session = session_of(call(web, "auth/signup", {"email": email, "password": PASSWORD}))
    for _try in range(3):
        assert call(web, "auth/email/verify", {"key": "AAAA-AAAA"}, session).status_code in {400, 409}
    code = code_in(mail.sent_to(email)[0])
    assert call(web, "auth/email/verify", {"key": code}, session).status_code in {400, 401, 409}


def test_a_code_is_not_sent_again_at_once(web: httpx.Client, mail: MailServer) -> None:
    email = address()
    session = session_of(call(web, "auth/signup", {"email": email, "password": PASSWORD}))
    assert call(web, "auth/email/verify/resend", {}, session).status_code == 429
    assert len(mail.sent_to(email)) == 1


def test_sign_up_with_a_known_address_looks_like_any_and_tells_its_owner(
    web: httpx.Client, mail: MailServer, known: str
) -> None:
    new = address()
    told = {shape(call(web, "auth/signup", {"email": each, "password": NEW}), each) for each in (known, new)}
    assert len(told) == 1
    assert "already" in mail.sent_to(known, 2)[1]
    assert CODE.search(mail.sent_to(known, 2)[1]) is None
    assert CODE.search(mail.sent_to(new)[0])
    assert call(web, "auth/login", {"email": known, "password": NEW}).status_code == 400


def test_sign_up_by_page_looks_alike_too(instance: Instance, known: str) -> None:
    told = set()
    for each in (known, address()):
        with httpx.Client(base_url=instance.address, timeout=20, headers={"Referer": instance.address}) as page:
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.get("/accounts/signup/").text)
            assert token
            form = {"csrfmiddlewaretoken": token[1], "email": each, "password1": NEW, "name": "Somebody"}
            answer = page.post("/accounts/signup/", data=form)
            after = page.get("/accounts/confirm-email/")
            shown = re.sub(r'(value|content)="[A-Za-z0-9]{64}"', "", after.text.replace(each, "ADDRESS"))
            told.add((answer.status_code, answer.headers["Location"], after.status_code, shown))
    assert len(told) == 1, told


def test_a_reset_for_an_address_of_nobody_looks_like_any(web: httpx.Client, mail: MailServer) -> None:
    known, unknown = address(), address()
    sign_up(web, mail, known)
    told = {shape(call(web, "auth/password/request", {"email": each}), each) for each in (known, unknown)}
    assert len(told) == 1
    assert CODE.search(mail.sent_to(unknown)[0]) is None


def test_a_password_is_reset_with_the_code_and_every_session_ends(web: httpx.Client, mail: MailServer) -> None:
    email = address()
    token = sign_up(web, mail, email)
    session = session_of(call(web, "auth/password/request", {"email": email}))
    code = code_in(mail.sent_to(email, 2)[1])
    assert call(web, "auth/password/reset", {"key": "AAAA-AAAA", "password": NEW}, session).status_code == 400
    assert call(web, "auth/password/reset", {"key": code, "password": NEW}, session).status_code == 401
    assert web.get("/api/v1/me/", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert call(web, "auth/login", {"email": email, "password": PASSWORD}).status_code == 400
    assert call(web, "auth/login", {"email": email, "password": NEW}).status_code == 200


def test_an_address_is_changed_with_the_code_sent_to_the_new_one(web: httpx.Client, mail: MailServer) -> None:
    email, new = address(), address()
    token = sign_up(web, mail, email)
    assert call(web, "account/email", {"email": new}, token=token).status_code == 401
    assert call(web, "auth/reauthenticate", {"password": PASSWORD}, token=token).is_success
    assert call(web, "account/email", {"email": new}, token=token).is_success
    headers = {"Authorization": f"Bearer {token}"}
    assert web.get("/api/v1/me/", headers=headers).json()["email"] == email
    code = code_in(mail.sent_to(new)[0])
    assert call(web, "auth/email/verify", {"key": "AAAA-AAAA"}, token=token).status_code == 400
    assert call(web, "auth/email/verify", {"key": code}, token=token).is_success
    assert web.get("/api/v1/me/", headers=headers).json()["email"] == new
    assert call(web, "auth/login", {"email": email, "password": PASSWORD}).status_code == 400
