from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

OnDisk = Callable[[], list[Path]]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, settings: Any) -> None:
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": tmp_path / "files"}}
    settings.STORAGES = {**settings.STORAGES, "default": default}


@pytest.fixture
def on_disk(tmp_path: Path) -> OnDisk:
    """Files of this test, wherever they lie in its folder."""
    return lambda: sorted(each for each in tmp_path.rglob("*") if each.is_file())
