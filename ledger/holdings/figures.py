"""What a restored database is held against: every position, what it is worth, and how much happened to them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from config.kernel.backup import figures

_POSITIONS = "SELECT id, currency, current_value, yield_earned FROM ledger_position ORDER BY id"
_COUNTS = (
    "SELECT (SELECT COUNT(*) FROM ledger_positionmove), (SELECT COUNT(*) FROM ledger_positionvalue),"
    " (SELECT COUNT(*) FROM ledger_holdingsum)"
)


class HoldingsFigures:
    name = "holdings"

    def count(self, database: BaseDatabaseWrapper) -> dict[str, Any]:
        """Two queries."""
        with database.cursor() as cursor:
            cursor.execute(_POSITIONS)
            digest, positions = hashlib.sha256(), 0
            for key, currency, value, yielded in cursor.fetchall():
                digest.update(f"{getattr(key, 'hex', key)} {currency} {value} {yielded}\n".encode())
                positions += 1
            cursor.execute(_COUNTS)
            moves, values, sums = cursor.fetchone()
        return {
            "positions": positions,
            "positions_sha256": digest.hexdigest(),
            "moves": moves,
            "values": values,
            "sums": sums,
        }

    def differences(self) -> Iterator[str]:
        """Told by the ledger's own, which asks `check_holdings` of every account."""
        yield from ()


_EVENTS = """
    SELECT id, wallet_id, event_id, transaction_hash, block_number, transaction_type, entry_id, not_booked
    FROM ledger_wallettransaction ORDER BY id
"""

figures.register(HoldingsFigures())
figures.register(
    figures.Rows(
        "wallets",
        {"wallets": "SELECT id, account_id, chain, address, name FROM ledger_wallet ORDER BY id", "events": _EVENTS},
    )
)
