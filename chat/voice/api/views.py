"""`chat/voice-to-text/` and `chat/text-to-voice/`, by whoever VOICE_PROVIDER names."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from chat.voice.api import docs
from chat.voice.api.bodies import RecordingBody, SpeechBody
from chat.voice.providers import provider
from chat.voice.recordings import recording_of
from ledger.core.api.base import LedgerView


class VoiceView(LedgerView):
    heavy = ("POST",)

    def language_of(self, body: dict[str, Any]) -> str:
        """Two letters: what the body says, or the person's own."""
        return str(body.get("language") or self.person.locale)[:2]


class VoiceToTextView(VoiceView):
    parser_classes = [MultiPartParser]

    @docs.HEAR
    def post(self, request: Request) -> Response:
        """No query beside the log-in's. Nothing of the recording is kept."""
        body = self.read(RecordingBody)
        listener, language = provider(), self.language_of(body)
        text = listener.hear(recording_of(body["audio"].read()), language)
        return Response({"text": text, "language": language, "source": listener.name})


class TextToVoiceView(VoiceView):
    @docs.SPEAK
    def post(self, request: Request) -> HttpResponse:
        """No query beside the log-in's. The answer is the recording itself."""
        body = self.read(SpeechBody)
        spoken = provider().speak(body["text"], self.language_of(body))
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return HttpResponse(spoken.data, content_type=spoken.media_type, headers=headers)
