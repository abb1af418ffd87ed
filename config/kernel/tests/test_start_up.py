from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings


@pytest.mark.parametrize(("name", "value"), [("PORT", "abc"), ("DATA_DIR", "a file"), ("DATA_DIR", "a file/below")])
def test_a_senseless_setting_is_said_in_a_sentence(tmp_path: Path, name: str, value: str) -> None:
    (tmp_path / "a file").touch()
    given = value if name == "PORT" else str(tmp_path / value)
    own = {"DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(tmp_path / "data")}
    command = [sys.executable, "manage.py", "migrate"]
    environment = {**os.environ, **own, name: given}
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"{name}={given!r}" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_folder_of_the_data_is_for_its_owner_alone(tmp_path: Path) -> None:
    own = {"DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(tmp_path / "data"), "DATABASE_URL": ""}
    command = [sys.executable, "manage.py", "check"]
    subprocess.run(command, cwd=settings.BASE_DIR, env={**os.environ, **own}, capture_output=True, check=True)
    assert (tmp_path / "data").stat().st_mode & 0o077 == 0
