"""What shared expenses tell the packages above them, after commit."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SharedExpenseChanged:
    """`what` is added, updated or deleted; one that waits for its first approval is added too."""

    partnership_id: UUID
    expense_id: UUID
    what: str
    by: UUID | None


@dataclass(frozen=True, slots=True)
class SharedPaymentChanged:
    """`what` is added, updated or deleted; `transaction_id` is the entry in the payer's ledger, if there is one."""

    partnership_id: UUID
    payment_id: UUID
    what: str
    transaction_id: UUID | None


@dataclass(frozen=True, slots=True)
class SharedPaymentOutgrown:
    """What a payment of an expense was named as has grown beyond what was agreed, and is not named any more."""

    payment_id: UUID
    transaction_id: UUID
    person_id: UUID
