"""A speech service on this machine that speaks OpenAI's protocol: what it was sent is kept, how it fails is set."""

from __future__ import annotations

import io
import json
import threading
import time
import wave
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00spoken"


def silence(seconds: float = 0.3) -> bytes:
    """A WAV: browsers play it under any name."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(b"\x00\x00" * int(seconds * 16_000))
    return made.getvalue()


class SpeechServer:
    """`fails`: '' for not at all, `status` for 500, `hang`, `html` with 200, `garbage`, `cut` in the middle."""

    def __init__(self, heard: str = "Coffee 4.75 at Starbucks", spoken: bytes = MP3) -> None:
        self.heard, self.spoken, self.fails = heard, spoken, ""
        self.asked: list[tuple[str, bytes, str]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                server.asked.append((self.path, body, self.headers.get("Authorization", "")))
                server._answer(self)

            def log_message(self, *_arguments: Any) -> None:
                return

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    def _answer(self, handler: BaseHTTPRequestHandler) -> None:
        if self.fails == "hang":
            time.sleep(3)
        if self.fails == "status":
            self._send(handler, 500, "application/json", b"{}")
        elif self.fails == "html":
            self._send(handler, 200, "text/html", b"<!doctype html><title>Log in</title>")
        elif self.fails == "garbage":
            self._send(handler, 200, "application/json", b'{"text": ')
        elif self.fails == "cut":
            self._send(handler, 200, "audio/mpeg", MP3, announced=len(MP3) + 100)
        elif handler.path.endswith("/audio/transcriptions"):
            self._send(handler, 200, "application/json", json.dumps({"text": self.heard}).encode())
        elif handler.path.endswith("/audio/speech"):
            self._send(handler, 200, "audio/mpeg", self.spoken)
        else:
            self._send(handler, 404, "application/json", b"{}")

    @staticmethod
    def _send(
        handler: BaseHTTPRequestHandler, status: int, kind: str, body: bytes, announced: int | None = None
    ) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(announced or len(body)))
        handler.end_headers()
        handler.wfile.write(body)
        if announced:
            handler.close_connection = True
