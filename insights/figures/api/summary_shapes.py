"""The summary and the savings as the API sends them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from config.kernel.money import money_text
from insights.figures.api.trend_shapes import categories_shape, optional_money
from insights.figures.monthly import MonthRate
from insights.figures.saving import Saving
from insights.figures.summary import Summary
from ledger.core.api.rate_shapes import apart_shape, used_rates_shape
from ledger.core.models import MoneyAccount
from ledger.goals.queries import GoalReport

Type = MoneyAccount.Type


def saving_shape(found: Saving) -> dict[str, Any]:
    code = found.currency
    return {
        "currency": code,
        "total_balance": money_text(found.total.amount, code),
        "total_yield": optional_money(found.interest.booked, code),
        "mean_balance": optional_money(found.interest.mean_balance, code),
        "yield_months": found.interest.months,
        "average_apy": _text(found.interest.apy),
        "saving_rate": _text(found.rate),
        "months": [_month_shape(each, code) for each in found.months],
        "running": _month_shape(found.running, code),
        "usual_spent": optional_money(found.usual_spent, code),
        "could_save_monthly": optional_money(found.usual_saved, code),
        "emergency_fund_months": _text(found.lasts_months),
        "goals_progress": goals_shape(found.active),
        "completed_goals": found.completed,
        "rates": used_rates_shape([*found.total.used, *found.used]),
        "apart": apart_shape(found.total.apart),
    }


def summary_shape(found: Summary) -> dict[str, Any]:
    code = found.currency

    def money(amount: Decimal) -> str:
        return money_text(amount, code)

    return {
        "month": f"{found.month:%Y-%m}",
        "currency": code,
        "total_net_worth": money(found.net_worth.net),
        "debts": money(found.debts.amount),
        "besides": [
            {"name": each.words, "amount": money(each.worth.amount)} for each in found.besides if each.worth.amount
        ],
        "monthly_flow": {
            "income": optional_money(found.income, code),
            "expenses": optional_money(found.spent, code),
            "net_flow": optional_money(found.saving.running.saved, code),
            "yields": optional_money(found.yields, code),
            "apart": found.apart,
        },
        "accounts": {
            "spending": {
                "total_balance": money(found.by_type[Type.SPENDING].amount),
                "monthly_spent": optional_money(found.spent, code),
                "budget_utilization": _text(found.budget_used),
                "top_categories": categories_shape(found.tops, code),
            },
            "investment": {
                "total_value": money(found.invested),
                "total_yield": money(found.portfolio.total_yield),
                "monthly_yield": optional_money(found.monthly_yield, code),
                "average_apy": _text(found.portfolio.apy),
                "risk_score": found.portfolio.risk_score,
            },
            "savings": {
                "total_balance": money(found.by_type[Type.SAVINGS].amount),
                "total_yield": optional_money(found.saving.interest.booked, code),
                "goals_progress": goals_shape(found.saving.active),
                "completed_goals": found.saving.completed,
                "average_apy": _text(found.saving.interest.apy),
            },
        },
        "net_worth": [{"on": each.on, "amount": money(each.amount)} for each in found.course],
        "insights": [{"key": each.key, "title": each.title, "text": each.text} for each in found.asides],
        "rates": used_rates_shape(found.net_worth.used),
        "apart": apart_shape(found.net_worth.apart),
    }


def goals_shape(goals: Iterable[GoalReport]) -> list[dict[str, Any]]:
    return [
        {
            "goal": each.goal.pk,
            "name": each.goal.name,
            "progress": str(each.progress.percent),
            "current_amount": money_text(each.goal.saved_amount, each.goal.currency),
            "target_amount": money_text(each.goal.target_amount, each.goal.currency),
            "currency": each.goal.currency,
            "days_remaining": each.progress.days_remaining,
            "on_track": each.progress.on_track,
            "category": each.goal.category_id,
            "yield_earned": money_text(each.goal.yield_earned, each.goal.currency),
        }
        for each in goals
    ]


def _month_shape(month: MonthRate, code: str) -> dict[str, Any]:
    return {
        "month": f"{month.month:%Y-%m}",
        "income": optional_money(month.income, code),
        "spent": optional_money(month.spent, code),
        "saved": optional_money(month.saved, code),
        "rate": _text(month.rate),
        "apart": month.apart,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
