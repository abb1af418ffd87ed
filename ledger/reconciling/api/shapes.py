from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from config.kernel.money import money_text
from ledger.core.api.shapes import bank_shape
from ledger.core.models import MoneyAccount
from ledger.core.standings import Standing
from ledger.reconciling.explaining import Explanation
from ledger.reconciling.models import StatementBalance
from ledger.reconciling.timeline import Told


def balance_shape(told: Told, currency: str) -> dict[str, Any]:
    source = StatementBalance.Source.HAND if told.by_hand else StatementBalance.Source.FILE
    return {
        "id": told.id,
        "on": told.on,
        "amount": money_text(told.bank, currency),
        "ours": money_text(told.ours, currency),
        "gap": money_text(told.gap, currency),
        "source": source.value,
        "ticked": told.ticked,
        "corrected": told.corrected,
    }


def reconciliation_shape(
    account: MoneyAccount, standing: Standing | None, explanations: Sequence[Explanation]
) -> dict[str, Any]:
    return {
        "bank": None if standing is None else bank_shape(standing, account.currency),
        "explanations": [
            {
                "code": each.why.value,
                "transaction": each.entry.pk if each.entry else None,
                "twin": each.twin.pk if each.twin else None,
                "act": each.act.value,
                "booked_on": each.day,
            }
            for each in explanations
        ],
    }
