"""Whether each part the product needs does its work. Nothing here tells a secret."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from functools import lru_cache

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

log = logging.getLogger(__name__)
OK = "ok"
WORKER_SEEN = "kernel.worker_seen"
WORKER_SILENT_AFTER = 60
LAYER_TIMEOUT = 1


class NotReady(Exception):
    """Says in a few words what is missing."""


def parts() -> dict[str, str]:
    """Each part with 'ok' or what is wrong with it."""
    checks: dict[str, Callable[[], None]] = {
        "database": _check_database,
        "migrations": _check_migrations,
        "worker": _check_worker,
        "live": _check_layer,
    }
    return {name: _outcome(name, check) for name, check in checks.items()}


def worker_is_alive() -> None:
    """Told by a task, so that it proves scheduler, broker and worker at once."""
    cache.set(WORKER_SEEN, time.time(), timeout=10 * WORKER_SILENT_AFTER)


def _outcome(name: str, check: Callable[[], None]) -> str:
    try:
        check()
    except NotReady as reason:
        return str(reason)
    except Exception as error:  # noqa: BLE001 a part that breaks in an unforeseen way is not ready either
        log.warning("Not ready: %s: %s", name, error)
        return type(error).__name__
    return OK


def _check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@lru_cache(maxsize=1)
def _check_migrations() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady("migrations are waiting")


def _check_worker() -> None:
    seen = cache.get(WORKER_SEEN)
    if seen is None:
        raise NotReady("no worker has reported yet")
    if time.time() - seen > WORKER_SILENT_AFTER:
        raise NotReady("the worker is silent")


def _check_layer() -> None:
    async_to_sync(_round_trip)()


async def _round_trip() -> None:
    layer = get_channel_layer()
    if layer is None:
        raise NotReady("no channel layer")
    async with asyncio.timeout(LAYER_TIMEOUT):
        channel = await layer.new_channel()
        await layer.send(channel, {"type": "health"})
        await layer.receive(channel)
    if not await layer.is_carrying():
        raise NotReady("events of other processes do not arrive")
