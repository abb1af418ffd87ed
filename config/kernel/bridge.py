"""What a child process tells the process that started it.

Without Redis, broker and live events live inside the one serving process; a child that runs a heavy job hands its
frames and new jobs up through a pipe, one JSON object a line.
"""

from __future__ import annotations

import threading
from typing import Any, BinaryIO

import orjson

_lock = threading.Lock()
_pipe: BinaryIO | None = None


def open_to_parent(pipe: BinaryIO) -> None:
    global _pipe
    _pipe = pipe


def has_parent() -> bool:
    return _pipe is not None


def tell_parent(**message: Any) -> bool:
    """False when this process has no parent to tell, so that the caller does it itself."""
    if _pipe is None:
        return False
    with _lock:
        _pipe.write(orjson.dumps(message) + b"\n")
        _pipe.flush()
    return True
