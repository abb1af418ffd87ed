"""A database and a data folder of its own for every process of a proof, gone when it ends."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import redis
from psycopg import sql

# As the caller named it: the place hides it from this process, `shared_redis` gives it to servers of a proof.
_REDIS_URL = os.environ.get("REDIS_URL", "")


@contextmanager
def own_place(database_url: str) -> Iterator[dict[str, str]]:
    """The environment of a new, empty place: SQLite in a new folder, or a new database on the server of `database_url`.

    The person of `database_url` must be allowed to create databases.
    """
    folder = tempfile.mkdtemp(prefix="tuppence-prove-")
    name = f"tuppence_prove_{uuid4().hex[:12]}"
    if database_url:
        _administer(database_url, "CREATE DATABASE {}", name)
    try:
        yield {
            "DATA_DIR": folder,
            "DATABASE_URL": urlsplit(database_url)._replace(path=f"/{name}").geturl() if database_url else "",
            "REDIS_URL": "",
            "DEMO": "off",
            "THROTTLES": "off",
            "DJANGO_SETTINGS_MODULE": "prove.settings",
        }
    finally:
        if database_url:
            _administer(database_url, "DROP DATABASE {} WITH (FORCE)", name)
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def shared_redis() -> Iterator[str]:
    """The address of the Redis database that the caller named, emptied before and afterwards; '' where none is named.

    For servers of a proof that is done in one process: a database of Redis cannot be had anew.
    """
    if not _REDIS_URL:
        yield ""
        return
    with redis.Redis.from_url(_REDIS_URL) as client:
        client.flushdb()
        try:
            yield _REDIS_URL
        finally:
            client.flushdb()


def move_in(place: dict[str, str]) -> None:
    """Set this process up in a place, and make its tables."""
    os.environ.update(place)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _administer(database_url: str, statement: str, name: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))
