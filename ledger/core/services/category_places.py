"""The order a person gives the categories under one parent."""

from __future__ import annotations

from django.db import transaction as database_transaction
from django.db.models import F

from accounts.models import User
from config.kernel.live import push
from ledger.core import errors
from ledger.core.category_tree import CategoryNode, category_tree
from ledger.core.models import Category, CategoryOverride


@database_transaction.atomic
def move_in_order(*, category: Category, person: User, by: int) -> None:
    """Move one that `person` sees by that many places among its siblings of the same kind, up where it is below zero.

    Shared ones move for this person alone. At either end it stays. Two queries, and one for each place that changes.
    """
    # Two moves of one person at once would each number from what was before.
    len(User.objects.select_for_update().filter(pk=person.pk).values_list("pk"))
    tree = category_tree(person)
    node = tree.get(category.pk)
    if node is None:
        raise errors.NoLongerThere
    siblings = [each for each in tree.siblings(node.id) if each.kind == node.kind]
    numbers = _rising([each.sort_order for each in siblings])
    place = siblings.index(node)
    siblings.insert(min(max(place + by, 0), len(siblings)), siblings.pop(place))
    for each, number in zip(siblings, numbers, strict=True):
        if each.sort_order != number:
            _number(each, number, person)
    push([person.pk], "category:changed", {"id": str(category.pk)})


def _rising(numbers: list[int]) -> list[int]:
    """The same numbers, each above the one before, so that names decide no order any more."""
    for at in range(1, len(numbers)):
        numbers[at] = max(numbers[at], numbers[at - 1] + 1)
    return numbers


def _number(node: CategoryNode, number: int, person: User) -> None:
    if node.is_system:
        CategoryOverride.objects.update_or_create(person=person, category_id=node.id, defaults={"sort_order": number})
    else:
        Category.objects.filter(pk=node.id).update(sort_order=number, version=F("version") + 1)
