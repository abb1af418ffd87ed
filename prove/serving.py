"""A real server in a place of its own, and people who call it from this process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connections

from accounts.models import User

PASSWORD = "a rather long pass phrase"  # noqa: S105 of people who live for minutes
READY_WITHIN = 240
STOPPED_WITHIN = 30
# The kernel's name for the clock of a whole process, below its number (include/linux/posix-timers.h).
_ALL_THREADS = 2


class Instance:
    """`manage.py serve` with the product's settings, on the place this process has moved into."""

    def __init__(self, **environment: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment = environment
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, **environment: str) -> None:
        """Start and wait until it is ready. Raises RuntimeError where it ends or is not within four minutes."""
        connections.close_all()
        environment = {
            **os.environ,
            **self.environment,
            **environment,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "LOG_LEVEL": "WARNING",
        }
        command = [sys.executable, "manage.py", "serve"]
        self.process = subprocess.Popen(  # noqa: S603 our own
            command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL
        )
        until = time.monotonic() + READY_WITHIN
        while time.monotonic() < until and self.process.poll() is None:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.address}/readyz").status_code == 200:
                    return
            time.sleep(0.1)
        raise RuntimeError(f"the server is not ready, status {self.process.poll()}")

    def cpu_seconds(self) -> float:
        """What the serving process has computed so far, all its threads together. Linux only."""
        assert self.process is not None
        return time.clock_gettime((~self.process.pid << 3) | _ALL_THREADS)

    def kill(self) -> None:
        """End it as a power cut would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def peak_mb(self) -> float:
        """The most memory the serving process has had, its children apart. 0 where the system does not tell."""
        assert self.process is not None
        try:
            lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        except FileNotFoundError:
            return 0
        return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0)

    def stop(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOPPED_WITHIN)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def servers(count: int, **environment: str) -> Iterator[list[Instance]]:
    """That many servers of one database, started, and stopped afterwards."""
    running = [Instance(**environment) for _ in range(count)]
    try:
        for each in running:
            each.start()
        yield running
    finally:
        for each in running:
            each.stop()


def let_log_in(person: User) -> None:
    """Give a person `PASSWORD`, hashed as the product does: the proofs' own hashes it would not know."""
    person.password = make_password(PASSWORD, hasher="argon2")
    person.save(update_fields=["password"])


def api_of(address: str, person: User) -> httpx.Client:
    """A client of the API that is logged in. Raises httpx.HTTPStatusError."""
    client = httpx.Client(base_url=address, timeout=600)
    answer = client.post("/_allauth/app/v1/auth/login", json={"email": person.email, "password": PASSWORD})
    answer.raise_for_status()
    client.headers["Authorization"] = f"Bearer {answer.json()['meta']['access_token']}"
    return client


def cookies_of(address: str, person: User) -> dict[str, str]:
    """Those of a browser in which the person has logged in on the page."""
    client = httpx.Client(base_url=address, timeout=60, follow_redirects=True)
    client.get("/accounts/login/")
    fields = {"login": person.email, "password": PASSWORD, "csrfmiddlewaretoken": client.cookies["csrftoken"]}
    client.post("/accounts/login/", data=fields, headers={"Referer": address}).raise_for_status()
    return dict(client.cookies)
