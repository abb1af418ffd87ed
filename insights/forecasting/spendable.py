"""What can be paid from, and so what a lowest point is of: the forecast's page, the feed and advice ask the same."""

from __future__ import annotations

from collections.abc import Collection

from ledger.core.models import MoneyAccount

Type, Subtype = MoneyAccount.Type, MoneyAccount.Subtype
OWED_OR_BUILT = (Subtype.LOAN, Subtype.PROPERTY)


def is_money(account: MoneyAccount) -> bool:
    """It holds money, and is neither owed nor built."""
    return not (account.is_liability or account.subtype in OWED_OR_BUILT)


def is_spendable(account: MoneyAccount) -> bool:
    """A spending account that holds money, and a card: its debt is due with the next bill, from the same money.

    What else is owed there (a loan) is due by its instalments alone, which go out of the accounts they are paid from.
    """
    if account.type != Type.SPENDING:
        return False
    return account.subtype == Subtype.CARD or is_money(account)


def is_of(account: MoneyAccount, types: Collection[str]) -> bool:
    """Of one of `types`, those to spend from only where that can be done; of any without types."""
    if not types:
        return True
    return account.type in types and (account.type != Type.SPENDING or is_spendable(account))
