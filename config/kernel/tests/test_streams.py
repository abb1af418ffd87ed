"""The stream tells what the socket tells, to the same people, and ends when the socket does."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.keys.services import create_key
from accounts.models import User
from config.asgi import application
from config.kernel import streams
from config.kernel.api import counters
from config.kernel.live import send_now
from config.kernel.tests.test_live import cookie_of, push, run
from config.kernel.tests.test_live import token_for as token_for

pytestmark = pytest.mark.django_db(transaction=True)
HOST = (b"host", b"localhost")
Header = tuple[bytes, bytes]
Tokens = Callable[[User], str]


class Stream:
    """A client's end. `status` and `headers` once it is opened."""

    def __init__(self, *headers: Header, method: str = "GET") -> None:
        scope = {
            "type": "http",
            "method": method,
            "path": streams.PATH,
            "query_string": b"",
            "headers": [HOST, *headers],
            "client": ("127.0.0.1", 5),
        }
        self._end: Any = ApplicationCommunicator(application, scope)  # type: ignore[no-untyped-call]
        self._text = ""
        self.status = 0
        self.headers: dict[str, str] = {}

    async def open(self) -> int:
        await self._end.send_input({"type": "http.request", "body": b"", "more_body": False})
        start = await self._end.receive_output(timeout=5)
        self.status = int(start["status"])
        self.headers = {name.decode(): value.decode() for name, value in start["headers"]}
        return self.status

    async def event(self, within: float = 3) -> dict[str, str]:
        """The fields of the next event; {} for the end. What is no event (retry, comments) is passed over."""
        while True:
            while "\n\n" not in self._text:
                message = await self._end.receive_output(timeout=within)
                self._text += message["body"].decode()
                if not message.get("more_body"):
                    return {}
            block, _gap, self._text = self._text.partition("\n\n")
            fields = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
            if "data" in fields:
                return fields

    async def news(self) -> dict[str, str]:
        """The next event, passing over a `resync`: where Redis was only just reached, one may come at any time."""
        found = await self.event()
        return await self.news() if json.loads(found["data"])["event"] == "resync" else found

    async def frame(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((await self.event())["data"])
        return told

    async def hears_nothing(self) -> bool:
        silent: bool = await self._end.receive_nothing(timeout=0.2)
        return silent and "\n\n" not in self._text

    async def hang_up(self) -> None:
        await self._end.send_input({"type": "http.disconnect"})
        await self._end.wait(timeout=3)


@asynccontextmanager
async def opened(*headers: Header) -> AsyncIterator[Stream]:
    stream = Stream(*headers)
    assert await stream.open() == 200
    yield stream
    await stream.hang_up()


def bearer(token: str) -> Header:
    return (b"authorization", f"Bearer {token}".encode())


@pytest.fixture
def cookie(ana: User, signed_in: Callable[[User], Client]) -> Header:
    return cookie_of(signed_in(ana))


def test_it_tells_each_frame_as_the_socket_does(ana: User, token_for: Tokens) -> None:
    async def story() -> None:
        async with opened(bearer(token_for_ana)) as stream:
            assert stream.headers["content-type"] == "text/event-stream"
            assert stream.headers["cache-control"] == "no-store"
            assert stream.headers["x-content-type-options"] == "nosniff"
            assert await stream.frame() == {"v": 1, "event": "ready", "seq": 0}
            for number in (1, 2):
                await sync_to_async(push)(ana, n=number, text="two\nlines")
            first, second = await stream.news(), await stream.news()
            assert (first["id"], second["id"]) == ("1", "2")
            told = json.loads(first["data"])
            assert (told["event"], told["data"]) == ("transaction:new", {"n": 1, "text": "two\nlines"})

    token_for_ana = token_for(ana)
    run(story)


def test_a_cookie_of_our_own_pages_opens_it(ana: User, cookie: Header) -> None:
    async def story() -> None:
        async with opened(cookie) as stream:
            assert (await stream.frame())["event"] == "ready"
        async with opened(cookie, (b"origin", b"http://localhost")) as stream:
            assert (await stream.frame())["event"] == "ready"

    run(story)


@pytest.mark.parametrize("origin", [b"https://evil.example", b"http://localhost:9999", b"null"])
def test_another_sites_page_cannot_use_the_cookie(cookie: Header, origin: bytes) -> None:
    async def story() -> None:
        assert await Stream(cookie, (b"origin", origin)).open() == 403

    run(story)


def test_who_is_nobody_gets_the_answer_of_the_api(ana: User) -> None:
    secret = create_key(person=ana, name="Script", scopes=["ledger:read"], expires_at=None)[1]

    async def story() -> None:
        assert await Stream().open() == 401
        assert await Stream(bearer("nonsense")).open() == 401
        assert await Stream(bearer(secret)).open() == 403
        assert await Stream((b"cookie", b"sessionid=nonsense")).open() == 401
        assert await Stream(bearer("nonsense"), method="POST").open() == 401

    run(story)


def test_nobody_hears_what_was_pushed_to_another(ana: User, carla: User, cookie: Header) -> None:
    async def story() -> None:
        async with opened(cookie) as stream:
            await stream.frame()
            await sync_to_async(push)(carla)
            assert await stream.hears_nothing()

    run(story)


@pytest.mark.parametrize(("seen", "event"), [(b"1", "ready"), (b"0", "resync"), (b"7", "resync"), (b"x", "ready")])
def test_who_was_away_is_told_what_to_fetch_again(ana: User, cookie: Header, seen: bytes, event: str) -> None:
    push(ana)

    async def story() -> None:
        async with opened(cookie, (b"last-event-id", seen)) as stream:
            frame = await stream.frame()
            assert (frame["event"], frame["seq"]) == (event, 1)
            if event == "resync":
                assert frame["data"]["lists"] == list(settings.LIVE_LISTS)

    run(story)


def test_what_has_no_number_moves_none(ana: User, cookie: Header) -> None:
    async def story() -> None:
        async with opened(cookie) as stream:
            await stream.frame()
            await sync_to_async(send_now)([ana.pk], "partner:typing", {})
            assert "id" not in await stream.event()

    run(story)


def test_it_ends_with_its_session(ana: User, cookie: Header) -> None:
    async def story() -> None:
        stream = Stream(cookie)
        await stream.open()
        await stream.frame()
        await sync_to_async(lambda: Session.objects.get().delete())()
        assert await stream.event() == {}
        assert await Stream(cookie).open() == 401

    run(story)


def test_it_ends_with_its_token(ana: User, token_for: Callable[..., str]) -> None:
    token = token_for(ana, expires_in=1)

    async def story() -> None:
        stream = Stream(bearer(token))
        await stream.open()
        await stream.frame()
        assert await stream.event(within=4) == {}

    run(story)


def test_it_ends_within_a_minute_of_anything_else(ana: User, cookie: Header, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "CHECK_EVERY_SECONDS", 0.1)

    async def story() -> None:
        stream = Stream(cookie)
        await stream.open()
        await stream.frame()
        await sync_to_async(User.objects.filter(pk=ana.pk).update)(is_active=False)
        assert await stream.event(within=4) == {}

    run(story)


def test_a_comment_keeps_it_open(cookie: Header, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "BEAT_SECONDS", 0.0)

    async def story() -> None:
        async with opened(cookie) as stream:
            await stream.frame()
            message = await stream._end.receive_output(timeout=3)
            assert message["body"] == b": beat\n\n"

    run(story)


def test_a_person_has_at_most_so_many_and_gets_them_back(cookie: Header, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MOST_OF_A_PERSON", 2)

    async def story() -> None:
        async with opened(cookie) as first:
            async with opened(cookie) as second:
                await first.frame()
                await second.frame()
                third = Stream(cookie)
                assert (await third.open(), "retry-after" in third.headers) == (429, True)
            async with opened(cookie) as again:
                await again.frame()
        assert not streams._open

    run(story)


def test_opening_counts_among_the_persons_calls(cookie: Header, ana: User, settings: Any) -> None:
    settings.THROTTLES_ON = True
    for _call in range(100):
        counters.counters().raise_by_one(f"person:{ana.pk}", 60)

    async def story() -> None:
        stream = Stream(cookie)
        assert await stream.open() == 429
        assert int(stream.headers["retry-after"]) > 0

    run(story)


def test_a_web_client_of_a_named_origin_may_read_it(ana: User, token_for: Tokens, settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example.org"]
    token = token_for(ana)

    async def story() -> None:
        async with opened(bearer(token), (b"origin", b"https://app.example.org")) as stream:
            assert stream.headers["access-control-allow-origin"] == "https://app.example.org"
            await stream.frame()
        async with opened(bearer(token), (b"origin", b"https://evil.example")) as stream:
            assert "access-control-allow-origin" not in stream.headers
            await stream.frame()

    run(story)
