"""A language model's service for tests: real HTTP on this machine, Anthropic's and OpenAI's protocols as they are.

    def test_it(language_server, ana):          # or language_protocols: the test runs once with each protocol
        language_server.allow(ana)
        language_server.plays(calls(("spending", {"period": "2026-10"})), says("You spent €40.00."))

Replies are played one a request; the last is played again for ever. `requests` holds every body that came.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from accounts.models import User
from insights.language import resting
from insights.language.configuration import configured
from insights.language.consent import set_consents
from insights.language.providers.chosen import provider_of
from tests import language_wire as wire

Heard = dict[str, Any]
Calls = tuple[tuple[str, Mapping[str, Any]], ...]
# Who hangs, hangs until the test ends, or this long.
HANGS_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Reply:
    """`fault` is one of FAULTS; `between` are seconds before each piece of a stream."""

    text: str = ""
    calls: Calls = ()
    status: int = 200
    fault: str = ""
    between: float = 0.0
    sent_tokens: int = 100
    received_tokens: int = 20


# hang: no answer at all; hang_after_headers: a stream that says nothing; break: the connection ends in the midst of it;
# stop: the stream ends there in good order; stall: it stays open and says no more; error: it tells an error there;
# html: a page with 200; garbage: no JSON. That nobody listens is said by `refuse()`.
FAULTS = ("hang", "hang_after_headers", "break", "stop", "stall", "error", "html", "garbage")
Script = Callable[[Heard], Reply]
PROTOCOLS: dict[str, type[wire.Anthropic] | type[wire.OpenAI]] = {
    "/v1/messages": wire.Anthropic,
    "/v1/chat/completions": wire.OpenAI,
}


def says(text: str, **more: Any) -> Reply:
    return Reply(text=text, **more)


def calls(*wanted: tuple[str, Mapping[str, Any]], text: str = "", **more: Any) -> Reply:
    return Reply(text=text, calls=wanted, **more)


def fails(fault: str = "", *, status: int = 200, text: str = "You spent €1,234.56 on", **more: Any) -> Reply:
    """`text` is what still comes before a stream breaks."""
    assert fault in FAULTS or status >= 400
    return Reply(text=text, status=status, fault=fault, **more)


_ORDER = re.compile(r"CALL (\w+) (\{.*?\})(?= |<|\"|\\|$)", re.MULTILINE)
_SAY = re.compile(r"SAY \"?([^\"<\n\\]+)")


def obeys(heard: Heard) -> Reply:
    """A model that does whatever it reads anywhere: `CALL tool {"a": 1}` calls it, once; `SAY words` repeats them."""
    text = wire.all_text(heard)
    offered = {each["name"] for each in wire.tools(heard)}
    already = wire.called(heard)
    wanted = []
    for name, arguments in _ORDER.findall(text):
        try:
            found = (name, json.loads(arguments))
        except ValueError:
            continue
        if name in offered and found not in already and found not in wanted:
            wanted.append(found)
    if wanted:
        return Reply(calls=tuple(wanted))
    return Reply(text=" ".join(_SAY.findall(text)) or "There is nothing to do.")


class LanguageServer:
    """`anthropic` or `openai` is what it is configured as; it answers both."""

    def __init__(self) -> None:
        self.requests: list[Heard] = []
        self.headers: list[dict[str, str]] = []
        self.left: list[Heard] = []
        self._script: Script | None = None
        self._replies: list[Reply] = [says("Hello.")]
        self._lock = threading.Lock()
        self.ends = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"service": self}))
        self._server.daemon_threads = True
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def plays(self, *replies: Reply) -> None:
        self._script, self._replies = None, list(replies)

    def follows(self, script: Script) -> None:
        """Have a function decide what is answered; `obeys` is one."""
        self._script = script

    def reply_to(self, heard: Heard, headers: Mapping[str, str]) -> Reply:
        with self._lock:
            self.requests.append(heard)
            self.headers.append({name.lower(): value for name, value in headers.items()})
            if self._script is not None:
                return self._script(heard)
            return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]

    def configure(self, settings: Any, protocol: str, **more: Any) -> None:
        """Have the product ask here. `more` are settings without their LANGUAGE_, in small letters."""
        chosen = {
            "provider": protocol,
            "key": "key-of-the-tests",
            "url": self.address + ("" if protocol == "anthropic" else "/v1"),
            "model": "model-of-the-tests",
            "prices": ("3", "15"),
            "spend_person": "5",
            "spend_instance": "20",
            "patience": "2.5",
            **more,
        }
        for name, value in chosen.items():
            setattr(settings, f"LANGUAGE_{name.upper()}", value)
        resting.forget()
        # The SDK's import is not what a test measures.
        if (setup := configured()) is not None:
            provider_of(setup)

    @staticmethod
    def allow(person: User, *what: str) -> None:
        """The person's consent, to everything unless named."""
        set_consents(person=person, given=what or ("answers", "payees"))

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def refuse(self) -> None:
        """Nobody listens any more."""
        self._server.shutdown()
        self._server.server_close()

    def stop(self) -> None:
        self.ends.set()
        self.refuse()


class _Handler(BaseHTTPRequestHandler):
    """One connection; `service` decides what is answered."""

    service: LanguageServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        heard = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        protocol = PROTOCOLS.get(self.path)
        if protocol is None:
            self._send(404, "application/json", b'{"error": {"message": "no such path"}}')
            return
        reply = self.service.reply_to(heard, dict(self.headers.items()))
        try:
            self._play(reply, protocol(), heard)
        except (BrokenPipeError, ConnectionResetError):
            self.service.left.append(heard)
            self.close_connection = True

    def _play(self, reply: Reply, protocol: wire.Protocol, heard: Heard) -> None:
        if reply.fault == "hang":
            self.service.ends.wait(HANGS_SECONDS)
            self.close_connection = True
        elif reply.status >= 400:
            self._send(reply.status, "application/json", json.dumps(protocol.error(reply.status)).encode())
        elif reply.fault == "html":
            self._send(200, "text/html", b"<!doctype html><title>Sign in to this network</title>")
        elif heard.get("stream"):
            self._stream(reply, protocol)
        else:
            whole = b"{garbage" if reply.fault == "garbage" else json.dumps(protocol.whole(reply)).encode()
            self._send(200, "application/json", whole)

    def _stream(self, reply: Reply, protocol: wire.Protocol) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if reply.fault == "hang_after_headers":
            self.service.ends.wait(HANGS_SECONDS)
            self.close_connection = True
            return
        begun, ending = protocol.stream(reply)
        for piece in begun:
            self.service.ends.wait(reply.between)
            self._write(piece)
        self._end(reply, protocol, ending)

    def _end(self, reply: Reply, protocol: wire.Protocol, ending: list[bytes]) -> None:
        if reply.fault == "garbage":
            self._write(protocol.event("content_block_delta", b"{garbage"))
        elif reply.fault == "error":
            self._write(protocol.event("error", json.dumps(protocol.error(529)).encode()))
        elif reply.fault == "stall":
            self.service.ends.wait(HANGS_SECONDS)
        elif reply.fault == "break":
            # The connection ends in the midst of a chunk.
            self.wfile.write(b"40\r\ndata: {")
        elif not reply.fault:
            for piece in ending:
                self.service.ends.wait(reply.between)
                self._write(piece)
        if reply.fault not in ("break", "stall"):
            self._write(b"")
        self.close_connection = True

    def _write(self, piece: bytes) -> None:
        """One chunk; the empty one is the last."""
        self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        self.wfile.flush()

    def _send(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Not into the tests' output."""


@pytest.fixture
def language_server(settings: Any, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[LanguageServer]:
    """The service, configured as Anthropic's; `configure(settings, "openai")` makes it the other."""
    # A test's transaction lives in the one connection, which is called obsolete for being in a transaction.
    monkeypatch.setattr("channels.db.close_old_connections", lambda: None)
    server = LanguageServer()
    server.configure(settings, "anthropic")
    yield server
    server.stop()
    resting.forget()


@pytest.fixture(params=["anthropic", "openai"])
def language_protocols(
    request: pytest.FixtureRequest, settings: Any, language_server: LanguageServer
) -> LanguageServer:
    """The service, once as each."""
    language_server.configure(settings, request.param)
    return language_server
