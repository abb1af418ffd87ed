"""Ana with her history of fourteen months (see insights/conftest.py), asking."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from accounts.models import User
from insights.advice.models import Advice
from insights.advice.services import weigh_purchase
from ledger.core.models import MoneyAccount

Asks = Callable[..., Advice]


@pytest.fixture
def asks(ana: User) -> Asks:
    def asked(what: str, amount: str, **more: Any) -> Advice:
        return weigh_purchase(person=ana, item_description=what, amount=Decimal(amount), **more)

    return asked


@pytest.fixture
def settled_ana(lived: MoneyAccount) -> MoneyAccount:
    return lived
