"""A server that speaks GraphQL as a subgraph does, well and badly, for the tests of wallets."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ADDRESS = "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed"
OTHER = "0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359"
EURC = "0x1abaea1f7c830bd89acc67ec4af516284b1bc33c"
USDC = "0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48"


def event(number: int, **changed: Any) -> dict[str, Any]:
    """A deposit of 100 EURC on 10 October 2026, in a block of its own."""
    return {
        "id": f"0x{number:064x}-0",
        "transactionHash": f"0x{number:064x}",
        "blockNumber": str(1000 + number),
        "timestamp": "1791626400",
        "amount": "100.000000000000000001",
        "tokenAddress": EURC,
        "tokenSymbol": "EURC",
        "transactionType": "deposit",
        "recipientAddress": ADDRESS,
        "gasUsed": "65000",
        "gasPrice": "0.00000001",
        "metadata": '{"memo": "Invoice 12"}',
        **changed,
    }


class Subgraph:
    """`events` is what it has. `broken` is answered instead: a status with headers, or a body."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.asked: list[dict[str, Any]] = []
        self.broken: tuple[int, dict[str, str], bytes] | None = None
        self.broken_from = 0
        self.ignores_cursor = False
        self.url = ""

    def answer(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        sent = json.loads(body)
        variables = sent["variables"]
        self.asked.append(variables)
        assert "transactionEvents" in sent["query"]
        if self.broken is not None and len(self.asked) > self.broken_from:
            return self.broken
        after = (int(variables["block"]), variables["after"])
        rows = sorted(self.events, key=lambda each: (int(each["blockNumber"]), each["id"]))
        if not self.ignores_cursor:
            rows = [each for each in rows if (int(each["blockNumber"]), each["id"]) > after]
        data = {"transactionEvents": rows[: variables["first"]], "_meta": {"hasIndexingErrors": False}}
        return 200, {}, json.dumps({"data": data}).encode()


@contextmanager
def serving() -> Iterator[Subgraph]:
    subgraph = Subgraph()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, headers, answer = subgraph.answer(body)
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(answer))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Not into the output of the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    subgraph.url = f"http://127.0.0.1:{server.server_port}/graphql?key=hunter2"
    yield subgraph
    server.shutdown()
    server.server_close()
    thread.join()
