"""In words, whether an account agrees with its bank; for its owners only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from config.kernel.formatting import active_locale, format_money, format_short_day
from ledger.core import standings
from ledger.core.models import MoneyAccount
from ledger.core.standings import Standing


@dataclass(frozen=True, slots=True)
class Agreement:
    """`state` is a class of the mark: is-good or is-soon; `short` is for where a name and an amount stand beside it."""

    state: str
    icon: str
    text: str
    short: str


def agreements(person: User, accounts: Iterable[MoneyAccount]) -> dict[UUID, Agreement]:
    """Of the accounts that `person` owns and whose bank told a balance. Queries: as Standings.of."""
    shown = {each.pk: each for each in accounts}
    known = standings.current().of(person, shown.values())
    return {key: agreement(each, shown[key].currency) for key, each in known.items()}


def agreement(standing: Standing, currency: str) -> Agreement:
    locale = active_locale()
    if standing.agrees:
        on = {"day": format_short_day(standing.on, locale)}
        words, short = _("Agrees with the bank on %(day)s") % on, _("Agrees on %(day)s") % on
        return Agreement("is-good", "badge-check", words, short)
    gap = format_money(standing.gap_size, currency, locale).text
    since = {"gap": gap, "day": format_short_day(standing.apart_since or standing.on, locale)}
    words, short = _("%(gap)s from the bank since %(day)s") % since, _("%(gap)s apart") % since
    return Agreement("is-soon", "triangle-alert", words, short)
