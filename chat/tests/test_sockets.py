"""The same through real sockets: presence over windows, typing, and silence once the partnership has ended."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.test import Client

from accounts.models import User
from chat import services, windows
from chat.tests.conftest import Both
from config.kernel import live
from config.kernel.tests.test_live import OURS, Socket, cookie_of, opened, run
from partnerships.core.services import end_partnership

pytestmark = pytest.mark.django_db(transaction=True)
Opens = Callable[[User], Client]


async def next_of(socket: Socket, event: str) -> dict[str, Any]:
    """The next frame of that name; others may come before it."""
    while True:
        frame = await socket.frame()
        if frame["event"] == event:
            return frame


async def ready(socket: Socket) -> None:
    await socket.say(type="hello")
    await next_of(socket, "ready")


def test_the_partner_comes_types_and_goes(both: Both, signed_in: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = both
    monkeypatch.setattr(windows, "GRACE_SECONDS", 0.05)
    anas, bens = cookie_of(signed_in(ana.person)), cookie_of(signed_in(ben.person))

    async def story() -> None:
        async with opened(OURS, anas) as mine:
            await ready(mine)
            await mine.say(type="presence")
            assert (await next_of(mine, "partner:offline"))["data"]["partner_id"] == str(ben.person.pk)
            async with opened(OURS, bens) as first:
                await ready(first)
                online = await next_of(mine, "partner:online")
                assert online["data"]["partner_id"] == str(ben.person.pk)
                assert "seq" not in online
                async with opened(OURS, bens) as second:
                    await ready(second)
                    for _burst in range(3):
                        await second.say(type="typing")
                    assert (await next_of(mine, "partner:typing"))["data"]["partner_id"] == str(ben.person.pk)
                    assert await mine.hears_nothing()
                assert await mine.hears_nothing()
            gone = await next_of(mine, "partner:offline")
            assert gone["data"]["last_seen"]

    run(story)


def test_a_message_arrives_and_after_the_end_nothing_of_it_does(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    bens = cookie_of(signed_in(ben.person))

    async def story() -> None:
        async with opened(OURS, bens) as theirs:
            await ready(theirs)
            await sync_to_async(services.write_message)(standing=ana, text="Tea?")
            assert (await next_of(theirs, "message:new"))["data"]["message"]["text"] == "Tea?"
            await sync_to_async(end_partnership)(standing=ana)
            ended = time.monotonic()
            await next_of(theirs, "partnership:ended")
            await theirs.say(type="typing")
            await theirs.say(type="presence")
            while time.monotonic() - ended < 1:
                assert await theirs.hears_nothing()
            await sync_to_async(live.push)([ben.person.pk], "transaction:new", {"n": 1})
            assert (await theirs.frame())["event"] == "transaction:new"

    run(story)


def test_who_was_away_is_told_to_fetch_the_messages(both: Both, signed_in: Opens) -> None:
    ana, ben = both
    services.write_message(standing=ana, text="While you were away")
    bens = cookie_of(signed_in(ben.person))

    async def story() -> None:
        async with opened(OURS, bens) as theirs:
            await theirs.say(type="hello", seq=0)
            assert "messages" in (await next_of(theirs, "resync"))["data"]["lists"]

    run(story)


def test_what_nobody_hears_is_an_error_and_no_end(ana: User, signed_in: Opens) -> None:
    cookie = cookie_of(signed_in(ana))

    async def story() -> None:
        async with opened(OURS, cookie) as window:
            for kind in ("dance", 7, None, ["typing"]):
                await window.say(type=kind)
                assert (await next_of(window, "error"))["data"]["code"] == "unknown_message"

    run(story)
