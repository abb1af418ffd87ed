"""What kind of recording a file is, told by its first bytes: the name and the type it is sent with say nothing."""

from __future__ import annotations

import io
import wave
from dataclasses import dataclass
from typing import Final

from chat.voice import errors

MOST_BYTES: Final = 10_000_000
MOST_SECONDS: Final = 60
OFFLINE_RATE: Final = 16_000


@dataclass(frozen=True, slots=True)
class Recording:
    """`suffix` of a file of this kind, without its dot."""

    data: bytes
    suffix: str
    media_type: str


def recording_of(data: bytes) -> Recording:
    """Raises ValidationError: too large, too long (a WAV says so itself), or no recording at all."""
    if len(data) > MOST_BYTES:
        raise errors.too_large()
    found = _kind_of(data)
    if found is None:
        raise errors.not_audio()
    if found[0] == "wav" and _seconds_of(data) > MOST_SECONDS:
        raise errors.too_long()
    return Recording(data, *found)


def _kind_of(data: bytes) -> tuple[str, str] | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "wav", "audio/wav"
    if data[:4] == b"\x1aE\xdf\xa3":
        return "webm", "audio/webm"
    if data[:4] == b"OggS":
        return "ogg", "audio/ogg"
    if data[4:8] == b"ftyp":
        return "m4a", "audio/mp4"
    # A frame of MPEG layer III, or the tags before the first one.
    if data[:3] == b"ID3" or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2):
        return "mp3", "audio/mpeg"
    return None


def _seconds_of(data: bytes) -> float:
    try:
        with wave.open(io.BytesIO(data)) as opened:
            return float(opened.getnframes() / opened.getframerate())
    except (wave.Error, EOFError, ZeroDivisionError) as error:
        raise errors.not_audio() from error


def samples_for_offline(recording: Recording) -> bytes:
    """The bare samples of a WAV of 16 kHz, 16 bits and one channel. Raises ValidationError for any other form."""
    if recording.suffix != "wav":
        raise errors.not_heard_offline()
    with wave.open(io.BytesIO(recording.data)) as opened:
        form = (opened.getframerate(), opened.getsampwidth(), opened.getnchannels())
        if form != (OFFLINE_RATE, 2, 1):
            raise errors.not_heard_offline()
        return bytes(opened.readframes(opened.getnframes()))
