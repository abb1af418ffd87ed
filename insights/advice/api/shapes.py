"""Advice as the API sends it."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from accounts.models import User
from config.kernel.formatting import with_colon
from config.kernel.money import money_text
from insights.advice.models import Advice
from insights.advice.summing_up import Way, impact_of, reason_of, source_of, ways_of
from insights.advice.wording import told_of
from ledger.core.category_tree import CategoryTree, category_tree


def shapes_of(found: Iterable[Advice], person: User) -> list[dict[str, Any]]:
    """Fetched with their approvals. Two queries for the names of categories, none for nothing."""
    rows = list(found)
    tree = category_tree(person) if rows else CategoryTree(())
    return [_shape(each, tree) for each in rows]


def _shape(advice: Advice, tree: CategoryTree) -> dict[str, Any]:
    node, answer, ways = tree.get(advice.category_id), advice.answer, ways_of(advice)
    return {
        "id": advice.pk,
        "item_description": advice.item_description,
        "amount": money_text(advice.amount, advice.currency),
        "currency": advice.currency,
        "when": advice.on,
        "how": advice.how,
        "instalments": advice.instalments,
        "category": {"id": node.id, "name": node.name} if node else None,
        "decision": advice.decision,
        "wait_until": advice.wait_until,
        "confidence": advice.confidence,
        "reason": reason_of(advice),
        "impact_on_budget": impact_of(advice),
        "alternative_suggestions": [f"{with_colon(each.title)} {each.text}" for each in ways if each.name != "now"],
        "options": [_option(each, answer["currency"]) for each in ways],
        "considerations": [
            {
                "name": each.name,
                "verdict": each.verdict,
                "weight": each.weight,
                "is_decisive": each.is_hard,
                "title": each.title,
                "value": each.value,
                "text": each.text,
                "url": each.url,
            }
            for each in told_of(answer)
        ],
        "lacks": answer["lacks"],
        "figures_currency": answer["currency"],
        "source": source_of(advice),
        "outcome": advice.outcome,
        "approval": advice.approval_id,
        "approval_status": advice.approval.status if advice.approval else None,
        "purchase": advice.purchase_id,
        "remind_on": advice.remind_on,
        "created_at": advice.created_at,
    }


def _option(way: Way, currency: str) -> dict[str, Any]:
    def text(amount: Decimal | None) -> str | None:
        return None if amount is None else money_text(amount, currency)

    return {
        "name": way.name,
        "title": way.title,
        "text": way.text,
        "cost": text(way.cost),
        "lowest": text(way.lowest),
        "goal_reached_on": way.reached,
        "is_suggested": way.is_suggested,
    }
