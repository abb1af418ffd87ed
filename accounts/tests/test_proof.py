"""What cannot be undone asks for a proof; people who come by a provider alone give theirs by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.utils import timezone

from accounts.keys.models import ApiKey
from accounts.models import User
from accounts.tests.conftest import PASSWORD, bearer
from accounts.tests.identity_provider import IdentityProvider
from accounts.tests.providing import API, AnyProvider, by_token, go, leave, log_in, sign_up
from accounts.tests.test_factors import code_of

PROVE = "/accounts/reauthenticate/provider/"
NEW_KEY = {"name": "Till", "scopes": ["ledger:read"], "days": "30"}
JSON = "application/json"
LATER = timedelta(minutes=6)


@pytest.fixture
def later() -> Iterator[Any]:
    """Moves the clock behind the five minutes for which a log-in is a proof."""
    with time_machine.travel(timezone.now(), tick=True) as clock:
        yield lambda: clock.shift(LATER)


def prove(client: Client, provider: AnyProvider, asked: Any) -> Any:
    """As a person does: to the page that asks, to the provider and back, and on with what they were at."""
    assert asked.status_code == 302, asked.content
    page = client.get(asked["Location"], follow=True)
    assert f'action="{provider.login_path}"' in page.content.decode()
    here = page.redirect_chain[-1][0] if page.redirect_chain else asked["Location"]
    back = go(client, provider, "redirect", next=here)
    assert back["Location"] == here
    return client.get(here)


DOORS: list[tuple[str, dict[str, Any]]] = [
    ("/settings/keys/", NEW_KEY),
    ("/settings/delete/", {}),
    ("/accounts/email/", {"email": "dina@new.example.org", "action_add": ""}),
    ("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD}),
    ("/accounts/2fa/totp/deactivate/", {}),
]


def state_of_dina() -> tuple[int, int, int, bool, int]:
    dina = User.objects.first()
    return (
        User.objects.count(),
        ApiKey.objects.count(),
        EmailAddress.objects.count(),
        bool(dina and dina.has_usable_password()),
        Authenticator.objects.count(),
    )


@pytest.mark.parametrize(("path", "form"), DOORS, ids=[path for path, _form in DOORS])
def test_a_log_in_long_ago_opens_no_door_until_it_is_proved_again(
    local: IdentityProvider, later: Any, path: str, form: dict[str, Any]
) -> None:
    client = sign_up(local)
    if "2fa" in path:
        TOTP.activate(User.objects.get(), "JBSWY3DPEHPK3PXP")
    before = state_of_dina()
    later()
    asked = client.post(path, form)
    assert asked.status_code == 302
    assert asked["Location"].startswith(("/accounts/reauthenticate/provider/", "/accounts/2fa/reauthenticate/"))
    assert state_of_dina() == before
    if "2fa" in path:
        assert PROVE in client.get(asked["Location"]).content.decode()
        asked["Location"] = PROVE + "?" + urlsplit(asked["Location"]).query
    done = prove(client, local, asked)
    assert done.status_code in (200, 302, 422), done.content
    assert state_of_dina() != before


@pytest.mark.parametrize(("path", "form"), DOORS[:4], ids=[path for path, _form in DOORS[:4]])
def test_a_log_in_of_this_moment_is_a_proof(provider: AnyProvider, path: str, form: dict[str, Any]) -> None:
    client = sign_up(provider)
    before = state_of_dina()
    assert b'name="password"' not in client.get(path).content
    client.post(path, form)
    assert state_of_dina() != before


def test_apple_proves_it_too(apple: AnyProvider, later: Any) -> None:
    client = sign_up(apple)
    later()
    made = prove(client, apple, client.post("/settings/keys/", NEW_KEY))
    assert b"tup_" in made.content
    assert "no-store" in made["Cache-Control"]


def test_a_proof_lasts_five_minutes_and_makes_nothing_twice(local: IdentityProvider, later: Any) -> None:
    client = sign_up(local)
    later()
    asked = client.post("/settings/keys/", NEW_KEY)
    prove(client, local, asked)
    assert ApiKey.objects.count() == 1
    # Opened again, the page asks again; nothing that was put off is done a second time.
    assert client.get(asked["Location"]).status_code == 200
    assert ApiKey.objects.count() == 1
    later()
    assert client.post("/settings/keys/", NEW_KEY).status_code == 302
    assert ApiKey.objects.count() == 1


def test_somebody_elses_log_in_proves_nothing(local: IdentityProvider, later: Any) -> None:
    client = sign_up(local)
    later()
    asked = client.post("/settings/delete/", {})
    for stranger in ("ben-1", "nobody-1"):
        SocialAccount.objects.filter(uid="ben-1").exists() or SocialAccount.objects.create(
            user=User.objects.create_user("ben@example.org", PASSWORD), provider="local", uid="ben-1"
        )
        local.claims |= {"sub": stranger, "email": "ben@example.org"}
        refused = prove(client, local, asked)
        assert refused.status_code == 422
        assert b"not your log-in" in refused.content
    assert User.objects.filter(email="dina@example.org").exists()
    assert client.get("/api/v1/me/").json()["email"] == "dina@example.org"


def test_the_provider_is_asked_for_a_new_log_in_and_an_old_one_is_refused(local: IdentityProvider, later: Any) -> None:
    client = sign_up(local)
    later()
    asked = client.post("/settings/delete/", {})
    address = leave(client, local, process="redirect", next=asked["Location"])
    assert parse_qs(urlsplit(address).query)["max_age"] == ["0"]
    assert "max_age" not in leave(Client(), local)
    local.claims["auth_time"] = int(timezone.now().timestamp()) - 900
    local.come_back(client, address)
    assert client.get(asked["Location"]).status_code == 422
    assert User.objects.exists()


def test_a_proof_is_of_its_session(local: IdentityProvider, later: Any) -> None:
    at_home = sign_up(local)
    stolen = Client()
    go(stolen, local)
    later()
    prove(at_home, local, at_home.post("/settings/keys/", NEW_KEY))
    assert stolen.post("/settings/keys/", NEW_KEY).status_code == 302
    assert ApiKey.objects.count() == 1


def test_who_has_a_password_still_types_it(local: IdentityProvider, ana: User) -> None:
    SocialAccount.objects.create(user=ana, provider="local", uid="dina-1")
    client = Client()
    go(client, local)
    assert client.post("/settings/delete/", {"password": ""}).status_code == 422
    assert client.post("/settings/keys/", {**NEW_KEY, "password": "wrong"}).status_code == 422
    asked = client.post("/accounts/email/", {"email": "ana@new.example.org", "action_add": ""})
    assert asked["Location"].startswith("/accounts/reauthenticate/?")
    assert not EmailAddress.objects.filter(email="ana@new.example.org").exists()
    assert PROVE in client.get(asked["Location"]).content.decode()


def test_who_has_nothing_to_prove_it_by_gets_through_no_door(local: IdentityProvider, later: Any) -> None:
    """Their provider is offered no longer, say."""
    client = sign_up(local)
    SocialAccount.objects.update(provider="gone")
    later()
    for path, form in DOORS[:4]:
        asked = client.post(path, form)
        assert b"ask for a new password" in client.get(asked["Location"]).content
    assert state_of_dina()[1:4] == (0, 1, False)


def app_of(provider: AnyProvider) -> dict[str, str]:
    """Dina's phone: the header of her session."""
    sign_up(provider)
    return bearer(by_token(provider, provider.id_token()).json()["meta"])


def call(method: str, path: str, body: dict[str, Any], headers: dict[str, str]) -> Any:
    return getattr(Client(), method)(path, body, content_type=JSON, headers=headers)


API_DOORS: list[tuple[str, str, dict[str, Any], int]] = [
    ("post", "/api/v1/me/keys/", {"name": "Till", "scopes": ["ledger:read"]}, 403),
    ("delete", "/api/v1/me/", {}, 403),
    ("post", f"{API}account/email", {"email": "dina@new.example.org"}, 401),
    ("post", f"{API}account/password/change", {"new_password": PASSWORD}, 401),
    ("delete", f"{API}account/authenticators/totp", {}, 401),
]


@pytest.mark.parametrize(("method", "path", "body", "refusal"), API_DOORS, ids=[row[1] for row in API_DOORS])
def test_an_app_proves_it_with_a_new_token_of_the_provider(
    provider: AnyProvider, later: Any, method: str, path: str, body: dict[str, Any], refusal: int
) -> None:
    headers = app_of(provider)
    if "authenticators" in path:
        TOTP.activate(User.objects.get(), "JBSWY3DPEHPK3PXP")
    before, old = state_of_dina(), provider.id_token()
    later()
    refused = call(method, path, body, headers)
    assert refused.status_code == refusal
    if refusal == 403:
        assert refused.json()["errors"][0]["code"] == "reauthentication_required"
    else:
        assert {"id": "provider_token", "providers": [provider.name]} in refused.json()["data"]["flows"]
    assert by_token(provider, old, **headers).status_code in (200, 400, 401)
    assert state_of_dina() == before
    proved = by_token(provider, provider.id_token(), **headers)
    assert proved.status_code == 200, proved.content
    done = call(method, path, body, headers)
    assert done.status_code in (200, 201, 204), done.content
    assert state_of_dina() != before


def test_an_app_without_a_proof_is_told_so_and_with_a_log_in_of_now_is_let_in(local: IdentityProvider) -> None:
    headers = app_of(local)
    made = call("post", "/api/v1/me/keys/", {"name": "Till", "scopes": ["ledger:read"]}, headers)
    assert made.status_code == 201
    other = call("delete", "/api/v1/me/", {}, {"Authorization": f"Bearer {made.json()['secret']}"})
    assert other.status_code == 403
    assert User.objects.exists()


def test_a_code_of_the_second_factor_is_a_proof_as_well(local: IdentityProvider, later: Any) -> None:
    headers = app_of(local)
    TOTP.activate(User.objects.get(), "JBSWY3DPEHPK3PXP")
    later()
    wrong = call("post", f"{API}auth/2fa/reauthenticate", {"code": "000000"}, headers)
    assert wrong.status_code == 400
    assert call("delete", "/api/v1/me/", {}, headers).status_code == 403
    right = call("post", f"{API}auth/2fa/reauthenticate", {"code": code_of("JBSWY3DPEHPK3PXP")}, headers)
    assert right.status_code == 200
    assert call("delete", "/api/v1/me/", {}, headers).status_code == 204


def test_a_password_is_still_asked_for_by_the_api(ana: User) -> None:
    client = log_in(ana)
    refused = client.delete("/api/v1/me/", {}, content_type=JSON)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "required")
