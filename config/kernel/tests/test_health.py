from __future__ import annotations

import time
from typing import Any

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client

from config.kernel import health
from config.kernel.tasks import sweep_jobs


@pytest.mark.django_db
def test_ready_once_a_worker_has_reported(client: Client) -> None:
    before = client.get("/readyz")
    assert before.status_code == 503
    assert before.json()["parts"] == {
        "database": "ok",
        "migrations": "ok",
        "worker": "no worker has reported yet",
        "live": "ok",
    }
    sweep_jobs()
    after = client.get("/readyz")
    assert (after.status_code, after.json()["ready"]) == (200, True)


@pytest.mark.django_db
def test_a_worker_that_falls_silent_is_noticed(client: Client) -> None:
    sweep_jobs()
    with time_machine.travel(time.time() + health.WORKER_SILENT_AFTER + 1):
        assert client.get("/readyz").json()["parts"]["worker"] == "the worker is silent"


@pytest.mark.django_db
def test_a_broken_part_is_named_without_its_secrets(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise OperationalError("connection to db.internal failed for user tuppence with password hunter2")

    monkeypatch.setattr(health, "_check_database", broken)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["database"] == "OperationalError"
    assert b"hunter2" not in answer.content


def test_alive_does_not_ask_the_database(client: Client, django_db_blocker: Any) -> None:
    with django_db_blocker.block():
        assert client.get("/healthz").content == b"ok\n"
