"""What becomes of a person's accounts and categories when the person goes."""

from __future__ import annotations

from accounts.models import User
from ledger.core.models import Category, MoneyAccount, MoneyAccountAccess, Transaction, TransactionLine
from ledger.core.services.bulk import move_category

Role = MoneyAccountAccess.Role


def delete_ledger_of(person: User) -> None:
    """Delete what is the person's alone; a joint account stays with the other owner, its lines too.

    Called inside the transaction that deletes the person. Lines that stay lose a category that goes.
    """
    for grant in MoneyAccountAccess.objects.filter(person=person, role=Role.OWNER).select_related("account"):
        _leave(grant)
    own = Category.objects.filter(owner=person)
    for category in own:
        if _in_use(category):
            move_category(source=category, target=category.parent if _is_shared(category.parent) else None)
    own.update(parent=None)
    own.delete()


def _leave(grant: MoneyAccountAccess) -> None:
    account: MoneyAccount = grant.account
    heir = account.grants.filter(role=Role.CO_OWNER).first()
    if heir is None:
        account.delete()
        return
    grant.delete()
    heir.role = Role.OWNER
    heir.save(update_fields=["role"])


def _is_shared(category: Category | None) -> bool:
    return category is not None and category.is_system


def _in_use(category: Category) -> bool:
    return any(each.filter(category=category).exists() for each in (Transaction.objects, TransactionLine.objects))
