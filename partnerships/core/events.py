"""What partnerships tell the apps above them, after commit."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PartnershipChanged:
    """It began, was paused, resumed or ended (`what`), or its terms changed; `by` is who did it."""

    partnership_id: UUID
    what: str
    by: UUID | None
