"""A server that a test of the client may kill and start again, while it runs in a process of its own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.browser.instance import Instance


class Mortal(Instance):
    """Its database is made once, and outlives it."""

    _is_made = False

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(timeout=30)

    def _make_database(self) -> None:
        if not self._is_made:
            self._is_made = True
            super()._make_database()


@contextmanager
def door_to(instance: Mortal) -> Iterator[str]:
    """An address where POST /kill and /start are done to the instance, each answered once it is."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            {"/kill": instance.kill, "/start": instance.start}[self.path]()
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_said: Any) -> None:
            """A test's output is its own."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
