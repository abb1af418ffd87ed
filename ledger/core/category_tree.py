"""The categories as one person sees them: shared ones, own ones, and how the person renamed and coloured them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from django.utils.translation import get_language, gettext

from accounts.models import User
from ledger.core.models import Category, CategoryOverride
from ledger.core.system_categories import SYSTEM_CATEGORIES, system_category_id


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """`name`, `icon` and `color` are what the person sees, their own choices applied."""

    id: UUID
    parent_id: UUID | None
    slug: str
    name: str
    description: str
    icon: str
    color: str
    kind: str
    bucket: str
    necessity_score: int
    default_allocation_percent: Decimal
    sort_order: int
    is_system: bool
    is_active: bool = True
    is_hidden: bool = False
    is_favorite: bool = False
    priority: int | None = None
    monthly_limit: Decimal | None = None
    version: int = 1

    @property
    def pk(self) -> UUID:
        return self.id


@dataclass(frozen=True, slots=True)
class CategoryGroup:
    """A top category and what may be chosen under it, itself first."""

    name: str
    categories: list[CategoryNode]


class CategoryTree:
    """Look-ups over one person's categories; made by `category_tree` with two queries."""

    def __init__(self, nodes: Iterable[CategoryNode]) -> None:
        self._nodes = {each.id: each for each in nodes}
        self._children: dict[UUID | None, list[CategoryNode]] = {}
        for each in sorted(self._nodes.values(), key=lambda node: (node.sort_order, node.name)):
            parent = each.parent_id if each.parent_id in self._nodes else None
            self._children.setdefault(parent, []).append(each)

    def get(self, category_id: UUID | None) -> CategoryNode | None:
        return None if category_id is None else self._nodes.get(category_id)

    def shown(self, category: Category | None) -> CategoryNode | None:
        """As the person sees it: of somebody else's the nearest above that they have. A query a step then."""
        while category is not None and category.pk not in self._nodes:
            category = category.parent
        return None if category is None else self._nodes[category.pk]

    def children(self, category_id: UUID | None) -> list[CategoryNode]:
        return self._children.get(category_id, [])

    def tops(self) -> list[CategoryNode]:
        return self.children(None)

    def branch(self, category_id: UUID) -> tuple[UUID, ...]:
        """The category and everything under it."""
        found = [category_id]
        for each in found:
            found += [child.id for child in self.children(each)]
        return tuple(found)

    def top_of(self, category_id: UUID | None) -> CategoryNode | None:
        node = self.get(category_id)
        while node is not None and node.parent_id in self._nodes:
            node = self._nodes[node.parent_id]
        return node

    def groups(self, *, kind: str = "", keep: UUID | None = None) -> list[CategoryGroup]:
        """What a select offers, hidden ones left out unless it is `keep`, the one already chosen."""
        groups = []
        for top in self.tops():
            if kind and top.kind != kind:
                continue
            offered = [
                self._nodes[each]
                for each in self.branch(top.id)
                if each == keep or (self._nodes[each].is_active and not self._nodes[each].is_hidden)
            ]
            if offered:
                groups.append(CategoryGroup(top.name, offered))
        return groups


def category_tree(person: User) -> CategoryTree:
    """The tree as `person` sees it; two small queries (the shared categories come from the code itself)."""
    own = [_own_node(each) for each in Category.objects.filter(owner=person)]
    overrides = {each.category_id: each for each in CategoryOverride.objects.filter(person=person)}
    nodes = [*_system_nodes(get_language() or "en"), *own]
    return CategoryTree(_seen_by_person(each, overrides.get(each.id)) for each in nodes)


@lru_cache(maxsize=16)
def _system_nodes(language: str) -> tuple[CategoryNode, ...]:
    """Shared categories never change while the program runs: only their names depend on the language."""
    return tuple(
        CategoryNode(
            id=system_category_id(each.slug),
            parent_id=system_category_id(each.parent_slug) if each.parent_slug else None,
            slug=each.slug,
            name=gettext(each.name),
            description=gettext(each.description),
            icon=each.icon,
            color=each.color_hex,
            kind=each.kind,
            bucket=each.bucket,
            necessity_score=each.necessity_score,
            default_allocation_percent=each.default_allocation_percent,
            sort_order=each.sort_order,
            is_system=True,
        )
        for each in SYSTEM_CATEGORIES
    )


def _own_node(category: Category) -> CategoryNode:
    return CategoryNode(
        id=category.pk,
        parent_id=category.parent_id,
        slug="",
        name=category.name,
        description=category.description,
        icon=category.icon,
        color=category.color,
        kind=category.kind,
        bucket=category.bucket,
        necessity_score=category.necessity_score,
        default_allocation_percent=category.default_allocation_percent,
        sort_order=category.sort_order,
        is_system=False,
        is_active=category.is_active,
        version=category.version,
    )


def _seen_by_person(node: CategoryNode, override: CategoryOverride | None) -> CategoryNode:
    if override is None:
        return node
    return replace(
        node,
        name=override.name or node.name,
        icon=override.icon or node.icon,
        color=override.color or node.color,
        is_hidden=override.is_hidden,
        is_favorite=override.is_favorite,
        priority=override.priority,
        monthly_limit=override.monthly_limit,
    )
