"""Goals with all that is told of them, and what they come to together. The queries do not grow with what went in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from uuid import UUID

from django.db.models import Sum
from django.db.models.functions import TruncMonth

from accounts.models import User
from config.kernel.money import ZERO, smallest_unit_of
from ledger.core.access import seen_balances, sights_of
from ledger.core.models import MoneyAccount, MoneyAccountAccess, Transaction
from ledger.goals.models import Goal, GoalContribution, GoalMilestone
from ledger.goals.progress import Progress, month_end, progress_of

MONTHS_LOOKED_AT = 3
Kind = GoalContribution.Kind
Status = Goal.Status
_BALANCE_TOLD = (
    MoneyAccountAccess.Level.TOTAL,
    MoneyAccountAccess.Level.CATEGORY_SUMS,
    MoneyAccountAccess.Level.FULL,
)


@dataclass(frozen=True, slots=True)
class GoalReport:
    """`milestones` are the quarters that were reached, in percent."""

    goal: Goal
    progress: Progress
    milestones: list[int]


def reports(goals: Iterable[Goal], today: date) -> list[GoalReport]:
    """Each with its progress, in their order. Two queries besides that of the goals."""
    found = list(goals)
    months = _by_month(found, today)
    reached: dict[UUID, list[int]] = defaultdict(list)
    for goal_id, percent in GoalMilestone.objects.filter(goal__in=found).values_list("goal", "percent"):
        reached[goal_id].append(percent)
    return [GoalReport(each, _progress(each, months[each.pk], today), reached[each.pk]) for each in found]


def report_of(goal: Goal, today: date) -> GoalReport:
    return reports([goal], today)[0]


def _by_month(goals: list[Goal], today: date) -> dict[UUID, dict[date, Decimal]]:
    """What went in, less what was taken out, by first day of the month: this one and the three before. One query."""
    first = month_end(today, -MONTHS_LOOKED_AT).replace(day=1)
    found: dict[UUID, dict[date, Decimal]] = defaultdict(dict)
    parts = GoalContribution.objects.filter(goal__in=goals, counts=True, on__gte=first).exclude(kind=Kind.YIELD)
    sums = parts.annotate(month=TruncMonth("on")).values_list("goal", "month").annotate(sum=Sum("amount")).order_by()
    for goal_id, month, amount in sums:
        found[goal_id][month] = amount
    return found


def _progress(goal: Goal, by_month: dict[date, Decimal], today: date) -> Progress:
    now = today.replace(day=1)
    return progress_of(
        target=goal.target_amount,
        saved=goal.saved_amount,
        currency=goal.currency,
        going_in=going_in(goal, by_month, today),
        target_date=goal.target_date,
        today=today,
        went_in_this_month=by_month.get(now, ZERO) > 0,
    )


def going_in(goal: Goal, by_month: dict[date, Decimal], today: date) -> Decimal:
    """What goes in each month: what is planned, else the mean of the last three full months, down to the cent.

    Of a younger goal it is the mean of its full months, and in its first month what has gone in so far. Never below
    zero; yields do not count.
    """
    if goal.monthly_amount is not None:
        planned: Decimal = goal.monthly_amount
        return planned
    now = today.replace(day=1)
    begun = min([goal.created_at.date().replace(day=1), *by_month])
    full = min((now.year - begun.year) * 12 + now.month - begun.month, MONTHS_LOOKED_AT)
    if full <= 0:
        return max(by_month.get(now, ZERO), ZERO)
    before = sum((amount for month, amount in by_month.items() if month < now), ZERO)
    return max((before / full).quantize(smallest_unit_of(goal.currency), ROUND_DOWN), ZERO)


@dataclass(frozen=True, slots=True)
class Earmarked:
    """An account goals lie in: `free` is its balance less what is saved there, below zero where that is not covered."""

    account: MoneyAccount
    balance: Decimal
    earmarked: Decimal

    @property
    def free(self) -> Decimal:
        return self.balance - self.earmarked


@dataclass(frozen=True, slots=True)
class GoalsSum:
    """Goals of one currency that are not archived. `needed` is of those with a date."""

    currency: str
    count: int
    saved: Decimal
    target: Decimal
    going_in: Decimal
    needed: Decimal
    late: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Currencies are never added: the one with most goals comes first."""

    sums: list[GoalsSum]
    accounts: list[Earmarked]


def summary(person: User, found: list[GoalReport]) -> Summary:
    """What `found`, goals `person` sees, come to; an account whose balance they may not see is not told of.

    Three queries at most.
    """
    counted = [each for each in found if each.goal.status in (Status.ACTIVE, Status.COMPLETED)]
    by_currency: dict[str, list[GoalReport]] = defaultdict(list)
    for each in counted:
        by_currency[each.goal.currency].append(each)
    sums = [_sum(currency, some) for currency, some in by_currency.items()]
    sums.sort(key=lambda each: (-each.count, each.currency))
    return Summary(sums, _earmarked(person, counted))


def _sum(currency: str, found: list[GoalReport]) -> GoalsSum:
    active = [each for each in found if each.goal.status == Status.ACTIVE]
    return GoalsSum(
        currency=currency,
        count=len(found),
        saved=sum((each.goal.saved_amount for each in found), ZERO),
        target=sum((each.goal.target_amount for each in found), ZERO),
        going_in=sum((each.progress.going_in for each in active), ZERO),
        needed=sum((each.progress.needed_monthly or ZERO for each in active), ZERO),
        late=sum(1 for each in active if not each.progress.on_track),
    )


def _earmarked(person: User, found: list[GoalReport]) -> list[Earmarked]:
    saved: dict[UUID, Decimal] = defaultdict(Decimal)
    for each in found:
        if each.goal.account_id is not None:
            saved[each.goal.account_id] += each.goal.saved_amount
    if not saved:
        return []
    sights = {key: sight for key, sight in sights_of(person).items() if sight.level in _BALANCE_TOLD}
    accounts = list(MoneyAccount.objects.filter(pk__in=saved.keys() & sights.keys()).order_by("name", "pk"))
    balances = seen_balances(accounts, sights)
    return [Earmarked(each, balances[each.pk], saved[each.pk]) for each in accounts]


def known_accounts(person: User, goals: Iterable[Goal]) -> set[UUID]:
    """Which of the accounts goals lie in the person knows of. One query, none where none is named."""
    named = {each.account_id for each in goals if each.account_id is not None}
    return (
        set(MoneyAccount.objects.visible_to(person).filter(pk__in=named).values_list("pk", flat=True))
        if named
        else set()
    )


def known_entries(person: User, parts: Iterable[GoalContribution]) -> dict[UUID, Transaction]:
    """Which of the payments behind contributions the person sees, with their accounts. Two queries at most."""
    named = {each.transaction_id for each in parts if each.transaction_id is not None}
    if not named:
        return {}
    return Transaction.objects.visible_to(person).live().select_related("account").in_bulk(list(named))


def goals_behind(goals: Collection[Goal], today: date) -> list[GoalReport]:
    """Those of `goals` that will not be there in time as money goes in now."""
    return [each for each in reports(goals, today) if not each.progress.on_track]
