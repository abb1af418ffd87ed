"""A person's own categories, and how they see the shared ones."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TypedDict, Unpack
from uuid import UUID

from django.db import transaction as database_transaction
from django.db.models import Max

from accounts.models import User
from config.kernel.live import push_all
from ledger.core import errors
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
    """Change an own category found through `owned_by`. Its kind stays once transactions use it.

    Raises: Conflict, FieldError, ValidationError.
    """
    fresh = _locked(category)
    if version is not None and fresh.version != version:
        raise errors.Conflict(fresh)
    if fields.get("kind", fresh.kind) != fresh.kind and _in_use(fresh):
        raise errors.category_in_use()
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

    So do the rules that file into it, which go with the category where there is no replacement.
    Raises FieldError when transactions use it and no replacement of the same kind is given.
    """
    fresh = _locked(category)
    if replacement is not None and replacement.pk != fresh.pk:
        if replacement.kind != fresh.kind:
            raise errors.category_kind_mismatch(fresh.kind)
        move_category(source=fresh, target=replacement)
    elif _in_use(fresh):
        raise errors.category_in_use()
    fresh.children.update(parent=fresh.parent)
    key = fresh.pk
    fresh.delete()
    _tell(deleted_by, "category:removed", key)


@database_transaction.atomic
def override_category(*, category: Category, person: User, **fields: Unpack[OverrideFields]) -> CategoryOverride:
    """See a category one's own way. Raises ValidationError."""
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
    parent, depth = category.parent, 1
    if parent is not None and parent.kind != category.kind:
        raise errors.parent_of_other_kind()
    while parent is not None:
        depth += 1
        if parent.pk == category.pk or depth > DEEPEST:
            raise errors.category_not_under_itself()
        parent = parent.parent


def _in_use(category: Category) -> bool:
    used: Iterable[Any] = (Transaction.objects, TransactionLine.objects)
    return any(each.filter(category=category).exists() for each in used)


def _tell(person: User, event: str, key: UUID) -> None:
    push_all([person.pk], [(event, {"id": str(key)})])
