"""A server of its own for the browser: the process `make run` starts, with a folder and database nobody else uses."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx

from tests import migrated

ROOT = Path(__file__).resolve().parents[2]
READY_WITHIN_SECONDS = 90
OWN_REDIS = "/9"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Instance:
    def __init__(self, folder: Path, **told: str) -> None:
        self.port = free_port()
        self.database = f"browser_{self.port}"
        self.postgres = os.environ.get("DATABASE_URL", "")
        self.log = folder / "serve.log"
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
            "DATA_DIR": str(folder),
            "DATABASE_URL": self._own(self.postgres, f"/{self.database}"),
            "REDIS_URL": self._own(os.environ.get("REDIS_URL", ""), OWN_REDIS),
            "DEMO": "auto",
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "PUBLIC_URL": "",
            **told,
        }

    @staticmethod
    def _own(url: str, path: str) -> str:
        return urlunsplit(urlsplit(url)._replace(path=path)) if url.startswith(("postgres", "redis")) else ""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.spawn()
        self.wait_until_ready()

    def spawn(self) -> None:
        self._make_database()
        command = [sys.executable, "manage.py", "serve"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def wait_until_ready(self) -> None:
        until = time.monotonic() + READY_WITHIN_SECONDS
        while time.monotonic() < until:
            with suppress(httpx.TransportError):
                if httpx.get(f"{self.address}/readyz").status_code == 200:
                    return
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)
        raise AssertionError(f"not ready in time: {self.log.read_text()}")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)
        self._admin(f"DROP DATABASE {self.database} WITH (FORCE)")

    def _make_database(self) -> None:
        if self.postgres.startswith("postgres"):
            self._admin(f"CREATE DATABASE {self.database} TEMPLATE {migrated.database(self.postgres)}")
        else:
            migrated.into(Path(self.environment["DATA_DIR"]))

    def _admin(self, statement: str) -> None:
        """On PostgreSQL the instance has a database of its own, made and dropped through the one that was named."""
        if not self.postgres.startswith("postgres"):
            return
        import psycopg

        with psycopg.connect(self.postgres, autocommit=True) as connection:
            connection.execute(statement.encode())

    def manage(self, *arguments: str) -> str:
        """What a command of the instance prints; it must succeed."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
