"""The forecast as the API sends it."""

from __future__ import annotations

from typing import Any

from config.kernel.money import money_text
from insights.forecasting.curves import Day
from insights.forecasting.queries import AccountCourse, Forecast, KnownMove
from ledger.core.api.rate_shapes import apart_shape, used_rates_shape


def forecast_shape(found: Forecast) -> dict[str, Any]:
    currency = found.currency
    return {
        "scope": found.scope,
        "currency": currency,
        "balance": money_text(found.balance, currency),
        "lowest": found.lowest and day_shape(found.lowest, currency),
        "days": [day_shape(each, currency) for each in found.days],
        "accounts": [course_shape(each) for each in found.accounts],
        "known": [move_shape(each) for each in found.known],
        "rates": used_rates_shape(found.used),
        "apart": apart_shape(found.apart),
    }


def day_shape(day: Day, currency: str) -> dict[str, Any]:
    return {
        "on": day.on,
        "expected": money_text(day.expected, currency),
        "low": money_text(day.low, currency),
        "high": money_text(day.high, currency),
        "known": money_text(day.known, currency),
    }


def course_shape(course: AccountCourse) -> dict[str, Any]:
    account = course.account
    return {
        "money_account": account.pk,
        "name": account.name,
        "type": account.type,
        "currency": account.currency,
        "balance": money_text(account.balance, account.currency),
        "is_mine": course.is_mine,
        "has_history": course.has_history,
        "lowest": day_shape(course.lowest, account.currency),
        "days": [day_shape(each, account.currency) for each in course.days],
    }


def move_shape(move: KnownMove) -> dict[str, Any]:
    recurring = move.due.recurring
    return {
        "on": move.on,
        "due_on": move.due.due_on,
        "is_late": move.due.is_late,
        "recurring": None if move.offer or move.expense else recurring.pk,
        "offer": move.offer and move.offer.pk,
        "shared_expense": move.expense and move.expense.pk,
        "kind": recurring.kind,
        "payee": recurring.payee,
        "money_account": move.account.pk,
        "amount": money_text(move.amount, move.account.currency),
        "currency": move.account.currency,
    }
