"""How much of each of a person's own accounts their partner sees. Every account begins hidden."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import transaction

from accounts.models import User
from ledger.core.models import MoneyAccount, MoneyAccountAccess
from ledger.core.services import grant_view
from ledger.core.services.granting import HIDDEN
from partnerships.core.standing import Standing
from partnerships.core.writing import hold_active
from partnerships.sharing import errors

Role = MoneyAccountAccess.Role
# From least to most.
LEVELS: Final = (HIDDEN, *(each.value for each in MoneyAccountAccess.Level))


@dataclass(frozen=True, slots=True)
class OwnAccount:
    account: MoneyAccount
    level: str


def accounts_of_one(person: User) -> list[MoneyAccount]:
    """Accounts that are the person's alone, closed ones too; a joint one is seen by both owners. One query."""
    owned = MoneyAccountAccess.objects.granted_to(person).filter(role=Role.OWNER).values("account")
    joint = MoneyAccountAccess.objects.filter(role=Role.CO_OWNER).values("account")
    return list(MoneyAccount.objects.filter(pk__in=owned).exclude(pk__in=joint).order_by("type", "name", "pk"))


def own_accounts(standing: Standing) -> list[OwnAccount]:
    """Each with the level the partner has now. Two queries."""
    views = MoneyAccountAccess.objects.filter(person=standing.partner, role=Role.VIEWER)
    levels: dict[object, str] = dict(views.values_list("account", "level"))
    return [OwnAccount(each, levels.get(each.pk, HIDDEN)) for each in accounts_of_one(standing.person)]


@transaction.atomic
def choose_level(*, standing: Standing, account: MoneyAccount, level: str) -> str:
    """Let the partner see an account of the person's own at one of LEVELS from now on; returns the level before.

    Less can be shown at any time, more only while the partnership is active. One row in the trail, none where nothing
    changes.

    Raises:
        FieldError: `account` is not the person's alone.
        NoLongerThere: it is gone.
        Overtaken: `no_partnership`, `partnership_paused`.
    """
    before = next((each.level for each in own_accounts(standing) if each.account.pk == account.pk), None)
    if before is None or standing.partner is None:
        raise errors.account_not_yours()
    if LEVELS.index(level) > LEVELS.index(before):
        hold_active(standing)
    grant_view(account=account, person=standing.partner, level=level, granted_by=standing.person)
    return before
