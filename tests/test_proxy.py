"""The proxy the fault proofs stand on: each mode does to a connection what its name says."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from socketserver import StreamRequestHandler, ThreadingTCPServer

import pytest

from prove.proxy import HANG, PASS, REFUSE, Mode, Proxy, flap, slow, stall

SOON = 5.0


class _Echo(StreamRequestHandler):
    def handle(self) -> None:
        with suppress(ConnectionError):
            while line := self.rfile.readline():
                self.wfile.write(line)


@pytest.fixture(scope="module")
def echo() -> Iterator[int]:
    ThreadingTCPServer.daemon_threads = True
    with ThreadingTCPServer(("127.0.0.1", 0), _Echo) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.fixture
def proxy(echo: int) -> Iterator[Proxy]:
    with Proxy("127.0.0.1", echo) as proxy:
        yield proxy


def opened(proxy: Proxy, patience: float = SOON) -> socket.socket:
    return socket.create_connection(("127.0.0.1", proxy.port), patience)


def said(connection: socket.socket, line: bytes) -> bytes:
    """What comes back of a line, as far as it comes."""
    connection.sendall(line)
    return received(connection, len(line))


def received(connection: socket.socket, size: int) -> bytes:
    back = b""
    while len(back) < size and (some := connection.recv(size - len(back))):
        back += some
    return back


def test_what_passes_is_untouched(proxy: Proxy) -> None:
    line = b"x" * 1_000_000 + b"\n"
    with opened(proxy) as one, opened(proxy) as other:
        assert said(one, line) == line
        assert said(other, b"short\n") == b"short\n"
    assert proxy.connections == 2


def test_refused_means_nobody_listens_and_open_connections_are_reset(proxy: Proxy) -> None:
    with opened(proxy) as connection:
        said(connection, b"before\n")
        proxy.be(REFUSE)
        with pytest.raises(ConnectionResetError):
            connection.recv(1)
    with pytest.raises(ConnectionRefusedError):
        opened(proxy)
    proxy.be(PASS)
    with opened(proxy) as connection:
        assert said(connection, b"after\n") == b"after\n"


def test_a_hang_takes_connections_says_nothing_and_goes_on_when_it_ends(proxy: Proxy) -> None:
    with opened(proxy, 0.3) as old:
        said(old, b"before\n")
        proxy.be(HANG)
        with opened(proxy, 0.3) as new:
            for connection in (old, new):
                connection.sendall(b"during\n")
                with pytest.raises(TimeoutError):
                    connection.recv(1)
            proxy.be(PASS)
            for connection in (old, new):
                connection.settimeout(SOON)
                assert received(connection, 7) == b"during\n"


def test_a_stall_stops_in_the_middle_of_an_answer(proxy: Proxy) -> None:
    proxy.be(stall(4))
    with opened(proxy, 0.3) as connection:
        connection.sendall(b"0123456789\n")
        assert received(connection, 4) == b"0123"
        with pytest.raises(TimeoutError):
            connection.recv(1)
        proxy.be(PASS)
        connection.settimeout(SOON)
        assert received(connection, 7) == b"456789\n"


@pytest.mark.parametrize(("mode", "at_least"), [(slow(0.1), 0.2), (slow(0.02, piece=1), 0.28)])
def test_slow_waits_before_each_piece_both_ways(proxy: Proxy, mode: Mode, at_least: float) -> None:
    proxy.be(mode)
    with opened(proxy) as connection:
        began = time.monotonic()
        assert said(connection, b"1234567\n") == b"1234567\n"
    assert time.monotonic() - began >= at_least * 0.9


def test_flapping_is_refused_and_passed_in_turn(proxy: Proxy) -> None:
    def answers() -> bool:
        try:
            with opened(proxy) as connection:
                return said(connection, b"x\n") == b"x\n"
        except OSError:
            return False

    proxy.be(flap(0.2))
    _until(lambda: answers())
    _until(lambda: not answers())
    _until(lambda: answers())
    proxy.be(PASS)
    assert answers()


def _until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + SOON
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.02)
