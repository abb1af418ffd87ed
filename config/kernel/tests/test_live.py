from __future__ import annotations

import json
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client

from accounts.models import User
from config.asgi import application
from config.kernel import consumers, live, sockets

pytestmark = pytest.mark.django_db(transaction=True)

HOST = (b"host", b"localhost")
OURS = (b"origin", b"http://localhost")


class Socket:
    """A window's or an app's end of the socket."""

    def __init__(self, *headers: tuple[bytes, bytes]) -> None:
        scope = {"type": "websocket", "path": "/ws/", "headers": [HOST, *headers]}
        self._end: Any = ApplicationCommunicator(application, scope)  # type: ignore[no-untyped-call]

    async def is_accepted(self) -> bool:
        await self._end.send_input({"type": "websocket.connect"})
        answer: dict[str, Any] = await self._end.receive_output(timeout=5)
        return bool(answer["type"] == "websocket.accept")

    async def say(self, text: str = "", **frame: Any) -> None:
        await self._end.send_input({"type": "websocket.receive", "text": text or json.dumps(frame)})

    async def frame(self) -> dict[str, Any]:
        message = await self._end.receive_output(timeout=2)
        frame: dict[str, Any] = json.loads(message["text"])
        return frame

    async def hears_nothing(self) -> bool:
        silent: bool = await self._end.receive_nothing(timeout=0.2)
        return silent

    async def closed_with(self, within: float = 2) -> int:
        message = await self._end.receive_output(timeout=within)
        assert message["type"] == "websocket.close", message
        code: int = message["code"]
        return code

    async def leave(self) -> None:
        await self._end.send_input({"type": "websocket.disconnect", "code": 1000})
        await self._end.wait(timeout=2)


@asynccontextmanager
async def opened(*headers: tuple[bytes, bytes]) -> AsyncIterator[Socket]:
    socket = Socket(*headers)
    assert await socket.is_accepted()
    yield socket
    await socket.leave()


def cookie_of(client: Client) -> tuple[bytes, bytes]:
    return (b"cookie", f"sessionid={client.cookies['sessionid'].value}".encode())


@pytest.fixture
def token_for(monkeypatch: pytest.MonkeyPatch) -> Callable[[User], str]:
    """Tokens as the reader of `accounts` understands them, made as log-in by API makes them."""
    from allauth.headless.tokens.strategies.jwt import internal
    from django.contrib.sessions.backends.db import SessionStore

    def make(user: User, expires_in: int = 900) -> str:
        client = Client()
        client.force_login(user)
        key = client.cookies["sessionid"].value
        assert SessionStore(key).exists(key)
        token, _payload = internal.create_token(
            "access", sub=str(user.pk), sid=internal.session_key_to_sid(key), expires_in=expires_in
        )
        made: str = token
        return made

    return make


def run(story: Callable[[], Awaitable[None]]) -> None:
    """In an event loop whose database calls come back to this thread, so that they see this test's rows."""
    async_to_sync(story)()


def push(user: User, event: str = "transaction:new", **data: Any) -> None:
    with transaction.atomic():
        live.push([user.pk], event, data)


def test_every_open_window_gets_each_frame_in_order(ana: User, signed_in: Callable[[User], Client]) -> None:
    cookie = cookie_of(signed_in(ana))

    async def story() -> None:
        async with opened(OURS, cookie) as first, opened(OURS, cookie) as second:
            for window in (first, second):
                await window.say(type="hello", seq=0)
                assert await window.frame() == {"v": 1, "event": "ready", "seq": 0}
            for number in (1, 2):
                await sync_to_async(push)(ana, n=number)
            for window in (first, second):
                frames = [await window.frame(), await window.frame()]
                assert [(each["seq"], each["data"]) for each in frames] == [(1, {"n": 1}), (2, {"n": 2})]

    run(story)


def test_nobody_hears_what_was_pushed_to_another(ana: User, carla: User, signed_in: Callable[[User], Client]) -> None:
    cookie = cookie_of(signed_in(carla))

    async def story() -> None:
        async with opened(OURS, cookie) as window:
            await window.say(type="hello", seq=0)
            await window.frame()
            await sync_to_async(push)(ana)
            assert await window.hears_nothing()

    run(story)


def test_a_frame_of_a_rolled_back_change_is_never_sent(ana: User, signed_in: Callable[[User], Client]) -> None:
    cookie = cookie_of(signed_in(ana))

    def fail() -> None:
        with transaction.atomic():
            live.push([ana.pk], "transaction:new", {})
            transaction.set_rollback(True)

    async def story() -> None:
        async with opened(OURS, cookie) as window:
            await window.say(type="hello", seq=None)
            await window.frame()
            await sync_to_async(fail)()
            assert await window.hears_nothing()

    run(story)


def test_a_worker_thread_reaches_the_windows(ana: User, signed_in: Callable[[User], Client]) -> None:
    """As a job of the embedded worker does: another thread, no loop of its own."""
    from config.kernel.channel_layer import send_to_group

    cookie = cookie_of(signed_in(ana))

    async def story() -> None:
        async with opened(OURS, cookie) as window:
            await window.say(type="hello", seq=0)
            await window.frame()
            message = {"type": "live.frames", "frames": ['{"event": "import:progress"}']}
            threading.Thread(target=send_to_group, args=(live.group_of(ana.pk), message)).start()
            assert await window.frame() == {"event": "import:progress"}

    run(story)


def test_a_window_that_was_away_is_told_what_to_fetch_again(ana: User, signed_in: Callable[[User], Client]) -> None:
    push(ana)
    cookie = cookie_of(signed_in(ana))

    async def story() -> None:
        async with opened(OURS, cookie) as window:
            await window.say(type="hello", seq=0)
            frame = await window.frame()
            assert (frame["event"], frame["seq"]) == ("resync", 1)
            assert frame["data"]["lists"] == list(settings.LIVE_LISTS)

    run(story)


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param([(b"origin", b"https://evil.example")], id="another site"),
        pytest.param([(b"origin", b"http://localhost:9999")], id="another port"),
        pytest.param([(b"origin", b"null")], id="a sandboxed page"),
        pytest.param([], id="a cookie without an origin"),
    ],
)
def test_another_sites_page_cannot_use_the_cookie(
    headers: list[tuple[bytes, bytes]], ana: User, signed_in: Callable[[User], Client]
) -> None:
    cookie = cookie_of(signed_in(ana))

    async def story() -> None:
        assert not await Socket(cookie, *headers).is_accepted()

    run(story)


def test_a_page_that_is_not_logged_in_is_closed() -> None:
    async def story() -> None:
        async with opened(OURS) as window:
            await window.say(type="hello", seq=0)
            assert await window.closed_with() == consumers.NOT_LOGGED_IN

    run(story)


@pytest.mark.parametrize("ending", ["log-out", "password", "ended from the list"])
def test_the_socket_closes_with_its_session(ending: str, ana: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(ana)
    cookie = cookie_of(client)

    def end() -> None:
        if ending == "log-out":
            client.logout()
        elif ending == "password":
            request = client.get("/healthz").wsgi_request
            request.session = client.session
            request.session.cycle_key()
        else:
            Session.objects.filter(pk=client.cookies["sessionid"].value).delete()

    async def story() -> None:
        async with opened(OURS, cookie) as window:
            await window.say(type="hello", seq=0)
            await window.frame()
            await sync_to_async(end)()
            assert await window.closed_with() == consumers.NOT_LOGGED_IN

    run(story)


def test_what_comes_after_the_session_has_ended_is_not_sent(ana: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(ana)
    cookie = cookie_of(client)

    async def story() -> None:
        async with opened(OURS, cookie) as window:
            await window.say(type="hello", seq=0)
            await window.frame()
            await sync_to_async(client.logout)()
            await sync_to_async(push)(ana)
            assert await window.closed_with() == consumers.NOT_LOGGED_IN
            assert await window.hears_nothing()

    run(story)


def test_a_blocked_person_is_closed(ana: User, signed_in: Callable[[User], Client]) -> None:
    cookie = cookie_of(signed_in(ana))

    async def story() -> None:
        async with opened(OURS, cookie) as window:
            await window.say(type="hello", seq=0)
            await window.frame()
            await sync_to_async(sockets.close_sockets_of)(ana.pk)
            assert await window.closed_with() == consumers.NOT_LOGGED_IN

    run(story)


def test_what_nobody_announced_is_found_by_the_watch(
    ana: User, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "CHECK_EVERY_SECONDS", 0.05)
    cookie = cookie_of(signed_in(ana))
    block = sync_to_async(User.objects.filter(pk=ana.pk).update)

    async def story() -> None:
        async with opened(OURS, cookie) as window:
            await window.say(type="hello", seq=0)
            await window.frame()
            await block(is_active=False)
            assert await window.closed_with() == consumers.NOT_LOGGED_IN

    run(story)


@pytest.mark.parametrize("headers", [[], [OURS]], ids=["no origin", "a phone's, which names the server's own"])
def test_an_app_logs_in_with_its_first_frame(
    headers: list[tuple[bytes, bytes]], ana: User, token_for: Callable[..., str]
) -> None:
    token = token_for(ana)

    async def story() -> None:
        async with opened(*headers) as app:
            await app.say(type="authenticate", token=token)
            assert (await app.frame())["event"] == "authenticated"
            await app.say(type="hello", seq=0)
            assert (await app.frame())["event"] == "ready"
            await sync_to_async(push)(ana)
            assert (await app.frame())["seq"] == 1
            await sync_to_async(Session.objects.all().delete)()
            assert await app.closed_with() == consumers.NOT_LOGGED_IN

    run(story)


def test_an_app_is_closed_when_its_token_ends(ana: User, token_for: Callable[..., str]) -> None:
    token = token_for(ana, expires_in=2)

    async def story() -> None:
        async with opened() as app:
            await app.say(type="authenticate", token=token)
            assert (await app.frame())["event"] == "authenticated"
            started = datetime.now(UTC)
            assert await app.closed_with(within=4) == consumers.NOT_LOGGED_IN
            assert datetime.now(UTC) - started < timedelta(seconds=3)

    run(story)


@pytest.mark.parametrize("first", [{"type": "authenticate", "token": "eyJhbGciOi.x.y"}, {"type": "hello", "seq": 0}])
def test_an_app_without_a_good_token_is_closed(first: dict[str, Any]) -> None:
    async def story() -> None:
        async with opened() as app:
            await app.say(**first)
            assert await app.closed_with() == consumers.NOT_LOGGED_IN

    run(story)


def test_an_app_that_says_nothing_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consumers, "AUTHENTICATE_WITHIN_SECONDS", 0.05)

    async def story() -> None:
        async with opened() as app:
            assert await app.closed_with() == consumers.NOT_LOGGED_IN

    run(story)


@pytest.mark.parametrize("text", ["not json", "[]", '{"type": "hello", "seq": "1"}', '{"type": "launch"}', "{}"])
def test_what_is_not_understood_is_said_to_be_so(text: str, ana: User, signed_in: Callable[[User], Client]) -> None:
    cookie = cookie_of(signed_in(ana))

    async def story() -> None:
        async with opened(OURS, cookie) as window:
            await window.say(text)
            assert await window.frame() == {"v": 1, "event": "error", "data": {"code": "unknown_message"}}
            await window.say(type="ping")
            assert (await window.frame())["event"] == "pong"

    run(story)


def test_too_large_and_too_many_frames_close_the_socket(
    ana: User, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "FRAMES_A_MINUTE", 3)
    cookie = cookie_of(signed_in(ana))

    async def story() -> None:
        async with opened(OURS, cookie) as window:
            await window.say("x" * (consumers.LARGEST_FRAME + 1))
            assert await window.closed_with() == consumers.TOO_LARGE
        async with opened(OURS, cookie) as window:
            for _frame in range(3):
                await window.say(type="ping")
                await window.frame()
            await window.say(type="ping")
            assert await window.closed_with() == consumers.TOO_MANY

    run(story)


def test_a_window_that_missed_frames_is_told_to_fetch_its_lists(ana: User, signed_in: Callable[[User], Client]) -> None:
    from config.kernel.channel_layer import BEHIND, send_to_group

    cookie = cookie_of(signed_in(ana))

    def look() -> None:
        send_to_group(live.group_of(ana.pk), BEHIND)

    async def story() -> None:
        async with opened(OURS, cookie) as window:
            await window.say(type="hello", seq=0)
            await window.frame()
            await sync_to_async(look)()
            assert await window.hears_nothing()
            await sync_to_async(lambda: User.objects.filter(pk=ana.pk).update(live_seq=7))()
            await sync_to_async(look)()
            frame = await window.frame()
            assert (frame["event"], frame["seq"]) == ("resync", 7)

    run(story)
