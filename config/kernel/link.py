"""A service beside us, as this process last saw it: one that does not answer is waited for once, not by every request.

While it is known to be away a thread asks for it, so that no request has to try.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

log = logging.getLogger(__name__)
ASK_EVERY_SECONDS = 0.5
# A process that was forked has no thread that asks: what it was left with is believed no longer than this.
BELIEVED_SECONDS = 5.0


class Away(Exception):
    """The service does not answer."""


class Link:
    """`probe` asks the service for a sign of life and raises where there is none, within a second or so.

    An answer that took longer than `slow` seconds counts, and the service is then left alone until it is faster.
    """

    def __init__(self, name: str, probe: Callable[[], object], *, slow: float | None = None) -> None:
        self.name = name
        self._probe = probe
        self._slow = slow
        self._away_until = 0.0
        self._lock = threading.Lock()
        self._asker: threading.Thread | None = None
        self._back: list[Callable[[], object]] = []

    @property
    def is_away(self) -> bool:
        return time.monotonic() < self._away_until

    def when_back(self, act: Callable[[], object]) -> None:
        """Have `act` done each time the service answers again, in the thread that found out."""
        if act not in self._back:
            self._back.append(act)

    @contextmanager
    def asking(self, *failures: type[Exception]) -> Iterator[None]:
        """Around a call of the service. `failures` are what says that it does not answer.

        Raises:
            Away: it failed so, or is known to be away; then the call is not tried.
        """
        if self.is_away:
            raise Away(self.name)
        began = time.monotonic()
        try:
            yield
        except failures as error:
            self.lost(type(error).__name__)
            raise Away(self.name) from error
        if self._is_slow(began):
            self.lost("slow")

    def answers(self) -> bool:
        """Ask it now, for a caller who has waited long already; all others are told if it does not."""
        if self.is_away:
            return False
        try:
            self._probe()
        except Exception as error:  # noqa: BLE001 whatever it is, no answer came
            self.lost(type(error).__name__)
            return False
        return True

    def lost(self, reason: str) -> None:
        """Leave it alone from now on, until it answers again."""
        with self._lock:
            self._away_until = time.monotonic() + BELIEVED_SECONDS
            if self._asker is not None and self._asker.is_alive():
                return
            log.warning("%s does not answer (%s); going on without it", self.name, reason)
            self._asker = threading.Thread(target=self._ask, name=f"{self.name} link", daemon=True)
            self._asker.start()

    def _ask(self) -> None:
        while True:
            time.sleep(ASK_EVERY_SECONDS)
            began = time.monotonic()
            try:
                self._probe()
                is_back = not self._is_slow(began)
            except Exception:  # noqa: BLE001 whatever it is, the service is not back
                is_back = False
            with self._lock:
                self._away_until = 0.0 if is_back else time.monotonic() + BELIEVED_SECONDS
                if is_back:
                    self._asker = None
                    break
        log.warning("%s answers again", self.name)
        self._tell_back()

    def _tell_back(self) -> None:
        for act in self._back:
            try:
                act()
            except Exception:
                log.exception("After %s came back something failed", self.name)

    def _is_slow(self, began: float) -> bool:
        return self._slow is not None and time.monotonic() - began > self._slow
