"""The stages of insights and months in words (see `stages`)."""

from __future__ import annotations

from collections.abc import Callable

from prove.schema_cases.way import Way

FEED_STAGES: tuple[Callable[[Way], None], ...] = ()
