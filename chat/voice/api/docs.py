"""`chat/voice-to-text/` and `chat/text-to-voice/` in the API's schema."""

from __future__ import annotations

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema

from chat.voice.api import bodies
from ledger.core.api.docs.common import example

_NOBODY = (
    "409 `voice_not_configured` where this instance has nobody who does it, `voice_failed` where they do not answer."
)
_KINDS = ("audio/mpeg", "audio/wav")
HEAR = extend_schema(
    operation_id="chat_voice_to_text",
    summary="What was said in a recording",
    description="At most 10,000,000 bytes and 60 seconds. Nothing of it is kept. 400 of `audio`: `not_audio`, "
    f"`too_large`, `too_long`, `audio_form`. {_NOBODY}",
    request={"multipart/form-data": bodies.RecordingBody},
    responses={200: bodies.HeardAnswer, 409: None},
    examples=[
        example({"language": "en-GB"}, request=True),
        example({"text": "Coffee 4.75 at Starbucks", "language": "en", "source": "openai"}),
    ],
)
SPEAK = extend_schema(
    operation_id="chat_text_to_voice",
    summary="Have a text said",
    description=f"A recording, MP3 or WAV. {_NOBODY}",
    request=bodies.SpeechBody,
    responses={
        **{(200, each): OpenApiResponse(OpenApiTypes.BINARY) for each in _KINDS},
        409: None,
    },
    examples=[example({"text": "You have 240 euros left to spend.", "language": "en"}, request=True)],
)
