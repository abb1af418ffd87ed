"""A service that is away costs one wait, and is found again by itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from django.core.cache import caches
from django.test import override_settings

from config.kernel import channel_layer, redis_link
from config.kernel.link import Away, Link


def until(holds: Callable[[], object], seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


class Service:
    def __init__(self) -> None:
        self.answers = False
        self.calls = 0

    def __call__(self) -> None:
        self.calls += 1
        if not self.answers:
            raise ConnectionError


def call(link: Link, service: Callable[[], None]) -> str:
    try:
        with link.asking(ConnectionError):
            service()
    except Away:
        return "away"
    return "answered"


def test_only_the_first_call_waits_and_none_after_it_is_back() -> None:
    service, link, back = Service(), Link("service", lambda: asked()), threading.Event()
    asked = Service()
    link.when_back(back.set)
    assert [call(link, service) for _ in range(5)] == ["away"] * 5
    assert service.calls == 1
    until(lambda: asked.calls > 1)
    assert link.is_away
    asked.answers = service.answers = True
    assert back.wait(5)
    assert call(link, service) == "answered"


def test_an_answer_that_took_too_long_counts_and_the_next_is_not_waited_for() -> None:
    link = Link("service", threading.Event().wait, slow=0.01)
    assert call(link, lambda: time.sleep(0.02)) == "answered"
    assert call(link, lambda: None) == "away"


def test_a_fault_of_ours_says_nothing_of_the_service() -> None:
    link = Link("service", lambda: None)
    with pytest.raises(KeyError), link.asking(ConnectionError):
        raise KeyError
    assert not link.is_away


def test_the_cache_is_this_processs_own_while_redis_is_away(no_redis: None) -> None:
    shared = {"default": {"BACKEND": "config.kernel.shared_cache.SharedCache", "LOCATION": "redis://127.0.0.1:1"}}
    with override_settings(CACHES=shared):
        cache = caches["default"]
        cache.clear()
        assert (cache.add("k", 1), cache.add("k", 2), cache.get("k")) == (True, False, 1)


def test_whoever_was_not_told_is_told_to_look_when_redis_is_back(
    no_redis: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer = channel_layer.RedisChannelLayer()
    heard: list[tuple[str, str]] = []
    monkeypatch.setattr(channel_layer, "get_channel_layer", lambda: layer)
    monkeypatch.setattr(layer, "send_soon", lambda group, message: heard.append((group, message["type"])))
    channel_layer.send_to_group("person.a", {"type": "live.frames"})
    channel_layer.send_to_group("person.a", {"type": "live.frames"})
    assert heard == [("person.a", "live.frames")] * 2
    redis_link.link()._tell_back()
    assert heard[2:] == [("person.a", "live.behind")]
