"""What approvals tell the packages above them, after commit."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ApprovalRequested:
    """`by` asked for a change of `kind`, and the other partner is to decide."""

    approval_id: UUID
    partnership_id: UUID
    kind: str
    by: UUID | None


@dataclass(frozen=True, slots=True)
class ApprovalResponded:
    """It waits no more; `status` is how it ended. `by` is None where nobody did it (expired)."""

    approval_id: UUID
    partnership_id: UUID
    kind: str
    status: str
    by: UUID | None
