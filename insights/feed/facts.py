"""Facts: what a generator found, with every figure the words may name. Pure data, and how it looks in a locale.

A figure is one of {"amount": "12.50", "currency": "EUR"}, {"day": "2026-11-20"}, {"month": "2026-11"},
{"percent": 34}, {"count": 3} and {"text": "Spotify"}; the last is text from outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any
from uuid import UUID

from config.kernel.formatting import active_locale, format_money, format_month, format_percent, format_short_day
from config.kernel.money import money_text

Figure = dict[str, Any]
Data = Mapping[str, Figure]
LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Fact:
    """`cause` tells it from all others of the person, and is another one once it is materially different.

    `kind` names the words' template, `insight_type` one of Insight.Type; it is true until the end of `expires_on`.
    """

    kind: str
    insight_type: str
    cause: str
    priority: int
    data: Data
    url: str
    icon: str
    expires_on: date
    about_transaction: UUID | None = None


def amount(value: Decimal, currency: str) -> Figure:
    return {"amount": money_text(value, currency), "currency": currency}


def day(value: date) -> Figure:
    return {"day": value.isoformat()}


def month(value: date) -> Figure:
    return {"month": f"{value:%Y-%m}"}


def percent(value: Decimal | int) -> Figure:
    """Whole percent, half to even."""
    return {"percent": int(Decimal(value).quantize(Decimal(1), ROUND_HALF_EVEN))}


def count(value: int) -> Figure:
    return {"count": value}


def text(value: str) -> Figure:
    return {"text": value}


def shown(figure: Figure) -> str | int:
    """In the language that is active. A count stays a number: it chooses the plural."""
    locale = active_locale()
    if "amount" in figure:
        return format_money(Decimal(figure["amount"]), figure["currency"], locale).text
    if "day" in figure:
        return format_short_day(date.fromisoformat(figure["day"]), locale)
    if "month" in figure:
        return format_month(date.fromisoformat(f"{figure['month']}-01"), locale)
    if "percent" in figure:
        return format_percent(figure["percent"], locale)
    if "count" in figure:
        return int(figure["count"])
    name = str(figure["text"])
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def all_shown(data: Data) -> dict[str, str | int]:
    return {name: shown(each) for name, each in data.items()}


def texts_of(data: Data) -> list[str]:
    """The amounts as they stand in the words, the longest first, so that none is found inside another."""
    found = {str(shown(each)) for each in data.values() if "amount" in each}
    return sorted(found, key=lambda each: (-len(each), each))
