"""What exports cannot see from below: the fingerprints of imported lines, and what banks said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from ledger.exporting import annexes
from ledger.exporting.annexes import BankBalance
from ledger.imports.models import ImportedLine
from ledger.reconciling.models import StatementBalance

_AT_ONCE = 900


class KnownAnnexes:
    """See `annexes.Annexes`."""

    def fingerprints(self, ids: Sequence[UUID]) -> Mapping[UUID, str]:
        """Where an entry is of two files' lines, that of the first one."""
        found: dict[UUID, str] = {}
        for start in range(0, len(ids), _AT_ONCE):
            lines = ImportedLine.objects.filter(transaction__in=ids[start : start + _AT_ONCE]).order_by("id")
            for key, mark in lines.values_list("transaction", "fingerprint"):
                if key is not None:
                    found.setdefault(key, mark)
        return found

    def balances(self, account_id: UUID) -> Sequence[BankBalance]:
        """Of a day for which there are several the newest counts."""
        rows = StatementBalance.objects.filter(account=account_id).order_by("on", "id")
        by_hand = StatementBalance.Source.HAND
        found = {each.on: BankBalance(each.on, each.amount, each.source == by_hand) for each in rows.iterator()}
        return list(found.values())


annexes.register(KnownAnnexes())
