"""How an account is shown wherever it is named: its icon, what stands below its name, and where its lines are."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse

from ledger.core.access import PARTNER, Lens
from ledger.core.models import MoneyAccount, MoneyAccountAccess
from ledger.core.views.rows import drill_url

_SUBTYPE_ICONS = {
    "checking": "landmark",
    "savings": "piggy-bank",
    "cash": "wallet",
    "card": "credit-card",
    "loan": "hand-coins",
    "property": "house",
    "brokerage": "trending-up",
    "wallet": "bitcoin",
}


def account_url(lens: Lens, key: UUID) -> str:
    """Its lines; '' where they are not seen."""
    sight = lens.sights[key]
    if sight.level != MoneyAccountAccess.Level.FULL:
        return ""
    scope = "" if sight.is_mine else PARTNER
    return drill_url(reverse("transactions"), money_account=key, scope=scope)


def account_icon(account: MoneyAccount) -> str:
    return _SUBTYPE_ICONS[account.subtype]


def account_subtitle(account: MoneyAccount) -> str:
    named = account.number_tail and account.number_tail in account.name
    tail = f"·· {account.number_tail}" if account.number_tail and not named else ""
    subtype = str(account.get_subtype_display())
    words = [account.institution or (account.currency if subtype == account.name else subtype), tail]
    return " ".join(filter(None, words))
