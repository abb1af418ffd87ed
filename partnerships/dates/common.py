"""What both may see: the accounts of the two of which each sees every line, and what nobody hides there.

The money date is read on one screen by two, so nothing else of a ledger stands on it.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from ledger.core.access import Sight, sights_of
from ledger.core.models import MoneyAccountAccess, Transaction
from partnerships.core.standing import Standing

FULL: Final = MoneyAccountAccess.Level.FULL


def common_accounts(standing: Standing) -> dict[UUID, Sight]:
    """Accounts one of the two owns and both see in full, as the reader sees them. Two queries."""
    if standing.partner is None:
        return {}
    theirs = sights_of(standing.partner)
    return {
        key: sight
        for key, sight in sights_of(standing.person).items()
        if sight.level == FULL
        and key in theirs
        and theirs[key].level == FULL
        and (sight.is_mine or theirs[key].is_mine)
    }


def lines_on(standing: Standing, accounts: Collection[UUID]) -> QuerySet[Transaction]:
    """What both see of common accounts, neither in the bin nor hidden by one from the other. One query, now."""
    seen = Transaction.objects.visible_to(standing.person).live()
    return seen.filter(account__in=list(accounts), withheld="")


def common_lines(standing: Standing) -> QuerySet[Transaction]:
    """On all of them. Three queries, now."""
    return lines_on(standing, common_accounts(standing))
