"""An app's open socket, and whether the server has closed it."""

from __future__ import annotations

import time
from types import TracebackType

import orjson
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

LET_IN_WITHIN = 30


class OpenSocket:
    """Opened with an access token; closed by leaving the `with`."""

    def __init__(self, address: str, access_token: str) -> None:
        self._socket = connect(f"{address.replace('http', 'ws', 1)}/ws/", open_timeout=LET_IN_WITHIN)
        self._socket.send(orjson.dumps({"type": "authenticate", "token": access_token}).decode())
        self._socket.recv(timeout=LET_IN_WITHIN)

    def __enter__(self) -> OpenSocket:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def is_closed_within(self, seconds: float) -> bool:
        """Whether the server closes it by then; other frames are read over."""
        until = time.monotonic() + seconds
        while (rest := until - time.monotonic()) > 0:
            try:
                self._socket.recv(timeout=rest)
            except TimeoutError:
                return False
            except ConnectionClosed:
                return True
        return False
