"""Investments beside the person's own rules, and what they bring: nothing here says where a market will go."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from django.urls import reverse

from config.kernel.money import ZERO, round_to_currency
from insights.feed import facts
from insights.feed.facts import Data, Fact
from insights.feed.generators import generates
from insights.feed.models import Insight
from insights.feed.scene import Scene
from insights.investing.rebalancing import Checked, Rebalancing, rebalancing
from insights.investing.rules import (
    ForeignCurrency,
    IdleCash,
    SinglePosition,
    SingleProtocol,
    TargetShares,
    YearlyFees,
    kind_name,
)
from ledger.core.analytics import months_before
from ledger.core.models import MoneyAccount
from ledger.core.queries import months_between
from ledger.holdings.history import History

INVESTMENT = Insight.Type.INVESTMENT.value
# A rule somebody made counts for more than one that is usual, and more where it is far from kept.
OF_OWN, USUAL, FAR = 44, 34, 8
# Yields of single months say little: many come once a quarter.
YIELD_MONTHS: Final = 3
FELL: Final = Decimal("0.75")
_GRADE: Final = Decimal(10)


@generates
def investments(scene: Scene) -> Iterator[Fact]:
    """Rules that are not kept, and a yield that fell. Queries as `rebalancing`, none without an investment account."""
    if not any(each.type == MoneyAccount.Type.INVESTMENT.value for each in scene.accounts):
        return
    found = rebalancing(scene.person)
    for each in found.broken:
        told = _told(scene, found, each)
        if told is not None:
            yield _fact(scene, found, each, *told)
    yield from _fallen(scene, found.portfolio.history)


def _told(scene: Scene, found: Rebalancing, checked: Checked) -> tuple[str, str, Data] | None:
    """Kind, what it is about, and the figures; None where it is about little, or a rule that nobody decided on."""
    rule, moved, currency = checked.rule, checked.result.moved, found.snapshot.currency
    if isinstance(rule, YearlyFees):
        limit = round_to_currency(found.snapshot.total * rule.threshold / 100, currency)
        paid = found.snapshot.fees
        data = {"paid": facts.amount(paid, currency), "limit": facts.amount(limit, currency)}
        return ("invest_fees", "", data) if paid - limit >= scene.little else None
    if moved < scene.little:
        return None
    if isinstance(rule, IdleCash):
        return _idle(scene, found, rule)
    if isinstance(rule, TargetShares):
        return _off_target(rule, moved, currency) if found.plan.has_own_targets else None
    if isinstance(rule, SinglePosition | SingleProtocol | ForeignCurrency):
        return _concentrated(rule, currency)
    return None


def _idle(scene: Scene, found: Rebalancing, rule: IdleCash) -> tuple[str, str, Data] | None:
    """Of accounts that hold positions: the balance of one without any may well be what is invested."""
    holding = {each.position.account_id for each in found.portfolio.holdings}
    balances = {each.currency: ZERO for each in scene.accounts}
    for each in scene.accounts:
        if each.pk in holding and each.balance > 0:
            balances[each.currency] += each.balance
    cash = _worth(scene, balances)
    off = replace(rule, snapshot=replace(rule.snapshot, cash=cash)).result().moved
    if off < scene.little:
        return None
    currency, months = found.snapshot.currency, facts.count(int(rule.threshold))
    return "invest_cash", "", {
        "cash": facts.amount(cash, currency), "months": months, "off": facts.amount(off, currency)
    }  # fmt: skip


def _concentrated(rule: SinglePosition | SingleProtocol | ForeignCurrency, currency: str) -> tuple[str, str, Data]:
    *parts, whole = rule.inputs
    largest = max(parts, key=lambda each: (each.value, each.name))
    data = {
        "name": facts.text(largest.name),
        "share": facts.percent(largest.value * 100 / whole.value),
        "amount": facts.amount(largest.value, currency),
        "whole": facts.amount(whole.value, currency),
        "limit": facts.percent(rule.threshold),
    }
    return "concentrated", largest.name, data


def _off_target(rule: TargetShares, moved: Decimal, currency: str) -> tuple[str, str, Data]:
    shares = rule.shares(rule.snapshot)
    kind = max(shares, key=lambda each: (abs(shares[each] - rule.targets.get(each, ZERO)), each))
    data = {
        "kind": facts.text(kind_name(kind)),
        "share": facts.percent(shares[kind]),
        "target": facts.percent(rule.targets.get(kind, ZERO)),
        "moved": facts.amount(moved, currency),
    }
    return "invest_off_target", kind, data


def _fact(scene: Scene, found: Rebalancing, checked: Checked, kind: str, about: str, data: Data) -> Fact:
    """Another cause each quarter, and at each tenth of the whole, or tenth month, that it is further off."""
    grade = int((checked.result.measured or ZERO) / _GRADE)
    quarter = f"{scene.today.year}-{(scene.today.month - 1) // 3 + 1}"
    is_far = checked.priority == "high"
    return Fact(
        kind=kind,
        insight_type=INVESTMENT,
        cause=f"invest:{checked.rule.key}:{about[:80]}:{quarter}:{grade}",
        priority=(OF_OWN if found.plan.version else USUAL) + (FAR if is_far else 0),
        data=data,
        url=reverse("investments"),
        icon="coins",
        expires_on=scene.in_days(30),
    )


def _fallen(scene: Scene, history: History) -> Iterator[Fact]:
    """The yield of three whole months is a quarter below that of the same months a year before, by what was held."""
    last = months_before(scene.today, 1)
    first = months_before(scene.today, YIELD_MONTHS)
    months = months_between(first, last)
    earlier = [month.replace(year=month.year - 1) for month in months]
    now, before = _brought(scene, history, months), _brought(scene, history, earlier)
    if not now.held or not before.held or before.amount - now.amount < scene.little:
        return
    if now.amount / now.held >= FELL * before.amount / before.held:
        return
    yield Fact(
        kind="invest_yield",
        insight_type=INVESTMENT,
        cause=f"yield:{last:%Y-%m}",
        priority=40,
        data={
            "now": facts.amount(now.amount, scene.currency),
            "before": facts.amount(before.amount, scene.currency),
            "from": facts.month(first),
            "to": facts.month(last),
        },
        url=reverse("investments"),
        icon="trending-down",
        expires_on=scene.in_days(30),
    )


@dataclass(frozen=True, slots=True)
class _Brought:
    """What was earned in some months, and the mean of what was held as each began."""

    amount: Decimal
    held: Decimal


def _brought(scene: Scene, history: History, months: Sequence[date]) -> _Brought:
    """At today's rates, so that no rate looks like a yield; what has none is left out."""
    earned = sum((_worth(scene, history.yields(each)) for each in months), ZERO)
    held = sum((_worth(scene, history.value_on(each)) for each in months), ZERO)
    return _Brought(earned, held / len(months))


def _worth(scene: Scene, sums: Mapping[str, Decimal]) -> Decimal:
    return sum((scene.worth(amount, currency) or ZERO for currency, amount in sums.items()), ZERO)
