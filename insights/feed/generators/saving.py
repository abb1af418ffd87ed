"""What is kept: the share of income that is saved, and cash against what an emergency would take."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_DOWN, Decimal
from statistics import median
from typing import Final

from django.urls import reverse

from config.kernel.money import ZERO, round_to_currency
from insights.feed import facts
from insights.feed.facts import Fact
from insights.feed.generators import generates
from insights.feed.history import USUAL_MONTHS
from insights.feed.models import Insight
from insights.feed.scene import Scene
from ledger.core.models import MoneyAccount
from ledger.core.queries import next_month, previous_month

SAVING = Insight.Type.SAVING.value
SPENDING_ACCOUNT, SAVINGS_ACCOUNT = MoneyAccount.Type.SPENDING.value, MoneyAccount.Type.SAVINGS.value
ENOUGH_MONTHS: Final = 3
POINTS: Final = 5
# So many usual months of spending are an emergency fund; beyond twice that cash could do more.
FUND_MONTHS: Final = 3
IDLE_MONTHS: Final = 6
TENTH: Final = Decimal("0.1")


@generates
def rate(scene: Scene) -> Iterator[Fact]:
    """The last whole month against the median of the six before it: five points of income more or less."""
    history = scene.history
    month = previous_month(scene.month)
    if len(history.whole) <= ENOUGH_MONTHS or month in history.lacking:
        return
    rates = [found for each in history.whole[-1 - USUAL_MONTHS : -1] if (found := _rate(scene, each)) is not None]
    now = _rate(scene, month)
    if now is None or len(rates) < ENOUGH_MONTHS:
        return
    usual = median(rates)
    if abs(now - usual) < POINTS:
        return
    is_better = now > usual
    saved = history.income.get(month, ZERO) - history.spent_in(month)
    yield Fact(
        kind="saved_more" if is_better else "saved_less",
        insight_type=SAVING,
        cause=f"rate:{month:%Y-%m}:{'more' if is_better else 'less'}",
        priority=42 if is_better else 52,
        data={
            "month": facts.month(month),
            "saved": facts.amount(saved, scene.currency),
            "rate": facts.percent(now),
            "usual": facts.percent(usual),
        },
        url=reverse("insight_month", args=[f"{month:%Y-%m}"]),
        icon="piggy-bank",
        expires_on=next_month(scene.month),
    )


def _rate(scene: Scene, month: date) -> Decimal | None:
    income = scene.history.income.get(month, ZERO)
    return None if income <= 0 else (income - scene.history.spent_in(month)) * 100 / income


@generates
def cash(scene: Scene) -> Iterator[Fact]:
    """What lies on spending and savings accounts, in months of usual spending: too few, or more than twice enough."""
    usual = scene.history.usual()
    if len(scene.history.recent) < ENOUGH_MONTHS or usual <= 0:
        return
    liquid = scene.balance(SPENDING_ACCOUNT, SAVINGS_ACCOUNT)
    months = (liquid / usual).quantize(TENTH, ROUND_DOWN)
    wanted = round_to_currency(usual * FUND_MONTHS, scene.currency)
    idle = liquid - usual * IDLE_MONTHS
    if liquid < wanted:
        kind, grade, priority, off = "fund_short", int(max(months, ZERO)), 48, wanted - liquid
    elif idle >= usual:
        kind, grade, priority, off = "cash_idle", int(months / IDLE_MONTHS), 36, idle
    else:
        return
    yield Fact(
        kind=kind,
        insight_type=SAVING,
        cause=f"{kind}:{scene.today.year}-{(scene.today.month - 1) // 3 + 1}:{grade}",
        priority=priority,
        data={
            "cash": facts.amount(liquid, scene.currency),
            "usual": facts.amount(usual, scene.currency),
            "months": facts.count(int(max(months, ZERO))),
            "wanted": facts.amount(wanted, scene.currency),
            "off": facts.amount(off, scene.currency),
        },
        url=reverse("accounts_list"),
        icon="life-buoy" if kind == "fund_short" else "wallet",
        expires_on=scene.in_days(30),
    )
