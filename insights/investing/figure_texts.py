"""Figures as they stand in what rules say, in the reader's locale."""

from __future__ import annotations

from decimal import Decimal

from config.kernel.formatting import active_locale, format_number, format_percent


def number_text(number: Decimal) -> str:
    return format_number(number, active_locale())


def percent_text(percent: Decimal) -> str:
    """Of a hundred."""
    return format_percent(percent, active_locale())
