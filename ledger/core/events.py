"""What the ledger tells the apps above it, after commit."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class TransactionsChanged:
    """Transactions of one account were recorded, changed, binned or restored. Too many to name: `ids` is empty.

    `are_new`: nothing can hang on them yet.
    """

    account_id: UUID
    ids: tuple[UUID, ...]
    are_new: bool = False
