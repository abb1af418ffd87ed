"""What settlements and contributions tell the packages above them, after commit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SettlementChanged:
    """`what` is made, booked (a half came into a ledger), released (a named row was taken out) or undone."""

    partnership_id: UUID
    settlement_id: UUID
    what: str
    by: UUID


@dataclass(frozen=True, slots=True)
class ContributionsDue:
    """What both pay into their pot for a month (its first day) was worked out."""

    partnership_id: UUID
    month: date


@dataclass(frozen=True, slots=True)
class ContributionMarked:
    """`is_paid` or taken back; `by` is whose part it is."""

    partnership_id: UUID
    contribution_id: UUID
    is_paid: bool
    by: UUID
