"""Ana's money from `insights.conftest`, with what makes some of it worth a word."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.core.models import MoneyAccount


@pytest.fixture
def spent_much(lived: MoneyAccount, pays: Any) -> MoneyAccount:
    """In this November groceries took 950 by the tenth, where 600 a month are usual, and the rent was paid."""
    pays("-900", date(2026, 11, 1), slug="rent")
    pays("-950", date(2026, 11, 10), slug="groceries")
    lived.refresh_from_db()
    return lived
