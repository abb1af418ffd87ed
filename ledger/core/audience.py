"""Who hears of a change on an account, and what they are told: whole lines, or the balance alone."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from config.kernel.live import Frame, push_all
from config.kernel.money import money_text
from ledger.core.access import people_by_level
from ledger.core.models import MoneyAccountAccess

Level = MoneyAccountAccess.Level


def tell(lines: Mapping[UUID, list[Frame]], balances: Mapping[UUID, Decimal], currencies: Mapping[UUID, str]) -> None:
    """Push `lines` (frames per account) to those who see every line, new balances to those who see totals.

    Call it last in a service: see push_all.
    """
    per_person: dict[UUID, list[Frame]] = {}
    for account_id, people in people_by_level({*lines, *balances}).items():
        for person_id, level in people.items():
            frames = per_person.setdefault(person_id, [])
            if level == Level.FULL:
                frames += lines.get(account_id, [])
            if account_id in balances and level != Level.EXISTS:
                frames.append(balance_frame(account_id, balances[account_id], currencies[account_id]))
    for person_id in sorted(per_person):
        push_all([person_id], per_person[person_id])


def balance_frame(account_id: UUID, balance: Decimal, currency: str) -> Frame:
    data: dict[str, Any] = {
        "money_account": str(account_id),
        "balance": money_text(balance, currency),
        "currency": currency,
    }
    return ("balance:changed", data)
