"""Caddy before the parts, with the Caddyfile people are given and an authority of its own."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings

OPEN_WITHIN = 30


class Door:
    """`address` is what people type; `trust` is what their machine was told of Caddy's authority."""

    def __init__(self, folder: Path, ports: tuple[int, int]) -> None:
        self.folder = folder
        self.http_port, self.https_port = ports
        self.address = f"https://localhost:{self.https_port}"
        self._process: subprocess.Popen[bytes] | None = None

    def open(self, webs: list[str], lives: list[str]) -> None:
        """Raises RuntimeError where it is not open within half a minute."""
        caddy = shutil.which("caddy")
        assert caddy is not None
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "XDG_DATA_HOME": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder),
            "SITE": f"localhost:{self.https_port}",
            "HTTP_PORT": str(self.http_port),
            "HTTPS_PORT": str(self.https_port),
            "WEBS": " ".join(webs),
            "LIVES": " ".join(lives),
        }
        command = [caddy, "run", "--adapter", "caddyfile", "--config", str(settings.BASE_DIR / "deploy" / "Caddyfile")]
        with Path(self.folder, "caddy.log").open("wb") as log:
            self._process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603 ours
        until = time.monotonic() + OPEN_WITHIN
        while time.monotonic() < until:
            with suppress(OSError, httpx.TransportError):
                if self.client().get("/accounts/login/").status_code == 200:
                    return
            time.sleep(0.1)
        raise RuntimeError("the door stays shut")

    @property
    def trust(self) -> ssl.SSLContext:
        root = self.folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
        return ssl.create_default_context(cafile=root)

    def client(self, **options: Any) -> httpx.Client:
        return httpx.Client(base_url=self.address, verify=self.trust, timeout=30, **options)

    def close(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
