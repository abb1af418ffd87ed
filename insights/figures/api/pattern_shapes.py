"""Patterns as the API sends them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from config.kernel.money import money_text
from insights.figures.api.trend_shapes import optional_money
from insights.figures.findings import Finding, findings
from insights.figures.patterns import CategoryPattern, Patterns
from insights.figures.payees import Paid
from insights.figures.sizes import Sizes
from insights.figures.wording import text_of, title_of
from ledger.core.api.rate_shapes import used_rates_shape
from ledger.core.category_tree import CategoryTree


def patterns_shape(found: Patterns, tree: CategoryTree) -> dict[str, Any]:
    code = found.currency
    return {
        "currency": code,
        "start_date": found.first,
        "end_date": found.last,
        "months": len(found.months),
        "spent": optional_money(found.spent, code),
        "findings": [_finding_shape(each, tree, code) for each in findings(found)],
        "categories": [_category_shape(each, found) for each in found.categories],
        "weekdays": [
            {"weekday": each.weekday + 1, "average": money_text(each.average, code), "times": _text(each.times)}
            for each in found.weekdays
        ],
        "payday": [
            {"days": each.days, "share": str(each.share), "expected": str(each.expected)} for each in found.payday
        ],
        "sizes": None if found.sizes is None else _sizes_shape(found.sizes, code),
        "rates": used_rates_shape(found.used),
        "apart": found.apart,
    }


def _finding_shape(found: Finding, tree: CategoryTree, code: str) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "title": title_of(found, tree, code),
        "text": text_of(found, tree, code),
        "category": found.category_id,
        "amount": optional_money(found.amount, code),
        "usual": optional_money(found.usual, code),
        "times": _text(found.times),
        "weekday": None if found.weekday is None else found.weekday + 1,
        "share": _text(found.share),
        "expected": _text(found.expected),
        "payees": _payees_shape(found.payees, code),
        "query": {
            "category": found.category_id,
            "booked_on_after": found.first,
            "booked_on_before": found.last,
            "kind": "expense,refund",
        },
    }


def _category_shape(each: CategoryPattern, found: Patterns) -> dict[str, Any]:
    code = found.currency
    return {
        "category": None if each.is_private else each.category_id,
        "is_private": each.is_private,
        "average": money_text(each.average, code),
        "median": money_text(each.median, code),
        "share": _text(each.share),
        "slope": money_text(each.slope, code),
        "direction": each.direction,
        "payments_per_month": str(each.payments),
        "avg_transaction": optional_money(each.payment, code),
        "months": [
            {"month": f"{month:%Y-%m}", "amount": money_text(amount, code)}
            for month, amount in zip(found.months, each.amounts, strict=True)
        ],
        "spikes": [
            {
                "month": f"{spike.month:%Y-%m}",
                "amount": money_text(spike.amount, code),
                "usual": money_text(spike.usual, code),
                "score": str(spike.score),
                "payees": _payees_shape(spike.payees, code),
            }
            for spike in found.spikes
            if spike.category_id == each.category_id
        ],
    }


def _sizes_shape(found: Sizes, code: str) -> dict[str, Any]:
    return {
        "bound": money_text(found.bound, code),
        "start_date": found.first,
        "end_date": found.last,
        "large": _size_shape(found.large, found.large_count, found.large_share, code),
        "small": _size_shape(found.small, found.small_count, found.small_share, code),
    }


def _size_shape(amount: Decimal, count: int, share: Decimal, code: str) -> dict[str, Any]:
    return {"amount": money_text(amount, code), "transaction_count": count, "share": _text(share)}


def _payees_shape(payees: Iterable[Paid], code: str) -> list[dict[str, Any]]:
    return [
        {"payee": each.payee, "amount": money_text(each.amount, code), "transaction_count": each.lines}
        for each in payees
    ]


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
