"""What the two of the demo household asked before they bought."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from accounts.models import User
from insights.advice.services import drop, weigh_purchase
from ledger.core.models import MoneyAccount

ASKED = (("Winter coat", Decimal("320.00")), ("OLED television", Decimal("2190.00")))
LEFT = (("Camper van", Decimal("28900.00")),)


def ask(people: Mapping[str, User], accounts: Mapping[str, MoneyAccount], today: date) -> None:
    for item, price in LEFT:
        drop(advice=weigh_purchase(person=people["ana"], item_description=item, amount=price))
    for item, price in ASKED:
        weigh_purchase(person=people["ana"], item_description=item, amount=price)
