"""What each proposed change does, by the service of its page, and how that is taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.urls import reverse

from accounts.models import User
from chat.assistant.tools.proposing import LOG_EXPENSE, MOVE_BUDGET, SET_BUDGET
from chat.assistant.tools.reminding import REMIND
from chat.assistant.tools.saving_up import CONTRIBUTE, CREATE_GOAL
from config.kernel.money import money_text
from insights.advice.models import Advice
from insights.advice.services import delete_advice, remind, stop_reminding, weigh_purchase
from ledger.budgets.models import Budget
from ledger.budgets.services.changing import move_allocation, remove_allocation, set_allocation
from ledger.core import services as ledger_services
from ledger.core.errors import NoLongerThere
from ledger.core.models import Category, MoneyAccount, Transaction
from ledger.core.rules import signed
from ledger.goals.models import Goal, GoalContribution
from ledger.goals.services.contributions import contribute, delete_contribution
from ledger.goals.services.goals import create_goal, delete_goal

Payload = Mapping[str, Any]


class ChangedSince(Exception):
    """What an action made or set is not as it left it: taking it back would lose what was changed."""


class Kind(NamedTuple):
    """`carry_out` returns what `take_back` needs, and the address of what was made under `url`."""

    carry_out: Callable[[User, Payload], dict[str, Any]]
    take_back: Callable[[User, Payload], None]


def _log(person: User, payload: Payload) -> dict[str, Any]:
    account = MoneyAccount.objects.owned_by(person).filter(pk=payload["account"]).first()
    if account is None:
        raise NoLongerThere
    entry = ledger_services.record_transaction(
        account=account,
        recorded_by=person,
        amount=signed(payload["kind"], Decimal(payload["amount"])),
        kind=payload["kind"],
        booked_on=date.fromisoformat(payload["booked_on"]),
        payee=payload["payee"],
        category=_category(person, payload["category"]),
    )
    url = reverse("transaction_detail", args=[entry.pk])
    return {"transaction": str(entry.pk), "version": entry.version, "url": url}


def _unlog(person: User, result: Payload) -> None:
    """Only as it was written down: an edited entry is the person's own."""
    entry = Transaction.objects.owned_by(person).live().filter(pk=result["transaction"]).first()
    if entry is None:
        raise NoLongerThere
    ledger_services.bin_transaction(entry=entry, version=result.get("version"), changed_by=person)


def _set(person: User, payload: Payload) -> dict[str, Any]:
    budget, category = _budget(person, payload), _category(person, payload["category"])
    if category is None:
        raise NoLongerThere
    before = budget.allocations.filter(category=category).values_list("allocated_amount", flat=True).first()
    set_allocation(budget=budget, place=category, amount=Decimal(payload["amount"]))
    was = None if before is None else str(before)
    return {**_place(payload), "was": was, "amount": payload["amount"], "url": reverse("plan")}


def _unset(person: User, result: Payload) -> None:
    """Back to what it was, unless it was changed to something else since."""
    budget, category = _budget(person, result), _category(person, result["category"])
    now = budget.allocations.filter(category=category).values_list("allocated_amount", flat=True).first()
    if category is None or now is None:
        raise NoLongerThere
    if now != Decimal(result["amount"]):
        raise ChangedSince
    if result["was"] is None:
        remove_allocation(budget=budget, key=category.pk)
    else:
        set_allocation(budget=budget, place=category, amount=Decimal(result["was"]))


def _move(person: User, payload: Payload) -> dict[str, Any]:
    target = _category(person, payload["category"])
    if target is None:
        raise NoLongerThere
    amount, budget = Decimal(payload["amount"]), _budget(person, payload)
    move_allocation(budget=budget, source=UUID(payload["source"]), target=target, amount=amount)
    left = _allocated(budget, payload["source"], payload["category"])
    place = {**_place(payload), "source": payload["source"]}
    return {**place, "amount": payload["amount"], "left": left, "url": reverse("plan")}


def _unmove(person: User, result: Payload) -> None:
    """Only while both places have what the move left there."""
    source, budget = _category(person, result["source"]), _budget(person, result)
    if source is None:
        raise NoLongerThere
    if "left" in result and result["left"] != _allocated(budget, result["source"], result["category"]):
        raise ChangedSince
    amount = Decimal(result["amount"])
    move_allocation(budget=budget, source=UUID(result["category"]), target=source, amount=amount)


def _allocated(budget: Budget, *categories: str) -> dict[str, str]:
    """What is planned for each, where there is anything. One query."""
    keys = [UUID(each) for each in categories]
    planned = budget.allocations.filter(category__in=keys).values_list("category", "allocated_amount")
    return {str(key): money_text(amount, budget.currency) for key, amount in planned}


def _make_goal(person: User, payload: Payload) -> dict[str, Any]:
    by = payload["target_date"]
    goal = create_goal(
        person=person,
        currency=payload["currency"],
        name=payload["name"],
        target_amount=Decimal(payload["target_amount"]),
        target_date=date.fromisoformat(by) if by else None,
    )
    return {"goal": str(goal.pk), "version": goal.version, "url": reverse("goal", args=[goal.pk])}


def _unmake_goal(person: User, result: Payload) -> None:
    """Only as it was made, while nothing went into it."""
    goal = Goal.objects.filter(owner=person, pk=result["goal"]).first()
    if goal is None:
        raise NoLongerThere
    if goal.contributions.exists() or result.get("version") not in (None, goal.version):
        raise ChangedSince
    delete_goal(goal=goal, deleted_by=person)


def _contribute(person: User, payload: Payload) -> dict[str, Any]:
    goal = Goal.objects.changeable_by(person).filter(pk=payload["goal"]).first()
    if goal is None:
        raise NoLongerThere
    made = contribute(goal=goal, person=person, amount=Decimal(payload["amount"]))
    return {"contribution": str(made.pk), "amount": payload["amount"], "url": reverse("goal", args=[goal.pk])}


def _uncontribute(person: User, result: Payload) -> None:
    """Only as it was put there."""
    made = GoalContribution.objects.filter(person=person, pk=result["contribution"]).select_related("goal").first()
    if made is None:
        raise NoLongerThere
    if made.amount != Decimal(result["amount"]) or made.note or made.transaction_id:
        raise ChangedSince
    delete_contribution(contribution=made, person=person)


def _remind(person: User, payload: Payload) -> dict[str, Any]:
    """Of what is weighed already, else weighed and kept now."""
    on, key = date.fromisoformat(payload["on"]), payload["advice"]
    advice = _advice(person, key) if key else _weigh(person, payload)
    was = advice.remind_on
    remind(advice=advice, on=on)
    return {
        "advice": str(advice.pk),
        "is_new": key is None,
        "was": was.isoformat() if was else None,
        "on": payload["on"],
        "url": reverse("advice_answer", args=[advice.pk]),
    }


def _weigh(person: User, payload: Payload) -> Advice:
    category = _category(person, payload["category"])
    return weigh_purchase(
        person=person,
        item_description=payload["item"],
        amount=Decimal(payload["amount"]),
        currency=payload["currency"],
        category_id=category.pk if category else None,
    )


def _unremind(person: User, result: Payload) -> None:
    """Only while it still waits for that day; what was weighed for the reminder alone goes with it."""
    advice = _advice(person, result["advice"])
    if advice.outcome != Advice.Outcome.WAITING or advice.remind_on != date.fromisoformat(result["on"]):
        raise ChangedSince
    was = date.fromisoformat(result["was"]) if result["was"] else None
    if result["is_new"]:
        delete_advice(advice=advice)
    elif was is not None and was > person.today:
        remind(advice=advice, on=was)
    else:
        stop_reminding(advice=advice)


def _advice(person: User, key: str) -> Advice:
    found = Advice.objects.visible_to(person).filter(pk=key).first()
    if found is None:
        raise NoLongerThere
    return found


def _place(payload: Payload) -> dict[str, Any]:
    return {"budget": payload["budget"], "category": payload["category"]}


def _budget(person: User, payload: Payload) -> Budget:
    found = Budget.objects.changeable_by(person).filter(pk=payload["budget"]).first()
    if found is None:
        raise NoLongerThere
    return found


def _category(person: User, key: str | None) -> Category | None:
    return Category.objects.visible_to(person).filter(pk=key).first() if key else None


KINDS: Final[Mapping[str, Kind]] = {
    LOG_EXPENSE: Kind(_log, _unlog),
    SET_BUDGET: Kind(_set, _unset),
    MOVE_BUDGET: Kind(_move, _unmove),
    CREATE_GOAL: Kind(_make_goal, _unmake_goal),
    CONTRIBUTE: Kind(_contribute, _uncontribute),
    REMIND: Kind(_remind, _unremind),
}
