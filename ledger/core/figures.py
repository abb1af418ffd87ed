"""What a restored ledger is held against: every balance, and the sum of every currency."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from config.kernel.money import from_stored
from ledger.core.checking import check_account
from ledger.core.models import MoneyAccount

_BALANCES = "SELECT id, currency, balance FROM ledger_moneyaccount ORDER BY id"
_TOTALS = """
    SELECT account.currency, COUNT(*), SUM(entry.amount)
    FROM ledger_transaction entry JOIN ledger_moneyaccount account ON account.id = entry.account_id
    WHERE entry.deleted_at IS NULL GROUP BY account.currency ORDER BY account.currency
"""


class LedgerFigures:
    name = "ledger"

    def count(self, database: BaseDatabaseWrapper) -> dict[str, Any]:
        """Two queries; the second reads every entry."""
        with database.cursor() as cursor:
            cursor.execute(_BALANCES)
            digest, accounts = hashlib.sha256(), 0
            for key, currency, balance in cursor.fetchall():
                digest.update(f"{getattr(key, 'hex', key)} {currency} {balance}\n".encode())
                accounts += 1
            cursor.execute(_TOTALS)
            moved = {currency: [entries, str(from_stored(int(sum_)))] for currency, entries, sum_ in cursor.fetchall()}
        return {"accounts": accounts, "balances_sha256": digest.hexdigest(), "moved": moved}

    def differences(self) -> Iterator[str]:
        """As `manage.py check_ledger`: the whole history of every account."""
        for account in MoneyAccount.objects.order_by("pk").iterator():
            yield from map(str, check_account(account))
