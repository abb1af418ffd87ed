"""The live frames of the ledger (see config.kernel.live), as people who see every line of an account get them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from config.kernel.live import Frame
from config.kernel.money import money_text
from ledger.core.models import MoneyAccount, Transaction


def new_frame(entry: Transaction, account: MoneyAccount) -> Frame:
    return (
        "transaction:new",
        {
            "id": str(entry.pk),
            "money_account": str(account.pk),
            "kind": entry.kind,
            "amount": money_text(abs(entry.amount), account.currency),
            "currency": account.currency,
            "booked_on": entry.booked_on.isoformat(),
            "payee": entry.payee,
            "category": str(entry.category_id) if entry.category_id else None,
        },
    )


def changed_frame(account_id: UUID, ids: Sequence[UUID]) -> Frame:
    """Too many to name: `ids` is empty and the account's list is to be fetched again."""
    return ("transaction:changed", {"money_account": str(account_id), "ids": [str(each) for each in ids]})


def removed_frame(account_id: UUID, ids: Sequence[UUID]) -> Frame:
    return ("transaction:removed", {"money_account": str(account_id), "ids": [str(each) for each in ids]})
