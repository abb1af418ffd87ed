"""Django's deployment checks, on the settings an https installation has. Every warning fails."""

from __future__ import annotations

import base64
import os
import secrets
import subprocess
import sys
import tempfile

from tools.sources import ROOT


def production_environment(data_dir: str) -> dict[str, str]:
    """What the README asks of somebody who serves others, with secrets made for this run."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATA_DIR": data_dir,
        "PUBLIC_URL": "https://money.example.org",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "FIELD_KEYS": "k1:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "TRUSTED_PROXIES": "1",
        "DEBUG": "off",
    }


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="tuppence-deploy-") as data_dir:
        command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
        return subprocess.run(command, cwd=ROOT, env=production_environment(data_dir), check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
