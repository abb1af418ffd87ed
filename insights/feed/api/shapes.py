"""Insights, months and recommendations as the API sends them."""

from __future__ import annotations

from typing import Any

from config.kernel.money import money_text
from insights.feed.budget_advice import BudgetAdvice
from insights.feed.models import Insight
from insights.feed.months import Told
from insights.feed.recommending import Recommendation
from insights.feed.spending import CategorySpending, Spending
from insights.figures.api.trend_shapes import optional_money
from ledger.budgets.months import month_text

_PLAIN = (
    "id", "insight_type", "kind", "title", "content", "data", "priority", "url", "icon", "written_by", "created_at",
    "expires_at", "read_at", "dismissed_at",
)  # fmt: skip


def insight_shape(insight: Insight) -> dict[str, Any]:
    return {name: getattr(insight, name) for name in _PLAIN}


def spending_shape(found: Spending) -> dict[str, Any]:
    amounts = ("income", "spent", "usual", "spent_by_today", "usual_by_today")
    return {
        "month": month_text(found.month),
        "currency": found.currency,
        **{name: optional_money(getattr(found, name), found.currency) for name in amounts},
        "categories": [_category(each, found.currency) for each in found.categories],
        "movers": [_category(each, found.currency) for each in found.movers],
        "apart": list(found.apart),
    }


def _category(each: CategorySpending, currency: str) -> dict[str, Any]:
    return {
        "category": each.category,
        "name": each.name,
        "spent": money_text(each.spent, currency),
        "usual": optional_money(each.usual, currency),
        "change": optional_money(each.change, currency),
        "url": each.url,
    }


def recommendation_shape(each: Recommendation) -> dict[str, Any]:
    return {
        "kind": each.kind,
        "title": each.title,
        "why": each.why,
        "amount": money_text(each.amount, each.currency),
        "currency": each.currency,
        "url": each.url,
        "call": each.call or None,
    }


def month_shape(told: Told) -> dict[str, Any]:
    return {
        "month": month_text(told.month),
        "paragraphs": told.paragraphs,
        "text": told.text,
        "data": told.data,
        "written_by": told.written_by,
        "is_kept": told.is_kept,
        "apart": told.apart,
    }


def budget_advice_shape(found: BudgetAdvice) -> dict[str, Any]:
    currency = found.currency
    return {
        "month": month_text(found.month),
        "currency": currency,
        "income": optional_money(found.income, currency),
        "to_goals": money_text(found.to_goals, currency),
        "results": [
            {
                "category": each.category.id,
                "name": each.category.name,
                "amount": money_text(each.amount, currency),
                "usual": money_text(each.usual, currency),
                "season": f"{each.season:.2f}",
                "planned": optional_money(each.planned, currency),
                "reason": each.reason,
            }
            for each in found.rows
        ],
    }
