"""Speech to text and back through the API, by a service on this machine that speaks the real protocol."""

from __future__ import annotations

import io
import logging
import shutil
import wave
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from accounts.models import User
from chat.voice import providers
from chat.voice.tests.speech_server import MP3, SpeechServer

HEAR, SPEAK = "/api/v1/chat/voice-to-text/", "/api/v1/chat/text-to-voice/"
FIRST_BYTES = {
    "webm": b"\x1aE\xdf\xa3webm",
    "ogg": b"OggS\x00\x02opus",
    "m4a": b"\x00\x00\x00\x20ftypM4A ",
    "mp3": b"\xff\xfb\x90\x44frame",
}


def wav(seconds: float = 0.1, rate: int = 16_000) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(b"\x00\x00" * int(seconds * rate))
    return made.getvalue()


@pytest.fixture
def client(ana: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(ana)
    return client


@pytest.fixture
def service(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[SpeechServer]:
    server = SpeechServer()
    settings.VOICE_PROVIDER, settings.VOICE_URL, settings.VOICE_KEY = "openai", server.address, "a-key"
    monkeypatch.setattr(providers, "SECONDS", 0.3)
    yield server
    server.stop()


def hear(client: APIClient, data: bytes, **fields: str) -> Any:
    return client.post(HEAR, {"audio": SimpleUploadedFile("said.exe", data), **fields}, format="multipart")


@pytest.mark.parametrize("suffix", [*FIRST_BYTES, "wav"])
def test_a_recording_is_told_by_its_bytes_and_heard_by_the_service(
    client: APIClient, service: SpeechServer, suffix: str
) -> None:
    answer = hear(client, FIRST_BYTES.get(suffix) or wav(), language="de-CH")
    assert answer.json() == {"text": "Coffee 4.75 at Starbucks", "language": "de", "source": "openai"}
    path, sent, key = service.asked[0]
    assert (path, key) == ("/v1/audio/transcriptions", "Bearer a-key")
    assert f'filename="recording.{suffix}"'.encode() in sent
    assert b"said.exe" not in sent
    assert b"whisper-1" in sent


def test_a_text_is_said_by_the_service(client: APIClient, service: SpeechServer) -> None:
    answer = client.post(SPEAK, {"text": "You have 12 euros left."}, format="json")
    assert (answer.content, answer["Content-Type"]) == (MP3, "audio/mpeg")
    assert b"12 euros" in service.asked[0][1]


@pytest.mark.parametrize("fails", ["status", "hang", "html", "garbage", "cut"])
def test_a_service_that_fails_is_a_clear_refusal_and_tells_no_log_what_was_said(
    client: APIClient, service: SpeechServer, fails: str, caplog: pytest.LogCaptureFixture
) -> None:
    service.fails = fails
    caplog.set_level(logging.INFO)
    heard = hear(client, wav()) if fails != "cut" else None
    spoken = client.post(SPEAK, {"text": "A secret of mine"}, format="json")
    for answer in filter(None, (heard, spoken)):
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "voice_failed")
    assert "secret" not in caplog.text


def test_where_nobody_is_configured_both_say_so(client: APIClient) -> None:
    for answer in (hear(client, wav()), client.post(SPEAK, {"text": "Hello"}, format="json")):
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (409, "voice_not_configured")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_audio"),
        (b"<svg onload=alert(1)>", "not_audio"),
        (b"RIFF\x00\x00\x00\x00WAVEbroken", "not_audio"),
        (wav(61), "too_long"),
        (b"OggS" + bytes(10_000_000), "too_large"),
    ],
)
def test_what_is_no_recording_or_too_much_of_one_is_refused(
    client: APIClient, service: SpeechServer, data: bytes, code: str
) -> None:
    answer = hear(client, data)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, code)
    assert service.asked == []


def test_a_text_that_is_too_long_or_empty_is_refused(client: APIClient, service: SpeechServer) -> None:
    for text, code in (("x" * 1_001, "max_length"), (" ", "blank")):
        answer = client.post(SPEAK, {"text": text}, format="json")
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, code)


def test_offline_hears_one_form_only(client: APIClient, settings: Any) -> None:
    settings.VOICE_PROVIDER = "offline"
    for data in (wav(rate=44_100), FIRST_BYTES["ogg"]):
        assert hear(client, data).json()["errors"][0]["code"] == "audio_form"


@pytest.mark.skipif(not shutil.which("espeak-ng"), reason="espeak-ng, a Debian package, is not installed")
def test_offline_speaks_and_hears_what_it_said(client: APIClient, settings: Any) -> None:
    settings.VOICE_PROVIDER = "offline"
    assert find_spec("pocketsphinx"), "a package of the tests"
    spoken = client.post(SPEAK, {"text": "I spent twenty dollars on groceries", "language": "en"}, format="json")
    assert spoken["Content-Type"] == "audio/wav"
    text = hear(client, _resampled(spoken.content)).json()["text"]
    assert "groceries" in text
    assert "dollars" in text


def _resampled(data: bytes) -> bytes:
    """To 16 kHz by the nearest sample: rough, and good enough for what listens."""
    with wave.open(io.BytesIO(data.replace(b"\xff\xff\xff\x7f", len(data).to_bytes(4, "little"), 1))) as opened:
        rate, frames = opened.getframerate(), opened.readframes(len(data) // 2)
    count = len(frames) // 2 * 16_000 // rate
    picked = b"".join(frames[2 * (n * rate // 16_000) : 2 * (n * rate // 16_000) + 2] for n in range(count))
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(picked)
    return made.getvalue()
