"""What people do to accounts and categories while their entries stand."""

from __future__ import annotations

from decimal import Decimal

from ledger.core import services
from ledger.core.models import MoneyAccount
from prove.walking.model import Account
from prove.walking.walker import DAY, Walker, account_row, category_row

MOST_ACCOUNTS = 7
MOST_CATEGORIES = 12
_FAMILIES = {"EUR": 4, "USD": 2, "KWD": 1}


def begin(walk: Walker) -> None:
    """The accounts every life starts with."""
    for currency, count in _FAMILIES.items():
        for place in range(count):
            _open(walk, currency, f"{currency} {place}")


def open_account(walk: Walker) -> str | None:
    if len(walk.model.accounts) >= MOST_ACCOUNTS:
        return None
    return str(_open(walk, walk.dice.choice(list(_FAMILIES)), f"Account {walk.dice.random()}").pk)


def _open(walk: Walker, currency: str, name: str) -> MoneyAccount:
    opening = walk.amount()
    made = services.create_money_account(owner=walk.person, currency=currency, name=name, opening_balance=opening)
    walk.model.accounts[made.pk] = Account(currency, opening)
    return made


def close_account(walk: Walker) -> str | None:
    key = walk.account()
    if key is None or sum(not each.is_closed for each in walk.model.accounts.values()) < 5:
        return None
    services.close_money_account(account=account_row(key), on=DAY)
    walk.model.accounts[key].is_closed = True
    return str(key)


def reopen_account(walk: Walker) -> str | None:
    key = walk.account(is_closed=True)
    if key is None:
        return None
    services.reopen_money_account(account=account_row(key))
    walk.model.accounts[key].is_closed = False
    return str(key)


def delete_account(walk: Walker) -> str | None:
    """One that never had a line goes; any other one is refused."""
    key = walk.account()
    if key is None:
        return None
    if any(each.account == key for each in walk.model.entries.values()):
        walk.must_refuse(
            lambda: services.delete_money_account(account=account_row(key), deleted_by=walk.person), "account_in_use"
        )
        return f"{key}: refused"
    if account_row(key).imported_lines.exists():
        return None
    services.delete_money_account(account=account_row(key), deleted_by=walk.person)
    del walk.model.accounts[key]
    return str(key)


def change_opening_balance(walk: Walker) -> str | None:
    key = walk.account()
    if key is None:
        return None
    opening = walk.amount() - Decimal(300)
    services.update_money_account(account=account_row(key), changed_by=walk.person, opening_balance=opening)
    walk.model.accounts[key].opening = opening
    return f"{key}: {opening}"


def make_category(walk: Walker) -> str | None:
    if len(walk.model.own) >= MOST_CATEGORIES:
        return None
    kind = walk.dice.choice(("expense", "expense", "income"))
    made = services.create_category(owner=walk.person, name=f"Own {walk.dice.random()}", kind=kind)
    walk.model.categories[made.pk] = kind
    walk.model.own.add(made.pk)
    return f"{made.pk}: {kind}"


def move_category(walk: Walker) -> str | None:
    """Under another one, or to the top: no sum may move."""
    if not walk.model.own:
        return None
    key = walk.dice.choice(sorted(walk.model.own))
    kind = walk.model.categories[key]
    above = [other for other, of in walk.model.categories.items() if of == kind and other not in walk.model.own]
    parent = category_row(walk.dice.choice(above)) if walk.dice.random() < 0.8 else None
    category = category_row(key)
    assert category is not None
    if parent is not None and parent.parent_id is not None and parent.parent is not None and parent.parent.parent_id:
        return None
    services.update_category(category=category, changed_by=walk.person, parent=parent)
    return f"{key} under {parent and parent.pk}"


def delete_category(walk: Walker) -> str | None:
    if not walk.model.own:
        return None
    key = walk.dice.choice(sorted(walk.model.own))
    category = category_row(key)
    assert category is not None
    kind = walk.model.categories[key]
    target = walk.dice.choice([other for other, of in walk.model.categories.items() if of == kind and other != key])
    services.delete_category(category=category, deleted_by=walk.person, replacement=category_row(target))
    walk.model.move_category(key, target)
    return f"{key} to {target}"
