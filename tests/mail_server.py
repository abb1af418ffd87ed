"""A small mail server for tests: takes every message and keeps it."""

from __future__ import annotations

import threading
import time
from email import message_from_bytes
from email.message import Message
from email.policy import default
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

WAIT_SECONDS = 10


class MailServer(ThreadingTCPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.messages: list[Message] = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def sent_to(self, address: str, count: int = 1) -> list[str]:
        """The texts that reached an address, once there are `count` of them."""
        until = time.monotonic() + WAIT_SECONDS
        while True:
            found = [_text(each) for each in self.messages if each["To"] == address]
            if len(found) >= count:
                return found
            assert time.monotonic() < until, f"{address} got {len(found)} messages, not {count}"
            time.sleep(0.05)


def _text(message: Any) -> str:
    return str(message.get_body().get_content()).replace("\r\n", "\n")


class _Talk(StreamRequestHandler):
    """As much of RFC 5321 as Python's own client says."""

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"DATA":
                self._say("354 go on")
                self._take()
            self._say("221 bye" if word == b"QUIT" else "250 fine")
            if word == b"QUIT":
                return

    def _take(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        server: Any = self.server
        server.messages.append(message_from_bytes(b"".join(lines), policy=default))

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())
