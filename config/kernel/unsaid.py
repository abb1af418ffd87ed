"""What could not be written down when it had to be, as on a full disk: tried again until it can, while we live.

Only for what another process sees to as well, later, where this one ends first.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError, connection

log = logging.getLogger(__name__)
AGAIN_AFTER_SECONDS = 2.0


def say(what: Callable[[], Any], name: str) -> None:
    """Write `what` down now, or as soon as the database takes it; `name` is for the log."""
    try:
        what()
    except (OperationalError, InterfaceError) as error:
        log.warning("%s could not be written down and is tried again: %s", name, error)
        say_later(what, name)


def say_later(what: Callable[[], Any], name: str) -> None:
    """As `say`, first in two seconds. It never keeps the process from ending."""
    timer = threading.Timer(AGAIN_AFTER_SECONDS, _say_and_let_go, (what, name))
    timer.daemon = True
    timer.start()


def _say_and_let_go(what: Callable[[], Any], name: str) -> None:
    try:
        say(what, name)
    except Exception:
        log.exception("%s could not be written down", name)
    finally:
        connection.close()
