"""What recurring entries tell the packages above them, after commit."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OddDayNoticed:
    """A price that changed, a day on which nothing came, or one on which it came twice."""

    notice_id: UUID
