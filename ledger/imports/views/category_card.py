"""The check page's card of the file's own categories."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from accounts.models import User
from ledger.core.category_tree import CategoryNode, CategoryTree, category_tree
from ledger.exporting.own_format import SYSTEM
from ledger.exporting.paths import split_path
from ledger.imports.models import Import

SHOWN = 40


@dataclass(frozen=True, slots=True)
class FileCategoryRow:
    """A category of the file. `number` is its place in the import; `label` how people read its path."""

    number: int
    label: str
    chosen: CategoryNode | None
    is_new: bool


def category_card(person: User, source: Import, tree: CategoryTree | None = None) -> dict[str, Any]:
    """The first 40, those that need a look before those that were found; nothing for a file without any.

    Categories our own file names by their slugs are the same ones here: nobody needs to look at those.
    """
    if not source.categories:
        return {"file_categories": [], "file_categories_more": 0}
    tree = tree or category_tree(person)
    rows = [
        _row(number, path, choice, tree)
        for number, (path, choice) in enumerate(numbered(source))
        if not (path.startswith(SYSTEM) and choice["category"])
    ]
    rows.sort(key=lambda row: row.chosen is not None)
    return {
        "file_categories": rows[:SHOWN],
        "file_categories_more": max(len(rows) - SHOWN, 0),
        "category_groups": tree.groups(),
    }


def numbered(source: Import) -> list[tuple[str, dict[str, Any]]]:
    """In the order their fields are numbered by: databases keep the keys of JSON in orders of their own."""
    return sorted(source.categories.items())


def _row(number: int, path: str, choice: dict[str, Any], tree: CategoryTree) -> FileCategoryRow:
    chosen = tree.get(UUID(choice["category"])) if choice["category"] else None
    return FileCategoryRow(number, _label(path, tree), chosen, choice["new"])


def _label(path: str, tree: CategoryTree) -> str:
    """Our own files name shared categories by their slug."""
    steps = split_path(path)
    if path.startswith(SYSTEM):
        slugs = {each.slug: each.name for top in tree.tops() for each in map(tree.get, tree.branch(top.id)) if each}
        steps = [slugs.get(steps[0], steps[0]), *steps[1:]]
    return " › ".join(steps)
