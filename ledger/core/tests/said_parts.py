"""Whose part a line is, as a test says it: the app that knows is above the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from uuid import UUID

from ledger.core import services, shares
from ledger.core.models import Transaction

CENT = 100


class SaidParts:
    """Of what nothing is said all is the owner's. In euros."""

    def __init__(self) -> None:
        self._said: dict[UUID, Fraction] = {}

    def say(self, entry: Transaction, own_amount: str | Decimal) -> None:
        """The owner's part of an entry, in the sign of its amount; it stays that fraction of it."""
        self._said[entry.pk] = Fraction(own_amount) / Fraction(entry.amount)
        services.share_again(entry=Transaction.objects.get(pk=entry.pk))

    def own_parts(self, account_id: UUID, payments: Sequence[shares.Payment]) -> list[int]:
        found: list[int] = []
        for key, some in groupby(payments, lambda each: each.id):
            amounts = [each.amount for each in some]
            own = round(sum(amounts) * self._said.get(key, Fraction(1)) / CENT) * CENT
            found += shares.spread(own, sum(amounts), amounts, "EUR")
        return found
