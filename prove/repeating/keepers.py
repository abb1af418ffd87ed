"""Who kills a server again and again, as a power cut would, and starts it each time."""

from __future__ import annotations

import signal
import threading
import time
from collections import Counter
from collections.abc import Sequence
from itertools import cycle
from random import Random

from config.kernel import killing
from prove.serving import Instance

# A point is passed once for each key, by either server; one that is not reached by then is killed where it is.
LONGEST_LIFE = 30.0
PASSES = 24


class Keeper(threading.Thread):
    """Kills one server until told to stop; it runs afterwards.

    `points`: names of config.kernel.killing to die at in turn; without them it dies at random moments. Raises nothing:
    `error` says why it gave up.
    """

    def __init__(self, instance: Instance, points: Sequence[str], seed: int) -> None:
        super().__init__(daemon=True)
        self.instance = instance
        self.points = cycle(points or [""])
        self.dice = Random(seed)  # noqa: S311
        self.over = threading.Event()
        self.killed: Counter[str] = Counter()
        self.error = ""

    def run(self) -> None:
        try:
            while not self.over.is_set():
                point = next(self.points)
                self._start_anew(point)
                self._wait_until_it_dies(point)
            self._start_anew("")
        except RuntimeError as error:
            self.error = str(error)

    def stop(self) -> None:
        """Returns when the server is up for good."""
        self.over.set()
        self.join()

    def _start_anew(self, point: str) -> None:
        """Raises RuntimeError where it does not start; it may reach its point before it says that it is ready."""
        self.instance.kill()
        try:
            self.instance.start(**{killing.VARIABLE: f"{point}#{self.dice.randint(1, PASSES)}" if point else ""})
        except RuntimeError:
            if not point or self._status() != -signal.SIGKILL:
                raise

    def _wait_until_it_dies(self, point: str) -> None:
        until = time.monotonic() + (LONGEST_LIFE if point else self.dice.uniform(0.1, LONGEST_LIFE / 2))
        while self._status() is None:
            if time.monotonic() > until:
                self.instance.kill()
                self.killed["random moment"] += 1
                return
            if self.over.wait(0.02):
                return
        self.killed[point or "by itself"] += 1

    def _status(self) -> int | None:
        assert self.instance.process is not None
        return self.instance.process.poll()
