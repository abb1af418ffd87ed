"""Where somebody is logged in: the list, and how each way of ending a session ends all that hangs on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from asgiref.sync import async_to_sync, sync_to_async
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.tests.conftest import PASSWORD, bearer
from config.kernel import consumers
from config.kernel.models import AuditEntry
from config.kernel.tests.test_live import OURS, Socket, cookie_of

TokensOf = Callable[[User], dict[str, Any]]
SESSIONS = "/api/v1/me/sessions/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
NEW = "an entirely new pass phrase"


def browser_of(person: User, **extra: Any) -> Client:
    client = Client(**extra)
    assert client.post("/accounts/login/", {"login": person.email, "password": PASSWORD}).status_code == 302
    return client


def refresh(tokens: dict[str, Any]) -> int:
    body = {"refresh_token": tokens["refresh_token"]}
    return Client().post("/_allauth/app/v1/tokens/refresh", body, content_type="application/json").status_code


def test_an_app_lists_its_persons_devices_and_knows_its_own(ana: User, ben: User, tokens_of: TokensOf) -> None:
    browser_of(ana, HTTP_USER_AGENT=FIREFOX, REMOTE_ADDR="203.0.113.7")
    browser_of(ben)
    listed = Client().get(SESSIONS, headers=bearer(tokens_of(ana))).json()
    assert listed["count"] == 2
    here, there = sorted(listed["results"], key=lambda each: not each["is_current"])
    assert here["is_current"]
    assert not there["is_current"]
    assert (there["device"], there["address"]) == ("Firefox on Linux", "203.0.113.7")


def test_ending_one_ends_its_cookie_and_its_tokens(ana: User, tokens_of: TokensOf) -> None:
    tokens = tokens_of(ana)
    client = browser_of(ana)
    of_app = next(each for each in client.get(SESSIONS).json()["results"] if not each["is_current"])
    assert client.delete(f"{SESSIONS}{of_app['id']}/").status_code == 204
    assert Client().get(SESSIONS, headers=bearer(tokens)).status_code == 401
    assert refresh(tokens) == 400
    assert client.get(SESSIONS).json()["count"] == 1
    assert AuditEntry.objects.filter(action="session_ended", person=ana).count() == 1


def test_ending_the_others_leaves_the_one_that_asks(ana: User, ben: User, tokens_of: TokensOf) -> None:
    tokens, client, of_ben = tokens_of(ana), browser_of(ana), browser_of(ben)
    assert Client().delete(SESSIONS, headers=bearer(tokens)).status_code == 204
    assert client.get(SESSIONS).status_code == 401
    assert of_ben.get(SESSIONS).status_code == 200
    listed = Client().get(SESSIONS, headers=bearer(tokens)).json()
    assert [each["is_current"] for each in listed["results"]] == [True]


def test_the_session_of_somebody_else_is_not_there(ana: User, ben: User) -> None:
    client, of_ben = browser_of(ana), browser_of(ben)
    theirs = UserSession.objects.get(user=ben)
    assert client.delete(f"{SESSIONS}{theirs.pk}/").status_code == 404
    assert of_ben.get(SESSIONS).status_code == 200


def test_a_page_of_ours_needs_the_csrf_token_to_end_sessions(ana: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana)
    assert client.delete(SESSIONS).status_code == 403


@pytest.mark.parametrize("door", ["page", "api"])
def test_a_changed_password_ends_what_was_open_elsewhere(door: str, ana: User, tokens_of: TokensOf) -> None:
    elsewhere, tokens, client = browser_of(ana), tokens_of(ana), browser_of(ana)
    if door == "page":
        form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        assert client.post("/accounts/password/change/", form).status_code == 302
        assert client.get(SESSIONS).json()["count"] == 1
    else:
        _change_by_api(tokens_of(ana), PASSWORD)
        assert client.get(SESSIONS).status_code == 401
    assert elsewhere.get(SESSIONS).status_code == 401
    assert Client().get(SESSIONS, headers=bearer(tokens)).status_code == 401
    assert refresh(tokens) == 400


def _change_by_api(tokens: dict[str, Any], password: str) -> None:
    body = {"current_password": password, "new_password": NEW}
    address = "/_allauth/app/v1/account/password/change"
    answer = Client().post(address, body, content_type="application/json", headers=bearer(tokens))
    assert answer.status_code in {200, 401}, answer.content


def _end_by_page(person: User) -> None:
    session = UserSession.objects.filter(user=person).earliest("pk")
    assert browser_of(person).post(f"/settings/sessions/{session.pk}/end/").status_code == 302


def _end_by_api(person: User) -> None:
    session = UserSession.objects.filter(user=person).earliest("pk")
    assert browser_of(person).delete(f"{SESSIONS}{session.pk}/").status_code == 204


def _end_others_by_api(person: User) -> None:
    assert browser_of(person).delete(SESSIONS).status_code == 204


def _change_password(person: User) -> None:
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert browser_of(person).post("/accounts/password/change/", form).status_code == 302


def _reset_password(person: User) -> None:
    client = Client()
    client.post("/accounts/password/reset/", {"email": person.email})
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$|^[A-Z0-9]{6}$", str(mail.outbox[-1].body), re.M)
    assert code, mail.outbox[-1].body
    assert client.post("/accounts/password/reset/confirm/", {"code": code[0]}).status_code == 302
    done = client.post("/accounts/password/reset/complete/", {"password1": NEW, "password2": NEW})
    assert done.status_code == 302


def _delete_account(person: User) -> None:
    assert browser_of(person).post("/settings/delete/", {"password": PASSWORD}).status_code == 302


def _deactivate(person: User) -> None:
    staff = User.objects.create_superuser("sam@example.org", PASSWORD)
    answer = browser_of(staff).post(f"/admin/accounts/user/{person.pk}/change/", {"name": person.name})
    assert answer.status_code == 302


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "end",
    [_end_by_page, _end_by_api, _end_others_by_api, _change_password, _reset_password, _delete_account, _deactivate],
)
def test_open_sockets_close_with_their_session(end: Callable[[User], None], ana: User) -> None:
    cookie = cookie_of(browser_of(ana))

    async def story() -> None:
        socket = Socket(OURS, cookie)
        assert await socket.is_accepted()
        await socket.say(type="hello", seq=0)
        assert (await socket.frame())["event"] == "ready"
        await sync_to_async(end)(ana)
        assert await socket.closed_with() == consumers.NOT_LOGGED_IN
        await socket.leave()

    async_to_sync(story)()
