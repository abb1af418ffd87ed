"""Which of a person's categories a file means by a name: their own, the shared ones, and what others call those."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final
from uuid import UUID

from ledger.core.category_tree import CategoryNode, CategoryTree
from ledger.core.system_categories import SYSTEM_CATEGORIES, SYSTEM_CATEGORIES_BY_SLUG, system_category_id
from ledger.exporting.own_format import SYSTEM
from ledger.exporting.paths import split_path
from ledger.imports.readers.text import fold

NAMES: Final = Path(__file__).parent / "lists" / "category_names.tsv"


@cache
def known_names() -> dict[str, str]:
    """Folded name to slug: the shared categories' English names, then those of the list."""
    found = {fold(each.name): each.slug for each in SYSTEM_CATEGORIES}
    for line in NAMES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            slug, _, names = line.partition("\t")
            for name in names.split("|"):
                found.setdefault(fold(name), slug)
    return found


class Names:
    """Look-ups of paths in one person's tree."""

    def __init__(self, tree: CategoryTree) -> None:
        self._tree = tree
        self._by_path: dict[tuple[str, ...], CategoryNode] = {}
        self._by_name: dict[str, list[CategoryNode]] = {}
        for top in tree.tops():
            for key in tree.branch(top.id):
                node = tree.get(key)
                if node is not None:
                    self._by_path.setdefault(tuple(fold(each.name) for each in self.line(node)), node)
                if node is not None and node.is_active:
                    self._by_name.setdefault(fold(node.name), []).append(node)

    def line(self, node: CategoryNode) -> list[CategoryNode]:
        """From the family down to the node."""
        found = [node]
        while (parent := self._tree.get(found[0].parent_id)) is not None:
            found.insert(0, parent)
        return found

    def find(self, path: str) -> UUID | None:
        """By the whole path, else by its last name: the person's own first, one of the named family before others."""
        names = split_path(path)
        if not names:
            return None
        if path.startswith(SYSTEM):
            return self._of_key(names)
        folded = [fold(name) for name in names]
        whole = self._by_path.get(tuple(folded))
        if whole is not None:
            return whole.id
        same = self._by_name.get(folded[-1], [])
        if same:
            return min(same, key=lambda node: (not self._is_of(node, folded[:-1]), node.is_system)).id
        slug = known_names().get(folded[-1])
        return system_category_id(slug) if slug else None

    def family(self, path: str) -> UUID | None:
        """What the path's last name but one means, to put a new category under; None at the top."""
        names = split_path(path)
        if len(names) < 2:
            return None
        if path.startswith(SYSTEM):
            return self._of_key(names[:-1])
        return next((found for end in range(len(names) - 1, 0, -1) if (found := self.find(names[end - 1]))), None)

    def _is_of(self, node: CategoryNode, families: Iterable[str]) -> bool:
        above = {fold(each.name) for each in self.line(node)[:-1]}
        return bool(above.intersection(families))

    def _of_key(self, names: list[str]) -> UUID | None:
        """Of our own files: a slug, and below it names of one's own."""
        if names[0] not in SYSTEM_CATEGORIES_BY_SLUG:
            return None
        found: UUID | None = system_category_id(names[0])
        for name in names[1:]:
            below = self._tree.children(found)
            found = next((node.id for node in below if fold(node.name) == fold(name)), None)
            if found is None:
                return None
        return found
