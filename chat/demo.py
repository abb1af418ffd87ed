"""What the two of the demo household wrote to each other."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from accounts.models import User
from chat.services import write_message
from config.kernel.ids import new_id
from ledger.core.models import MoneyAccount
from partnerships.core.standing import current_standing

SAID = (
    ("ben", "Krüger can do the winter tyres on the 28th. I asked you for it, it is above the hundred."),
    ("ana", "I’ll look at it tonight. The veg box was lovely this week!"),
    ("ben", "And the climbing pass is for both of us now."),
)


def talk(people: Mapping[str, User], accounts: Mapping[str, MoneyAccount], today: date) -> None:
    for who, text in SAID:
        standing = current_standing(people[who])
        if standing is not None:
            write_message(standing=standing, text=text, client_id=new_id())
