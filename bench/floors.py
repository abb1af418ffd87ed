"""What the same answers cost as bare SQL through the same driver: the least any application could take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from bench.generate import ACCOUNTS
from config.kernel.ids import new_id
from config.kernel.sql import db_uuid
from ledger.core.models import MoneyAccount


def floors(person: User) -> dict[str, Callable[[], bytes]]:
    """One SELECT each, on the person's largest account where it is about one account."""
    accounts = [
        db_uuid(key) for key in MoneyAccount.objects.owned_by(person).order_by("name").values_list("pk", flat=True)
    ]
    marks = ", ".join(["%s"] * len(accounts))
    largest = db_uuid(MoneyAccount.objects.owned_by(person).get(name=ACCOUNTS[0]).pk)
    return {
        "floor: balances": _read(
            f"SELECT id, balance FROM ledger_moneyaccount WHERE id IN ({marks})",  # noqa: S608
            accounts,
        ),
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
        "floor: insert, balance, roll-up": lambda: _write(largest),
    }


def _read(sql: str, parameters: list[Any]) -> Callable[[], bytes]:
    def call() -> bytes:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return repr(cursor.fetchall()).encode()

    return call


def _write(account: Any) -> bytes:
    """A line, its balance and its five cells in one transaction, rolled back so that the books stay as they are."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_transaction (id, account_id, kind, raw_kind, amount, own_amount, booked_on, payee,"
            " payee_key, notes, search_text, category_source, category_reason, is_split, withheld, is_pending,"
            " created_at, updated_at, version) SELECT %s, account_id, kind, raw_kind, amount, own_amount, booked_on,"
            " payee, payee_key, notes, search_text, category_source, category_reason, is_split, withheld, is_pending,"
            " created_at, updated_at, version FROM ledger_transaction WHERE account_id = %s AND deleted_at IS NULL"
            " ORDER BY booked_on DESC, id DESC LIMIT 1",
            [db_uuid(new_id()), account],
        )
        cursor.execute("UPDATE ledger_moneyaccount SET balance = balance - 1 WHERE id = %s", [account])
        cursor.execute(
            "UPDATE ledger_rollup SET amount = amount - 1 WHERE id IN"
            " (SELECT id FROM ledger_rollup WHERE account_id = %s AND span = 'm' LIMIT 5)",
            [account],
        )
        transaction.set_rollback(True)
    return b""
