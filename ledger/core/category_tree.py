"""The categories as one person sees them: shared ones, own ones, and how the person renamed and coloured them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, gettext

from accounts.models import User
from ledger.core.models import Category, CategoryOverride
from ledger.core.system_categories import SYSTEM_CATEGORIES, system_category_id


@dataclass(frozen=True, slots=True)
class CategoryNode:
    """As the person sees it, their own choices applied."""

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
    picture_id: UUID | None = None

    @property
    def picture_url(self) -> str:
        """Where the picture is that the person chose for its icon; '' where there is none. It changes with it."""
        return icon_url(self.id, self.picture_id)

    @property
    def pk(self) -> UUID:
        return self.id


def icon_url(category_id: UUID, picture_id: UUID | None) -> str:
    return f"{reverse('api_category_icon', args=[category_id])}?picture={picture_id}" if picture_id else ""


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

    @cached_property
    def state(self) -> Hashable:
        """What stands for which categories there are and where in the tree, whatever they are called."""
        return frozenset((each.id, each.parent_id, each.slug) for each in self._nodes.values())

    def get(self, category_id: UUID | None) -> CategoryNode | None:
        return None if category_id is None else self._nodes.get(category_id)

    def shown(self, category: Category | None) -> CategoryNode | None:
        """As the person sees it: of somebody else's the nearest above that they have. A query a step then."""
        while category is not None and category.pk not in self._nodes:
            category = category.parent
        return None if category is None else self._nodes[category.pk]

    def children(self, category_id: UUID | None) -> list[CategoryNode]:
        return self._children.get(category_id, [])

    def siblings(self, category_id: UUID) -> list[CategoryNode]:
        """Those beside one that is in the tree, itself among them, in their order."""
        parent = self._nodes[category_id].parent_id
        return self.children(parent if parent in self._nodes else None)

    def tops(self) -> list[CategoryNode]:
        return self.children(None)

    def branch(self, category_id: UUID) -> tuple[UUID, ...]:
        """The category and everything under it."""
        found = [category_id]
        for each in found:
            found += [child.id for child in self.children(each)]
        return tuple(found)

    def path(self, category_id: UUID) -> tuple[UUID, ...]:
        """The category and all above it, itself first; nothing for one that is not in the tree."""
        found = []
        node = self.get(category_id)
        while node is not None:
            found.append(node.id)
            node = self.get(node.parent_id)
        return tuple(found)

    def in_order(self) -> list[CategoryNode]:
        """All, each family after its top."""
        return [each for top in self.tops() for each in self.family(top.id)]

    def family(self, category_id: UUID) -> list[CategoryNode]:
        """As `branch`, the nodes."""
        return [self._nodes[each] for each in self.branch(category_id)]

    def top_of(self, category_id: UUID | None) -> CategoryNode | None:
        node = self.get(category_id)
        while node is not None and node.parent_id in self._nodes:
            node = self._nodes[node.parent_id]
        return node

    def groups(self, *, kind: str = "", keep: UUID | None = None) -> list[CategoryGroup]:
        """What a select offers: favourites first, each category once, hidden ones left out unless it is `keep`, the one
        already chosen.
        """
        favourites: list[CategoryNode] = []
        groups = []
        for top in self.tops():
            if kind and top.kind != kind:
                continue
            offered: list[CategoryNode] = []
            for each in self.branch(top.id):
                node = self._nodes[each]
                if each == keep or (node.is_active and not node.is_hidden):
                    (favourites if node.is_favorite else offered).append(node)
            if offered:
                groups.append(CategoryGroup(top.name, offered))
        return [CategoryGroup(gettext("Favourites"), favourites), *groups] if favourites else groups


def category_tree(person: User) -> CategoryTree:
    """The tree as `person` sees it; two small queries (the shared categories come from the code itself)."""
    own = [_own_node(each) for each in Category.objects.filter(owner=person)]
    overrides = {each.category_id: each for each in CategoryOverride.objects.filter(person=person)}
    nodes = [*_system_nodes(get_language()), *own]
    return CategoryTree(_seen_by_person(each, overrides.get(each.id)) for each in nodes)


@lru_cache(maxsize=16)
def _system_nodes(language: str | None) -> tuple[CategoryNode, ...]:
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
        picture_id=category.picture_id,
    )


def _seen_by_person(node: CategoryNode, override: CategoryOverride | None) -> CategoryNode:
    if override is None:
        return node
    return replace(
        node,
        name=override.name or node.name,
        icon=override.icon or node.icon,
        color=override.color or node.color,
        sort_order=node.sort_order if override.sort_order is None else override.sort_order,
        picture_id=override.picture_id or node.picture_id,
        is_hidden=override.is_hidden,
        is_favorite=override.is_favorite,
        priority=override.priority,
        monthly_limit=override.monthly_limit,
    )
