"""The chain an app goes through: sign up, call, refresh, log out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import RefreshUse, User
from accounts.sessions import caller_of
from accounts.tests.conftest import PASSWORD, bearer
from accounts.tokens import TokenStrategy, purge_refresh_uses
from config.kernel.models import AuditEntry

TokensOf = Callable[[User], dict[str, Any]]


def post(path: str, body: dict[str, Any], **headers: str) -> Any:
    return Client().post(path, body, content_type="application/json", headers=headers)


def refresh(token: str) -> Any:
    return post("/_allauth/app/v1/tokens/refresh", {"refresh_token": token})


def status_of_me(tokens: dict[str, Any]) -> int:
    return Client().get("/api/v1/me/", headers=bearer(tokens)).status_code


@pytest.mark.django_db
def test_an_app_signs_up_refreshes_and_logs_out() -> None:
    signed_up = post("/_allauth/app/v1/auth/signup", {"email": "ana@example.org", "password": PASSWORD, "name": "Ana"})
    assert signed_up.status_code == 200, signed_up.content
    first = signed_up.json()["meta"]
    assert status_of_me(first) == 200

    refreshed = refresh(first["refresh_token"])
    assert refreshed.status_code == 200
    second = refreshed.json()["data"]
    assert refresh(first["refresh_token"]).status_code == 400
    assert status_of_me(second) == 200

    Client().delete("/_allauth/app/v1/auth/session", headers=bearer(second))
    assert status_of_me(second) == 401
    assert status_of_me(first) == 401
    assert refresh(second["refresh_token"]).status_code == 400


def test_a_token_says_whose_it_is_and_which_partnership(ana: User, tokens_of: TokensOf) -> None:
    import jwt

    claims = jwt.decode(tokens_of(ana)["access_token"], options={"verify_signature": False})
    assert claims["sub"] == str(ana.pk)
    assert claims["partnership_id"] is None
    assert claims["exp"] - claims["iat"] == 15 * 60


def test_a_refresh_token_replayed_late_ends_the_session(ana: User, tokens_of: TokensOf) -> None:
    first = tokens_of(ana)
    second = refresh(first["refresh_token"]).json()["data"]
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        assert refresh(first["refresh_token"]).status_code == 400
        assert status_of_me(second) == 401
        assert refresh(second["refresh_token"]).status_code == 400
    assert not UserSession.objects.filter(user=ana).exists()


def test_a_token_replayed_late_again_is_written_down_once(ana: User, tokens_of: TokensOf) -> None:
    first = tokens_of(ana)
    refresh(first["refresh_token"])
    with time_machine.travel(timezone.now() + timedelta(seconds=11)):
        for _ in range(2):
            refresh(first["refresh_token"])
    assert AuditEntry.objects.filter(action="refresh_token_replayed").count() == 1


def test_a_request_that_saves_an_older_session_loses_no_new_token(ana: User, tokens_of: TokensOf) -> None:
    """Such as one that asks for the password again: it reads the session, computes a while and writes it back."""
    first = tokens_of(ana)
    caller = caller_of(first["access_token"])
    assert caller is not None
    older = SessionStore(caller.session_key)
    older["asked"] = "for the password"
    second = refresh(first["refresh_token"]).json()["data"]
    older.save()
    assert refresh(second["refresh_token"]).status_code == 200
    assert refresh(first["refresh_token"]).status_code == 400


def test_a_session_lives_thirty_days_from_its_last_refresh(ana: User, tokens_of: TokensOf) -> None:
    tokens, logged_in = tokens_of(ana), timezone.now()
    for days in (20, 40, 60):
        with time_machine.travel(logged_in + timedelta(days=days)):
            answer = refresh(tokens["refresh_token"])
            assert answer.status_code == 200
            tokens = answer.json()["data"]
    with time_machine.travel(logged_in + timedelta(days=91)):
        assert refresh(tokens["refresh_token"]).status_code == 400


def test_a_changed_password_ends_every_token(ana: User, tokens_of: TokensOf) -> None:
    tokens = tokens_of(ana)
    ana.set_password("another long pass phrase")
    ana.save(update_fields=["password"])
    assert status_of_me(tokens) == 401
    assert refresh(tokens["refresh_token"]).status_code == 400


def test_a_blocked_person_is_refused_at_once(ana: User, tokens_of: TokensOf) -> None:
    tokens = tokens_of(ana)
    User.objects.update(is_active=False)
    assert status_of_me(tokens) == 401
    assert refresh(tokens["refresh_token"]).status_code == 400


def test_the_token_of_a_deleted_person_is_refused(ana: User, tokens_of: TokensOf) -> None:
    tokens = tokens_of(ana)
    User.objects.all().delete()
    assert status_of_me(tokens) == 401


def test_an_ended_session_takes_its_tokens_along(ana: User, tokens_of: TokensOf) -> None:
    tokens = tokens_of(ana)
    UserSession.objects.get(user=ana).end()
    assert status_of_me(tokens) == 401


def test_an_access_token_ends_after_a_quarter_of_an_hour(ana: User, tokens_of: TokensOf) -> None:
    tokens = tokens_of(ana)
    with time_machine.travel(timezone.now() + timedelta(minutes=15, seconds=1)):
        assert status_of_me(tokens) == 401
        assert refresh(tokens["refresh_token"]).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "a" * 5000])
def test_nonsense_is_no_token(db: None, token: str) -> None:
    answer = Client().get("/api/v1/me/", HTTP_AUTHORIZATION=f"Bearer {token}".encode().decode("latin-1"))
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_refresh_token_opens_nothing(ana: User, tokens_of: TokensOf) -> None:
    assert status_of_me({"access_token": tokens_of(ana)["refresh_token"]}) == 401


def test_being_let_in_costs_one_query(
    ana: User, tokens_of: TokensOf, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tokens = tokens_of(ana)
    status_of_me(tokens)
    with django_assert_num_queries(1):
        assert status_of_me(tokens) == 200


def test_a_cookie_needs_the_csrf_token_to_write(ana: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ana)
    assert browser.get("/api/v1/me/").status_code == 200
    refused = browser.patch("/api/v1/me/", {"name": "Eve"}, content_type="application/json")
    assert refused.status_code == 403


def test_uses_of_expired_tokens_are_forgotten(db: None) -> None:
    RefreshUse.objects.create(jti="old", at=timezone.now() - timedelta(days=31))
    RefreshUse.objects.create(jti="new")
    assert purge_refresh_uses() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_parallel_uses_one_succeeds(ana: User, tokens_of: TokensOf) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, so it cannot show this race")
    token = tokens_of(ana)["refresh_token"]
    barrier, results = threading.Barrier(8), list[object]()

    def use() -> None:
        barrier.wait()
        try:
            results.append(TokenStrategy().refresh_token(token))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=use) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(pair is not None for pair in results) == 1
    assert len(results) == 8


@pytest.mark.django_db(transaction=True)
def test_a_log_out_beside_a_refresh_wins(ana: User, tokens_of: TokensOf, monkeypatch: pytest.MonkeyPatch) -> None:
    """The refresh has found its session when the log-out comes; nobody is answered by a fault of ours."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one writer in at a time, so it cannot show this race")
    first = tokens_of(ana)
    under_way, results = threading.Event(), dict[str, Any]()

    def claims_after_a_while(self: TokenStrategy, user: User) -> dict[str, Any]:
        under_way.set()
        time.sleep(0.5)
        return {"partnership_id": None}

    def in_a_thread(name: str, call: Callable[[], Any]) -> threading.Thread:
        def run() -> None:
            results[name] = call()
            connections.close_all()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    monkeypatch.setattr(TokenStrategy, "get_claims", claims_after_a_while)
    refreshing = in_a_thread("pair", lambda: refresh(first["refresh_token"]))
    under_way.wait(10)
    leaving = in_a_thread(
        "left", lambda: Client().delete("/_allauth/app/v1/auth/session", headers=bearer(first)).status_code
    )
    refreshing.join()
    leaving.join()
    assert (results["pair"].status_code, results["left"]) == (200, 401)
    second = results["pair"].json()["data"]
    assert status_of_me(second) == 401
    assert refresh(second["refresh_token"]).status_code == 400
