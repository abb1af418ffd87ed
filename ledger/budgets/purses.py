"""Whose money a budget plans, and which accounts that is.

A person's is what they own, their part of it: the lens `me`, in the budget's currency. A household's is what both know:
accounts that all of its people own, whole and without what any of them withholds, and what was paid for both from
other accounts (see joint_money). Nothing else of anybody's own accounts is in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Count

from accounts.models import User
from ledger.budgets import joint_money
from ledger.budgets.models import Budget
from ledger.core.access import TOGETHER, Lens, Sight, lens_of
from ledger.core.category_tree import CategoryTree, category_tree
from ledger.core.models import Category, HouseholdMember, MoneyAccountAccess, Rollup
from ledger.core.others_categories import nearest_known

Role = MoneyAccountAccess.Role


@dataclass(frozen=True)
class Purse:
    """As `reader` may see it; in a household's all of its people read the same. `lens` has all currencies."""

    reader: User
    household_id: UUID | None
    currency: str
    lens: Lens

    @cached_property
    def tree(self) -> CategoryTree:
        """In the reader's words. Two queries, once."""
        return category_tree(self.reader)

    @property
    def counted(self) -> Lens:
        """The accounts whose money is planned: those in its currency."""
        return self.lens.of_currency(self.currency)

    @property
    def is_joint(self) -> bool:
        return self.household_id is not None

    @property
    def today(self) -> date:
        return self.reader.today


def purse_of(budget: Budget, reader: User) -> Purse:
    """Of a budget found through `visible_to(reader)`. One query, and one more where an account has two owners."""
    if budget.household_id is None:
        return Purse(reader, None, budget.currency, lens_of(reader))
    return Purse(reader, budget.household_id, budget.currency, joint_lens(budget.household_id))


def new_purse(reader: User, household_id: UUID | None) -> Purse:
    """For a budget that is to be made: in the person's currency, or what the household shares everything in."""
    if household_id is None:
        return Purse(reader, None, reader.currency, lens_of(reader))
    currency = joint_money.current().currency(household_id) or reader.currency
    return Purse(reader, household_id, currency, joint_lens(household_id))


def joint_lens(household_id: UUID) -> Lens:
    """Accounts that all people of the household own, if it has two. Two queries, and one for own categories there."""
    people = list(HouseholdMember.objects.filter(household=household_id).values_list("person_id", flat=True))
    if len(people) < 2:
        return Lens(TOGETHER, {})
    owned = MoneyAccountAccess.objects.filter(person__in=people, role__in=[Role.OWNER, Role.CO_OWNER])
    shared = owned.values("account_id", "account__currency").annotate(owners=Count("pk")).filter(owners=len(people))
    currencies = {each["account_id"]: each["account__currency"] for each in shared}
    others = _nearest_shared(list(currencies)) if currencies else {}
    return Lens(
        TOGETHER,
        {
            key: Sight(key, currency, Role.VIEWER, MoneyAccountAccess.Level.FULL, is_joint=True, others=others)
            for key, currency in currencies.items()
        },
    )


def _nearest_shared(account_ids: list[UUID]) -> dict[UUID, UUID | None]:
    """By each own category of one of them what is shown to both: the nearest above that everybody has."""
    used = Rollup.objects.filter(account__in=account_ids, span=Rollup.Span.ALL).values("category_key")
    own = Category.objects.filter(pk__in=used, owner__isnull=False).select_related("parent__parent__parent")
    nearest = {each.pk: nearest_known(each, None) for each in own}
    return {key: known.pk if known else None for key, known in nearest.items()}
