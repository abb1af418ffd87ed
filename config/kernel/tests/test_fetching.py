from __future__ import annotations

import ipaddress
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from config.kernel import fetching
from config.kernel.fetching import FetchFailed, FetchRefused, fetch, is_public


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(50):
                try:
                    self.wfile.write(b"x")
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(0.05)
            return
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        text = f"{self.path} {self.headers['Host']} {self.headers.get('X-Key', '-')}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://localhost:{running.server_port}"
    running.shutdown()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1",
        "255.255.255.255", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
        "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:c0a8:101::1",
        "2001:0:4136:e378:8000:63bf:3f57:fefe", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_of_ones_own_network_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.215.14", "2606:2800:21f:cb07::1", "::ffff:93.184.215.14", "64:ff9b::808:808"]
)
def test_others_are(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("ftp://example.org/x", "scheme"),
        ("file:///etc/passwd", "scheme"),
        ("http://user:word@example.org/", "credentials"),
        ("http://example.org\\@localhost/", "host"),
        ("http:///path", "host"),
        ("http://example.org:99999/", "host"),
        ("http://example.org:0/", "port"),
        ("http://exa mple.org/", "host"),
        ("http://127.0.0.1/", "private"),
        ("http://[::1]/", "private"),
        ("http://2130706433/", "private"),
        ("http://0x7f.1/", "private"),
        ("http://localhost/", "private"),
    ],
)
def test_what_may_not_be_asked(url: str, code: str) -> None:
    with pytest.raises(FetchRefused) as refusal:
        fetch(url)
    assert refusal.value.code == code


def test_a_trusted_host_is_asked_under_its_own_name(server: str) -> None:
    answer = fetch(f"{server}/path?a=b", headers={"X-Key": "k"}, allow_hosts={"localhost"})
    assert (answer.status, answer.body.decode()) == (200, f"/path?a=b {server.removeprefix('http://')} k")
    assert fetch(server, body=b"sent", allow_hosts={"localhost"}).body == b"sent"


def test_one_private_address_of_several_is_enough_to_refuse(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    both = [ipaddress.ip_address("93.184.215.14"), ipaddress.ip_address("127.0.0.1")]
    monkeypatch.setattr(fetching, "resolve", lambda host, port: both)
    with pytest.raises(FetchRefused, match="private"):
        fetch("http://two-faced.example/")


def test_a_name_is_resolved_once(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[fetching.Address]:
        asked.append(host)
        return [ipaddress.ip_address("127.0.0.1")]

    monkeypatch.setattr(fetching, "resolve", resolve)
    monkeypatch.setattr(fetching, "is_public", lambda address: True)
    port = server.rpartition(":")[2]
    assert fetch(f"http://rebinding.example:{port}/").status == 200
    assert asked == ["rebinding.example"]


def test_redirections_are_checked_as_the_first_address_was(server: str) -> None:
    trusted = {"localhost"}
    assert fetch(f"{server}/to//here", allow_hosts=trusted).body.startswith(b"/here")
    port = server.rpartition(":")[2]
    for onward, code in (
        (f"http://127.0.0.1:{port}/", "private"),
        ("file:///etc/passwd", "scheme"),
        (f"{server}/to/{server}/to/{server}/to/{server}/to/{server}", "redirections"),
    ):
        with pytest.raises(FetchRefused) as refusal:
            fetch(f"{server}/to/{onward}", allow_hosts=trusted)
        assert refusal.value.code == code


def test_a_key_is_not_told_to_another_host(server: str) -> None:
    port = server.rpartition(":")[2]
    answer = fetch(
        f"{server}/to/http://127.0.0.1:{port}/", headers={"X-Key": "secret"}, allow_hosts={"localhost", "127.0.0.1"}
    )
    assert answer.body.endswith(b" -")


def test_a_slow_or_endless_answer_is_left(server: str) -> None:
    with pytest.raises(FetchFailed, match="too_slow"):
        fetch(f"{server}/slow", whole=0.3, allow_hosts={"localhost"})
    with pytest.raises(FetchFailed, match="too_large"):
        fetch(f"{server}/slow", limit=3, allow_hosts={"localhost"})
    with pytest.raises(FetchFailed, match="unreachable"):
        fetch("http://localhost:9/", allow_hosts={"localhost"})
