"""Each part of an installation of several processes alone; all of them together are `prove layout`."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client

from config.kernel import leaving, parts
from config.kernel.embedded import Embedded
from prove.laying.parts import free_port

NEEDS_SERVERS = pytest.mark.skipif(
    not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")), reason="parts meet in PostgreSQL and Redis"
)


@pytest.fixture
def unannounced() -> Iterator[None]:
    yield
    leaving._leaving.clear()


def test_health_tells_a_proxy_that_this_process_is_about_to_end(
    client: Client, unannounced: None, caplog: pytest.LogCaptureFixture
) -> None:
    leaving.announce()
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (503, b"leaving\n")
    assert [each for each in caplog.records if each.levelname == "ERROR"] == [], "it was meant, and comes each second"


def test_who_shares_a_folder_is_told_as_well(
    client: Client, unannounced: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(leaving.RUN_DIR, str(tmp_path))
    assert client.get("/healthz").status_code == 200
    leaving.announce()
    leaving._leaving.clear()  # in a worker of the process that was told
    assert client.get("/healthz").status_code == 503


@pytest.mark.django_db
def test_parts_that_could_not_meet_are_refused(settings: Any) -> None:
    settings.REDIS_URL = ""
    with pytest.raises(CommandError, match="DATABASE_URL and REDIS_URL"):
        call_command("serve", only="web")


def test_a_part_waits_for_the_database_of_its_version_and_says_what_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PREPARED_WITHIN", 0)
    monkeypatch.setattr(parts, "_is_prepared", lambda: False)
    with pytest.raises(CommandError, match=r"manage\.py prepare"):
        parts.wait_until_prepared()


def test_a_taken_port_of_a_worker_is_said_plainly() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(CommandError, match="is taken"):
            parts._door("127.0.0.1", other.getsockname()[1], Embedded("worker"))


@contextmanager
def _part(folder: Path, kind: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A part on the database of this test, once it is well."""
    port = free_port()
    name = connection.settings_dict["NAME"]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl(),
        "DRAIN_SECONDS": "2",
        "LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "manage.py", "serve", "--only", kind, "--port", str(port)]
    process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, text=True, stderr=subprocess.PIPE)
    try:
        until = time.monotonic() + 60
        while process.poll() is None and time.monotonic() < until:
            with suppress(httpx.TransportError):
                if httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200:
                    break
            time.sleep(0.05)
        assert process.poll() is None, process.communicate()
        yield f"http://127.0.0.1:{port}", process
    finally:
        process.kill()
        process.communicate()


@NEEDS_SERVERS
@pytest.mark.live
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("kind", "serves"), [("web", True), ("live", True), ("worker", False), ("beat", False)])
def test_a_part_told_to_end_goes_on_while_its_health_says_so(tmp_path: Path, kind: str, serves: bool) -> None:
    with _part(tmp_path, kind) as (address, process):
        assert (httpx.get(f"{address}/accounts/login/").status_code == 200) is serves
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        if serves:
            while httpx.get(f"{address}/healthz").status_code != 503:
                assert time.monotonic() - asked < 1
            assert httpx.get(f"{address}/accounts/login/").status_code == 200
        assert process.wait(20) == 0
        assert (time.monotonic() - asked >= 2) is serves
