"""The page of the money date: its five steps by name, and the figures of the one where the two are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ledger.core.category_tree import CategoryGroup, CategoryTree, category_tree
from partnerships.agreements.month_shares import this_month
from partnerships.approvals.listing import asked_by, waiting_for
from partnerships.approvals.presenting import readings
from partnerships.core.standing import Standing
from partnerships.dates.left_over import count_left_over, left_over
from partnerships.dates.models import AGREE, ANSWER, SETTLE, SORT, STEP_NAMES, STEPS, WEEK, MoneyDate
from partnerships.dates.next_month import next_month
from partnerships.dates.week import week_of
from partnerships.dates.weeks import monday_of, streak
from partnerships.dates.wording import in_a_row
from partnerships.expenses.months import month_after
from partnerships.statements.balance import balance_of, owed_by, ower
from partnerships.statements.forms import SettleForm
from partnerships.statements.presenting import reading_of
from partnerships.statements.statement import statement_of

MINUTES_A_STEP = 2
TITLES: dict[str, str | Promise] = {
    SORT: _("Sort what is left over"),
    ANSWER: _("Answer each other"),
    WEEK: _("Look at the week"),
    SETTLE: _("Settle"),
    AGREE: _("Agree next month"),
}


@dataclass(frozen=True, slots=True)
class Head:
    """A step's line. `state` is was, now or next; `count` and `amount` are what was done at one that was left."""

    number: int
    name: str
    title: str
    state: str
    count: int | None
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Ahead:
    """What the steps will be about."""

    left_over: int
    questions: int
    owed: Decimal
    i_owe: bool
    monday: date
    sunday: date
    next_month: date


def page_context(standing: Standing, money_date: MoneyDate | None, form: SettleForm | None = None) -> dict[str, Any]:
    """Eleven queries, and those of the step where the two are. `form` is one that was refused."""
    partnership, person = standing.partnership, standing.person
    in_row = streak(partnership, person.today)
    is_finished = money_date is not None and money_date.finished_at is not None
    step = money_date.step if money_date is not None and not is_finished else None
    context: dict[str, Any] = {
        "money_date": money_date,
        "today": person.today,
        "heads": _heads(money_date),
        "ahead": _ahead(standing),
        "is_finished": is_finished,
        "in_a_row": in_a_row(in_row if is_finished else in_row + 1),
        "minutes": MINUTES_A_STEP * (STEPS + 1 - (step or 1)),
        "threshold": partnership.approval_threshold,
    }
    if step is not None:
        name = STEP_NAMES[step - 1]
        context[name] = _FIGURES[name](standing, category_tree(person), form)
    return context


def _heads(money_date: MoneyDate | None) -> list[Head]:
    heads = []
    counts = money_date.counts if money_date else {}
    for number, name in enumerate(STEP_NAMES, start=1):
        if money_date is None or number > money_date.step:
            state = "next"
        else:
            state = "was" if number < money_date.step or money_date.finished_at else "now"
        kept = counts.get(name) if state == "was" else None
        heads.append(
            Head(
                number=number,
                name=name,
                title=str(TITLES[name]),
                state=state,
                count=kept if isinstance(kept, int) else None,
                amount=Decimal(kept) if isinstance(kept, str) else None,
            )
        )
    return heads


def _ahead(standing: Standing) -> Ahead:
    person, balance = standing.person, balance_of(standing.partnership)
    owed, monday = owed_by(standing.place, balance), monday_of(person.today)
    return Ahead(
        left_over=count_left_over(standing),
        questions=waiting_for(person).count() + asked_by(person).count(),
        owed=abs(owed),
        i_owe=owed > 0,
        monday=monday,
        sunday=monday + timedelta(days=6),
        next_month=month_after(this_month()),
    )


def _sort(standing: Standing, tree: CategoryTree, form: SettleForm | None) -> dict[str, Any]:
    """Those of left_over."""
    found = left_over(standing, tree)
    return {
        "found": found,
        "asks": any(each.can_share and not each.is_joint for each in found.rows),
        "options": {kind: _groups(tree, kind) for kind in {each.category_kind for each in found.rows if each.is_mine}},
    }


def _groups(tree: CategoryTree, kind: str) -> list[CategoryGroup]:
    """What both have: the reader's own categories are not for a screen of two."""
    shown = [
        CategoryGroup(each.name, [one for one in each.categories if one.is_system]) for each in tree.groups(kind=kind)
    ]
    return [each for each in shown if each.categories]


def _answer(standing: Standing, tree: CategoryTree, form: SettleForm | None) -> dict[str, Any]:
    """Four queries, and those of what is shown of each kind."""
    person = standing.person
    return {
        "waiting": readings(waiting_for(person), person.pk),
        "asked": readings(asked_by(person), person.pk),
    }


def _week(standing: Standing, tree: CategoryTree, form: SettleForm | None) -> dict[str, Any]:
    return {"found": week_of(standing, tree)}


def _settle(standing: Standing, tree: CategoryTree, form: SettleForm | None) -> dict[str, Any]:
    """Those of the statement, of the balance and of the form."""
    balance = balance_of(standing.partnership)
    reading = reading_of(statement_of(standing.partnership, this_month()), standing, tree)
    return {
        "form": form or settle_form(standing, None),
        "amount": abs(balance),
        "expected": f"{abs(balance):f}",
        "payer": ower(balance),
        "i_owe": owed_by(standing.place, balance) > 0,
        "reading": reading,
        "difference": reading.balance,
        "their_difference": -reading.balance,
    }


def settle_form(standing: Standing, data: Any) -> SettleForm:
    """For what is owed now. Four queries."""
    balance = balance_of(standing.partnership)
    return SettleForm(
        data, standing=standing, payer=ower(balance) or 0, amount=abs(balance), around=standing.person.today
    )


def _agree(standing: Standing, tree: CategoryTree, form: SettleForm | None) -> dict[str, Any]:
    return {"found": next_month(standing)}


_FIGURES: dict[str, Callable[[Standing, CategoryTree, SettleForm | None], dict[str, Any]]] = {
    SORT: _sort,
    ANSWER: _answer,
    WEEK: _week,
    SETTLE: _settle,
    AGREE: _agree,
}
