"""The stages of speech to text and back (see `stages`)."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable

from prove.schema_cases.way import Way

RATE = 16_000


def voice(way: Way) -> None:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(bytes(RATE // 5))
    way.go("post", "chat/voice-to-text/", {"audio": made.getvalue(), "language": "en"})
    way.go("post", "chat/text-to-voice/", {"text": "Twelve euros left.", "language": "en"})


VOICE_STAGES: tuple[Callable[[Way], None], ...] = (voice,)
