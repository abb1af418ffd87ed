"""The stages of the language model's consent and what was sent (see `stages`)."""

from __future__ import annotations

from collections.abc import Callable

from prove.schema_cases.way import Way

LANGUAGE_STAGES: tuple[Callable[[Way], None], ...] = ()
