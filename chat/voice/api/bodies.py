"""What clients send, and what they are told of a recording."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from chat.api.extraction import LocaleField
from config.kernel.api.fields import TextField
from config.kernel.api.views import BodySerializer

LONGEST = 1_000


class RecordingBody(BodySerializer):
    """A form with the recording in it (multipart/form-data)."""

    audio = serializers.FileField(
        allow_empty_file=True, max_length=None, help_text=_("WAV, WebM, Ogg, MP3 or M4A, up to 10 MB and a minute.")
    )
    language = LocaleField(required=False, help_text=_("What is spoken; yours, where it is left out."))


class SpeechBody(BodySerializer):
    text = TextField(max_length=LONGEST, help_text=_("What is to be said."))
    language = LocaleField(required=False, help_text=_("The language it is in; yours, where it is left out."))


class HeardAnswer(serializers.Serializer[Any]):
    text = serializers.CharField(help_text=_("Empty where nothing was understood."))
    language = serializers.CharField()
    source = serializers.ChoiceField(  # type: ignore[assignment] # a field of the answer, not the option of a field
        choices=["openai", "offline"]
    )
