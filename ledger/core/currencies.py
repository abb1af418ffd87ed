"""Which currency is meant where a person names none: the one used most, and of several the person's own."""

from __future__ import annotations

from collections import Counter

from accounts.models import User
from ledger.core.models import MoneyAccount


def by_use(counted: Counter[str], own: str) -> list[str]:
    """Currencies by how often they are counted; of equals the person's `own` first, then the alphabet."""
    return sorted(counted, key=lambda each: (-counted[each], each != own, each)) or [own]


def currencies_of_accounts(person: User) -> list[str]:
    """Those of the person's open accounts, most used first; the profile's before there is any. One query."""
    in_use = MoneyAccount.objects.owned_by(person).open().values_list("currency", flat=True)
    return by_use(Counter(in_use), person.currency)
