"""How one means to invest, what one called usual and what one asked before buying, of an archive.

Insights, months in words and what was sent to a model are a record of the instance they are of: they stay there.
"""

from __future__ import annotations

from typing import Any

from config.kernel.own_data.opening import OpenedArchive, Row
from config.kernel.own_data.taking import Taking, as_id, built, ids_here, maybe_id, takes_in
from insights.advice.models import Advice
from insights.anomalies.models import Usual
from insights.investing.models import InvestingPlan

INSIGHTS = "insights.json"
PLAN = ("targets", "position_limit", "protocol_limit", "currency_limit", "cash_months", "fee_limit")
USUAL = ("kind", "payee_key", "currency", "up_to")
ADVICE = (
    "item_description", "amount", "currency", "on", "how", "instalments", "decision", "wait_until", "confidence",
    "answer", "outcome", "remind_on",
)  # fmt: skip


class Wishes:
    has_a_job = False

    def check(self, person: Any, archive: OpenedArchive) -> None:
        for row in archive.rows(INSIGHTS, "investing_plan"):
            built(InvestingPlan, row, PLAN)
        for row in archive.rows(INSIGHTS, "usual"):
            maybe_id(row, "category_id"), built(Usual, row, USUAL)
        for row in archive.rows(INSIGHTS, "advice"):
            as_id(row, "id"), maybe_id(row, "category_id"), _advice(row)

    def take(self, taking: Taking) -> None:
        for row in taking.archive.rows(INSIGHTS, "investing_plan")[:1]:
            if not InvestingPlan.objects.visible_to(taking.person).exists():
                with taking.one("investing_plan"):
                    built(InvestingPlan, row, PLAN, person=taking.person).save(force_insert=True)
        _take_usual(taking)
        _take_advice(taking)


def _advice(row: Row, **given: Any) -> Advice:
    """What the partner was asked, and the thing that was bought, are not known here: it is open, or it is over."""
    advice = built(Advice, row, ADVICE, **given)
    if advice.outcome == Advice.Outcome.ASKED:
        advice.outcome = Advice.Outcome.OPEN
    return advice


def _take_usual(taking: Taking) -> None:
    told = ("kind", "payee_key", "category_id", "currency", "up_to")
    here = set(Usual.objects.visible_to(taking.person).values_list(*told))
    for row in taking.archive.rows(INSIGHTS, "usual"):
        word = built(Usual, row, USUAL, person=taking.person)
        word.category_id = taking.ids.get(str(row.get("category_id")))
        key = tuple(getattr(word, name) for name in told)
        if key not in here:
            here.add(key)
            with taking.one("usual"):
                word.save(force_insert=True)


def _take_advice(taking: Taking) -> None:
    rows = {as_id(row, "id"): row for row in taking.archive.rows(INSIGHTS, "advice")}
    new = ids_here(Advice, Advice.objects.visible_to(taking.person), taking.person, list(rows))
    for key, here in new.items():
        with taking.one("advice"):
            advice = _advice(rows[key], id=here, person=taking.person)
            advice.category_id = taking.ids.get(str(rows[key].get("category_id")))
            advice.save(force_insert=True)


takes_in(Wishes())
