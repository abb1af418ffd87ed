"""What was found unusual as the API sends it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from config.kernel.money import money_text
from insights.anomalies.models import Usual
from insights.anomalies.values import Anomaly


def anomaly_shape(found: Anomaly) -> dict[str, Any]:
    currency = found.currency
    return {
        "transaction": found.transaction_id,
        "money_account": found.account_id,
        "category": found.category_id,
        "payee": found.payee,
        "booked_on": found.booked_on,
        "amount": money_text(found.amount, currency),
        "currency": currency,
        "kind": found.kind.value,
        "score": f"{found.score:.2f}",
        "is_alert": found.is_alert,
        "usual": None if found.usual is None else money_text(found.usual, currency),
        "seen": found.seen,
        "total": money_text(found.total, currency),
        "reason": found.reason,
        "recommendation": found.recommendation,
        "compared": [
            {
                "transaction": each.transaction_id,
                "booked_on": each.booked_on,
                "payee": each.payee,
                "amount": money_text(each.amount, currency),
            }
            for each in found.compared
        ],
    }


def verdict_shape(said: Usual, entry: UUID) -> dict[str, Any]:
    return {
        "transaction": entry,
        "kind": said.kind,
        "up_to": money_text(said.up_to, said.currency),
        "currency": said.currency,
        "created_at": said.created_at,
    }
