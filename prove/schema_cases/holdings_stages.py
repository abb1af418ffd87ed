"""The stages of positions and wallets (see `stages`)."""

from __future__ import annotations

from collections.abc import Callable

from prove.schema_cases.way import Way

HOLDINGS_STAGES: tuple[Callable[[Way], None], ...] = ()
