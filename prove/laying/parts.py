"""The parts as processes, each started by the command of docs/operations.md."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
from django.conf import settings
from django.db import connections

from config.kernel import parts
from config.kernel.embedded import BEAT, WORKER
from prove.laying.door import Door

WELL_WITHIN = 180
ENDED_WITHIN = 30
# The proxy asks each second; two answers that all is well are enough for it.
NOTICED_WITHIN = 2.5
KINDS = (parts.WEB, parts.WEB, parts.LIVE, WORKER, WORKER, BEAT)


class Part:
    def __init__(self, kind: str, number: int, environment: dict[str, str], *options: str) -> None:
        self.kind = kind
        self.name = f"{kind}{number}"
        self.port = free_port()
        self.environment = environment
        self._options = options
        self.started_in = 0.0
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def start(self) -> None:
        """Raises RuntimeError where it is not well within three minutes."""
        began = time.monotonic()
        command = [sys.executable, "manage.py", "serve", "--only", self.kind, "--port", str(self.port)]
        command += self._options
        self._process = subprocess.Popen(  # noqa: S603 our own
            command, cwd=settings.BASE_DIR, env=self.environment, stdout=subprocess.DEVNULL
        )
        while time.monotonic() - began < WELL_WITHIN and self._process.poll() is None:
            with suppress(httpx.TransportError):
                if httpx.get(f"http://{self.address}/healthz").status_code == 200:
                    self.started_in = time.monotonic() - began
                    return
            time.sleep(0.05)
        raise RuntimeError(f"{self.name} is not well, status {self._process.poll()}")

    def stop(self) -> None:
        """As an orchestrator does: told to end, and killed where it has not. Raises RuntimeError then."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            status = self._process.wait(ENDED_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
            raise RuntimeError(f"{self.name} did not end") from None
        if status != 0:
            raise RuntimeError(f"{self.name} ended with {status}")

    def restart(self) -> float:
        """The seconds from the signal until the proxy knows that it is back."""
        began = time.monotonic()
        self.stop()
        self.start()
        time.sleep(NOTICED_WITHIN)
        return time.monotonic() - began


@contextmanager
def layout(kinds: Sequence[str], redis_url: str, database_url: str) -> Iterator[tuple[Door, list[Part]]]:
    """All parts and the door before them, started, and stopped afterwards."""
    connections.close_all()
    with tempfile.TemporaryDirectory(prefix="tuppence-door-") as folder:
        door = Door(Path(folder), (free_port(), free_port()))
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "PUBLIC_URL": door.address,
            "SECRET_KEY": settings.SECRET_KEY,
            "FIELD_KEYS": settings.FIELD_KEYS,
            "TRUSTED_PROXIES": "1",
            "THROTTLES": "off",
            "LOG_LEVEL": "ERROR",
            "DB_POOL_MAX": "8",
        }
        prepare = [sys.executable, "manage.py", "prepare"]
        subprocess.run(prepare, cwd=settings.BASE_DIR, env=environment, check=True)  # noqa: S603 our own
        running = [Part(kind, kinds[:place].count(kind) + 1, environment) for place, kind in enumerate(kinds)]
        try:
            for each in running:
                each.start()
            of = {kind: [each.address for each in running if each.kind == kind] for kind in kinds}
            door.open(of[parts.WEB], of[parts.LIVE])
            yield door, running
        finally:
            door.close()
            for each in running:
                each.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
