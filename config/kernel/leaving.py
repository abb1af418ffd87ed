"""Whether this process is about to end. Health says so first, so that a proxy sends its requests elsewhere in time.

The process that is told to end may not be the one that is asked for its health: granian's parent has workers. So what
belongs to one part of an installation lies in a folder they share (`RUN_DIR`), which goes with the parent.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path

RUN_DIR = "TUPPENCE_RUN_DIR"
_MARK = "leaving"
_leaving = threading.Event()


def announce() -> None:
    """From now on this process, and whoever shares its folder, is about to end."""
    _leaving.set()
    if folder := os.environ.get(RUN_DIR):
        Path(folder, _MARK).touch()


def is_announced() -> bool:
    """One look at the disk where a folder is shared, else none."""
    folder = os.environ.get(RUN_DIR)
    return _leaving.is_set() or (folder is not None and Path(folder, _MARK).exists())
