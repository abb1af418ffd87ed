"""The stages of the assistant's conversation (see `stages`)."""

from __future__ import annotations

from collections.abc import Callable

from prove.schema_cases.way import Way

ASSISTANT_STAGES: tuple[Callable[[Way], None], ...] = ()
