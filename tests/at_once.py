"""Several acts started at the same moment, for the tests of races."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection

from ledger.core.models import Category
from ledger.core.system_categories import store_system_categories


def need_many_connections() -> None:
    """Skip where threads cannot race, and put back what the race before this one emptied: the shared categories."""
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("threads cannot share SQLite's in-memory test database; PostgreSQL runs this")
    if not Category.objects.exists():
        store_system_categories(Category)


def all_at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """The results, or the exceptions, of `acts` started together."""
    start = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(place: int) -> None:
        start.wait(10)
        try:
            results[place] = acts[place]()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
