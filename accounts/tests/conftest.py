from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User

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


def bearer(tokens: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {tokens['access_token']}"}
