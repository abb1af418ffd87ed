"""What one app tells the apps above it: a frozen dataclass, delivered once the transaction has committed.

A crash between commit and delivery may lose an announcement, so whatever must happen has a Job row as well.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import transaction

log = logging.getLogger(__name__)
Event = TypeVar("Event")
_receivers: dict[type[Any], list[Callable[[Any], None]]] = defaultdict(list)


def receives(kind: type[Event]) -> Callable[[Callable[[Event], None]], Callable[[Event], None]]:
    """Register a receiver. It only enqueues a job or pushes a frame; it writes nothing itself."""

    def register(receiver: Callable[[Event], None]) -> Callable[[Event], None]:
        if receiver not in _receivers[kind]:
            _receivers[kind].append(receiver)
        return receiver

    return register


def announce(event: object) -> None:
    """Tell every receiver after commit; one that fails is logged and keeps no other from hearing."""
    if _receivers[type(event)]:
        transaction.on_commit(lambda: _deliver(event), robust=True)


def _deliver(event: object) -> None:
    for receiver in _receivers[type(event)]:
        try:
            receiver(event)
        except Exception:
            log.exception("A receiver of %s failed", type(event).__name__)
