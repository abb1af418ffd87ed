"""Browser tests drive the Chromium of the system; where there is none they are skipped, and say so."""

from __future__ import annotations

import os
import shutil
from typing import Any

import pytest

CHROMIUM = os.environ.get("CHROMIUM") or next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM:
        return
    skipped = pytest.mark.skip(reason="no Chromium on this machine: apt install chromium, or name one in CHROMIUM")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(skipped)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    sandbox = [] if os.getuid() else ["--no-sandbox"]
    return {"executable_path": CHROMIUM, "args": [*sandbox, "--disable-dev-shm-usage", "--font-render-hinting=none"]}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    # Playwright keeps an event loop on this thread, where Django would refuse the ORM.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    return {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", "timezone_id": "Europe/Zurich"}
