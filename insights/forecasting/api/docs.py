"""`insights/forecast/` in the API's schema."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema

from insights.forecasting.api import answers
from insights.forecasting.queries import LONGEST
from ledger.core.access import ME, TOGETHER
from ledger.core.api.docs.common import ACCOUNT, UUID_SCHEMA, example, one_of, query
from ledger.core.models import MoneyAccount

TODAY = {"on": "2026-11-20", "expected": "1175.10", "low": "1175.10", "high": "1175.10", "known": "0.00"}
NEXT = {"on": "2026-11-21", "expected": "1132.75", "low": "1068.20", "high": "1197.30", "known": "-13.99"}
FORECAST = extend_schema(
    operation_id="insights_forecast",
    summary="Your balance in the days to come, by account and in all",
    description="What recurs is known, what was often found in the history as good as known; the rest "
    "follows from the months behind: several ways to carry them forward, each weighted by how far it was "
    "off on your own months. Of accounts you own or co-own that are open; `together` adds those of a partner whose "
    "balance you see, and what both of you have to pay. What is hidden from you moves nothing of it.",
    parameters=[
        query(
            "days",
            "How many days after today.",
            {"type": "integer", "minimum": 1, "maximum": LONGEST, "default": 30},
        ),
        query("scope", "Your accounts, or those of you both.", {**one_of([ME, TOGETHER]), "default": ME}),
        query("type", "Only accounts of these types.", one_of(MoneyAccount.Type.values), many=True),
        query("money_account", "Only these accounts, whatever their type.", UUID_SCHEMA, many=True),
        query("convert_to", "The currency of the sums; yours, when left out."),
    ],
    responses={200: answers.ForecastAnswer},
    examples=[
        example(
            {
                "scope": "me",
                "currency": "EUR",
                "balance": "1175.10",
                "lowest": NEXT,
                "days": [TODAY, NEXT],
                "accounts": [
                    {
                        "money_account": ACCOUNT,
                        "name": "Everyday",
                        "type": "spending",
                        "currency": "EUR",
                        "balance": "1175.10",
                        "is_mine": True,
                        "has_history": True,
                        "lowest": NEXT,
                        "days": [TODAY, NEXT],
                    }
                ],
                "known": [
                    {
                        "on": "2026-11-21",
                        "due_on": "2026-11-21",
                        "is_late": False,
                        "recurring": "01930000-0000-7000-8000-0000000000d1",
                        "offer": None,
                        "shared_expense": None,
                        "kind": "expense",
                        "payee": "Streaming",
                        "money_account": ACCOUNT,
                        "amount": "-13.99",
                        "currency": "EUR",
                    }
                ],
                "rates": [],
                "apart": [],
            }
        )
    ],
)
