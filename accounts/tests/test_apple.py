"""Log-in with Apple, against a small server that speaks its protocol; what all providers share is in test_providers."""

from __future__ import annotations

import json
from http.cookies import Morsel
from typing import Any

import jwt
import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from accounts.apple import name_in
from accounts.models import User
from accounts.tests.apple_server import APP, CLIENT, ISSUER, KEY_ID, TEAM, AppleServer, pem_of
from accounts.tests.conftest import bearer
from accounts.tests.providing import API, DINA, SIGN_UP, by_token, go, leave, sign_up
from config.settings.environment import Environment

BACK = "/accounts/apple/login/callback/"
FINISH = f"{BACK}finish/"
P256 = ec.generate_private_key(ec.SECP256R1())
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
APPLE = {
    "APPLE_CLIENT_ID": f"{CLIENT}, {APP}",
    "APPLE_TEAM_ID": TEAM,
    "APPLE_KEY_ID": KEY_ID,
    "APPLE_PRIVATE_KEY": pem_of(P256).replace("\n", "\\n"),
}


def test_the_clients_secret_is_a_token_signed_for_apple(apple: AppleServer) -> None:
    sign_up(apple)
    (secret,) = apple.secrets_seen
    assert (secret["iss"], secret["sub"], secret["aud"], secret["kid"]) == (TEAM, CLIENT, ISSUER, KEY_ID)
    assert secret["exp"] - secret["iat"] <= 3600


def test_a_private_address_and_no_name_the_second_time(apple: AppleServer) -> None:
    hidden = "x7k2@privaterelay.appleid.com"
    apple.be({**DINA, "email": hidden})
    client = Client()
    assert go(client, apple)["Location"] == SIGN_UP
    assert b'value="Dina Weiss"' in client.get(SIGN_UP).content
    apple.user = {}
    client = Client()
    go(client, apple)
    form = client.get(SIGN_UP).content.decode()
    assert "Weiss" not in form
    assert f'value="{hidden}"' in form
    assert client.post(SIGN_UP, {"email": hidden}).status_code == 302
    assert User.objects.get().email == hidden
    assert EmailAddress.objects.get().verified
    again = Client()
    assert go(again, apple)["Location"] == "/"
    assert hidden.encode() in again.get("/accounts/3rdparty/").content


def test_nothing_but_who_it_is_is_kept(apple: AppleServer) -> None:
    sign_up(apple)
    kept = SocialAccount.objects.get().extra_data
    assert set(kept) == {"sub", "email", "email_verified", "is_private_email", "iat", "name"}
    assert not SocialToken.objects.exists()


def test_what_the_browser_posts_is_no_proof_of_an_address(apple: AppleServer, ana: User) -> None:
    """An account at Apple without an address, and a posted form that claims Ana's."""
    del apple.claims["email"]
    apple.user = {"email": ana.email, "email_verified": True, "sub": "other", "name": {"firstName": "Dina"}}
    client = Client()
    assert go(client, apple)["Location"] == SIGN_UP
    assert ana.email not in client.get(SIGN_UP).content.decode()
    assert client.post(SIGN_UP, {"email": "dina@example.org"}).status_code == 302
    assert not EmailAddress.objects.get(email="dina@example.org").verified
    assert SocialAccount.objects.get().uid == "dina-1"


def test_the_cookie_of_the_way_back_is_of_that_address_alone(apple: AppleServer) -> None:
    before = Session.objects.count()
    client = Client()
    address, fields = apple.posted(leave(client, apple))
    first = Client(enforce_csrf_checks=True).post(address, fields)
    assert (first.status_code, set(first.cookies)) == (303, {"apple-name"})
    cookie: Morsel[str] = first.cookies["apple-name"]
    assert (cookie["path"], cookie["samesite"], cookie["httponly"], cookie["max-age"]) == (FINISH, "Lax", True, 600)
    second = apple.follow(client, first)
    assert second.cookies["apple-name"]["max-age"] == 0
    # The session of the state, and none for a POST that anybody can send.
    assert Session.objects.count() == before + 1


def test_giving_up_there_is_said_here(apple: AppleServer) -> None:
    client = Client()
    _address, fields = apple.posted(leave(client, apple))
    posted = Client().post(BACK, {"state": fields["state"], "error": "user_cancelled_authorize"})
    assert apple.follow(client, posted)["Location"] == "/accounts/3rdparty/login/cancelled/"


def test_a_code_and_a_state_work_once_and_in_their_browser(apple: AppleServer) -> None:
    client = Client()
    address, fields = apple.posted(leave(client, apple))
    assert apple.follow(Client(), Client().post(address, fields)).status_code == 401
    assert apple.follow(client, Client().post(address, fields)).status_code == 302
    assert apple.follow(client, Client().post(address, fields)).status_code == 401
    _address, other = apple.posted(leave(client, apple))
    replayed = {**fields, "state": other["state"]}
    refused = apple.follow(client, Client().post(address, replayed))
    assert refused.status_code == 401
    assert b"did not let you through" in refused.content


@pytest.mark.parametrize("state", ["", "another", "x" * 5000, "\0", "ü"])
def test_a_state_of_nobody_is_refused(apple: AppleServer, state: str) -> None:
    client = Client()
    leave(client, apple)
    assert apple.follow(client, Client().post(BACK, {"code": "c", "state": state})).status_code == 401


@pytest.mark.parametrize(
    "changes",
    [{"iss": "https://evil.example"}, {"aud": "another"}, {"aud": APP}, {"exp": 1}, {"exp": None}, {"sub": ""}],
    ids=str,
)
def test_a_token_that_says_something_else_is_refused(apple: AppleServer, changes: dict[str, Any]) -> None:
    apple.changes = changes
    refused = go(Client(), apple)
    assert refused.status_code == 401
    assert b"did not let you through" in refused.content
    assert by_token(apple, apple.id_token()).status_code == 400
    assert not SocialAccount.objects.exists()


def test_a_token_in_the_posted_form_is_no_log_in(apple: AppleServer) -> None:
    """Whoever got hold of one could post it; only the one Apple gives for the code counts."""
    apple.changes = {"sub": None}
    client = Client()
    address, fields = apple.posted(leave(client, apple))
    apple.changes = {}
    fields["id_token"] = apple.id_token()
    apple.changes = {"sub": None}
    assert apple.follow(client, Client().post(address, fields)).status_code == 401


def test_tokens_signed_by_nobody_or_anybody_are_refused(apple: AppleServer) -> None:
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(apple.rsa_key.public_key()))["n"]
    forged = [
        apple.id_token(alg="none", key="", kid="RS256"),
        apple.id_token(alg="HS256", key=public, kid="RS256"),
        apple.id_token(key=STRANGER),
        apple.id_token(kid="nobody"),
        apple.id_token(alg="ES256", kid="RS256"),
        apple.id_token()[:-4] + "AAAA",
    ]
    for token in forged:
        assert by_token(apple, token).status_code == 400
    assert by_token(apple, apple.id_token()).status_code == 401


def test_either_kind_of_signature_apple_may_use_is_read(apple: AppleServer) -> None:
    sign_up(apple)
    for alg in ("RS256", "ES256"):
        done = by_token(apple, apple.id_token(alg=alg))
        assert Client().get("/api/v1/me/", headers=bearer(done.json()["meta"])).status_code == 200


def test_a_phone_brings_tokens_of_its_own_client(apple: AppleServer) -> None:
    sign_up(apple)
    token = {"client_id": APP, "id_token": apple.id_token(aud=APP)}

    def send(**token: Any) -> int:
        body = {"provider": "apple", "process": "login", "token": token}
        return Client().post(f"{API}auth/provider/token", body, content_type="application/json").status_code

    assert send(**token) == 200
    assert send(**token | {"client_id": CLIENT}) == 400
    assert send(**token | {"client_id": "nobody"}) == 400
    assert send(client_id=APP, access_token="a") == 400


def test_an_app_learns_of_apple(apple: AppleServer) -> None:
    told = Client().get(f"{API}config").json()["data"]["socialaccount"]["providers"]
    assert {"id": "apple", "name": "Apple", "client_id": CLIENT}.items() <= told[0].items()


def test_apple_being_down_breaks_nothing(apple: AppleServer) -> None:
    client = Client()
    address, fields = apple.posted(leave(client, apple))
    apple.is_down = True
    assert apple.follow(client, Client().post(address, fields)).status_code == 401
    assert by_token(apple, apple.id_token()).status_code == 400


@pytest.mark.parametrize(
    ("posted", "name"),
    [
        ('{"name": {"firstName": " Dina ", "lastName": "Weiss"}}', "Dina Weiss"),
        ('{"name": {"firstName": "Dina", "lastName": 7}}', "Dina"),
        (json.dumps({"name": {"firstName": "D" * 300}}), "D" * 100),
        ('{"name": "Dina"}', ""),
        ("[1]", ""),
        ("[" * 100_000, ""),
        ("nonsense", ""),
        ("", ""),
    ],
    ids=range(8),
)
def test_a_posted_name_is_read_or_left(posted: str, name: str) -> None:
    assert name_in(posted) == name


def test_the_settings_are_one_client_for_pages_and_more_for_phones(tmp_path: Any) -> None:
    web, phone = Environment(APPLE, tmp_path).apple_apps()
    assert (web["client_id"], web["secret"], web["key"], web["settings"]["hidden"]) == (CLIENT, KEY_ID, TEAM, False)
    assert web["settings"]["certificate_key"] == pem_of(P256)
    assert (phone["client_id"], phone["settings"]["hidden"]) == (APP, True)
    assert Environment({}, tmp_path).apple_apps() == []


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({**APPLE, "APPLE_TEAM_ID": ""}, "APPLE_TEAM_ID is needed"),
        ({"APPLE_KEY_ID": "k"}, "APPLE_PRIVATE_KEY is needed"),
        ({**APPLE, "APPLE_PRIVATE_KEY": "nonsense"}, "must be the text of the .p8 file"),
        ({**APPLE, "APPLE_PRIVATE_KEY": pem_of(ec.generate_private_key(ec.SECP384R1()))}, "must be the text"),
    ],
)
def test_half_a_client_stops_the_start(given: dict[str, str], problem: str, tmp_path: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match=problem) as stopped:
        Environment(given, tmp_path)
    assert "PRIVATE KEY-----" not in str(stopped.value)
