"""Which accounts the two have in common, and what the reader may see of the partner's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ledger.core import queries
from ledger.core.access import TOGETHER, Lens, Sight, lens_of
from ledger.core.models import MoneyAccount, MoneyAccountAccess
from ledger.core.views.account_words import account_icon, account_subtitle, account_url
from partnerships.core.standing import Standing

Level = MoneyAccountAccess.Level
LEVEL_TEXTS: dict[str, str | Promise] = {
    Level.EXISTS: _("only that it is there"),
    Level.TOTAL: _("the total only"),
    Level.CATEGORY_SUMS: _("sums by category"),
    Level.FULL: _("every line"),
}


@dataclass(frozen=True, slots=True)
class SeenAccount:
    """`balance` is None where it is not seen; `level` says in words what is; `url` leads to its lines, '' to none."""

    name: str
    subtitle: str
    icon: str
    balance: Decimal | None
    currency: str
    level: str
    url: str


@dataclass(frozen=True, slots=True)
class SeenAccounts:
    joint: list[SeenAccount]
    theirs: list[SeenAccount]


def seen_accounts(standing: Standing) -> SeenAccounts:
    """Open accounts of both, and the partner's that they let the reader see. Five queries, fewer where there are none.

    What a third person should ever share with the reader is not among them.
    """
    everything = lens_of(standing.person, TOGETHER)
    shared = [each for each in everything if each.is_joint or not each.is_mine]
    if not shared or standing.partner is None:
        return SeenAccounts([], [])
    owners = (MoneyAccountAccess.Role.OWNER, MoneyAccountAccess.Role.CO_OWNER)
    of_partner = MoneyAccountAccess.objects.filter(person=standing.partner, role__in=owners)
    wanted = [each.account_id for each in shared]
    accounts = MoneyAccount.objects.filter(pk__in=wanted, closed_on=None, grants__in=of_partner).order_by("name", "pk")
    lens = everything.only(wanted)
    balances = {each.pk: each.balance for each in queries.seen_accounts(lens)}
    found = [(everything.sights[each.pk], each) for each in accounts]
    return SeenAccounts(
        joint=_shown(((sight, each) for sight, each in found if sight.is_mine), balances, lens),
        theirs=_shown(((sight, each) for sight, each in found if not sight.is_mine), balances, lens),
    )


def _shown(
    found: Iterable[tuple[Sight, MoneyAccount]], balances: Mapping[UUID, Decimal], lens: Lens
) -> list[SeenAccount]:
    return [
        SeenAccount(
            name=account.name,
            subtitle=account_subtitle(account) if sight.is_mine else "",
            icon=account_icon(account),
            balance=balances.get(account.pk),
            currency=account.currency,
            level="" if sight.is_mine else str(LEVEL_TEXTS[sight.level]),
            url=account_url(lens, account.pk),
        )
        for sight, account in found
    ]
