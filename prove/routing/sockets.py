"""The socket: who is let in, with what they are sent away, and that nobody hears of what another does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from config.asgi import application
from config.kernel import consumers
from prove.outcome import Outcome
from prove.routing.asking import JSON
from prove.routing.cast import Actor, Cast, token_of

Headers = tuple[tuple[bytes, bytes], ...]
HOST = (b"host", b"localhost")
OURS = (b"origin", b"http://localhost")
REFUSED, OPEN = 4403, 0
WAIT = 5.0
SILENCE = 0.3
WRITES = 6


@dataclass(frozen=True, slots=True)
class Attempt:
    """Headers of the handshake and the first frame. `expected`: the code it is closed with, or OPEN."""

    name: str
    headers: Headers
    first: str | bytes | None
    expected: int
    path: str = "/ws/"
    query: bytes = b""


class Socket:
    def __init__(self, attempt: Attempt) -> None:
        scope = {
            "type": "websocket",
            "path": attempt.path,
            "query_string": attempt.query,
            "headers": [HOST, *attempt.headers],
        }
        self._end: Any = ApplicationCommunicator(application, scope)  # type: ignore[no-untyped-call]

    async def enter(self, first: str | bytes | None) -> tuple[int, list[str]]:
        """The code it was closed with, or OPEN after a greeting; and the frames that came meanwhile."""
        heard: list[str] = []
        await self._end.send_input({"type": "websocket.connect"})
        if first is not None:
            kind = "text" if isinstance(first, str) else "bytes"
            await self._end.send_input({"type": "websocket.receive", kind: first})
        while True:
            message = await self._end.receive_output(timeout=WAIT)
            if message["type"] == "websocket.close":
                return int(message["code"]), heard
            if message["type"] == "websocket.send":
                heard.append(message["text"])
                if "authenticated" not in heard[-1]:
                    return OPEN, heard
                await self.say(type="hello", seq=None)

    async def say(self, **frame: Any) -> None:
        await self._end.send_input({"type": "websocket.receive", "text": json.dumps(frame)})

    async def hear(self, seconds: float = SILENCE) -> list[dict[str, Any]]:
        """What comes until nothing came for so long."""
        heard = []
        while not await self._end.receive_nothing(timeout=seconds):
            heard.append(await self._end.receive_output(timeout=WAIT))
        return heard

    async def leave(self) -> None:
        await self._end.send_input({"type": "websocket.disconnect", "code": 1000})
        await self._end.wait(timeout=WAIT)


def attempts(cast: Cast) -> list[Attempt]:
    ana, hello = cast["ana"], json.dumps({"type": "hello", "seq": None})
    closed = consumers.NOT_LOGGED_IN
    found = [
        Attempt("a page without a session", (OURS,), hello, closed),
        Attempt("a page with a session nobody has", (OURS, _cookie("x" * 32)), hello, closed),
        Attempt(
            "another site's page with the owner's cookie", (_origin("https://evil.example"), _of(ana)), hello, REFUSED
        ),
        Attempt("a sandboxed page with the owner's cookie", (_origin("null"), _of(ana)), hello, REFUSED),
        Attempt(
            "another port's page with the owner's cookie", (_origin("http://localhost:1"), _of(ana)), hello, REFUSED
        ),
        Attempt("the owner's cookie without an origin", (_of(ana),), hello, REFUSED),
        Attempt("another path", (OURS, _of(ana)), hello, REFUSED, path="/ws/other/"),
        Attempt("an app that says nothing", (), None, closed),
        Attempt("an app with its token in the address", (), None, closed, query=f"token={ana.token}".encode()),
        Attempt("an app with its token in a header", (_bearer(ana.token),), None, closed),
        Attempt("an app that greets before it has a name", (), hello, closed),
        Attempt("a frame of bytes", (), b"\x00\x01", consumers.NOT_TEXT),
        Attempt("a frame too large", (), "x" * (consumers.LARGEST_FRAME + 1), consumers.TOO_LARGE),
        *(
            Attempt(f"first frame {first}", (), first, closed)
            for first in ("no json", "[]", "{}", '{"type": "authenticate"}')
        ),
        *(Attempt(f"{name} as the token", (), _authenticate(token), closed) for name, token in _bad_tokens(ana)),
    ]
    for name, actor in cast.items():
        found.append(Attempt(f"{name}'s page", (OURS, _of(actor)), hello, OPEN))
        found.append(Attempt(f"{name}'s app", (), _authenticate(actor.token), OPEN))
    return found


def prove(cast: Cast, outcome: Outcome) -> None:
    """The caller has committed the cast. Changes it for good: sessions of the owner are ended."""
    with _impatient():
        for attempt in attempts(cast):
            async_to_sync(_try)(attempt, cast, outcome)
        async_to_sync(_listen)(cast, outcome)
        for door in ("page", "app"):
            async_to_sync(_end_session)(door, cast["ana"], outcome)


async def _try(attempt: Attempt, cast: Cast, outcome: Outcome) -> None:
    socket = Socket(attempt)
    code, heard = await socket.enter(attempt.first)
    await socket.leave()
    outcome.figures["sockets opened or refused"] += 1
    if code != attempt.expected:
        outcome.fail("socket", f"{attempt.name}: {code}, expected {attempt.expected}")
    _look_for_leaks(attempt.name, heard, cast, outcome)


async def _listen(cast: Cast, outcome: Outcome) -> None:
    """Everybody's windows are open, and the others try to join the owner's stream; then the owner writes."""
    hello = json.dumps({"type": "hello", "seq": None})
    windows = {name: Socket(Attempt(name, (OURS, _of(actor)), hello, OPEN)) for name, actor in cast.items()}
    for socket in windows.values():
        await socket.enter(hello)
    owner = cast["ana"].person.pk
    for name, socket in windows.items():
        if name != "ana":
            for frame in (
                {"type": "hello", "seq": 0, "person": str(owner)},
                {"type": "join", "group": f"person.{owner.hex}"},
            ):
                await socket.say(**frame)
            await socket.say(type="authenticate", token=cast["ana"].keys["full"])
            await socket.hear()
    await sync_to_async(_write)(cast["ana"])
    for name, socket in windows.items():
        heard = [each.get("text", "") for each in await socket.hear()]
        outcome.figures["frames heard by the owner" if name == "ana" else "frames heard by others"] += len(heard)
        if (name == "ana") != (len(heard) >= WRITES):
            outcome.fail("socket", f"{name} heard {len(heard)} frames while the owner wrote")
        _look_for_leaks(name, [] if name == "ana" else heard, cast, outcome)
        await socket.leave()


async def _end_session(door: str, owner: Actor, outcome: Outcome) -> None:
    """A session that ends closes its sockets, and what is written after that is not heard."""
    fresh = await sync_to_async(_log_in)(owner)
    first = _authenticate(fresh.token) if door == "app" else json.dumps({"type": "hello", "seq": None})
    socket = Socket(Attempt(door, () if door == "app" else (OURS, _of(fresh)), first, OPEN))
    await socket.enter(first)
    await sync_to_async(_end)(fresh, door)
    await sync_to_async(_write)(owner)
    heard = await socket.hear()
    codes = [each["code"] for each in heard if each["type"] == "websocket.close"]
    outcome.figures["sockets opened or refused"] += 1
    if codes != [consumers.NOT_LOGGED_IN] or len(heard) != 1:
        outcome.fail("socket", f"{door} of an ended session: closed {codes}, heard {len(heard) - len(codes)} frames")


def _look_for_leaks(name: str, heard: list[str], cast: Cast, outcome: Outcome) -> None:
    if name.startswith("ana"):
        return
    for secret in cast["ana"].markers:
        if any(secret in frame for frame in heard):
            outcome.figures["leaks"] += 1
            outcome.fail("leak", f"socket of {name}: tells {secret}")


def _write(owner: Actor) -> None:
    """Six changes through the API, each of which the owner's other windows hear of."""
    client = Client(headers={"Authorization": f"Bearer {owner.keys['full']}"})
    account, category = owner.ids["money-accounts"], owner.ids["categories"]
    body = {"money_account": account, "kind": "expense", "amount": "3.10", "payee": "MarkerPayee", "category": category}
    made: Any = client.post("/api/v1/transactions/", json.dumps(body), content_type=JSON)
    address = f"/api/v1/transactions/{made.json()['id']}/"
    client.patch(address, json.dumps({"notes": "MarkerNotes"}), content_type=JSON)
    client.delete(address)
    client.post(f"{address}restoration/")
    client.patch(f"/api/v1/money-accounts/{account}/", json.dumps({"institution": "MarkerBank"}), content_type=JSON)
    client.patch(f"/api/v1/categories/{category}/", json.dumps({"color": "#2F855A"}), content_type=JSON)


def _log_in(owner: Actor) -> Actor:
    client = Client()
    client.force_login(owner.person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    return Actor(owner.person, cookie, token_of(owner.person, cookie, timedelta(minutes=5)), owner.keys)


def _end(fresh: Actor, door: str) -> None:
    if door == "app":
        headers = {"Authorization": f"Bearer {fresh.token}"}
        Client(headers=headers).delete("/_allauth/app/v1/auth/session")
    else:
        Session.objects.get(pk=fresh.cookie).delete()


def _bad_tokens(owner: Actor) -> Iterator[tuple[str, str]]:
    yield "an expired one", token_of(owner.person, owner.cookie, timedelta(seconds=-1))
    yield "one of no session", token_of(owner.person, "y" * 32, timedelta(minutes=5))
    yield "one to refresh", token_of(owner.person, owner.cookie, timedelta(minutes=5), use="refresh")
    yield "a cut one", owner.token[:-2]
    yield "an API key", owner.keys["full"]
    yield "a revoked API key", owner.keys["revoked"]
    yield "the session's key", owner.cookie
    yield "nothing", ""


def _authenticate(token: str) -> str:
    return json.dumps({"type": "authenticate", "token": token})


def _cookie(session: str) -> tuple[bytes, bytes]:
    return b"cookie", f"{settings.SESSION_COOKIE_NAME}={session}".encode()


def _of(actor: Actor) -> tuple[bytes, bytes]:
    return _cookie(actor.cookie)


def _origin(site: str) -> tuple[bytes, bytes]:
    return b"origin", site.encode()


def _bearer(token: str) -> tuple[bytes, bytes]:
    return b"authorization", f"Bearer {token}".encode()


@contextmanager
def _impatient() -> Iterator[None]:
    """Whoever says nothing is waited for a moment instead of five seconds."""
    before = consumers.AUTHENTICATE_WITHIN_SECONDS
    consumers.AUTHENTICATE_WITHIN_SECONDS = 0.2  # type: ignore[assignment]
    try:
        yield
    finally:
        consumers.AUTHENTICATE_WITHIN_SECONDS = before
