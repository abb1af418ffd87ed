"""What a person's rules say of what they hold, in the order in which it matters."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from insights.investing.plans import Plan, plan_of
from insights.investing.rules import (
    ForeignCurrency,
    IdleCash,
    Result,
    Rule,
    SinglePosition,
    SingleProtocol,
    TargetShares,
    YearlyFees,
    priority,
)
from insights.investing.snapshot import Snapshot, snapshot_of
from ledger.core.access import ME, lens_of
from ledger.holdings.queries import Portfolio, portfolio

NO_FORECAST: Final = _(
    "Your own rules, applied to your figures at today’s prices. Nothing here says where a market will go, and nothing "
    "is advice for you alone; taxes and costs of selling are not in it."
)
_ORDER = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class Checked:
    """A rule with what it found. `priority`: high, medium, or low for one that is kept."""

    rule: Rule
    result: Result
    priority: str


@dataclass(frozen=True, slots=True)
class Rebalancing:
    """`checked` is empty where nothing is held; the most pressing first. `shares` are per cent by kind."""

    portfolio: Portfolio
    plan: Plan
    snapshot: Snapshot
    checked: tuple[Checked, ...]
    shares: dict[str, Decimal]

    @property
    def broken(self) -> list[Checked]:
        return [each for each in self.checked if not each.result.is_kept]


def rebalancing(person: User, found: Portfolio | None = None) -> Rebalancing:
    """Of one's own positions, those of joint accounts whole. `found` is one's portfolio, where it is read already.

    Two queries, those of `snapshot_of` and, unless it is given, of `portfolio`.
    """
    lens = lens_of(person, ME)
    found = portfolio(person, lens) if found is None else found
    plan, snapshot = plan_of(person), snapshot_of(person, lens, found)
    targets = TargetShares(snapshot, plan.targets)
    if not snapshot.held:
        return Rebalancing(found, plan, snapshot, (), dict.fromkeys(plan.targets, Decimal(0)))
    rules: tuple[Rule, ...] = (
        targets,
        SinglePosition(snapshot, Decimal(plan.position_limit)),
        SingleProtocol(snapshot, Decimal(plan.protocol_limit)),
        ForeignCurrency(snapshot, Decimal(plan.currency_limit)),
        IdleCash(snapshot, Decimal(plan.cash_months), plan.targets),
        YearlyFees(snapshot, plan.fee_limit),
    )
    checked = [Checked(rule, result, priority(rule, result)) for rule in rules for result in [rule.result()]]
    ordered = sorted(checked, key=lambda each: (_ORDER[each.priority], -each.result.moved))
    return Rebalancing(found, plan, snapshot, tuple(ordered), targets.shares(snapshot))
