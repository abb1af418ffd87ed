"""How one means to invest, what one called usual and what one asked before buying, of an archive.

Insights, months in words and what was sent to a model are a record of the instance they are of: they stay there.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from config.kernel.own_data.opening import OpenedArchive, Row
from config.kernel.own_data.taking import (
    Section,
    Taking,
    WithoutJob,
    as_id,
    built,
    check_day,
    ids_here,
    maybe_id,
    takes_in,
)
from insights.advice.models import Advice
from insights.anomalies.models import Usual
from insights.investing.models import InvestingPlan
from insights.investing.plans import checked_fee, checked_targets
from ledger.core.rules import check_amount_by_hand, check_decimals

INSIGHTS = "insights.json"
PLAN = ("targets", "position_limit", "protocol_limit", "currency_limit", "cash_months", "fee_limit")
USUAL = ("kind", "payee_key", "currency", "up_to")
ADVICE = (
    "item_description", "amount", "currency", "on", "how", "instalments", "decision", "wait_until", "confidence",
    "answer", "outcome", "remind_on",
)  # fmt: skip


class Wishes(WithoutJob):
    sections = tuple(Section(kind, INSIGHTS, kind) for kind in ("investing_plan", "usual", "advice"))

    def check(self, person: Any, archive: OpenedArchive) -> None:
        for row in archive.rows(INSIGHTS, "investing_plan"):
            built(InvestingPlan, row, PLAN)
        for row in archive.rows(INSIGHTS, "usual"):
            maybe_id(row, "category_id"), built(Usual, row, USUAL)
        for row in archive.rows(INSIGHTS, "advice"):
            as_id(row, "id"), maybe_id(row, "category_id"), _advice(row)

    def take(self, taking: Taking) -> None:
        for row in taking.archive.rows(INSIGHTS, "investing_plan"):
            if InvestingPlan.objects.visible_to(taking.person).exists():
                taking.passed["investing_plan"] += 1
                continue
            with taking.one("investing_plan"):
                plan = built(InvestingPlan, row, PLAN, person=taking.person)
                plan.targets = _targets(plan.targets)
                plan.fee_limit = checked_fee(plan.fee_limit)
                plan.save(force_insert=True)
        _take_usual(taking)
        _take_advice(taking)


def _advice(row: Row, **given: Any) -> Advice:
    """What the partner was asked, and the thing that was bought, are not known here: it is open, or it is over."""
    advice = built(Advice, row, ADVICE, **given)
    if advice.outcome == Advice.Outcome.ASKED:
        advice.outcome = Advice.Outcome.OPEN
    return advice


def _targets(said: Any) -> dict[str, str]:
    """Raises ValidationError."""
    try:
        return checked_targets({kind: Decimal(percent) for kind, percent in said.items()})
    except (AttributeError, TypeError, ValueError, ArithmeticError) as error:
        raise ValidationError("", code="invalid") from error


def _take_usual(taking: Taking) -> None:
    told = ("kind", "payee_key", "category_id", "currency", "up_to")
    here = set(Usual.objects.visible_to(taking.person).values_list(*told))
    for row in taking.archive.rows(INSIGHTS, "usual"):
        word = built(Usual, row, USUAL, person=taking.person)
        word.category_id = taking.ids.get(str(row.get("category_id")))
        key = tuple(getattr(word, name) for name in told)
        if key in here:
            taking.passed["usual"] += 1
        else:
            here.add(key)
            with taking.one("usual"):
                check_decimals(word.up_to, word.currency)
                word.save(force_insert=True)


def _take_advice(taking: Taking) -> None:
    rows = {as_id(row, "id"): row for row in taking.archive.rows(INSIGHTS, "advice")}
    new = ids_here(Advice, Advice.objects.visible_to(taking.person), taking.person, list(rows))
    taking.passed["advice"] += len(rows) - len(new)
    for key, here in new.items():
        with taking.one("advice"):
            advice = _advice(rows[key], id=here, person=taking.person)
            for name in ("on", "wait_until", "remind_on"):
                check_day(getattr(advice, name), name)
            check_amount_by_hand(advice.amount, advice.currency)
            advice.category_id = taking.ids.get(str(rows[key].get("category_id")))
            advice.save(force_insert=True)


takes_in(Wishes())
