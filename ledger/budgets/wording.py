"""Amounts and days in the sentences of budgets, in the language that is active."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from config.kernel.formatting import active_locale, format_money, format_short_day


def money(amount: Decimal, currency: str) -> str:
    return format_money(amount, currency, active_locale()).text


def day(on: date) -> str:
    return format_short_day(on, active_locale())
