"""Log-in with another identity provider, against a small one of our own over real HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from accounts.tests.conftest import PASSWORD, bearer
from accounts.tests.identity_provider import CLIENT, IdentityProvider
from config.kernel.models import AuditEntry
from config.settings.environment import Environment

TokensOf = Callable[[User], dict[str, Any]]
LEAVE = "/accounts/oidc/local/login/"
CONNECTIONS = "/accounts/3rdparty/"
SIGN_UP = "/accounts/3rdparty/signup/"
API = "/_allauth/app/v1/"
DINA = {"sub": "dina-1", "email": "dina@example.org", "email_verified": True, "name": "Dina Weiss"}


@pytest.fixture(scope="module")
def _running() -> Iterator[IdentityProvider]:
    provider = IdentityProvider()
    yield provider
    provider.stop()


@pytest.fixture
def provider(_running: IdentityProvider, settings: Settings, db: None) -> IdentityProvider:
    _running.claims, _running.is_down, _running.issuer_in_tokens = dict(DINA), False, _running.address
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [_running.app()]}}
    return _running


def go(client: Client, provider: IdentityProvider, process: str = "login") -> Any:
    """There and back: the answer to the coming back."""
    left = client.post(LEAVE, {"process": process})
    assert left.status_code == 200, left
    found = re.search(r'content="0; url=([^"]+)"', left.content.decode())
    assert found
    return client.get(provider.let_in(unescape(found[1])))


def sign_up(provider: IdentityProvider, **form: str) -> Client:
    client = Client()
    assert go(client, provider)["Location"] == SIGN_UP
    answer = client.post(SIGN_UP, {"name": "Dina", "email": "dina@example.org", "time_zone": "Europe/Berlin", **form})
    assert answer.status_code == 302, answer.content
    return client


def log_in(person: User) -> Client:
    client = Client()
    assert client.post("/accounts/login/", {"login": person.email, "password": PASSWORD}).status_code == 302
    return client


def test_there_are_buttons_for_what_is_configured_alone(db: None, settings: Settings) -> None:
    assert b"/accounts/oidc/" not in Client().get("/accounts/login/").content
    assert Client().post(LEAVE).status_code == 404


def test_a_new_person_signs_up_and_comes_back(provider: IdentityProvider) -> None:
    assert b"Go on with Local Id" in Client().get("/accounts/login/").content
    asked = Client()
    go(asked, provider)
    assert b'value="Dina Weiss"' in asked.get(SIGN_UP).content
    client = sign_up(provider)
    dina = User.objects.get()
    assert (dina.email, dina.name, dina.time_zone, dina.has_usable_password()) == (
        "dina@example.org",
        "Dina",
        "Europe/Berlin",
        False,
    )
    assert dina.is_superuser
    assert client.get("/settings/security/").status_code == 200
    again = Client()
    assert go(again, provider).status_code == 302
    assert again.get("/settings/").status_code == 200
    assert UserSession.objects.filter(user=dina).count() == 2


@pytest.mark.parametrize("is_verified", [True, False])
def test_nobody_gets_into_an_account_by_its_address(provider: IdentityProvider, ana: User, is_verified: bool) -> None:
    provider.claims |= {"email": ana.email, "email_verified": is_verified}
    client = Client()
    assert go(client, provider)["Location"] == SIGN_UP
    refused = client.post(SIGN_UP, {"email": ana.email})
    assert refused.status_code == 422
    assert client.get("/settings/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_with_a_mail_server_an_address_of_somebody_else_looks_like_any(
    provider: IdentityProvider, ana: User, settings: Settings
) -> None:
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = settings.ACCOUNT_PREVENT_ENUMERATION = True
    answers = []
    for address in (ana.email, "nobody@example.org"):
        provider.claims |= {"sub": address, "email": address, "email_verified": False}
        client = Client()
        assert go(client, provider)["Location"] == SIGN_UP
        answers.append(client.post(SIGN_UP, {"email": address}))
        assert client.get("/settings/").status_code == 302
    assert {(each.status_code, each["Location"]) for each in answers} == {(302, "/accounts/confirm-email/")}
    assert [each.to for each in mail.outbox] == [[ana.email], ["nobody@example.org"]]
    assert not SocialAccount.objects.filter(user=ana).exists()


@pytest.mark.parametrize("flag", ["false", 0, None, "yes"])
def test_only_a_true_flag_confirms_an_address(provider: IdentityProvider, flag: Any) -> None:
    provider.claims |= {"email_verified": flag}
    sign_up(provider)
    assert not EmailAddress.objects.get().verified


@pytest.mark.parametrize("signups", ["closed", "invited"])
def test_sign_up_by_a_provider_obeys_the_instance(
    provider: IdentityProvider, ana: User, settings: Settings, signups: str
) -> None:
    settings.SIGNUPS = signups
    client = Client()
    assert b"Sign-up is closed" in go(client, provider).content
    assert client.get(SIGN_UP).status_code == 302
    assert User.objects.count() == 1


def test_connecting_asks_for_the_password_and_lets_in_from_then_on(provider: IdentityProvider, ana: User) -> None:
    client = log_in(ana)
    asked = go(client, provider, "connect")
    assert asked["Location"].startswith("/accounts/reauthenticate/")
    assert not SocialAccount.objects.exists()
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD})["Location"] == CONNECTIONS
    assert b"dina@example.org" in client.get(CONNECTIONS).content
    other = Client()
    go(other, provider)
    assert other.get("/api/v1/me/").json()["email"] == ana.email
    account = SocialAccount.objects.get()
    assert client.post(CONNECTIONS, {"account": account.pk}).status_code == 302
    assert not SocialAccount.objects.exists()
    actions = list(AuditEntry.objects.filter(person=ana).order_by("at").values_list("action", flat=True))
    assert actions == ["logged_in", "provider_linked", "logged_in", "provider_unlinked"]


def test_somebody_elses_log_in_is_neither_taken_nor_removed(provider: IdentityProvider, ana: User, ben: User) -> None:
    theirs = SocialAccount.objects.create(user=ben, provider="local", uid="dina-1")
    client = log_in(ana)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    go(client, provider, "connect")
    assert client.post(CONNECTIONS, {"account": theirs.pk}).status_code == 422
    theirs.refresh_from_db()
    assert theirs.user == ben


def test_the_last_way_in_stays(provider: IdentityProvider) -> None:
    client = sign_up(provider)
    account = SocialAccount.objects.get()
    refused = client.post(CONNECTIONS, {"account": account.pk})
    assert refused.status_code == 422
    assert b"no password" in refused.content
    assert client.post("/settings/delete/", {"password": "any"}).status_code == 422
    set_first = client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    assert set_first.status_code == 302
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    assert client.post(CONNECTIONS, {"account": account.pk}).status_code == 302
    assert not SocialAccount.objects.exists()


def test_a_log_in_of_a_provider_that_is_gone_can_still_be_seen_and_removed(
    provider: IdentityProvider, ana: User
) -> None:
    old = SocialAccount.objects.create(user=ana, provider="gone", uid="1")
    client = log_in(ana)
    assert client.get(CONNECTIONS).status_code == 200
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.post(CONNECTIONS, {"account": old.pk}).status_code == 302
    assert not SocialAccount.objects.exists()


def test_the_second_factor_is_asked_for_here_too(provider: IdentityProvider, ana: User) -> None:
    SocialAccount.objects.create(user=ana, provider="local", uid="dina-1")
    TOTP.activate(ana, "JBSWY3DPEHPK3PXP")
    client = Client()
    assert go(client, provider)["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/settings/").status_code == 302


def test_a_code_and_a_state_work_once_and_in_their_browser(provider: IdentityProvider) -> None:
    client = Client()
    left = client.post(LEAVE, {"process": "login"}).content.decode()
    back = provider.let_in(unescape(re.findall(r'content="0; url=([^"]+)"', left)[0]))
    assert Client().get(back).status_code == 401
    assert client.get(back).status_code == 302
    assert client.get(back).status_code == 401
    assert not SocialAccount.objects.exists()


def test_a_token_of_another_issuer_is_refused(provider: IdentityProvider) -> None:
    provider.issuer_in_tokens = "https://evil.example.org"
    assert go(Client(), provider).status_code == 401


def test_a_provider_that_is_down_breaks_nothing(provider: IdentityProvider) -> None:
    client = Client()
    left = client.post(LEAVE, {"process": "login"}).content.decode()
    back = provider.let_in(unescape(re.findall(r'content="0; url=([^"]+)"', left)[0]))
    provider.is_down = True
    assert client.get(back).status_code == 502
    assert Client().post(LEAVE).status_code == 502


def by_token(token: Any, process: str = "login", **headers: str) -> Any:
    body = {"provider": "local", "process": process, "token": {"client_id": CLIENT, "id_token": token}}
    return Client().post(f"{API}auth/provider/token", body, content_type="application/json", headers=headers)


def test_an_app_signs_up_with_the_providers_token(provider: IdentityProvider) -> None:
    pending = by_token(provider.id_token())
    assert pending.status_code == 401
    session = {"X-Session-Token": pending.json()["meta"]["session_token"]}
    body = {"email": "dina@example.org", "name": "Dina"}
    address = f"{API}auth/provider/signup"
    done = Client().post(address, body, content_type="application/json", headers=session)
    assert done.status_code == 200, done.content
    assert Client().get("/api/v1/me/", headers=bearer(done.json()["meta"])).json()["name"] == "Dina"
    assert by_token(provider.id_token()).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", 7, None])
def test_a_senseless_token_is_a_bad_request(provider: IdentityProvider, token: Any) -> None:
    assert by_token(token).status_code == 400


def test_a_token_for_another_client_or_out_of_date_is_refused(provider: IdentityProvider) -> None:
    assert by_token(provider.id_token(aud="another")).status_code == 400
    assert by_token(provider.id_token(exp=1)).status_code == 400


@pytest.mark.parametrize(
    "given",
    [
        "{}",
        "[1]",
        "nonsense",
        '[{"id": "x"}]',
        '[{"id":"A B","name":"n","issuer":"https://i","client_id":"c","secret":"s"}]',
    ],
)
def test_senseless_providers_stop_the_start(given: str, tmp_path: Any) -> None:
    with pytest.raises(ImproperlyConfigured, match="OIDC_PROVIDERS"):
        Environment({"OIDC_PROVIDERS": given}, tmp_path)


def test_google_is_one_of_the_providers(tmp_path: Any) -> None:
    google = Environment({"GOOGLE_CLIENT_ID": "c", "GOOGLE_CLIENT_SECRET": "s"}, tmp_path).providers()
    assert [(each["id"], each["issuer"]) for each in google] == [("google", "https://accounts.google.com")]
