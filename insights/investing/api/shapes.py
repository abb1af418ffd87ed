"""Investments and rebalancing as the API sends them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from config.kernel.formatting import with_colon
from config.kernel.money import money_text
from insights.investing.rebalancing import NO_FORECAST, Checked, Rebalancing
from insights.investing.report import Investments, ProtocolFigure, formulas
from insights.investing.rules import MONEY, Input
from insights.investing.snapshot import Move
from ledger.core.api.rate_shapes import apart_shape, used_rates_shape
from ledger.holdings.queries import Holding, Portfolio


def number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"


def share_percent(share: Decimal | None) -> str | None:
    return None if share is None else f"{100 * share:.2f}"


def investments_shape(found: Investments, advised: Rebalancing | None, scope: str) -> dict[str, Any]:
    held = found.portfolio
    currency = held.currency
    return {
        "scope": scope,
        "currency": currency,
        "total_value": money_text(held.total_value, currency),
        "total_cost": money_text(held.cost, currency),
        "total_gain": money_text(held.gain, currency),
        "total_yield": money_text(held.total_yield, currency),
        "monthly_yield": money_text(found.monthly_yield, currency),
        "average_apy": number(held.apy),
        "xirr": number(found.xirr),
        "positions": [holding_shape(each, currency) for each in held.holdings],
        "risk_score": held.risk_score,
        "diversification_score": held.diversification_score,
        "concentration": concentration_shape(held),
        "protocol_distribution": [protocol_shape(each, currency) for each in found.protocols],
        "recommendations": [] if advised is None else [recommendation(each) for each in advised.broken],
        "course": [{"on": each.on, "value": money_text(each.amount, currency)} for each in found.course],
        "formulas": formulas(),
        "unlisted": apart_shape(held.unlisted),
        "rates": used_rates_shape(held.used),
        "apart": apart_shape(held.apart),
    }


def concentration_shape(held: Portfolio) -> dict[str, Any]:
    return {
        "overall": number(held.concentration),
        "by_kind": number(held.concentration_by("kind")),
        "by_currency": number(held.concentration_by("currency")),
        "by_protocol": number(held.concentration_by("protocol_name")),
    }


def holding_shape(held: Holding, currency: str) -> dict[str, Any]:
    """`own_value` in the position's currency; the rest in that of the answer, null without a rate."""
    position, worth = held.position, held.worth
    return {
        "id": position.pk,
        "name": position.name,
        "kind": position.kind,
        "protocol": position.protocol_name,
        "asset": position.symbol,
        "own_currency": position.currency,
        "own_value": money_text(position.current_value, position.currency),
        "value": None if worth is None else money_text(worth.value, currency),
        "gain": None if worth is None else money_text(worth.gain, currency),
        "yield": None if worth is None else money_text(worth.yield_earned, currency),
        "apy": number(position.apy),
        "risk_level": held.risk_level,
        "share": share_percent(held.share),
        "valued_on": position.valued_on,
    }


def protocol_shape(each: ProtocolFigure, currency: str) -> dict[str, Any]:
    return {
        "protocol": each.protocol,
        "value": money_text(each.value, currency),
        "share": share_percent(each.share),
        "yield": money_text(each.yield_earned, currency),
        "apy": number(each.apy),
    }


def recommendation(checked: Checked) -> dict[str, Any]:
    return {
        "rule": checked.rule.key,
        "title": checked.rule.title,
        "reasoning": checked.result.says,
        "priority": checked.priority,
    }


def rebalancing_shape(found: Rebalancing) -> dict[str, Any]:
    plan, held, currency = found.plan, found.portfolio, found.snapshot.currency
    total = found.snapshot.total
    kinds = [*found.shares, *(each for each in plan.targets if each not in found.shares)]
    return {
        "currency": currency,
        "total_value": money_text(total, currency),
        "risk_tolerance": plan.tolerance,
        "has_own_targets": plan.has_own_targets,
        "targets": {kind: f"{percent:.2f}" for kind, percent in plan.targets.items()},
        "position_limit": plan.position_limit,
        "protocol_limit": plan.protocol_limit,
        "currency_limit": plan.currency_limit,
        "cash_months": plan.cash_months,
        "fee_limit": number(plan.fee_limit),
        "version": plan.version,
        "shares": [
            {
                "kind": kind,
                "target": f"{plan.targets.get(kind, Decimal(0)):.2f}",
                "actual": number(found.shares.get(kind, Decimal(0))),
            }
            for kind in kinds
        ],
        "rules": [rule_shape(each, currency) for each in found.checked],
        "rebalancing_suggestions": [
            {"rule": each.rule.key, **move_shape(move, currency)} for each in found.broken for move in each.result.moves
        ],
        "risk_assessment": {
            "risk_score": held.risk_score,
            "diversification_score": held.diversification_score,
            "concentration": concentration_shape(held),
            "formulas": formulas(),
        },
        "expected_outcomes": [
            {
                "rule": each.rule.key,
                "unit": each.rule.unit,
                "before": number(each.result.measured),
                "after": number(each.result.after),
            }
            for each in found.broken
            if each.result.after is not None
        ],
        "action_priority": [{"rule": each.rule.key, "priority": each.priority} for each in found.broken],
        "reasoning": [f"{with_colon(each.rule.title)} {each.result.says}" for each in found.broken],
        "note": str(NO_FORECAST),
        "rates": used_rates_shape(held.used),
        "apart": apart_shape(held.apart),
    }


def rule_shape(checked: Checked, currency: str) -> dict[str, Any]:
    rule, result = checked.rule, checked.result
    return {
        "rule": rule.key,
        "title": rule.title,
        "formula": rule.formula,
        "unit": rule.unit,
        "threshold": number(rule.threshold),
        "measured": number(result.measured),
        "is_kept": result.is_kept,
        "inputs": [input_shape(each, currency) for each in rule.inputs],
        "says": result.says,
        "priority": checked.priority,
        "moves": [move_shape(each, currency) for each in result.moves],
    }


def input_shape(each: Input, currency: str) -> dict[str, Any]:
    text = money_text(each.value, currency) if each.unit == MONEY else number(each.value)
    return {"name": each.name, "value": text, "unit": each.unit}


def move_shape(move: Move, currency: str) -> dict[str, Any]:
    return {
        "position": move.key,
        "kind": move.kind,
        "name": move.name,
        "is_cash": move.is_cash,
        "amount": money_text(move.amount, currency),
        "currency": currency,
    }
