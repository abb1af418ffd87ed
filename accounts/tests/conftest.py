from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from accounts.models import User
from accounts.tests.apple_server import AppleServer
from accounts.tests.identity_provider import IdentityProvider

if TYPE_CHECKING:
    from accounts.tests.providing import AnyProvider

PASSWORD = "a rather long pass phrase"


@pytest.fixture(autouse=True)
def _forget_limits() -> None:
    cache.clear()


@pytest.fixture
def ana(db: None) -> User:
    return User.objects.create_user("ana@example.org", PASSWORD, name="Ana Rossi", currency="EUR")


@pytest.fixture
def ben(db: None) -> User:
    return User.objects.create_user("ben@example.org", PASSWORD, name="Ben")


@pytest.fixture
def tokens_of(client: Client) -> Callable[[User], dict[str, Any]]:
    """Logs a person in by API and returns `access_token` and `refresh_token`."""

    def log_in(person: User) -> dict[str, Any]:
        answer = Client().post(
            "/_allauth/app/v1/auth/login",
            {"email": person.email, "password": PASSWORD},
            content_type="application/json",
        )
        assert answer.status_code == 200, answer.content
        meta: dict[str, Any] = answer.json()["meta"]
        return meta

    return log_in


@pytest.fixture(scope="session")
def _servers() -> Iterator[dict[str, AnyProvider]]:
    servers: dict[str, AnyProvider] = {"local": IdentityProvider(), "apple": AppleServer()}
    yield servers
    for server in servers.values():
        server.stop()


@pytest.fixture(params=["local", "apple"])
def provider(request: Any, _servers: dict[str, AnyProvider], settings: Settings, db: None) -> AnyProvider:
    """Each kind of provider in turn, with Dina logged in there."""
    return _at_work(_servers[request.param], settings)


@pytest.fixture
def local(_servers: dict[str, AnyProvider], settings: Settings, db: None) -> AnyProvider:
    return _at_work(_servers["local"], settings)


@pytest.fixture
def apple(_servers: dict[str, AnyProvider], settings: Settings, db: None) -> AnyProvider:
    return _at_work(_servers["apple"], settings)


def _at_work(server: AnyProvider, settings: Settings) -> AnyProvider:
    from accounts.tests.providing import DINA

    server.be(DINA)
    settings.SOCIALACCOUNT_PROVIDERS = server.configured()
    return server


def bearer(tokens: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access_token']}"}
