"""A small HTTP server for tests that takes whatever is posted, as Sentry and collectors of traces do."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import brotli

WAIT_SECONDS = 10
_UNPACKED: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.decompress, "br": brotli.decompress}


class Collector(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.posted: list[tuple[str, bytes]] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return self.server_address[1]

    def sent_to(self, path: str, count: int = 1) -> list[bytes]:
        """What was posted to a path, once there are `count` of it."""
        until = time.monotonic() + WAIT_SECONDS
        while True:
            found = [body for where, body in list(self.posted) if where == path]
            if len(found) >= count:
                return found
            assert time.monotonic() < until, f"{path} got {len(found)}, not {count}"
            time.sleep(0.02)


class _Talk(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        body = _UNPACKED.get(self.headers.get("Content-Encoding", ""), bytes)(body)
        server: Any = self.server
        server.posted.append((self.path, body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *given: Any) -> None:
        pass
