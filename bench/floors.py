"""What the same answers cost as bare SQL through the same driver: the least any application could take."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction

from accounts.models import User
from bench.calling import Cost, measure
from config.kernel.ids import new_id
from config.kernel.sql import db_uuid
from ledger.core.models import MoneyAccount


def floors(person: User) -> dict[str, Cost]:
    """One SELECT each, on the person's largest account where it is about one account."""
    accounts = [db_uuid(key) for key in MoneyAccount.objects.owned_by(person).order_by("name").values_list("pk", flat=True)]
    marks = ", ".join(["%s"] * len(accounts))
    largest = accounts[0]
    return {
        "floor: balances": _read(f"SELECT id, balance FROM ledger_moneyaccount WHERE id IN ({marks})", accounts),
        "floor: newest 50": _read(
            "SELECT id, booked_on, amount, payee, category_id FROM ledger_transaction"
            " WHERE account_id = %s AND deleted_at IS NULL ORDER BY booked_on DESC, id DESC LIMIT 50",
            [largest],
        ),
        "floor: year by category": _read(
            "SELECT starts_on, category_key, SUM(own_amount) FROM ledger_rollup"  # noqa: S608
            f" WHERE account_id IN ({marks}) AND span = 'm' AND starts_on >= '2025-12-01' GROUP BY 1, 2",
            accounts,
        ),
        "floor: insert, balance, roll-up": measure(lambda: _write(largest), times=40),
    }


def _read(sql: str, parameters: list[Any]) -> Cost:
    def call() -> bytes:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return repr(cursor.fetchall()).encode()

    return measure(call, times=100)


def _write(account: Any) -> bytes:
    """Rolled back, so that the floor leaves the books as they are."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_importedline (account_id, fingerprint, line_no, raw, batch_id)"
            " SELECT %s, %s, 1, '', NULL WHERE FALSE",
            [account, new_id().hex],
        )
        cursor.execute("UPDATE ledger_moneyaccount SET balance = balance - 1 WHERE id = %s", [account])
        cursor.execute(
            "UPDATE ledger_rollup SET amount = amount - 1 WHERE account_id = %s AND span = 'm'"
            " AND starts_on = '2026-11-01'",
            [account],
        )
        transaction.set_rollback(True)
    return b""
