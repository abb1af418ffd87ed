"""A person's own categories, and how they see the shared ones."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction as database_transaction
from django.db.models import Max

from accounts.models import User
from config.kernel import files
from config.kernel.live import push_all
from ledger.core import category_followers, errors, rules
from ledger.core.models import Category, CategoryOverride, Transaction, TransactionLine
from ledger.core.services.bulk import move_category

DEEPEST = 4


class CategoryFields(TypedDict, total=False):
    name: str
    description: str
    icon: str
    color: str
    parent: Category | None
    kind: str
    bucket: str
    necessity_score: int
    default_allocation_percent: Decimal
    sort_order: int
    is_active: bool


class OverrideFields(TypedDict, total=False):
    """Empty texts and None mean: as the category has it."""

    name: str
    icon: str
    color: str
    sort_order: int | None
    is_favorite: bool
    is_hidden: bool
    priority: int | None
    monthly_limit: Decimal | None


@database_transaction.atomic
def create_category(*, owner: User, **fields: Unpack[CategoryFields]) -> Category:
    """Add a category of one's own, under a system one or an own one found through `visible_to`.

    Raises: FieldError (name taken, parent of another kind), ValidationError.
    """
    parent = fields.get("parent")
    category = Category(owner=owner, **fields)
    if parent is not None and "kind" not in fields:
        category.kind, category.bucket = parent.kind, fields.get("bucket", parent.bucket)
    if "sort_order" not in fields:
        last = Category.objects.visible_to(owner).aggregate(last=Max("sort_order"))["last"]
        category.sort_order = (last or 0) + 1
    _check(category, owner)
    category.save(force_insert=True)
    _tell(owner, "category:new", category.pk)
    return category


@database_transaction.atomic
def update_category(
    *, category: Category, changed_by: User, version: int | None = None, **fields: Unpack[CategoryFields]
) -> Category:
    """Change an own category found through `owned_by`, or put it elsewhere in the tree with all below it.

    Its kind stays once transactions use it or others are below it. Raises: Conflict, FieldError, ValidationError.
    """
    if "parent" in fields:
        # Two moves at once could each be right and together make a circle.
        len(Category.objects.select_for_update().filter(owner=changed_by).order_by("pk").values_list("pk"))
    fresh = _locked(category)
    if version is not None and fresh.version != version:
        raise errors.Conflict(fresh)
    if fields.get("kind", fresh.kind) != fresh.kind:
        if _in_use(fresh):
            raise errors.category_in_use()
        if fresh.children.exists():
            raise errors.children_of_this_kind()
    for name, value in fields.items():
        setattr(fresh, name, value)
    _check(fresh, changed_by)
    fresh.version += 1
    fresh.save()
    _tell(changed_by, "category:changed", fresh.pk)
    return fresh


@database_transaction.atomic
def delete_category(*, category: Category, deleted_by: User, replacement: Category | None = None) -> None:
    """Delete an own category; what it held goes to `replacement`, its children move up to its parent.

    So do the rules that file into it and all else that names it, which is without a category where there is no
    replacement. Raises FieldError when transactions or closed months use it and no replacement of the same kind is
    given.
    """
    fresh = _locked(category)
    if replacement is not None and replacement.pk != fresh.pk:
        if replacement.kind != fresh.kind:
            raise errors.category_kind_mismatch(fresh.kind)
        move_category(source=fresh, target=replacement)
        _keep_view(fresh, replacement, deleted_by)
        category_followers.follow(fresh.pk, replacement.pk)
    elif _in_use(fresh):
        raise errors.category_in_use()
    else:
        category_followers.follow(fresh.pk, None)
    fresh.children.update(parent=fresh.parent)
    key = fresh.pk
    holders: list[Category | CategoryOverride] = [fresh, *CategoryOverride.objects.filter(category=fresh)]
    pictures = [each.picture for each in holders if each.picture]
    fresh.delete()
    for picture in pictures:
        files.release(picture)
    _tell(deleted_by, "category:removed", key)


@database_transaction.atomic
def merge_category(*, category: Category, into: Category, merged_by: User, version: int | None = None) -> None:
    """Make an own category one with another of its kind, found through `visible_to`; it is gone afterwards.

    All its lines, those in the bin too, go to `into`, and so do rules, what was learned, and all that names it. Limits
    of both do not add: the one of `into` stays, else that of `category`. Statements grow with the lines, 500 at a time.

    Raises: Conflict, FieldError, NoLongerThere.
    """
    if into.pk == category.pk:
        raise errors.merge_into_itself()
    # In one order always, so that two merges do not wait for each other crosswise.
    locked = {each.pk: each for each in _both(category, into)}
    if len(locked) < 2:
        raise errors.NoLongerThere
    fresh, target = locked[category.pk], locked[into.pk]
    if version is not None and fresh.version != version:
        raise errors.Conflict(fresh)
    if target.kind != fresh.kind:
        raise errors.merge_into_other_kind()
    delete_category(category=fresh, deleted_by=merged_by, replacement=target)
    _tell(merged_by, "category:changed", target.pk)


def _both(one: Category, other: Category) -> Iterable[Category]:
    return Category.objects.select_for_update().filter(pk__in=[one.pk, other.pk]).order_by("pk")


def _keep_view(source: Category, target: Category, person: User) -> None:
    """Limit and priority of what goes, where the person gave the other none."""
    views = {
        each.category_id: each for each in CategoryOverride.objects.filter(person=person, category__in=[source, target])
    }
    going = views.get(source.pk)
    if going is None or (going.monthly_limit is None and going.priority is None):
        return
    staying = views.get(target.pk) or CategoryOverride(person=person, category=target)
    staying.monthly_limit = going.monthly_limit if staying.monthly_limit is None else staying.monthly_limit
    staying.priority = going.priority if staying.priority is None else staying.priority
    staying.save()


@database_transaction.atomic
def override_category(*, category: Category, person: User, **fields: Unpack[OverrideFields]) -> CategoryOverride:
    """See a category one's own way. `monthly_limit` is in the person's currency. Raises FieldError, ValidationError."""
    limit = fields.get("monthly_limit")
    if limit is not None:
        rules.check_amount_by_hand(limit, person.currency, field="monthly_limit")
    override, _ = CategoryOverride.objects.select_for_update().get_or_create(person=person, category=category)
    for name, value in fields.items():
        setattr(override, name, value)
    override.clean_fields(exclude=["person", "category"])
    override.save()
    _tell(person, "category:changed", category.pk)
    return override


def _locked(category: Category) -> Category:
    fresh = Category.objects.select_for_update().filter(pk=category.pk).first()
    if fresh is None:
        raise errors.NoLongerThere
    return fresh


def _check(category: Category, owner: User) -> None:
    category.clean_fields(exclude=["owner", "household", "parent", "slug"])
    taken = Category.objects.filter(owner=owner, name__iexact=category.name).exclude(pk=category.pk)
    if taken.exists():
        raise errors.category_name_taken()
    parent, depth = category.parent, _height(category)
    if parent is not None and parent.kind != category.kind:
        raise errors.parent_of_other_kind()
    while parent is not None:
        depth += 1
        if parent.pk == category.pk:
            raise errors.category_not_under_itself()
        if depth > DEEPEST:
            raise errors.category_too_deep(DEEPEST)
        parent = parent.parent


def _height(category: Category) -> int:
    """Levels from this one down, itself counted. A query a level; not more than there may be, were it a circle."""
    level, height = [category.pk], 0
    while level and height <= DEEPEST:
        height += 1
        level = list(Category.objects.filter(parent__in=level).values_list("pk", flat=True))
    return height


def _in_use(category: Category) -> bool:
    used: Iterable[Any] = (Transaction.objects, TransactionLine.objects)
    return any(each.filter(category=category).exists() for each in used) or category_followers.is_kept(category.pk)


def _tell(person: User, event: str, key: UUID) -> None:
    push_all([person.pk], [(event, {"id": str(key)})])
