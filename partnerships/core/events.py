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


@dataclass(frozen=True, slots=True)
class CoupleTransactionsChanged:
    """The ledger's TransactionsChanged, of an account whose owner is in an open partnership. Of too many to name `ids`
    is empty.
    """

    account_id: UUID
    ids: tuple[UUID, ...]
