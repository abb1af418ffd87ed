"""The one process that ends and begins anew by itself: what must be done while nobody is served is done in between."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading

log = logging.getLogger(__name__)
# Time for the answer that says so to arrive.
AFTER_SECONDS = 1.0
_may_come_back = threading.Event()
_asked = threading.Event()


def allow() -> None:
    """Said by the process that serves everything: nobody but it has to end."""
    _may_come_back.set()


def is_possible() -> bool:
    """False where parts run apart, and in commands and tests."""
    return _may_come_back.is_set()


def ask() -> None:
    """End this process in order, in a moment, and begin it anew with the command it was started with."""
    _asked.set()
    threading.Timer(AFTER_SECONDS, os.kill, (os.getpid(), signal.SIGTERM)).start()


def is_asked() -> bool:
    return _asked.is_set()


def begin_anew() -> None:
    """Never returns. The process keeps its number, so whoever started it sees no end; it lets go of all it held."""
    log.info("Begins anew")
    logging.shutdown()
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 our own command once more
