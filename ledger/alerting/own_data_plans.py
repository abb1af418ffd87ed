"""Goals and months' plans of an archive: one's own. Those of both begin anew with the partnership."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from config.kernel.money import ZERO
from config.kernel.own_data.opening import ArchiveRefused, OpenedArchive, Row
from config.kernel.own_data.taking import (
    Section,
    Taking,
    WithoutJob,
    as_id,
    built,
    by_parent,
    check_day,
    ids_here,
    maybe_id,
    takes_in,
)
from ledger.budgets.models import Allocation, Budget, RollsOver
from ledger.budgets.services.changing import check_amount
from ledger.core import rules
from ledger.core.models import Transaction
from ledger.goals.models import Goal, GoalContribution
from ledger.goals.services.goals import MOST_GOALS
from ledger.goals.services.saved import settle
from ledger.goals.values import checked, values_of

PLANS = "plans.json"
GOAL = (
    "name", "description", "goal_type", "target_amount", "currency", "monthly_amount", "target_date", "priority",
    "icon", "color", "status", "completed_on",
)  # fmt: skip
CONTRIBUTION = ("kind", "amount", "on", "note", "counts")
BUDGET = ("month", "currency", "total_income", "risk_tolerance", "status", "closed_at")
ALLOCATION = ("allocated_amount", "carried_amount", "basis")


class Plans(WithoutJob):
    sections = tuple(
        Section(kind, PLANS, kind) for kind in ("goals", "goal_contributions", "budgets", "allocations", "rolls_over")
    )

    def check(self, person: Any, archive: OpenedArchive) -> None:
        for row in archive.rows(PLANS, "goals"):
            as_id(row, "id"), _goal(row)
        for row in archive.rows(PLANS, "goal_contributions"):
            as_id(row, "goal_id"), maybe_id(row, "entry"), built(GoalContribution, row, CONTRIBUTION)
        for row in archive.rows(PLANS, "budgets"):
            as_id(row, "id"), built(Budget, row, BUDGET)
        for row in archive.rows(PLANS, "allocations"):
            as_id(row, "budget_id"), maybe_id(row, "goal_id"), maybe_id(row, "category_id")
            built(Allocation, row, ALLOCATION)
        for row in archive.rows(PLANS, "rolls_over"):
            as_id(row, "category_id"), built(RollsOver, row, ("takes_debt_along",))

    def take(self, taking: Taking) -> None:
        _pass_shared(taking)
        goals = _take_goals(taking)
        _take_budgets(taking, goals)
        _take_roll_overs(taking)


def _own(taking: Taking, title: str) -> list[Row]:
    return [row for row in taking.archive.rows(PLANS, title) if row.get("household_id") is None]


def _pass_shared(taking: Taking) -> None:
    """What is of both, with what hangs on it: it begins anew."""
    for title, hanging, name in (
        ("goals", "goal_contributions", "goal_id"),
        ("budgets", "allocations", "budget_id"),
        ("rolls_over", "", ""),
    ):
        shared = [row for row in taking.archive.rows(PLANS, title) if row.get("household_id") is not None]
        taking.passed[title] += len(shared)
        if hanging:
            keys = {maybe_id(row, "id") for row in shared}
            taking.passed[hanging] += sum(as_id(row, name) in keys for row in taking.archive.rows(PLANS, hanging))


def _goal(row: Row, **given: Any) -> Goal:
    """Raises ArchiveRefused."""
    goal = built(Goal, row, GOAL, **given)
    if goal.status == Goal.Status.PENDING_APPROVAL and row.get("household_id") is None:
        raise ArchiveRefused("wrong_value", PLANS)
    return goal


def entries_here(taking: Taking, rows: list[Row]) -> set[UUID]:
    """Payments that the rows name and that are the person's here, under the same id. A query per 900."""
    named = [key for row in rows if (key := maybe_id(row, "entry"))]
    own: QuerySet[Transaction] = Transaction.objects.owned_by(taking.person)
    parts = (named[start : start + 900] for start in range(0, len(named), 900))
    return {key for part in parts for key in own.filter(pk__in=part).values_list("pk", flat=True)}


def _take_goals(taking: Taking) -> dict[UUID, UUID]:
    """What each goal's id is here. A goal that is here stays as it is, with what went in."""
    rows = {as_id(row, "id"): row for row in _own(taking, "goals")}
    own: QuerySet[Goal] = Goal.objects.of(owner=taking.person, household=None)
    new = ids_here(Goal, own, taking.person, list(rows))
    parts = by_parent(taking.archive.rows(PLANS, "goal_contributions"), "goal_id")
    known = entries_here(taking, [row for key in new for row in parts.get(key, [])])
    for key in rows.keys() - new.keys():
        taking.passed.update(goals=1, goal_contributions=len(parts.get(key, [])))
    room = max(0, MOST_GOALS - own.count())
    for key, here in list(new.items())[:room]:
        with taking.one("goals", goal_contributions=len(parts.get(key, []))):
            _take_goal(taking, here, rows[key], parts.get(key, []), known)
    return {key: new.get(key, key) for key in rows}


def _take_goal(taking: Taking, here: UUID, row: Row, parts: list[Row], known: set[UUID]) -> None:
    goal = taking.built(Goal, row, GOAL, id=here, owner=taking.person, added_by=taking.person)
    goal.category_id = taking.ids.get(str(row.get("category_id")))
    goal.account_id = taking.ids.get(str(row.get("account_id")))
    checked(values_of(goal), person=taking.person, currency=goal.currency, household_id=None)
    contributions = []
    for each in parts:
        entry = maybe_id(each, "entry")
        one = taking.built(GoalContribution, each, CONTRIBUTION, goal=goal, person=taking.person)
        rules.check_decimals(one.amount, goal.currency)
        one.transaction_id = entry if entry in known else None
        contributions.append(one)
    counted = [each for each in contributions if each.counts]
    goal.saved_amount = sum((each.amount for each in counted), ZERO)
    goal.yield_earned = sum((each.amount for each in counted if each.kind == GoalContribution.Kind.YIELD), ZERO)
    goal.save(force_insert=True)
    GoalContribution.objects.bulk_create(contributions)
    settle(goal.pk, taking.person.today)
    stood: QuerySet[Goal] = Goal.objects.filter(pk=goal.pk)
    stood.update(status=goal.status, completed_on=goal.completed_on)


def _take_budgets(taking: Taking, goals: dict[UUID, UUID]) -> None:
    """A month that is planned here already stays as it is."""
    own: QuerySet[Budget] = Budget.objects.of(owner=taking.person, household=None)
    planned = set(own.values_list("month", flat=True))
    parts = by_parent(taking.archive.rows(PLANS, "allocations"), "budget_id")
    here: QuerySet[Goal] = Goal.objects.of(owner=taking.person, household=None)
    there = set(here.values_list("pk", flat=True))
    for row in _own(taking, "budgets"):
        hanging = parts.get(as_id(row, "id"), [])
        budget = built(Budget, row, BUDGET, owner=taking.person, made_by=taking.person)
        if budget.month in planned:
            taking.passed.update(budgets=1, allocations=len(hanging))
            continue
        planned.add(budget.month)
        with taking.one("budgets"):
            check_day(budget.month, "month")
            check_amount(budget.total_income, budget.currency, "total_income")
            budget.save(force_insert=True)
            for each in hanging:
                with taking.one("allocations"):
                    _take_allocation(taking, budget, each, goals, there)


def _take_allocation(taking: Taking, budget: Budget, row: Row, goals: dict[UUID, UUID], there: set[UUID]) -> None:
    """One of a category or goal that did not come stays out. Raises ValidationError."""
    allocation = taking.built(Allocation, row, ALLOCATION, budget=budget)
    check_amount(allocation.allocated_amount, budget.currency, "allocations")
    allocation.category_id = taking.ids.get(str(row.get("category_id")))
    goal = goals.get(maybe_id(row, "goal_id") or budget.pk)
    allocation.goal_id = goal if goal in there else None
    if (allocation.category_id is None) == (allocation.goal_id is None):
        raise ValidationError("", code="does_not_exist")
    allocation.save(force_insert=True)


def _take_roll_overs(taking: Taking) -> None:
    own: QuerySet[RollsOver] = RollsOver.objects.of(owner=taking.person, household=None)
    here = set(own.values_list("category", flat=True))
    for row in _own(taking, "rolls_over"):
        category = taking.ids.get(str(row.get("category_id")))
        if category in here:
            taking.passed["rolls_over"] += 1
        elif category is not None:
            here.add(category)
            with taking.one("rolls_over"):
                wish = taking.built(RollsOver, row, ("takes_debt_along",), owner=taking.person)
                wish.category_id = category
                wish.save(force_insert=True)


takes_in(Plans())
