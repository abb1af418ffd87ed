"""Statements that take long are logged, as they were written: values are parameters, and those are not told."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from config.kernel.observing import metrics

log = logging.getLogger("slow")
LONGEST = 1_000


def start() -> None:
    if settings.SLOW_QUERY_MS:
        connection_created.connect(_watch, dispatch_uid="slow")


def _watch(sender: Any, connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    if watched not in connection.execute_wrappers:
        connection.execute_wrappers.append(watched)


def watched(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    started = time.perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        took = (time.perf_counter() - started) * 1000
        if took >= settings.SLOW_QUERY_MS:
            metrics.count_slow_statement()
            log.warning("%.0f ms: %s", took, " ".join(str(sql).split())[:LONGEST])
