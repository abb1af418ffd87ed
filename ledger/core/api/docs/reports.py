"""The reports of the ledger in the API's schema."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema

from ledger.core.api import answers
from ledger.core.api.docs.common import ACCOUNT, GROCERIES, UUID_SCHEMA, example, one_of, query
from ledger.core.api.docs.rates import USED
from ledger.core.api.docs.transactions import AFTER, BEFORE, SCOPE

CONVERT_TO = query(
    "convert_to",
    "All currencies in this one as well, each sum naming the rates it took. Balances: yours, when left out.",
)
BALANCE = extend_schema(
    operation_id="transactions_balance",
    summary="Balances: each account, and what you have and owe in each currency, and in one",
    parameters=[SCOPE, CONVERT_TO],
    responses={200: answers.BalanceAnswer},
    examples=[
        example(
            {
                "accounts": [
                    {
                        "money_account": ACCOUNT,
                        "name": "Everyday",
                        "type": "spending",
                        "is_liability": False,
                        "currency": "EUR",
                        "balance": "1175.10",
                        "closed_on": None,
                    }
                ],
                "assets": [{"currency": "EUR", "amount": "250.00"}],
                "totals": [
                    {"currency": "EUR", "have": "1425.10", "owe": "0.00", "net": "1425.10"},
                    {"currency": "USD", "have": "100.00", "owe": "0.00", "net": "100.00"},
                    {"currency": "KES", "have": "250.00", "owe": "0.00", "net": "250.00"},
                ],
                "total": {
                    "currency": "EUR",
                    "have": "1517.50",
                    "owe": "0.00",
                    "net": "1517.50",
                    "rates": [USED],
                    "apart": [{"currency": "KES", "amount": "250.00"}],
                },
            }
        )
    ],
)
ANALYTICS = extend_schema(
    operation_id="transactions_analytics",
    summary="Income and spending by month and by category",
    description="Per currency, your own part, transfers left out. By default twelve months, the current one last. Of "
    "an account of which you see sums only, the whole months in the range count, and what fewer than three payments of "
    "a month make up is not told apart (`is_private`) or not told.",
    parameters=[
        AFTER,
        BEFORE,
        query("money_account", "Only of these accounts.", UUID_SCHEMA, many=True),
        SCOPE,
        CONVERT_TO,
        query("by", "The categories chosen (leaf), or those at the top of the tree.", one_of(["leaf", "top"])),
    ],
    responses={200: answers.AnalyticsAnswer},
    examples=[
        example(
            {
                "booked_on_after": "2026-03-01",
                "booked_on_before": "2026-03-31",
                "currencies": [
                    {
                        "currency": "EUR",
                        "income": "2400.00",
                        "spent": "1800.00",
                        "saved": "600.00",
                        "averages": {
                            "income_per_month": "2400.00",
                            "spent_per_month": "1800.00",
                            "saved_per_month": "600.00",
                            "spent_per_day": "58.06",
                        },
                        "months": [{"month": "2026-03", "income": "2400.00", "spent": "1800.00", "saved": "600.00"}],
                        "spending_by_category": [
                            {"category": GROCERIES, "is_private": False, "amount": "450.00", "count": 18, "share": 0.25}
                        ],
                        "income_by_category": [],
                    }
                ],
                "converted": None,
            }
        )
    ],
)
