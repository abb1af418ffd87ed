"""What the page of asking offers to speak and to listen with, and which pages may ask for the microphone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from chat.voice.offering import Offered, offered

MICROPHONE = "microphone=(self)"


@pytest.mark.parametrize(
    ("provider", "url", "found"),
    [
        ("", "", Offered("", "")),
        ("offline", "http://speech.example/v1", Offered("offline", "")),
        ("openai", "http://speech.example:8080/v1", Offered("openai", "speech.example:8080")),
        ("openai", "", Offered("openai", "api.openai.com")),
    ],
)
def test_who_hears_is_named_by_the_host_that_gets_it(settings: Any, provider: str, url: str, found: Offered) -> None:
    settings.VOICE_PROVIDER, settings.VOICE_URL = provider, url
    assert offered() == found


def test_the_page_names_a_service_only_where_there_is_one(
    ana: User, signed_in: Callable[[User], Client], settings: Any
) -> None:
    client = signed_in(ana)
    assert b"data-hears" not in client.get("/ask/").content
    settings.VOICE_PROVIDER, settings.VOICE_URL = "openai", "http://speech.example/v1"
    shown = client.get("/ask/").content.decode()
    assert 'data-hears="/api/v1/chat/voice-to-text/"' in shown
    assert "speech.example turns speech into text" in shown
    settings.VOICE_PROVIDER = "offline"
    assert "data-stays" in client.get("/ask/").content.decode()


def test_only_the_page_of_asking_may_ask_for_the_microphone(ana: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(ana)
    assert MICROPHONE in client.get("/ask/")["Permissions-Policy"]
    refused = client.post("/ask/", {"message": " "})
    assert refused.status_code == 422
    assert MICROPHONE in refused["Permissions-Policy"]
    assert "microphone=()" in client.get("/")["Permissions-Policy"]
