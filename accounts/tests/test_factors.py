"""The second factor: turned on, asked for, used once, turned off; by page and by API."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.db import connection
from django.test import Client

from accounts.models import User
from accounts.tests.conftest import PASSWORD, bearer
from config.kernel.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)
TokensOf = Callable[[User], dict[str, Any]]
API = "/_allauth/app/v1/"
TURN_ON = "/accounts/2fa/totp/activate/"
TURN_OFF = "/accounts/2fa/totp/deactivate/"
CODES = "/accounts/2fa/recovery-codes/"
SECOND_STEP = "/accounts/2fa/authenticate/"


def code_of(secret: str, *, periods_ahead: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + periods_ahead)))


def log_in(person: User, client: Client | None = None) -> Client:
    client = client or Client()
    answer = client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content
    return client


def confirm(client: Client) -> None:
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302


def turn_on(person: User) -> tuple[Client, str, list[str]]:
    """A browser that is logged in, the key of the app and the recovery codes."""
    client = log_in(person)
    confirm(client)
    secret = re.search(rb"<code class=\"factor-key\">([A-Z2-7]+)</code>", client.get(TURN_ON).content)
    assert secret
    key = secret[1].decode()
    assert client.post(TURN_ON, {"code": code_of(key, periods_ahead=-1)}).status_code == 302
    codes = re.findall(r"<li><code>(\d{8})</code>", client.get(CODES).content.decode())
    return client, key, codes


def actions() -> list[str]:
    return list(AuditEntry.objects.order_by("at").values_list("action", flat=True))


def test_setting_it_up_needs_the_password_once_more(ana: User) -> None:
    client = log_in(ana)
    asked = client.get(TURN_ON)
    assert asked.status_code == 302
    assert asked["Location"].startswith("/accounts/reauthenticate/")


def test_a_wrong_code_turns_nothing_on(ana: User) -> None:
    client = log_in(ana)
    confirm(client)
    client.get(TURN_ON)
    assert client.post(TURN_ON, {"code": "000000"}).status_code == 422
    assert not Authenticator.objects.exists()


def test_the_codes_are_shown_once_and_nothing_of_it_is_readable_in_the_database(ana: User) -> None:
    client, key, codes = turn_on(ana)
    assert len(set(codes)) == 10
    again = client.get(CODES).content.decode()
    assert not any(code in again for code in codes)
    assert client.get(f"{CODES}download/").status_code == 403
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = str(cursor.fetchall())
    seed = Authenticator.objects.get(type="recovery_codes")
    assert key not in stored
    assert "k1:" in stored
    assert seed.wrap().generate_codes() == codes
    assert actions() == ["logged_in", "factor_added", "recovery_codes_made"]


def test_the_password_alone_lets_nobody_in(ana: User) -> None:
    _client, key, _codes = turn_on(ana)
    other = log_in(ana)
    assert other.get("/settings/").status_code == 302
    assert b"Use a passkey" not in other.get(SECOND_STEP).content
    assert other.post(SECOND_STEP, {"code": "000000"}).status_code == 422
    assert other.get("/settings/").status_code == 302
    assert other.post(SECOND_STEP, {"code": code_of(key)}).status_code == 302
    assert other.get("/settings/").status_code == 200
    assert actions()[-3:] == ["factor_failed", "factor_used", "logged_in"]


def test_a_code_works_once_for_as_long_as_it_is_good(ana: User) -> None:
    """The clock may be a period off either way: a code is good for a minute and a half."""
    _client, key, _codes = turn_on(ana)
    code = code_of(key)
    assert log_in(ana).post(SECOND_STEP, {"code": code}).status_code == 302
    assert log_in(ana).post(SECOND_STEP, {"code": f" {code[:3]}-{code[3:]}"}).status_code == 422
    with time_machine.travel((int(time.time()) // 30 + 1) * 30 + 25):
        assert log_in(ana).post(SECOND_STEP, {"code": code}).status_code == 422
        assert log_in(ana).post(SECOND_STEP, {"code": code_of(key)}).status_code == 302


def test_a_recovery_code_works_once(ana: User) -> None:
    _client, _key, codes = turn_on(ana)
    assert log_in(ana).post(SECOND_STEP, {"code": codes[3]}).status_code == 302
    assert log_in(ana).post(SECOND_STEP, {"code": codes[3]}).status_code == 422
    assert "recovery_code_used" in actions()


def test_five_wrong_codes_close_the_step_wherever_they_come_from(ana: User) -> None:
    _client, key, _codes = turn_on(ana)
    for number in range(5):
        client = log_in(ana, Client(REMOTE_ADDR=f"203.0.113.{number}"))
        assert b"Incorrect code" in client.post(SECOND_STEP, {"code": "000000"}).content
    refused = log_in(ana).post(SECOND_STEP, {"code": code_of(key)})
    assert b"Too many" in refused.content


def test_new_codes_end_the_old(ana: User) -> None:
    client, _key, codes = turn_on(ana)
    assert client.post(f"{CODES}generate/").status_code == 302
    assert log_in(ana).post(SECOND_STEP, {"code": codes[0]}).status_code == 422


def test_turning_it_off_takes_the_codes_along(ana: User) -> None:
    client, _key, _codes = turn_on(ana)
    assert client.post(TURN_OFF).status_code == 302
    assert not Authenticator.objects.exists()
    assert log_in(ana).get("/settings/").status_code == 200
    assert actions()[3:5] == ["factor_removed", "factor_removed"]


def test_an_app_turns_it_on_and_logs_in_with_it(ana: User, tokens_of: TokensOf) -> None:
    first = tokens_of(ana)
    client, headers = Client(), bearer(first)
    assert client.get(f"{API}account/authenticators/totp", headers=headers).status_code == 404
    key = client.get(f"{API}account/authenticators/totp", headers=headers).json()["meta"]["secret"]

    def post(path: str, body: dict[str, Any], **more: str) -> Any:
        return client.post(f"{API}{path}", body, content_type="application/json", headers={**headers, **more})

    code = {"code": code_of(key, periods_ahead=-1)}
    assert post("account/authenticators/totp", code).status_code == 401
    assert post("auth/reauthenticate", {"password": PASSWORD}).status_code == 200
    assert post("account/authenticators/totp", code).status_code == 200
    codes = client.get(f"{API}account/authenticators/recovery-codes", headers=headers).json()["data"]
    assert len(codes["unused_codes"]) == 10

    headers = {}
    pending = post("auth/login", {"email": ana.email, "password": PASSWORD})
    assert pending.status_code == 401
    assert "access_token" not in pending.json()["meta"]
    session = pending.json()["meta"]["session_token"]
    done = post("auth/2fa/authenticate", {"code": code_of(key)}, **{"X-Session-Token": session})
    assert done.status_code == 200
    assert Client().get("/api/v1/me/", headers=bearer(done.json()["meta"])).status_code == 200


def test_failures_of_an_account_are_forgotten_once_it_has_been_logged_in_to(ana: User) -> None:
    for _round in range(2):
        for _try in range(4):
            assert Client().post("/accounts/login/", {"login": ana.email, "password": "wrong"}).status_code == 422
        log_in(ana)


def test_failures_of_an_address_are_not_forgotten_by_logging_in_to_ones_own_account(ana: User, ben: User) -> None:
    for number in range(20):
        Client().post("/accounts/login/", {"login": f"nobody{number}@example.org", "password": "wrong"})
        log_in(ben) if number % 5 == 4 and number < 19 else None
    refused = Client().post("/accounts/login/", {"login": ana.email, "password": PASSWORD})
    assert refused.status_code == 422
    assert b"Too many" in refused.content
    forged = Client(HTTP_X_FORWARDED_FOR="198.51.100.7")
    assert forged.post("/accounts/login/", {"login": ana.email, "password": PASSWORD}).status_code == 422
    log_in(ana, Client(REMOTE_ADDR="203.0.113.9"))


ENCODED = {"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA"}
SENSELESS = [
    [],
    7,
    "x",
    {},
    {"id": 1},
    {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}},
    {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": 7},
    {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": ENCODED},
    {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {**ENCODED, "userHandle": 3}},
    {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {**ENCODED, "userHandle": "_-_-"}},
    {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {**ENCODED, "userHandle": "YWJj"}},
    {"id": "\u00e9", "rawId": "%", "type": 4, "response": {"attestationObject": "AAAA", "clientDataJSON": "e30"}},
]


@pytest.mark.parametrize("credential", SENSELESS)
def test_a_senseless_passkey_is_refused_at_every_door(ana: User, tokens_of: TokensOf, credential: Any) -> None:
    headers = bearer(tokens_of(ana))
    pending = {"X-Session-Token": Client().get(f"{API}auth/webauthn/login").json()["meta"].get("session_token", "")}

    def status(path: str, **given: Any) -> int:
        answer = Client().post(f"{API}{path}", {"credential": credential}, content_type="application/json", **given)
        return int(answer.status_code)

    Client().post(f"{API}auth/reauthenticate", {"password": PASSWORD}, "application/json", headers=headers)
    Client().get(f"{API}account/authenticators/webauthn", headers=headers)
    assert status("auth/webauthn/login", headers=pending) == 400
    assert status("auth/webauthn/reauthenticate", headers=headers) == 400
    assert status("account/authenticators/webauthn", headers=headers) == 400
    client = log_in(ana)
    client.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"})
    body = {"credential": json.dumps(credential)}
    assert Client().post("/accounts/2fa/webauthn/login/", body)["Location"] == "/accounts/login/"
    confirm(client)
    client.get("/accounts/2fa/webauthn/add/")
    assert client.post("/accounts/2fa/webauthn/add/", body).status_code == 422


def test_passkeys_of_others_are_not_there(ana: User, ben: User) -> None:
    theirs = Authenticator.objects.create(user=ben, type="webauthn", data={"name": "Key of Ben", "credential": {}})
    client = log_in(ana)
    confirm(client)
    assert b"Key of Ben" not in client.get("/accounts/2fa/webauthn/").content
    for act in ("edit", "remove"):
        assert client.post(f"/accounts/2fa/webauthn/keys/{theirs.pk}/{act}/", {"name": "Mine"}).status_code == 404
