"""What a server stands on, started for a proof: a Redis of its own, and worker and schedule as processes of theirs."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from django.conf import settings

RECOVERED_WITHIN = 10.0


@contextmanager
def own_redis() -> Iterator[int | None]:
    """The port of a new, empty Redis, or None where there is no such program."""
    program = shutil.which("redis-server")
    if program is None:
        yield None
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    with _running([program, "--port", str(port), "--save", "", "--appendonly", "no"]):
        time.sleep(0.5)
        yield port


@contextmanager
def worker_and_beat(environment: dict[str, str]) -> Iterator[None]:
    """Both as a deployment of several processes starts them (docs/operations.md)."""
    celery = [sys.executable, "-m", "celery", "-A", "config"]
    with ExitStack() as stack:
        for words in (["worker", "-c", "2", "-l", "ERROR"], ["beat", "-l", "ERROR"]):
            stack.enter_context(_running([*celery, *words], environment))
        yield


def seconds_until(holds: Callable[[], bool], longest: float) -> float:
    """How long that took; more than `longest` where it did not come about."""
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > longest:
            return longest + 1
        time.sleep(0.1)
    return time.monotonic() - began


@contextmanager
def _running(command: list[str], environment: dict[str, str] | None = None) -> Iterator[None]:
    process = subprocess.Popen(  # noqa: S603 our own
        command, cwd=settings.BASE_DIR, env={**os.environ, **(environment or {})}, stdout=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
