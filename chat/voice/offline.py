"""Speech with two programs of this machine and nothing fetched: an example, not what a household would be happy with.

espeak-ng is a Debian package; pocketsphinx a Python package with its model inside, which hears a small grammar with
about one word in five wrong. Both run in processes of their own: they are large, and one may crash.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from importlib.util import find_spec
from typing import Final

from django.conf import settings

from chat.voice import errors
from chat.voice.recordings import Recording, samples_for_offline

SECONDS: Final = 30
VOICES: Final = {"en": "en", "de": "de", "fr": "fr", "es": "es", "it": "it", "nl": "nl", "pt": "pt"}


def speak(text: str, language: str) -> bytes:
    """A WAV. The text goes in by standard input: none of it is ever an argument.

    Raises:
        VoiceNotConfigured: espeak-ng is not installed.
        VoiceFailed: it did not speak.
    """
    program = shutil.which("espeak-ng")
    if program is None:
        raise errors.VoiceNotConfigured
    voice = VOICES.get(language[:2], "en")
    return _run([program, "-v", voice, "--stdin", "--stdout"], text.encode())


def hear(recording: Recording) -> str:
    """Raises ValidationError for another form than a WAV of 16 kHz; VoiceNotConfigured without pocketsphinx."""
    samples = samples_for_offline(recording)
    if find_spec("pocketsphinx") is None:
        raise errors.VoiceNotConfigured
    return _run([sys.executable, "-m", "chat.voice.hearing"], samples).decode().strip()


def _run(command: list[str], given: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 a program of this machine and fixed words
            command, input=given, capture_output=True, timeout=SECONDS, check=True, cwd=settings.BASE_DIR
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise errors.VoiceFailed from error
    return done.stdout
