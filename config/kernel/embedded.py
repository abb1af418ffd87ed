"""Worker and beat as threads: in the serving process of a household, or each in one of its own."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from collections.abc import Callable

from celery import current_app
from celery.beat import Service
from celery.worker import state

from config.kernel import jobs

log = logging.getLogger(__name__)
WORKER, BEAT = "worker", "beat"
WORKER_THREADS = 4
RESTART_AFTER_SECONDS = 5
LONGEST_NAP_SECONDS = 5


class Embedded:
    """Both restart when they break: a page server that runs without them would silently do half its work."""

    def __init__(self, *parts: str) -> None:
        self._ended = threading.Event()
        self.works = WORKER in parts
        self._threads = [
            threading.Thread(target=self._keep, args=(run,), name=name, daemon=True)
            for name, run in ((WORKER, self._run_worker), (BEAT, self._run_beat))
            if name in parts
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def is_alive(self) -> bool:
        return all(thread.is_alive() for thread in self._threads)

    def stop(self) -> None:
        """Ask both to end; returns at once."""
        self._ended.set()
        jobs.stopping.set()
        # The exit status; None meant "keep running".
        state.should_stop = 0  # type: ignore[assignment]

    def join(self, seconds: float) -> bool:
        """Wait until both have ended, a running job with the worker. False if one has not."""
        until = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _keep(self, run: Callable[[], None]) -> None:
        while not self._ended.is_set():
            try:
                run()
            except Exception:
                log.exception("%s broke; it starts again", threading.current_thread().name)
            self._ended.wait(RESTART_AFTER_SECONDS)

    def _run_worker(self) -> None:
        worker = current_app.WorkController(
            pool="threads",
            concurrency=WORKER_THREADS,
            hostname=f"embedded@{socket.gethostname()}-{os.getpid()}",
            quiet=True,
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        try:
            worker.start()
        except SystemExit:  # how the library's loop says that it was asked to stop
            log.debug("The worker has stopped")

    def _run_beat(self) -> None:
        """The loop of the library's service, which would sleep through the end."""
        scheduler = Service(current_app, scheduler_cls=current_app.conf.beat_scheduler).scheduler
        while not self._ended.is_set():
            self._ended.wait(min(scheduler.tick(), LONGEST_NAP_SECONDS))
        scheduler.close()
