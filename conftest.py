"""The cast: the same people, with the same roles, in every test."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from hypothesis import settings as hypothesis_settings
from rest_framework.test import APIClient

from accounts.models import User
from config.kernel import redis_link
from config.kernel.link import Link
from tests import migrated

PASSWORD = "a rather long pass phrase"
Speaks = Callable[[User], APIClient]
# Speed is the bench's to judge: a machine that does something else beside makes no test fail.
hypothesis_settings.register_profile("ours", deadline=None)
hypothesis_settings.load_profile("ours")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The test database begins as one that was migrated before."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated.database(os.environ["DATABASE_URL"])
        return
    creation: Any = connection.creation
    make = creation._create_test_db

    def make_filled(*arguments: Any, **named: Any) -> str:
        name: str = make(*arguments, **named)
        connection.settings_dict["NAME"] = name
        connection.ensure_connection()
        with closing(sqlite3.connect(migrated.file())) as source:
            source.backup(connection.connection)
        return name

    creation._create_test_db = make_filled


@pytest.fixture(autouse=True)
def _forget_limits() -> None:
    """Counters of throttles and log-in limits live in the cache, which outlives a test's transaction."""
    cache.clear()


def person(name: str, **fields: object) -> User:
    return User.objects.create_user(f"{name.lower()}@example.org", PASSWORD, name=name, **fields)


@pytest.fixture
def ana(db: None) -> User:
    """Partner of ben."""
    return person("Ana", currency="EUR", time_zone="Europe/Berlin", locale="en-GB")


@pytest.fixture
def ben(db: None) -> User:
    """Partner of ana."""
    return person("Ben", currency="EUR")


@pytest.fixture
def carla(db: None) -> User:
    """A stranger to everybody."""
    return person("Carla", currency="USD")


@pytest.fixture
def dev(db: None) -> User:
    """Somebody's partner of former days."""
    return person("Dev")


@pytest.fixture
def eve(db: None) -> User:
    """Invited, and has not accepted."""
    return person("Eve")


@pytest.fixture
def sam(db: None) -> User:
    """Staff."""
    return person("Sam", is_staff=True, is_superuser=True)


@pytest.fixture
def signed_in() -> Callable[[User], Client]:
    """A browser of its own for a person who is logged in."""

    def open_browser(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return open_browser


@pytest.fixture
def speaks() -> Speaks:
    """A client of the API of its own for a person, who is logged in."""

    def client_of(person: User) -> APIClient:
        client = APIClient()
        client.force_authenticate(person)
        return client

    return client_of


@pytest.fixture
def no_redis(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[None]:
    """REDIS_URL names a Redis that is not there, and it stays away."""
    settings.REDIS_URL = "redis://127.0.0.1:1"
    away = Link("Redis", threading.Event().wait)
    monkeypatch.setattr(redis_link, "link", lambda: away)
    redis_link.client.cache_clear()
    yield
    redis_link.client.cache_clear()
