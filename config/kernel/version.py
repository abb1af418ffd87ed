"""The version that runs, as pyproject.toml says it."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path

from django.conf import settings


@lru_cache(maxsize=1)
def app_version() -> str:
    with Path(settings.BASE_DIR, "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])
