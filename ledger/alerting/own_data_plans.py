"""Goals and months' plans of an archive: one's own. Those of both begin anew with the partnership."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from config.kernel.money import ZERO
from config.kernel.own_data.opening import ArchiveRefused, OpenedArchive, Row
from config.kernel.own_data.taking import LEFT_OUT, Taking, as_id, built, by_parent, ids_here, maybe_id, takes_in
from ledger.budgets.models import Allocation, Budget, RollsOver
from ledger.core.models import Transaction
from ledger.goals.models import Goal, GoalContribution
from ledger.goals.services.goals import MOST_GOALS
from ledger.goals.services.saved import settle

PLANS = "plans.json"
GOAL = (
    "name", "description", "goal_type", "target_amount", "currency", "monthly_amount", "target_date", "priority",
    "icon", "color", "status", "completed_on",
)  # fmt: skip
CONTRIBUTION = ("kind", "amount", "on", "note", "counts")
BUDGET = ("month", "currency", "total_income", "risk_tolerance", "status", "closed_at")
ALLOCATION = ("allocated_amount", "carried_amount", "basis")


class Plans:
    has_a_job = False

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
        goals = _take_goals(taking)
        _take_budgets(taking, goals)
        _take_roll_overs(taking)


def _own(taking: Taking, title: str) -> list[Row]:
    return [row for row in taking.archive.rows(PLANS, title) if row.get("household_id") is None]


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
    room = MOST_GOALS - own.count()
    for key, here in new.items():
        if room <= 0:
            taking.counts[LEFT_OUT] += 1
            continue
        room -= 1
        with taking.one("goals"):
            _take_goal(taking, here, rows[key], parts.get(key, []), known)
    return {key: new.get(key, key) for key in rows}


def _take_goal(taking: Taking, here: UUID, row: Row, parts: list[Row], known: set[UUID]) -> None:
    goal = _goal(row, id=here, owner=taking.person, added_by=taking.person)
    goal.category_id = taking.ids.get(str(row.get("category_id")))
    goal.account_id = taking.ids.get(str(row.get("account_id")))
    contributions = []
    for each in parts:
        entry = maybe_id(each, "entry")
        one = built(GoalContribution, each, CONTRIBUTION, goal=goal, person=taking.person)
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
        budget = built(Budget, row, BUDGET, owner=taking.person, made_by=taking.person)
        if budget.month in planned:
            continue
        planned.add(budget.month)
        with taking.one("budgets"):
            budget.save(force_insert=True)
            for each in parts.get(as_id(row, "id"), []):
                _take_allocation(taking, budget, each, goals, there)


def _take_allocation(taking: Taking, budget: Budget, row: Row, goals: dict[UUID, UUID], there: set[UUID]) -> None:
    """One of a category or goal that did not come stays out."""
    allocation = built(Allocation, row, ALLOCATION, budget=budget)
    allocation.category_id = taking.ids.get(str(row.get("category_id")))
    goal = goals.get(maybe_id(row, "goal_id") or budget.pk)
    allocation.goal_id = goal if goal in there else None
    if (allocation.category_id is None) == (allocation.goal_id is None):
        taking.counts[LEFT_OUT] += 1
        return
    allocation.save(force_insert=True)


def _take_roll_overs(taking: Taking) -> None:
    own: QuerySet[RollsOver] = RollsOver.objects.of(owner=taking.person, household=None)
    here = set(own.values_list("category", flat=True))
    for row in _own(taking, "rolls_over"):
        category = taking.ids.get(str(row.get("category_id")))
        if category is not None and category not in here:
            here.add(category)
            with taking.one("rolls_over"):
                wish = built(RollsOver, row, ("takes_debt_along",), owner=taking.person)
                wish.category_id = category
                wish.save(force_insert=True)


takes_in(Plans())
