"""What people are told of their yields, in words."""

from __future__ import annotations

from decimal import Decimal

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.notifications.kinds import Data, Kind, Words, register
from config.kernel.formatting import active_locale, format_money
from ledger.holdings.telling import YIELD

SHOWN = 40


def _earned(data: Data, reader: User) -> Words:
    name: str = data["name"]
    shown = name if len(name) <= SHOWN else f"{name[: SHOWN - 1]}…"
    amount = format_money(Decimal(data["amount"]), data["currency"], active_locale()).text
    title = _("%(name)s: a yield") % {"name": shown}
    return Words(title, _("%(amount)s were earned.") % {"amount": amount}, url())


def url() -> str:
    """Of what is held; the page is a higher app's, and the overview stands in for it."""
    try:
        return reverse("investments")
    except NoReverseMatch:
        return reverse("overview")


GROUP = gettext_lazy("Investments")
register(Kind(YIELD, gettext_lazy("A position earned something"), GROUP, "trending-up", _earned, by_push=False))
