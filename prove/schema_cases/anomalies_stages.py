"""The stages of what is unusual (see `stages`)."""

from __future__ import annotations

from collections.abc import Callable

from prove.schema_cases.way import Way

ANOMALIES_STAGES: tuple[Callable[[Way], None], ...] = ()
