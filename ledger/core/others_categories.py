"""A partner's own categories on lines that somebody else reads too: shown as the nearest above that both know.

Their names and ids are their owner's alone. Everything a person is told of sums and lines of such a category counts
under the one that is shown in its place, None where there is none above.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache, cached_property
from uuid import UUID

from accounts.models import User
from ledger.core.models import Category, Rollup
from ledger.core.system_categories import SYSTEM_CATEGORIES, system_category_id


class ShownAs(Mapping[UUID, UUID | None]):
    """By the ids of others' categories on some accounts what a person is shown instead. One query, once it is asked."""

    def __init__(self, person: User, account_ids: Collection[UUID]) -> None:
        self._person, self._account_ids = person, account_ids

    @cached_property
    def _found(self) -> dict[UUID, UUID | None]:
        used = Rollup.objects.filter(account__in=self._account_ids, span=Rollup.Span.ALL).values("category_key")
        others = Category.objects.filter(pk__in=used, owner__isnull=False).exclude(owner=self._person)
        shown = {each: nearest_known(each, self._person.pk) for each in others.select_related("parent__parent__parent")}
        return {each.pk: known.pk if known else None for each, known in shown.items()}

    def __getitem__(self, key: UUID) -> UUID | None:
        return self._found[key]

    def __iter__(self) -> Iterator[UUID]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def nearest_known(category: Category | None, person_id: UUID | None) -> Category | None:
    """The category itself where the person has it, else the nearest above it; for None where everybody has it. No query
    where its parents are joined.
    """
    while category is not None and category.owner_id not in (None, person_id):
        category = category.parent
    return category


def expanded(category_ids: Iterable[UUID], others: Mapping[UUID, UUID | None]) -> tuple[UUID, ...]:
    """Asked for by what is shown: the categories themselves, and others' that are shown as one of them."""
    asked = tuple(category_ids)
    return (*asked, *(key for key, shown in others.items() if shown in asked)) if others else asked


@cache
def shared_ids() -> frozenset[UUID]:
    """Those that everybody has."""
    return frozenset(system_category_id(each.slug) for each in SYSTEM_CATEGORIES)
