"""Which category a word means: by the person's own names first, then by what everybody calls it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from chat.sentences.meaning import category_of
from chat.sentences.tokens import tokens_of
from config.kernel.folding import fold
from ledger.core.category_tree import CategoryNode, CategoryTree
from ledger.core.system_categories import SYSTEM_CATEGORIES, system_category_id

_LONG_ENOUGH = 5
_ALIKE = 0.84
_AND = ("and", "und", "et", "y", "e", "en")


@dataclass(frozen=True, slots=True)
class Named:
    """A category among words, from word `start` up to `end`."""

    node: CategoryNode
    start: int
    end: int


def find_category(tree: CategoryTree, text: str) -> CategoryNode | None:
    """The one a short text names: its name or slug, nearly its name, or a word for what belongs there."""
    words = words_of(text)
    if not words:
        return None
    named = category_in(tree, words)
    if named is not None:
        return named.node
    known = category_of(words, "expense", "") or category_of(words, "income", "")
    node = tree.get(system_category_id(known.slug)) if known else None
    return node if node is not None and node.is_active else None


def category_in(tree: CategoryTree, words: Sequence[str]) -> Named | None:
    """The longest name among the words; a misspelt one where there is no other. No query."""
    names = dict(_names(tree))
    longest = max((len(each) for each in names), default=0)
    for length in range(min(longest, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            node = names.get(tuple(words[start : start + length]))
            if node is not None:
                return Named(node, start, start + length)
    single = {name[0]: node for name, node in names.items() if len(name) == 1 and len(name[0]) >= _LONG_ENOUGH}
    for at, word in enumerate(words):
        if len(word) >= _LONG_ENOUGH and (close := get_close_matches(word, single, n=1, cutoff=_ALIKE)):
            return Named(single[close[0]], at, at + 1)
    return None


def words_of(text: str) -> list[str]:
    return [each.folded for each in tokens_of(text[:500]) if each.is_word]


@lru_cache(maxsize=4096)
def _words_of_name(name: str) -> tuple[str, ...]:
    return tuple(each for each in words_of(fold(name)) if each not in _AND)


def _names(tree: CategoryTree) -> Iterator[tuple[tuple[str, ...], CategoryNode]]:
    """Own names last, so that they stand where a shared one is called the same."""
    english = {system_category_id(each.slug): each.name for each in SYSTEM_CATEGORIES}
    for node in reversed(tree.in_order()):
        if not node.is_active or node.kind == "transfer":
            continue
        for name in {node.name, node.slug.replace("-", " "), english.get(node.id, "")}:
            words = _words_of_name(name)
            if words:
                yield words, node
                if len(words) == 1 and words[0].endswith("s") and len(words[0]) > _LONG_ENOUGH:
                    yield (words[0][:-1],), node
