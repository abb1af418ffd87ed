"""Rules and classifications in the form the API shows them in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from ledger.categorising.applying import Preview
from ledger.categorising.models import Rule
from ledger.core.access import Sight
from ledger.core.api.shapes import whole_transaction_shape
from ledger.core.categoriser import Suggested
from ledger.core.category_tree import CategoryNode, CategoryTree

_SAME = ("id", "position", "is_active", "payee", "payee_match", "text", "kind", "new_payee", "new_notes", "used_count")


def rule_shape(rule: Rule) -> dict[str, Any]:
    return {
        **{name: getattr(rule, name) for name in _SAME},
        "amount_min": _plain(rule.amount_min),
        "amount_max": _plain(rule.amount_max),
        "money_account": rule.account_id,
        "category": rule.category_id,
        "created_at": rule.created_at,
        "version": rule.version,
    }


def _plain(amount: Decimal | None) -> str | None:
    """Of no currency in particular, so without decimals it does not need."""
    return None if amount is None else f"{amount.normalize():f}"


def preview_shape(preview: Preview, sights: Mapping[UUID, Sight]) -> dict[str, Any]:
    return {
        "fits": preview.fits,
        "changes": preview.changes,
        "mine": preview.mine,
        "is_exact": preview.is_exact,
        "first": [whole_transaction_shape(each, sights) for each in preview.first],
    }


def classified_shape(ranked: Sequence[Suggested], tree: CategoryTree) -> dict[str, Any]:
    known = [(tree.get(each.category_id), each) for each in ranked]
    found = [(_category_shape(node), each) for node, each in known if node is not None]
    if not found:
        return {"category": None, "confidence": 0.0, "source": "", "reason": "", "alternative_categories": []}
    (category, best), *others = found
    return {
        "category": category,
        "confidence": float(best.confidence),
        "source": best.source,
        "reason": best.reason,
        "alternative_categories": [{"category": other, "confidence": float(each.confidence)} for other, each in others],
    }


def _category_shape(node: CategoryNode) -> dict[str, Any]:
    names = ("id", "name", "slug", "kind", "icon", "color", "necessity_score")
    return {name: getattr(node, name) for name in names}
