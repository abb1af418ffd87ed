"""Who may do what on which account, in SQL by hand: every request begins with one of these questions, and building
the same queries through `granted_to` costs ten times what the database needs for them. A test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone

from accounts.models import User
from config.kernel.sql import db_date, db_uuid, from_db_uuid
from ledger.core.models import MoneyAccount

_IN_FORCE = "(g.until IS NULL OR g.until >= %s) AND (g.since IS NULL OR g.since <= %s)"


def _on(day: date) -> list[Any]:
    return [db_date(day)] * 2


def currencies_in_full(user: User) -> dict[UUID, str]:
    """The accounts `user` sees every line of today, and their currencies. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.account_id, a.currency FROM ledger_moneyaccountaccess g"
            " JOIN ledger_moneyaccount a ON a.id = g.account_id"
            f" WHERE g.person_id = %s AND g.level = 'full' AND {_IN_FORCE}",
            [db_uuid(user.pk), *_on(user.today)],
        )
        return {from_db_uuid(key): currency for key, currency in cursor.fetchall()}


def owned_account(user: User, key: UUID) -> MoneyAccount | None:
    """The account, when `user` may change it today: as owner or co-owner. One query."""
    found = MoneyAccount.objects.raw(
        "SELECT a.* FROM ledger_moneyaccount a JOIN ledger_moneyaccountaccess g ON g.account_id = a.id"
        f" WHERE a.id = %s AND g.person_id = %s AND g.role IN ('owner', 'co_owner') AND {_IN_FORCE}",
        [db_uuid(key), db_uuid(user.pk), *_on(user.today)],
    )
    return next(iter(found), None)


def people_by_level(account_ids: Iterable[UUID]) -> dict[UUID, dict[UUID, str]]:
    """For each account, the people with a grant in force today (UTC) and their level. One query."""
    keys = [db_uuid(each) for each in account_ids]
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.account_id, g.person_id, g.level FROM ledger_moneyaccountaccess g"
            f" WHERE g.account_id IN ({', '.join(['%s'] * len(keys))}) AND {_IN_FORCE}",
            [*keys, *_on(timezone.localdate())],
        )
        rows = cursor.fetchall()
    found: dict[UUID, dict[UUID, str]] = {}
    for account_id, person_id, level in rows:
        found.setdefault(from_db_uuid(account_id), {})[from_db_uuid(person_id)] = level
    return found
