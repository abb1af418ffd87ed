"""A creating POST with an Idempotency-Key happens once."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from config.kernel.models import IdempotencyKey

CATEGORIES = "/api/v1/categories/"


def create(person: User, key: str, **body: Any) -> Any:
    client = APIClient()
    client.force_authenticate(person)
    return client.post(CATEGORIES, {"name": "Bakery", **body}, headers={"Idempotency-Key": key})


def how_many(person: User) -> int:
    return person.categories.count()


def test_the_same_request_gets_the_first_answer_again(ana: User) -> None:
    first, second = create(ana, "k-1"), create(ana, "k-1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert "Idempotent-Replayed" not in first
    assert second["Idempotent-Replayed"] == "true"
    assert how_many(ana) == 1


def test_another_request_with_the_key_is_422(ana: User) -> None:
    create(ana, "k-1")
    refused = create(ana, "k-1", name="Butcher")
    assert refused.status_code == 422
    assert refused.json()["errors"] == [
        {
            "code": "idempotency_mismatch",
            "detail": "This Idempotency-Key was used for another request.",
            "attr": "Idempotency-Key",
        }
    ]
    assert how_many(ana) == 1


def test_keys_belong_to_their_person(ana: User, ben: User) -> None:
    assert create(ana, "k-1").json()["id"] != create(ben, "k-1").json()["id"]


def test_a_refused_request_keeps_no_key(ana: User) -> None:
    assert create(ana, "k-1", name="").status_code == 400
    assert create(ana, "k-1").status_code == 201


def test_a_key_is_forgotten_after_a_day(ana: User) -> None:
    create(ana, "k-1")
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(hours=25))
    assert create(ana, "k-1", name="Butcher").status_code == 201


@pytest.mark.parametrize("key", ["", "with space", "ü", "x" * 201])
def test_a_senseless_key_is_refused(ana: User, key: str) -> None:
    refused = create(ana, key)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["attr"] == "Idempotency-Key"


@pytest.mark.django_db(transaction=True)
def test_twins_at_the_same_moment_happen_once(ana: User) -> None:
    """On PostgreSQL the second waits on the unique index; on SQLite for the one writer."""
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("threads cannot share SQLite's in-memory test database; PostgreSQL runs this")
    answers: list[Any] = []
    start = threading.Barrier(8)

    def twin() -> None:
        start.wait()
        try:
            answers.append(create(ana, "k-race"))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=twin) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each.status_code for each in answers] == [201] * 8
    assert len({each.json()["id"] for each in answers}) == 1
    assert sum("Idempotent-Replayed" in each for each in answers) == 7
    assert how_many(ana) == 1
