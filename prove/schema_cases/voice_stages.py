"""The stages of speech to text and back (see `stages`)."""

from __future__ import annotations

from collections.abc import Callable

from prove.schema_cases.way import Way

VOICE_STAGES: tuple[Callable[[Way], None], ...] = ()
