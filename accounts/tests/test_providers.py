"""Log-in with another identity provider, against small ones of our own over real HTTP; what is Apple's: test_apple."""

from __future__ import annotations

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
from accounts.tests.identity_provider import IdentityProvider
from accounts.tests.providing import API, CONNECTIONS, SIGN_UP, AnyProvider, by_token, go, leave, log_in, sign_up
from config.kernel.models import AuditEntry
from config.settings.environment import Environment


def test_there_are_buttons_for_what_is_configured_alone(db: None, settings: Settings) -> None:
    login = Client().get("/accounts/login/").content
    assert b"/accounts/oidc/" not in login
    assert b"/accounts/apple/" not in login
    assert Client().post("/accounts/oidc/local/login/").status_code == 404
    assert Client().post("/accounts/apple/login/").status_code == 404


def test_a_new_person_signs_up_and_comes_back(provider: AnyProvider) -> None:
    assert f'action="{provider.login_path}"' in Client().get("/accounts/login/").content.decode()
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
def test_nobody_gets_into_an_account_by_its_address(provider: AnyProvider, ana: User, is_verified: bool) -> None:
    provider.claims |= {"email": ana.email, "email_verified": is_verified}
    client = Client()
    assert go(client, provider)["Location"] == SIGN_UP
    refused = client.post(SIGN_UP, {"email": ana.email})
    assert refused.status_code == 422
    assert client.get("/settings/").status_code == 302
    assert not SocialAccount.objects.exists()


def test_with_a_mail_server_an_address_of_somebody_else_looks_like_any(
    provider: AnyProvider, ana: User, settings: Settings
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
def test_only_a_true_flag_confirms_an_address(provider: AnyProvider, flag: Any) -> None:
    provider.claims |= {"email_verified": flag}
    sign_up(provider)
    assert not EmailAddress.objects.get().verified


@pytest.mark.parametrize("signups", ["closed", "invited"])
def test_sign_up_by_a_provider_obeys_the_instance(
    provider: AnyProvider, ana: User, settings: Settings, signups: str
) -> None:
    settings.SIGNUPS = signups
    client = Client()
    assert b"Sign-up is closed" in go(client, provider).content
    assert client.get(SIGN_UP).status_code == 302
    assert User.objects.count() == 1


def test_connecting_asks_for_the_password_and_lets_in_from_then_on(provider: AnyProvider, ana: User) -> None:
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


def test_somebody_elses_log_in_is_neither_taken_nor_removed(provider: AnyProvider, ana: User, ben: User) -> None:
    theirs = SocialAccount.objects.create(user=ben, provider=provider.name, uid="dina-1")
    client = log_in(ana)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    go(client, provider, "connect")
    assert client.post(CONNECTIONS, {"account": theirs.pk}).status_code == 422
    theirs.refresh_from_db()
    assert theirs.user == ben


def test_the_last_way_in_stays(provider: AnyProvider) -> None:
    client = sign_up(provider)
    account = SocialAccount.objects.get()
    refused = client.post(CONNECTIONS, {"account": account.pk})
    assert refused.status_code == 422
    assert b"no password" in refused.content
    set_first = client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD})
    assert set_first.status_code == 302
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302
    assert client.post(CONNECTIONS, {"account": account.pk}).status_code == 302
    assert not SocialAccount.objects.exists()


def test_a_log_in_of_a_provider_that_is_gone_can_still_be_seen_and_removed(provider: AnyProvider, ana: User) -> None:
    old = SocialAccount.objects.create(user=ana, provider="gone", uid="1")
    client = log_in(ana)
    assert client.get(CONNECTIONS).status_code == 200
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.post(CONNECTIONS, {"account": old.pk}).status_code == 302
    assert not SocialAccount.objects.exists()


def test_the_second_factor_is_asked_for_here_too(provider: AnyProvider, ana: User) -> None:
    SocialAccount.objects.create(user=ana, provider=provider.name, uid="dina-1")
    TOTP.activate(ana, "JBSWY3DPEHPK3PXP")
    client = Client()
    assert go(client, provider)["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/settings/").status_code == 302


def test_a_code_and_a_state_work_once_and_in_their_browser(local: IdentityProvider) -> None:
    client = Client()
    back = local.let_in(leave(client, local))
    assert Client().get(back).status_code == 401
    assert client.get(back).status_code == 302
    assert client.get(back).status_code == 401
    assert not SocialAccount.objects.exists()


def test_a_token_of_another_issuer_is_refused(local: IdentityProvider) -> None:
    local.issuer_in_tokens = "https://evil.example.org"
    assert go(Client(), local).status_code == 401


def test_a_provider_that_is_down_breaks_nothing(local: IdentityProvider) -> None:
    client = Client()
    back = local.let_in(leave(client, local))
    local.is_down = True
    assert client.get(back).status_code == 502
    assert Client().post(local.login_path).status_code == 502


def test_an_app_signs_up_with_the_providers_token(provider: AnyProvider) -> None:
    pending = by_token(provider, provider.id_token())
    assert pending.status_code == 401
    session = {"X-Session-Token": pending.json()["meta"]["session_token"]}
    body = {"email": "dina@example.org", "name": "Dina"}
    address = f"{API}auth/provider/signup"
    done = Client().post(address, body, content_type="application/json", headers=session)
    assert done.status_code == 200, done.content
    assert Client().get("/api/v1/me/", headers=bearer(done.json()["meta"])).json()["name"] == "Dina"
    assert by_token(provider, provider.id_token()).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30.", 7, None])
def test_a_senseless_token_is_a_bad_request(provider: AnyProvider, token: Any) -> None:
    assert by_token(provider, token).status_code == 400


def test_a_token_for_another_client_or_out_of_date_is_refused(provider: AnyProvider) -> None:
    assert by_token(provider, provider.id_token(aud="another")).status_code == 400
    assert by_token(provider, provider.id_token(exp=1)).status_code == 400


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
