"""What one person sees of another's accounts: the same for the one who looks and for the owner who checks.

Everything comes through the viewer's own lens, so the owner is shown exactly what the ledger gives the viewer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from config.kernel.ids import NIL
from config.kernel.money import from_stored
from ledger.core import queries, sums
from ledger.core.access import PARTNER, Lens, lens_of
from ledger.core.category_tree import CategoryTree, category_tree
from ledger.core.coarsening import PRIVATE
from ledger.core.listing import TransactionFilter, list_transactions
from ledger.core.models import MoneyAccount, MoneyAccountAccess
from ledger.core.views.account_words import account_icon
from ledger.core.views.rows import Entry, account_marks, entry_of

LINES_SHOWN = 3
Level = MoneyAccountAccess.Level


@dataclass(frozen=True, slots=True)
class SeenSum:
    """What moved in the month in one category, signed."""

    name: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class SeenAccount:
    """`balance` is None where it is not seen. `sums` are those of `Seen.month`, the largest first; `lines` the latest,
    of `line_count`.
    """

    pk: UUID
    name: str
    icon: str
    currency: str
    level: str
    balance: Decimal | None
    sums: Sequence[SeenSum] = ()
    lines: Sequence[Entry] = ()
    line_count: int = 0


@dataclass(frozen=True, slots=True)
class Seen:
    """`totals` are what the balances that are seen come to, per currency."""

    accounts: list[SeenAccount]
    totals: list[queries.CurrencyTotal]
    month: date


def seen_of(viewer: User, owner: User) -> Seen:
    """What `viewer` sees today of accounts that are `owner`'s and not theirs. Two queries for none; ten otherwise,
    and one more for each account of which lines are seen.
    """
    month = viewer.today.replace(day=1)
    owned = MoneyAccountAccess.objects.filter(person=owner, role=MoneyAccountAccess.Role.OWNER)
    keys = list(owned.values_list("account", flat=True))
    lens = lens_of(viewer, PARTNER)
    lens = lens.only(keys) if keys else Lens(PARTNER, {})
    if not lens:
        return Seen([], [], month)
    counted = queries.seen_accounts(lens)
    balances = {each.pk: each.balance for each in counted}
    accounts = MoneyAccount.objects.filter(pk__in=list(lens.sights)).order_by("type", "name", "pk")
    tree = category_tree(viewer)
    by_account = _sums(lens, month, tree)
    lines, counts = _lines(lens, tree), sums.count_lines(lens)
    found = [
        SeenAccount(
            pk=each.pk,
            name=each.name,
            icon=account_icon(each),
            currency=each.currency,
            level=lens.sights[each.pk].level,
            balance=balances.get(each.pk),
            sums=by_account.get(each.pk, ()),
            lines=lines.get(each.pk, ()),
            line_count=counts.get(each.pk, 0),
        )
        for each in accounts
    ]
    return Seen(found, queries.totals(counted), month)


def _sums(lens: Lens, month: date, tree: CategoryTree) -> dict[UUID, list[SeenSum]]:
    if not lens.coarse:
        return {}
    amounts: dict[tuple[UUID, str], int] = {}
    last = sums.month_end(month)
    for each in sums.sums_by(sums.ACCOUNT, sums.CATEGORY, lens=lens.coarse, first=month, last=last):
        key = (each.account_id, _name(each.category, tree))
        amounts[key] = amounts.get(key, 0) + each.own
    found: dict[UUID, list[SeenSum]] = {}
    for (account_id, name), amount in sorted(amounts.items(), key=lambda item: (item[1], item[0])):
        found.setdefault(account_id, []).append(SeenSum(name, from_stored(amount)))
    return found


def _name(category: UUID, tree: CategoryTree) -> str:
    """A category the owner made for themselves has no name for others."""
    if category == PRIVATE:
        return _("Private")
    if category == NIL:
        return _("Without a category")
    node = tree.get(category)
    return node.name if node else _("Another category")


def _lines(lens: Lens, tree: CategoryTree) -> dict[UUID, list[Entry]]:
    if not lens.lines:
        return {}
    marks = account_marks(lens.lines)
    return {
        each.account_id: [
            entry_of(row, marks, tree)
            for row in list_transactions(
                lens.lines.only([each.account_id]), TransactionFilter(), limit=LINES_SHOWN
            ).rows
        ]
        for each in lens.lines
    }
