"""Bank accounts: made, renamed, closed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, TypedDict, Unpack

from django.contrib.auth import get_user_model
from django.db import transaction as database_transaction
from django.db.models import F, Value
from django.utils.crypto import salted_hmac

from accounts.models import User
from config.kernel.live import push_all
from config.kernel.money import ZERO, MoneyField, to_stored
from ledger.core import errors, rules
from ledger.core.audience import tell
from ledger.core.frames import Told
from ledger.core.models import Household, MoneyAccount, MoneyAccountAccess
from ledger.core.posting import Moved

_SUBTYPES_OWED = {MoneyAccount.Subtype.CARD, MoneyAccount.Subtype.LOAN}


class AccountFields(TypedDict, total=False):
    name: str
    type: str
    subtype: str
    is_liability: bool
    institution: str
    number: str
    opening_balance: Decimal
    opened_on: date | None


def number_digest(number: str) -> str:
    """What account numbers are compared by: keyed, so that the column tells nothing; '' for no number."""
    plain = "".join(each for each in number.upper() if each.isalnum())
    return salted_hmac("account-number", plain, algorithm="sha256").hexdigest() if plain else ""


@database_transaction.atomic
def create_money_account(
    *, owner: User, currency: str, household: Household | None = None, **fields: Unpack[AccountFields]
) -> MoneyAccount:
    """Open an account of `owner`. `opening_balance` is signed (a debt is negative), as of `opened_on`.

    Raises:
        FieldError: the name is taken among the owner's accounts of this type; a balance with too many decimals.
        ValidationError: a field refuses its value.
    """
    account = MoneyAccount(currency=currency, household=household, **_fields(fields))
    if "is_liability" not in fields:
        account.is_liability = account.subtype in _SUBTYPES_OWED
    account.clean_fields(exclude=["household"])
    rules.check_decimals(account.opening_balance, account.currency, field="opening_balance")
    _refuse_taken_name(account, owner)
    account.balance = account.opening_balance
    account.save(force_insert=True)
    MoneyAccountAccess.objects.create(
        account=account,
        person=owner,
        role=MoneyAccountAccess.Role.OWNER,
        level=MoneyAccountAccess.Level.FULL,
    )
    push_all([owner.pk], [("money_account:new", {"id": str(account.pk)})])
    return account


@database_transaction.atomic
def update_money_account(
    *, account: MoneyAccount, changed_by: User, version: int | None = None, **fields: Unpack[AccountFields]
) -> MoneyAccount:
    """Change an account found through `owned_by`. A new opening balance moves the balance by the difference.

    Raises: Conflict, FieldError, ValidationError.
    """
    fresh = _locked(account, version)
    moved = fields.get("opening_balance", fresh.opening_balance) - fresh.opening_balance
    for name, value in _fields(fields).items():
        setattr(fresh, name, value)
    rules.check_decimals(fresh.opening_balance, fresh.currency, field="opening_balance")
    fresh.clean_fields(exclude=["household"])
    _refuse_taken_name(fresh, changed_by)
    _store(fresh)
    if moved:
        MoneyAccount.objects.filter(pk=fresh.pk).update(balance=F("balance") + Value(moved, output_field=MoneyField()))
        fresh.refresh_from_db(fields=["balance"])
    _tell_changed(fresh, moved)
    return fresh


@database_transaction.atomic
def close_money_account(*, account: MoneyAccount, on: date, version: int | None = None) -> MoneyAccount:
    """Close an account and keep its history. Closing it twice keeps the first day."""
    fresh = _locked(account, version)
    if fresh.closed_on is None:
        fresh.closed_on = on
        _store(fresh)
        _tell_changed(fresh)
    return fresh


@database_transaction.atomic
def reopen_money_account(*, account: MoneyAccount) -> MoneyAccount:
    fresh = _locked(account, None)
    if fresh.closed_on is not None:
        fresh.closed_on = None
        _store(fresh)
        _tell_changed(fresh)
    return fresh


@database_transaction.atomic
def delete_money_account(*, account: MoneyAccount, deleted_by: User) -> None:
    """Delete an account that never had a transaction. Raises FieldError otherwise, and where `deleted_by` is not its
    first owner.
    """
    fresh = _locked(account, None)
    if not fresh.grants.filter(person=deleted_by, role=MoneyAccountAccess.Role.OWNER).exists():
        raise errors.not_the_owner()
    if fresh.transactions.exists() or fresh.imported_lines.exists():
        raise errors.account_in_use()
    people = list(fresh.grants.values_list("person_id", flat=True))
    key = str(fresh.pk)
    fresh.delete()
    push_all(people, [("money_account:removed", {"id": key})])


def _fields(given: AccountFields) -> dict[str, Any]:
    fields: dict[str, Any] = dict(given)
    if "number" in fields:
        fields["number_digest"] = number_digest(fields["number"])
        fields["number_tail"] = "".join(each for each in fields["number"] if each.isalnum())[-4:]
    return fields


def _locked(account: MoneyAccount, version: int | None) -> MoneyAccount:
    fresh = MoneyAccount.objects.select_for_update(no_key=True).filter(pk=account.pk).first()
    if fresh is None:
        raise errors.NoLongerThere
    if version is not None and fresh.version != version:
        raise errors.Conflict(fresh)
    return fresh


def _store(account: MoneyAccount) -> None:
    """Everything but the balance and its revision, which only postings move."""
    account.version += 1
    kept = ("id", "balance", "revision", "created_at")
    account.save(update_fields=[each.attname for each in account._meta.concrete_fields if each.name not in kept])


def _refuse_taken_name(account: MoneyAccount, owner: User) -> None:
    """Names are unique per person and type; the person's row is locked, so two requests cannot both pass."""
    get_user_model().objects.select_for_update(no_key=True).filter(pk=owner.pk).first()
    others = MoneyAccount.objects.owned_by(owner).exclude(pk=account.pk)
    if others.filter(type=account.type, name__iexact=account.name).exists():
        raise errors.account_name_taken()


def _tell_changed(account: MoneyAccount, moved: Decimal = ZERO) -> None:
    news = Told(("money_account:changed", {"id": str(account.pk)}))
    balances = {account.pk: Moved(account.balance, {"": to_stored(moved)})}
    tell({account.pk: [news]}, balances, {account.pk: account.currency})
