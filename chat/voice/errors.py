"""What can be wrong with a recording, or with those who listen and speak."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from rest_framework import status
from rest_framework.exceptions import APIException


class VoiceNotConfigured(APIException):
    """409: this instance has nobody who listens or speaks. The browser's own speech needs none."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = _("Speech is not configured here: VOICE_PROVIDER names nobody.")
    default_code = "voice_not_configured"


class VoiceFailed(APIException):
    """409: whoever listens or speaks did not answer in time, or not with what was asked for."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = _("The speech service did not answer. Try again, or type.")
    default_code = "voice_failed"


def not_audio() -> ValidationError:
    return ValidationError({"audio": ValidationError(_("This is no WAV, WebM, Ogg, MP3 or M4A."), code="not_audio")})


def not_heard_offline() -> ValidationError:
    text = _("Without a service only WAV is heard: 16,000 samples a second, 16 bits, one channel.")
    return ValidationError({"audio": ValidationError(text, code="audio_form")})


def too_long() -> ValidationError:
    return ValidationError({"audio": ValidationError(_("At most 60 seconds."), code="too_long")})


def too_large() -> ValidationError:
    return ValidationError({"audio": ValidationError(_("At most 10 MB."), code="too_large")})
