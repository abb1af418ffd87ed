"""The stages of advice on a purchase (see `stages`)."""

from __future__ import annotations

from collections.abc import Callable

from prove.schema_cases.way import Way

ADVICE_STAGES: tuple[Callable[[Way], None], ...] = ()
