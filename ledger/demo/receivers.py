"""Makes the demo household when the one process starts with an empty database on this machine alone."""

from __future__ import annotations

from collections.abc import Iterator

from config.kernel.startup import before_serving
from ledger.demo.household import notes_at_start


@before_serving
def announce_demo() -> Iterator[str]:
    yield from notes_at_start()
