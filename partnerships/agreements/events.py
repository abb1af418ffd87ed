"""What agreements tell the packages above them, after commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AgreementMade:
    """Both agreed on how costs are split from `starts_on` on; `by` is who agreed last."""

    partnership_id: UUID
    starts_on: date
    by: UUID
