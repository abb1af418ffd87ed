"""When budgets are looked at: soon after something changed on an account, and each night."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.core.cache import cache
from django.utils import timezone

from accounts.models import User
from config.kernel import jobs, schedule
from config.kernel.events import receives
from config.kernel.sql import db_uuid, is_any
from ledger.budgets import following as following  # registers that allocations follow their category
from ledger.budgets.models import Budget
from ledger.budgets.months import month_after
from ledger.budgets.services import close_month, refresh_carried
from ledger.budgets.watching import watch_account, watch_household
from ledger.core.events import TransactionsChanged
from ledger.core.models import HouseholdMember

WATCH, WATCH_JOINT, TEND = "budgets.watch_account", "budgets.watch_household", "budgets.tend"
PATIENCE: Final = timedelta(seconds=10)
# Card payments come days late; then the books of a month are done.
DAYS_OPEN: Final = 10
_PLANNED = """ledger_moneyaccountaccess g WHERE g.account_id = %s AND g.role IN ('owner', 'co_owner') AND (
    EXISTS (SELECT 1 FROM ledger_budget b WHERE b.owner_id = g.person_id AND b.status = 'open')
    OR EXISTS (SELECT 1 FROM ledger_categoryoverride o WHERE o.person_id = g.person_id AND o.monthly_limit IS NOT NULL)
    OR EXISTS (SELECT 1 FROM ledger_budget b JOIN ledger_householdmember m ON m.household_id = b.household_id
        WHERE m.person_id = g.person_id AND m.is_open AND b.status = 'open'))"""
schedule.daily(hour=0, name="Carry budgets over and close months", kind=TEND)


@receives(TransactionsChanged)
def look_soon(event: TransactionsChanged) -> None:
    """At once, and again after ten seconds for all that changes meanwhile. One query at most."""
    wait = _wait_for(f"budgets-{event.account_id}")
    if wait is not None and is_any(_PLANNED, [db_uuid(event.account_id)]):
        payload = {"account": str(event.account_id), "ids": [str(each) for each in event.ids]}
        jobs.enqueue(WATCH, payload, run_after=timezone.now() + wait)


def look_at_household_soon(household_id: UUID) -> None:
    """After what was paid for both has changed; in a transaction or after it. Two queries at most."""
    wait = _wait_for(f"budgets-of-{household_id}")
    if wait is not None and Budget.objects.filter(household=household_id, status=Budget.Status.OPEN).exists():
        jobs.enqueue(WATCH_JOINT, {"household": str(household_id)}, run_after=timezone.now() + wait)


def _wait_for(key: str) -> timedelta | None:
    """None: a look to come will see it."""
    seconds = PATIENCE.total_seconds()
    if cache.add(key, True, seconds):
        return timedelta(0)
    return PATIENCE if cache.add(f"{key}-again", True, seconds) else None


@jobs.handles(WATCH)
def run_watch(job: jobs.JobRun) -> None:
    watch_account(UUID(job.payload["account"]), [UUID(each) for each in job.payload["ids"]])


@jobs.handles(WATCH_JOINT)
def run_watch_joint(job: jobs.JobRun) -> None:
    watch_household(UUID(job.payload["household"]))


@jobs.handles(TEND)
def run_tend(job: jobs.JobRun) -> None:
    for budget in Budget.objects.filter(status=Budget.Status.OPEN).order_by("month", "pk").select_related("owner"):
        job.extend()
        reader = _reader_of(budget)
        if reader is not None:
            tend(budget, reader, reader.today)


def tend(budget: Budget, reader: User, today: date) -> None:
    """Carry over what the month before left, and close it once its time has passed. Twice changes nothing."""
    refresh_carried(budget=budget, reader=reader)
    if today >= month_after(budget.month) + timedelta(days=DAYS_OPEN):
        close_month(budget=budget, today=today)


def _reader_of(budget: Budget) -> User | None:
    """Its owner, or one of the household; None where nobody is left."""
    if budget.owner is not None:
        return budget.owner
    member = HouseholdMember.objects.filter(household=budget.household_id).select_related("person").order_by("person")
    first = member.first()
    return first.person if first else None
