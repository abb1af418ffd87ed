"""Who listens and who speaks: a service that speaks OpenAI's protocol, or the two programs of this machine.

Nothing of a recording or of what was said is kept, here or in a log.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from django.conf import settings

from chat.voice import errors, offline
from chat.voice.recordings import Recording

if TYPE_CHECKING:
    from openai import OpenAI

log = logging.getLogger(__name__)
SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Spoken:
    data: bytes
    media_type: str


class Provider(Protocol):
    name: str

    def hear(self, recording: Recording, language: str) -> str:
        """What was said, '' where nothing was. `language` is a hint, '' for none."""

    def speak(self, text: str, language: str) -> Spoken: ...


class OpenAiProvider:
    """`/audio/transcriptions` and `/audio/speech` at VOICE_URL, by their official client."""

    name = "openai"

    def hear(self, recording: Recording, language: str) -> str:
        hint: dict[str, Any] = {"language": language} if language else {}
        file = (f"recording.{recording.suffix}", recording.data, recording.media_type)
        with _failures_told():
            answer = _client().audio.transcriptions.create(
                model=settings.VOICE_HEARS, file=file, response_format="json", **hint
            )
            text = answer.text
        if not isinstance(text, str):
            raise errors.VoiceFailed
        return text.strip()

    def speak(self, text: str, language: str) -> Spoken:
        with _failures_told():
            answer = _client().audio.speech.create(
                model=settings.VOICE_SPEAKS, voice=settings.VOICE_NAME, input=text, response_format="mp3"
            )
            data, kind = answer.content, answer.response.headers.get("content-type", "")
        if not data or not kind.startswith("audio/"):
            raise errors.VoiceFailed
        return Spoken(data, "audio/mpeg")


class OfflineProvider:
    """espeak-ng speaks; pocketsphinx hears sentences of a small grammar about money, in English."""

    name = "offline"

    def hear(self, recording: Recording, language: str) -> str:
        return offline.hear(recording)

    def speak(self, text: str, language: str) -> Spoken:
        return Spoken(offline.speak(text, language), "audio/wav")


class _failures_told:  # noqa: N801 reads as what it is: a block
    """Whatever the client raises becomes VoiceFailed: refusals, time-outs, pages of a proxy in the place of JSON."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Exception):
            log.warning("Speech service: %s", type(error).__name__)
            raise errors.VoiceFailed from error


@cache
def _made(url: str, key: str) -> OpenAI:
    from openai import OpenAI

    return OpenAI(api_key=key or "none", base_url=url or None, timeout=SECONDS, max_retries=1)


def _client() -> OpenAI:
    return _made(settings.VOICE_URL, settings.VOICE_KEY)


PROVIDERS: dict[str, Provider] = {each.name: each for each in (OpenAiProvider(), OfflineProvider())}


def provider() -> Provider:
    """Raises VoiceNotConfigured."""
    found = PROVIDERS.get(settings.VOICE_PROVIDER)
    if found is None:
        raise errors.VoiceNotConfigured
    return found
