"""A heavy job in a process of its own, so that the interpreter's lock leaves the pages alone."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from typing import IO
from uuid import UUID

import orjson
from django.conf import settings

from config.kernel import channel_layer, jobs
from config.kernel.job_sending import dispatch

log = logging.getLogger(__name__)
GRACE_SECONDS = 3


class ChildDied(Exception):
    """The process ended without saying how the job went."""


def run_in_child(job: jobs.JobRun) -> None:
    """Run a claimed job in a child and wait for it, extending its lease for as long as the child lives.

    The child watches its standard input: it ends with this process, however that ends.

    Raises:
        ChildDied, LeaseLost, JobInterrupted: see there; the child is gone in each case.
    """
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_job", str(job.id), str(job.attempt)]
    process = subprocess.Popen(  # noqa: S603 our own interpreter and script
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=settings.BASE_DIR
    )
    reader = threading.Thread(target=_pass_on, args=(process.stdout,), daemon=True)
    reader.start()
    try:
        _wait(process, job)
    finally:
        _end(process)
        reader.join(GRACE_SECONDS)
    if process.returncode != 0:
        raise ChildDied(f"exit status {process.returncode}")


def _wait(process: subprocess.Popen[bytes], job: jobs.JobRun) -> None:
    extend_at = time.monotonic()
    while process.poll() is None:
        if jobs.stopping.wait(0.05):
            raise jobs.JobInterrupted
        if time.monotonic() >= extend_at:
            job.extend()
            extend_at = time.monotonic() + jobs.LEASE.total_seconds() / 3


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        process.stdin.close()
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _pass_on(pipe: IO[bytes]) -> None:
    for line in pipe:
        message = orjson.loads(line)
        if "job" in message:
            dispatch(UUID(message["job"]))
        else:
            channel_layer.send_to_group(message["group"], message["message"])


def end_with_parent() -> None:
    """In the child: end when standard input closes, which it does with the parent.

    It reads the descriptor itself: the interpreter of a child that is done aborts when a thread holds the lock of
    `sys.stdin`.
    """

    def watch() -> None:
        while os.read(0, 1024):
            pass
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
