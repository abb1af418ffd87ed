"""What a person does at a log-in with a provider, whichever it is."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from accounts.models import User
from accounts.tests.apple_server import AppleServer
from accounts.tests.conftest import PASSWORD
from accounts.tests.identity_provider import IdentityProvider

AnyProvider = IdentityProvider | AppleServer
CONNECTIONS = "/accounts/3rdparty/"
SIGN_UP = "/accounts/3rdparty/signup/"
API = "/_allauth/app/v1/"
DINA = {"sub": "dina-1", "email": "dina@example.org", "email_verified": True, "name": "Dina Weiss"}


def leave(client: Client, provider: AnyProvider, **form: str) -> str:
    """The address at the provider that the browser is sent to."""
    left = client.post(provider.login_path, {"process": "login", **form})
    assert left.status_code == 200, left
    found = re.search(r'content="0; url=([^"]+)"', left.content.decode())
    assert found
    return unescape(found[1])


def go(client: Client, provider: AnyProvider, process: str = "login", **form: str) -> Any:
    """There and back: the answer to the coming back."""
    return provider.come_back(client, leave(client, provider, process=process, **form))


def sign_up(provider: AnyProvider, **form: str) -> Client:
    client = Client()
    assert go(client, provider)["Location"] == SIGN_UP
    answer = client.post(SIGN_UP, {"name": "Dina", "email": "dina@example.org", "time_zone": "Europe/Berlin", **form})
    assert answer.status_code == 302, answer.content
    return client


def log_in(person: User) -> Client:
    client = Client()
    assert client.post("/accounts/login/", {"login": person.email, "password": PASSWORD}).status_code == 302
    return client


def by_token(provider: AnyProvider, token: Any, process: str = "login", **headers: str) -> Any:
    """As an app logs in: with a token the provider gave to it."""
    body = {"process": process, **provider.token_of_app(token)}
    return Client().post(f"{API}auth/provider/token", body, content_type="application/json", headers=headers)
