"""A provider that failed is left alone for a while: the next answers are made here at once, not after waiting too."""

from __future__ import annotations

import socket
import time
from urllib.parse import urlsplit

from config.kernel.link import Away, Link
from insights.language.configuration import Configured
from insights.language.contract import Reason

REST_SECONDS = 10.0
CONNECTS_WITHIN = 1.0


class Rest:
    """`reason` is what the last failure was; it is what those are told who come meanwhile."""

    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)
        self._until = 0.0
        self._is_over = False
        self._link = Link("The language model", self._probe)
        self.reason = Reason.BROKEN

    @property
    def is_on(self) -> bool:
        return self._link.is_away

    def begin(self, reason: Reason) -> None:
        self.reason, self._until = reason, time.monotonic() + REST_SECONDS
        self._link.lost(reason.value)

    def end(self) -> None:
        """Nobody asks this one any more: let its thread end."""
        self._is_over = True

    def _probe(self) -> None:
        """Whether its time is over and something listens there; no question is asked, since that may cost money."""
        if self._is_over:
            return
        if time.monotonic() < self._until:
            raise Away
        port = self._url.port or (443 if self._url.scheme == "https" else 80)
        socket.create_connection((self._url.hostname or "", port), CONNECTS_WITHIN).close()


_rests: dict[str, Rest] = {}


def rest_of(setup: Configured) -> Rest:
    return _rests.setdefault(setup.url, Rest(setup.url))


def forget() -> None:
    """As if no provider had ever failed."""
    while _rests:
        _rests.popitem()[1].end()
