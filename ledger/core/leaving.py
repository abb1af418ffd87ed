"""What becomes of a person's accounts and categories when the person goes."""

from __future__ import annotations

from accounts.models import User
from ledger.core import category_followers
from ledger.core.models import Category, MoneyAccount, MoneyAccountAccess, Transaction, TransactionLine
from ledger.core.services.bulk import move_category
from ledger.core.services.granting import give_up

Role = MoneyAccountAccess.Role


def delete_ledger_of(person: User) -> None:
    """Delete what is the person's alone; a joint account stays with the other owner, its lines too.

    Called inside the transaction that deletes the person. Lines that stay lose a category that goes.
    """
    owned = MoneyAccountAccess.objects.filter(person=person).exclude(role=Role.VIEWER)
    for grant in owned.select_related("account"):
        _leave(grant)
    own = Category.objects.filter(owner=person)
    for category in own:
        target = category.parent if _is_shared(category.parent) else None
        if _in_use(category):
            move_category(source=category, target=target)
        category_followers.follow(category.pk, target.pk if target else None)
    own.update(parent=None)
    own.delete()


def _leave(grant: MoneyAccountAccess) -> None:
    account: MoneyAccount = grant.account
    if account.grants.filter(role=Role.CO_OWNER).exists():
        give_up(account, grant)
    else:
        account.delete()


def _is_shared(category: Category | None) -> bool:
    return category is not None and category.is_system


def _in_use(category: Category) -> bool:
    return any(each.filter(category=category).exists() for each in (Transaction.objects, TransactionLine.objects))
