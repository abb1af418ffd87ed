"""The stages of what was spent, as trends, patterns and sums (see `stages`)."""

from __future__ import annotations

from collections.abc import Callable

from prove.schema_cases.way import Way

FIGURES_STAGES: tuple[Callable[[Way], None], ...] = ()
