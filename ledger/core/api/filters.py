"""The filters of the list of transactions, as its query string names them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from config.kernel.api.parameters import Parameters
from ledger.core.listing import TransactionFilter
from ledger.core.models import Category, Transaction

FILTERS = (
    "money_account", "category", "kind", "booked_on_after", "booked_on_before", "amount_min", "amount_max",
    "search", "scope", "uncategorised", "deleted", "ordering", "limit", "skip", "cursor",
)  # fmt: skip


def read_filter(parameters: Parameters, person: User) -> TransactionFilter:
    """What is wrong stays in `parameters`. A query more when a category is named: its branch is looked up."""
    after, before = parameters.day("booked_on_after"), parameters.day("booked_on_before")
    if after and before and after > before:
        parameters.refuse("booked_on_before", _("This is before booked_on_after."), "empty_range")
    parameters.choice("ordering", ["-booked_on"])
    categories = parameters.ids("category")
    return TransactionFilter(
        account_ids=tuple(parameters.ids("money_account")),
        category_ids=branches_of(person, categories) if categories else (),
        kinds=tuple(parameters.choices("kind", Transaction.Kind.values)),
        booked_on_after=after,
        booked_on_before=before,
        amount_min=parameters.amount("amount_min"),
        amount_max=parameters.amount("amount_max"),
        search=parameters.text("search") or "",
        uncategorised=bool(parameters.flag("uncategorised")),
        binned=bool(parameters.flag("deleted")),
    )


def branches_of(person: User, roots: Iterable[UUID]) -> tuple[UUID, ...]:
    """The named categories and everything under them, as far as `person` sees it."""
    children: dict[UUID | None, list[UUID]] = {}
    for key, parent in Category.objects.visible_to(person).order_by().values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(key)
    found: dict[UUID, None] = {}
    waiting = list(roots)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found[key] = None
            waiting += children.get(key, [])
    return tuple(found)
