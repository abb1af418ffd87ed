"""What the address asks of the forecast: how far, and of which accounts. What makes no sense is the usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext as _

from insights.forecasting.spendable import is_of
from ledger.core.access import ME, TOGETHER
from ledger.core.models import MoneyAccount

SPANS = (30, 90, 365)
USUAL_SPAN = 90
SPENDING, EVERY = "spending", "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """`of` is a type of account, 'all', or an account's id as a text; `scope` whose accounts."""

    days: int
    of: str
    types: tuple[str, ...]
    account_ids: tuple[UUID, ...]
    scope: str = ME


def read_scope(query: QueryDict, *, has_partner: bool) -> str:
    """Both, where that is asked and there are two; else one's own."""
    return TOGETHER if has_partner and query.get("scope") == TOGETHER else ME


def read(query: QueryDict, accounts: Sequence[MoneyAccount], scope: str = ME) -> Asked:
    """`accounts` are those that may be named. What can be spent from, where nothing else is said and there is some."""
    text = query.get("days", "")
    days = int(text) if text in {str(each) for each in SPANS} else USUAL_SPAN
    of = query.get("of", "")
    named = [each.pk for each in accounts if str(each.pk) == of]
    if named:
        return Asked(days, of, (), tuple(named), scope)
    kinds = _kinds(accounts)
    if of != EVERY and of not in kinds:
        of = SPENDING if SPENDING in kinds else EVERY
    return Asked(days, of, () if of == EVERY else (of,), (), scope)


def choices(accounts: Sequence[MoneyAccount]) -> list[tuple[str, str]]:
    """What may be asked for, as value and label: types there are, all of them, each account."""
    labels = {
        MoneyAccount.Type.SPENDING: _("Spending accounts"),
        MoneyAccount.Type.SAVINGS: _("Savings accounts"),
        MoneyAccount.Type.INVESTMENT: _("Investments"),
    }
    kinds = _kinds(accounts)
    types = [(str(key), label) for key, label in labels.items() if key in kinds]
    one_is_all = len(kinds) < 2 and all(_is_of_its_type(each) for each in accounts)
    every = [] if one_is_all else [(EVERY, _("All accounts"))]
    return [*types, *every, *((str(each.pk), each.name) for each in accounts)]


def _kinds(accounts: Sequence[MoneyAccount]) -> set[str]:
    return {each.type for each in accounts if _is_of_its_type(each)}


def _is_of_its_type(account: MoneyAccount) -> bool:
    """Whether it counts where its type is asked for: a loan does not."""
    return is_of(account, (account.type,))
