"""Months as the ledger names them, asked for in a query."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from config.kernel.api.parameters import Parameters
from ledger.budgets.months import MONTH_SCHEMA, month_after, month_named, month_text

__all__ = ["MONTH_SCHEMA", "month_after", "month_asked", "month_named", "month_text"]


def month_asked(parameters: Parameters, name: str = "month") -> date | None:
    """A month of the query, or None where it is not asked for; a wrong one is refused."""
    text = parameters.text(name, longest=10)
    if not text:
        return None
    found = month_named(text)
    if found is None:
        parameters.refuse(name, _("Send a month such as 2026-11."))
    return found
