"""Who may see an account and how much of it, and who owns it. Why is decided above; here it is written down.

Each change has exactly one row in the audit trail, and tells the people it concerns that their accounts have changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction as database_transaction
from django.db.models import F

from accounts.models import User
from accounts.notifications.services import TAKEN_BACK, about_account, forget
from config.kernel.audit import record
from config.kernel.live import Frame, push_all
from ledger.core import errors
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Rollup, Transaction, Withheld
from ledger.core.services.withholding import end_embargoes

Level = MoneyAccountAccess.Level
Role = MoneyAccountAccess.Role
HIDDEN = "hidden"


@database_transaction.atomic
def grant_view(*, account: MoneyAccount, person: User, level: str, granted_by: User) -> None:
    """Let `person` see `account` at `level` (a Level, or 'hidden': nothing). The same again changes nothing.

    Raises:
        NoLongerThere: `granted_by` does not own the account.
        FieldError: they are not its first owner, or `person` is an owner themselves.
    """
    grants = _locked(account)
    _refuse_but_owner(grants, granted_by)
    own = grants.get(person.pk)
    if own is not None and own.role != Role.VIEWER:
        raise errors.already_joint()
    if (own.level if own else HIDDEN) == level:
        return
    if own is not None:
        own.delete()
    if level != HIDDEN:
        MoneyAccountAccess.objects.create(account=account, person=person, role=Role.VIEWER, level=Level(level))
    record("view_granted", person=granted_by, account=str(account.pk), to=str(person.pk), level=level)
    _tell([person.pk], account.pk, blind=[person.pk] if level != Level.FULL else [])


@database_transaction.atomic
def revoke_views(*, owner: User, person: User) -> int:
    """Take from `person` every sight of accounts that `owner` owns; joint accounts stay. How many those were."""
    owned = MoneyAccountAccess.objects.filter(person=owner, role=Role.OWNER).values("account")
    views = MoneyAccountAccess.objects.filter(person=person, role=Role.VIEWER, account__in=owned)
    keys = list(views.order_by("account_id").values_list("account_id", flat=True))
    if keys:
        views.delete()
        record("views_revoked", person=owner, to=str(person.pk), accounts=len(keys))
        _tell([person.pk], *keys, blind=[person.pk])
    return len(keys)


@database_transaction.atomic
def add_co_owner(*, account: MoneyAccount, person: User, added_by: User) -> None:
    """Make `person` the second owner of an account. The same again changes nothing.

    What was withheld from them stays withheld, as private lines. Whose part what is stays as it is: see `reshare`.

    Raises:
        NoLongerThere: `added_by` does not own the account.
        FieldError: they are not its first owner, or it has two owners already.
    """
    grants = _locked(account)
    _refuse_but_owner(grants, added_by)
    own = grants.get(person.pk)
    if own is not None and own.role == Role.CO_OWNER:
        return
    if (own is not None and own.role == Role.OWNER) or any(each.role == Role.CO_OWNER for each in grants.values()):
        raise errors.already_joint()
    MoneyAccountAccess.objects.update_or_create(
        account=account,
        person=person,
        defaults={"role": Role.CO_OWNER, "level": Level.FULL, "since": None, "until": None},
    )
    record("co_owner_added", person=added_by, account=str(account.pk), to=str(person.pk))
    _tell([added_by.pk, person.pk], account.pk)


@database_transaction.atomic
def leave_account(*, account: MoneyAccount, person: User) -> None:
    """Give up one's half of a joint account: the other one owns it alone, with its whole history.

    What `person` withheld there is shown, since an owner sees all of an account. Whoever else saw the account by the
    leaving owner's word sees it no more. Each one's part of what was paid stays their part.

    Raises:
        NoLongerThere: `person` does not own the account.
        FieldError: nobody else owns it; it may be closed or deleted.
    """
    grants = _locked(account)
    own = grants.get(person.pk)
    if own is None or own.role == Role.VIEWER:
        raise errors.NoLongerThere
    if not any(each.role == Role.CO_OWNER for each in grants.values()):
        raise errors.no_other_owner()
    told = give_up(account, own)
    record("account_left", person=person, account=str(account.pk))
    stay = set(account.grants.values_list("person_id", flat=True))
    _tell([person.pk, *told], account.pk, blind=[each for each in (person.pk, *told) if each not in stay])


def give_up(account: MoneyAccount, own: MoneyAccountAccess) -> list[UUID]:
    """The rows of `leave_account`, of a joint account that is locked; returns who else has to hear of it.

    A dozen short statements: lines and cells are looked at only where something was ever withheld.
    """
    is_withheld = Rollup.objects.filter(account=account, span=Rollup.Span.ALL).exclude(withheld="").exists()
    if is_withheld:
        end_embargoes(account, own.role)
    others = account.grants.exclude(pk=own.pk)
    was_owner = own.role == Role.OWNER
    concerned = others if was_owner else others.exclude(role=Role.VIEWER)
    told = list(concerned.values_list("person_id", flat=True))
    own.delete()
    if was_owner:
        others.filter(role=Role.VIEWER).delete()
        others.filter(role=Role.CO_OWNER).update(role=Role.OWNER)
        MoneyAccount.objects.filter(pk=account.pk).update(is_turned=~F("is_turned"))
        if is_withheld:
            _hand_over_withheld(account)
    return told


def _hand_over_withheld(account: MoneyAccount) -> None:
    """What the co-owner withholds, the owner does."""
    cells = Rollup.objects.filter(account=account)
    # Those that the leaving owner withheld are all at nothing by now, and would stand in the way.
    cells.filter(withheld=Withheld.BY_OWNER).delete()
    cells.filter(withheld=Withheld.BY_CO_OWNER).update(withheld=Withheld.BY_OWNER)
    entries = Transaction.objects.filter(account=account, withheld_until__isnull=False)
    entries.filter(withheld=Withheld.BY_CO_OWNER).update(withheld=Withheld.BY_OWNER)


def _locked(account: MoneyAccount) -> dict[UUID, MoneyAccountAccess]:
    """The account's grants by person; the account is locked, so that of two changes one comes after the other."""
    if not MoneyAccount.objects.select_for_update(no_key=True).filter(pk=account.pk).exists():
        raise errors.NoLongerThere
    return {each.person_id: each for each in account.grants.all()}


def _refuse_but_owner(grants: dict[UUID, MoneyAccountAccess], person: User) -> None:
    own = grants.get(person.pk)
    if own is None or own.role == Role.VIEWER:
        raise errors.NoLongerThere
    if own.role != Role.OWNER:
        raise errors.not_the_owner()


def _tell(people: Iterable[UUID], *account_ids: UUID, blind: Iterable[UUID] = ()) -> None:
    """`blind` are those who see no lines there any more: what they were told of the account is taken back."""
    lost = {who for key in account_ids for who in forget(about_account(key, blind))}
    changed: Frame = ("accounts:changed", {"money_accounts": [str(each) for each in account_ids]})
    for person_id in sorted(set(people)):
        push_all([person_id], [changed, (TAKEN_BACK, {"id": None})] if person_id in lost else [changed])
